//! Names.

use clio_api::ContactType;

use super::text::trimmed;
use crate::client::{Kind, Name, Provenance, ProvenanceKind};
use crate::family::ClioContact;

/// Forms of address that people put into the job title.
const FORMS_OF_ADDRESS: [&str; 8] = ["dr", "hon", "judge", "miss", "mr", "mrs", "ms", "rev"];

/// A name, and what was worked out for it.
pub(super) struct NameRead {
    pub(super) name: Name,
    /// Set when Clio has no whole name, so that it was put together.
    pub(super) full_from: Option<Provenance>,
    /// Whether `title` is a form of address, so that it is no job title.
    pub(super) prefix_from_title: Option<Provenance>,
    /// The suffix, when the rules take it from the last name.
    pub(super) suffix_from: Option<Provenance>,
}

pub(super) fn kind(contact: &ClioContact) -> Kind {
    match contact.kind {
        Some(ContactType::Company) => Kind::Company,
        _ => Kind::Person,
    }
}

/// Suffixes that stand in last names. `V`, `MD` and `Esq` are names or titles too often.
const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];

/// The last name without a suffix, and the suffix; `None` without a last name before it.
pub(super) fn suffix(last: &str) -> Option<(&str, &str)> {
    let (rest, suffix) = last.rsplit_once([' ', ','])?;
    let rest = rest.trim_end_matches([' ', ',']);
    let word = suffix.trim_end_matches('.');
    let is_one = SUFFIXES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    (!rest.is_empty() && is_one).then_some((rest, suffix))
}

pub(super) fn name(contact: &mut ClioContact, take_suffix: bool) -> NameRead {
    let full = trimmed(contact.name.take());
    if kind(contact) == Kind::Company {
        return NameRead {
            name: Name {
                full: full.unwrap_or_default(),
                ..Name::default()
            },
            full_from: None,
            prefix_from_title: None,
            suffix_from: None,
        };
    }
    let [first, middle, last] = [
        contact.first_name.take(),
        contact.middle_name.take(),
        contact.last_name.take(),
    ]
    .map(trimmed);
    let mut prefix = trimmed(contact.prefix.take());
    let mut prefix_from_title = None;
    if prefix.is_none() && contact.title.as_deref().is_some_and(is_form_of_address) {
        prefix = trimmed(contact.title.take());
        prefix_from_title = prefix.clone().map(|text| Provenance {
            kind: ProvenanceKind::Derived,
            from: "title".into(),
            text,
        });
    }
    let parts = [
        ("first_name", first.as_deref()),
        ("middle_name", middle.as_deref()),
        ("last_name", last.as_deref()),
    ];
    let full_from = if full.is_none() {
        put_together(parts)
    } else {
        None
    };
    let full = full.or_else(|| full_from.as_ref().map(|from| from.text.clone()));
    let taken = last.as_deref().filter(|_| take_suffix).and_then(suffix);
    let taken = taken.map(|(last, suffix)| (last.to_owned(), suffix.to_owned()));
    let suffix_from = taken.is_some().then(|| Provenance {
        kind: ProvenanceKind::Derived,
        from: "last_name".into(),
        text: last.clone().unwrap_or_default(),
    });
    let (last, suffix) = match taken {
        Some((last, suffix)) => (Some(last), Some(suffix)),
        None => (last, None),
    };
    NameRead {
        name: Name {
            prefix,
            first,
            middle,
            last,
            suffix,
            full: full.unwrap_or_default(),
            ..Name::default()
        },
        full_from,
        prefix_from_title,
        suffix_from,
    }
}

/// The whole name that the parts give; `None` when there is no part.
fn put_together(parts: [(&str, Option<&str>); 3]) -> Option<Provenance> {
    let (fields, texts): (Vec<&str>, Vec<&str>) = parts
        .into_iter()
        .filter_map(|(field, text)| Some((field, text?)))
        .unzip();
    (!texts.is_empty()).then(|| Provenance {
        kind: ProvenanceKind::Derived,
        from: fields.join(", ").into(),
        text: texts.join(" "),
    })
}

/// Two people in one contact: `Ann & Bob`, `Ann and Bob`.
pub(super) fn is_joint(name: &Name) -> bool {
    [name.first.as_deref(), Some(name.full.as_str())]
        .into_iter()
        .flatten()
        .any(|part| {
            let mut fives = part.as_bytes().windows(5);
            let has_and = fives.any(|five| five[0] == b' ' && five.eq_ignore_ascii_case(b" and "));
            has_and || (part.contains('&') && has_ampersand(&part.to_lowercase()))
        })
}

/// An `&` between people, and not the beginning of an HTML entity: Clio's texts hold those too (`O&#39;Hara`).
fn has_ampersand(text: &str) -> bool {
    text.replace("&amp;", "& ").split('&').skip(1).any(|rest| {
        let entity = rest.split_once(';').map(|(entity, _)| entity);
        !entity.is_some_and(|entity| !entity.is_empty() && !entity.contains(char::is_whitespace))
    })
}

fn is_form_of_address(title: &str) -> bool {
    let word = title.trim().trim_end_matches('.');
    let mut forms = FORMS_OF_ADDRESS.iter();
    forms.any(|form| form.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(contact: serde_json::Value) -> (Name, bool) {
        let read = name(&mut serde_json::from_value(contact).unwrap(), false);
        (read.name, read.prefix_from_title.is_some())
    }

    #[test]
    fn names_are_kept_in_parts() {
        let (name, _) = read(
            json!({"type": "Person", "name": "Dr José Ñandú-Hollis", "prefix": " Dr ", "first_name": "José ", "last_name": "Ñandú-Hollis"}),
        );
        assert_eq!(name.prefix.as_deref(), Some("Dr"));
        assert_eq!(name.first.as_deref(), Some("José"));
        assert_eq!(name.middle, None);
        assert_eq!(name.last.as_deref(), Some("Ñandú-Hollis"));
        assert_eq!(name.suffix, None);
        assert_eq!(name.full, "Dr José Ñandú-Hollis");
    }

    #[test]
    fn nothing_is_split_and_nothing_is_made_up() {
        let (name, _) = read(json!({"name": "Ann Lee Hollis Jr."}));
        assert_eq!((name.first, name.last, name.suffix), (None, None, None));
        let (name, _) = read(json!({"first_name": "Ann", "last_name": "Hollis III"}));
        assert_eq!((name.full.as_str(), name.suffix), ("Ann Hollis III", None));
        assert_eq!(read(json!({})).0.full, "");
    }

    #[test]
    fn a_company_has_its_name_only() {
        let (name, _) = read(
            json!({"type": "Company", "name": "First Trust Co.", "first_name": "x", "title": "Mr"}),
        );
        assert_eq!(
            (name.full.as_str(), name.first, name.prefix),
            ("First Trust Co.", None, None)
        );
    }

    #[test]
    fn a_form_of_address_in_the_title_is_a_prefix() {
        for (contact, prefix, moved) in [
            (json!({"title": "Mrs."}), Some("Mrs."), true),
            (
                json!({"title": "Dr", "prefix": "Prof"}),
                Some("Prof"),
                false,
            ),
            (json!({"title": "Director"}), None, false),
            (json!({"title": "Mr President"}), None, false),
        ] {
            let (name, was_moved) = read(contact.clone());
            assert_eq!(
                (name.prefix.as_deref(), was_moved),
                (prefix, moved),
                "{contact}"
            );
        }
    }

    #[test]
    fn a_suffix_needs_a_last_name_before_it() {
        for (last, expected) in [
            ("Hollis Jr", Some(("Hollis", "Jr"))),
            ("Hollis, Jr.", Some(("Hollis", "Jr."))),
            ("Hollis Sr", Some(("Hollis", "Sr"))),
            ("De la Cruz III", Some(("De la Cruz", "III"))),
            ("Hollis ii", Some(("Hollis", "ii"))),
            ("Hollis IV", Some(("Hollis", "IV"))),
            ("Jr", None),
            (", Jr", None),
            ("Hollis V", None),
            ("Hollis MD", None),
            ("Hollis Esq", None),
            ("HollisJr", None),
        ] {
            assert_eq!(suffix(last), expected, "{last}");
        }
    }

    #[test]
    fn a_suffix_is_taken_only_when_the_rules_say_so() {
        let contact: ClioContact =
            serde_json::from_value(json!({"first_name": "Ann", "last_name": "Hollis Jr."}))
                .unwrap();
        let read = name(&mut contact.clone(), true);
        assert_eq!(
            (
                read.name.last.as_deref(),
                read.name.suffix.as_deref(),
                read.name.full.as_str()
            ),
            (Some("Hollis"), Some("Jr."), "Ann Hollis Jr.")
        );
        assert!(read.suffix_from.is_some());
        let read = name(&mut contact.clone(), false);
        assert_eq!(
            (read.name.last.as_deref(), read.name.suffix),
            (Some("Hollis Jr."), None)
        );
        assert!(read.suffix_from.is_none());
    }

    #[test]
    fn two_people_in_one_contact_are_noticed() {
        for (full, joint) in [
            ("Ann & Bob Lee", true),
            ("Ann and Bob Lee", true),
            ("Andy Sanderson", false),
            ("Grand Andrea", false),
            ("Ann&Bob Lee", true),
            ("Ann &amp; Bob Lee", true),
            ("Pat O&#39;Hara", false),
            ("Pat &quot;Red&quot; Lee", false),
            ("Pat &#39; & Bob; Lee", true),
        ] {
            assert_eq!(
                is_joint(&Name {
                    full: full.to_owned(),
                    ..Name::default()
                }),
                joint,
                "{full}"
            );
        }
    }
}
