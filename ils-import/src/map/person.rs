//! One contact → one person, with what to look at.

use super::custom_fields::CustomRead;
use super::{Facts, address, custom_fields, date, name, phone, text};
use crate::client::{Employer, Kind, Person};
use crate::family::{ClioAddress, ClioContact, ClioCustomValue};
use crate::finding::{Finding, FindingCode};

/// A person without any relationship, and the values of the firm's fields, which have no place yet.
pub(super) struct PersonRead<'a> {
    pub(super) person: Person,
    pub(super) fields: Vec<CustomRead<'a>>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn person<'a>(id: i64, mut contact: ClioContact, facts: &Facts<'a>) -> PersonRead<'a> {
    let kind = name::kind(&contact);
    let read = name::name(&mut contact, facts.rules.take_suffixes);
    let mut person = Person {
        clio_contact_id: id.to_string(),
        kind,
        name: read.name,
        ..Person::default()
    };
    phone::phones(&mut contact, &mut person);
    phone::emails(&mut contact, &mut person);
    phone::web_sites(&mut contact, &mut person);
    for (path, from) in [
        ("name.full", read.full_from),
        ("name.prefix", read.prefix_from_title),
        ("name.suffix", read.suffix_from),
    ] {
        person
            .provenance
            .extend(from.map(|from| (path.into(), from)));
    }
    addresses(&mut person, contact.addresses.take());
    let values = contact.custom_field_values.take();
    let mut findings = Vec::new();
    match kind {
        Kind::Person => {
            let born = contact.date_of_birth.take();
            match date::birth_date(born, facts.read_on) {
                Ok(date) => person.birth_date = date,
                Err(text) => findings.push(Finding {
                    what: Some("date of birth".into()),
                    clio_says: Some(text),
                    ..Finding::new(
                        FindingCode::DateInvalid,
                        "It was not saved. Correct it in Clio, then preview again.",
                    )
                }),
            }
            person.employer = employer(contact);
        }
        Kind::Company => findings.extend(no_place(contact)),
    }
    if person.name.full.is_empty() {
        let advice = "Fill in the name in Clio, then preview again.";
        findings.push(Finding::new(FindingCode::NameMissing, advice));
    }
    if kind == Kind::Person && name::is_joint(&person.name) {
        let advice = "Make two contacts of it in Clio, then preview again.";
        findings.push(Finding::new(FindingCode::JointName, advice));
    }
    let values = values.unwrap_or_default();
    let mut fields = Vec::with_capacity(values.len());
    for value in values {
        if value.soft_deleted == Some(true) {
            findings.extend(deleted(value));
        } else if let Some(name) = facts.names.get(value.field_name.as_deref()) {
            fields.extend(custom_fields::custom(value, name, facts.labels));
        }
    }
    PersonRead {
        person,
        fields,
        findings,
    }
}

/// A value that Clio keeps although it was deleted there.
fn deleted(value: ClioCustomValue) -> Option<Finding> {
    value.is_set().then(|| Finding {
        what: text::trimmed(value.field_name).map(Into::into),
        ..Finding::new(FindingCode::NoPlace, "It was deleted in Clio.")
    })
}

fn addresses(person: &mut Person, listed: Option<Vec<ClioAddress>>) {
    let listed = listed.unwrap_or_default();
    person.addresses.reserve_exact(listed.len());
    for found in listed.into_iter().filter_map(address::address) {
        let at = person.addresses.len();
        person.addresses.push(found.address);
        for (part, from) in [
            ("kind", found.kind_from),
            ("state", found.state_from),
            ("country", found.country_from),
        ] {
            person
                .provenance
                .extend(from.map(|from| (format!("addresses[{at}].{part}").into(), from)));
        }
    }
}

/// A title that is a form of address was taken already.
fn employer(contact: ClioContact) -> Option<Employer> {
    let company = contact
        .company
        .and_then(|company| text::trimmed(company.name));
    let job_title = text::trimmed(contact.title);
    (company.is_some() || job_title.is_some()).then_some(Employer {
        name: company,
        job_title,
    })
}

/// What a company carries that only a person has a place for.
fn no_place(contact: ClioContact) -> impl Iterator<Item = Finding> {
    let carried = [
        ("date of birth", contact.date_of_birth),
        ("title", contact.title),
        ("prefix", contact.prefix),
        ("first name", contact.first_name),
        ("middle name", contact.middle_name),
        ("last name", contact.last_name),
    ];
    carried.into_iter().filter_map(|(what, value)| {
        Some(Finding {
            what: Some(what.into()),
            clio_says: Some(text::trimmed(value)?),
            ..Finding::new(
                FindingCode::NoPlace,
                "A company has only a name. If it is a person, correct the contact in Clio.",
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The contact as the only person of a family, and what is to be looked at.
    fn read_on(contact: &Value, day: Option<&str>) -> (Person, Vec<Finding>) {
        let family = json!({"client_id": 11, "people": {"11": contact}, "read_on": day});
        let rules = crate::Rules {
            usual_names: false,
            ..crate::Rules::default()
        };
        let draft = crate::map(serde_json::from_value(family).unwrap(), &rules);
        let unmapped = FindingCode::CustomFieldUnmapped;
        let findings = draft
            .findings
            .into_iter()
            .filter(|found| found.code != unmapped);
        (draft.client.client, findings.collect())
    }

    fn read(contact: &Value) -> (Person, Vec<Finding>) {
        read_on(contact, None)
    }

    /// Each value that is not simply Clio's: where it says it came from, and what stood there.
    #[test]
    fn what_was_worked_out_says_from_what() {
        for (contact, path, from, text) in [
            (
                json!({"first_name": " Ann", "last_name": "Lee"}),
                "name.full",
                "first_name, last_name",
                "Ann Lee",
            ),
            (
                json!({"name": "Ann", "title": "Mrs"}),
                "name.prefix",
                "title",
                "Mrs",
            ),
            (
                json!({"name": "Ann", "primary_phone_number": "503-555-0100"}),
                "phones[0]",
                "primary_phone_number",
                "503-555-0100",
            ),
            (
                json!({"name": "Ann", "primary_email_address": "a@example.test"}),
                "emails[0]",
                "primary_email_address",
                "a@example.test",
            ),
            (
                json!({"name": "Ann", "phone_numbers": [{"name": "Skype", "number": "ann"}]}),
                "phones[0].kind",
                "name",
                "Skype",
            ),
            (
                json!({"name": "Ann", "email_addresses": [{"name": "Work", "address": "w@example.test"},
                    {"name": "School", "address": "s@example.test", "primary": true}]}),
                "emails[0].kind",
                "name",
                "School",
            ),
            (
                json!({"name": "Ann", "addresses": [{"name": "Cabin", "city": "Bend"}]}),
                "addresses[0].kind",
                "name",
                "Cabin",
            ),
            (
                json!({"name": "Ann", "addresses": [{"name": "Home", "province": "Oregon"}]}),
                "addresses[0].state",
                "province",
                "Oregon",
            ),
        ] {
            let (person, _) = read(&contact);
            let told: Vec<_> = person
                .provenance
                .iter()
                .map(|(path, from)| (&**path, &*from.from, from.text.as_str()))
                .collect();
            assert_eq!(told, [(path, from, text)], "{contact}");
        }
        let plain = json!({"name": "Ann", "phone_numbers": [{"name": "Mobile", "number": "1"}, {"name": "", "number": "2"}],
            "email_addresses": [{"name": "Home", "address": "a@example.test"}], "addresses": [{"name": "Home", "city": "Bend", "country": "US"}]});
        assert!(read(&plain).0.provenance.is_empty());
    }

    #[test]
    fn what_cannot_be_seen_is_found_wherever_it_is() {
        for (contact, what) in [
            (json!({"name": "Ann\u{7}"}), "name"),
            (
                json!({"name": "Ann", "addresses": [{"city": "Be\u{7}nd"}]}),
                "address",
            ),
            (
                json!({"name": "Ann", "phone_numbers": [{"number": "1\u{7}"}]}),
                "phone number",
            ),
            (
                json!({"name": "Ann", "email_addresses": [{"address": "a\u{7}"}]}),
                "email address",
            ),
            (json!({"name": "Ann", "title": "Head\u{7}"}), "employer"),
            (
                json!({"name": "Ann", "company": {"name": "Co\u{7}"}}),
                "employer",
            ),
            (
                json!({"name": "Ann", "custom_field_values": [{"field_name": "F", "field_type": "text_line", "value": "x\u{7}"}]}),
                "custom field",
            ),
            (
                json!({"name": "Ann", "custom_field_values": [{"field_name": "F\u{7}", "field_type": "checkbox", "value": true}]}),
                "custom field",
            ),
        ] {
            let (_, findings) = read(&contact);
            let told: Vec<_> = findings
                .iter()
                .map(|found| (found.code, found.what.as_deref()))
                .collect();
            assert_eq!(
                told,
                [(FindingCode::ControlCharacters, Some(what))],
                "{contact}"
            );
        }
    }

    #[test]
    fn nobody_is_born_after_the_day_the_family_was_read() {
        let contact = json!({"name": "Ann", "date_of_birth": "2026-11-25"});
        for (day, born) in [
            (None, true),
            (Some("2026-11-25"), true),
            (Some("2026-11-24"), false),
        ] {
            let (person, findings) = read_on(&contact, day);
            assert_eq!(person.birth_date.is_some(), born, "{day:?}");
            let codes: Vec<_> = findings.iter().map(|found| found.code).collect();
            assert_eq!(codes.contains(&FindingCode::DateInvalid), !born, "{day:?}");
        }
    }
}
