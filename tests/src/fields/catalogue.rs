//! Which names each record has.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One kind of record and its names.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    names: BTreeMap<&'static str, Kind>,
}

impl Shape {
    /// What a name is, `None` when there is no such name.
    pub(crate) fn kind(&self, name: &str) -> Option<Kind> {
        self.names.get(name).copied()
    }

    /// All names.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        self.names.iter().map(|(name, kind)| (*name, *kind))
    }

    /// The name as it stands in the catalogue.
    pub(crate) fn entry(&self, name: &str) -> Option<(&'static str, Kind)> {
        self.names
            .get_key_value(name)
            .map(|(name, kind)| (*name, *kind))
    }
}

/// What stands behind a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A plain value.
    Plain,
    /// One nested record of a kind.
    One(&'static str),
    /// A list of them.
    Many(&'static str),
}

/// The shape of a kind of record. A kind that the catalogue does not list has no names.
pub(crate) fn shape(kind: &str) -> &'static Shape {
    static NONE: OnceLock<Shape> = OnceLock::new();
    all()
        .get(kind)
        .unwrap_or_else(|| NONE.get_or_init(Shape::default))
}

fn all() -> &'static BTreeMap<&'static str, Shape> {
    static ALL: OnceLock<BTreeMap<&'static str, Shape>> = OnceLock::new();
    ALL.get_or_init(|| read(include_str!("catalogue.txt")))
}

fn read(text: &'static str) -> BTreeMap<&'static str, Shape> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(kind, names)| {
            (
                kind,
                Shape {
                    names: names.split_whitespace().map(name).collect(),
                },
            )
        })
        .collect()
}

fn name(word: &'static str) -> (&'static str, Kind) {
    if let Some((name, kind)) = word.split_once('{') {
        (name, Kind::One(kind.trim_end_matches('}')))
    } else if let Some((name, kind)) = word.split_once('[') {
        (name, Kind::Many(kind.trim_end_matches(']')))
    } else {
        (word, Kind::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nested_kind_is_listed() {
        for (kind, shape) in all() {
            for (name, what) in &shape.names {
                if let Kind::One(nested) | Kind::Many(nested) = what {
                    assert!(all().contains_key(nested), "{kind}.{name} is a {nested}");
                }
            }
        }
    }

    #[test]
    fn the_people_of_a_matter_have_no_birth_date() {
        for kind in ["MatterContacts", "RelatedContacts"] {
            assert_eq!(shape(kind).kind("date_of_birth"), None, "{kind}");
        }
        assert_eq!(shape("Client").kind("date_of_birth"), Some(Kind::Plain));
        for kind in ["RelatedContacts", "Client"] {
            assert_eq!(shape(kind).kind("etag"), None, "{kind}");
        }
        assert_eq!(shape("Nothing").kind("id"), None);
    }
}
