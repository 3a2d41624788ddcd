//! One contact → one person, with what to look at.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{address, custom_fields, date, name, phone, text};
use crate::client::{CustomContent, Employer, Kind, Person};
use crate::family::ClioContact;
use crate::finding::{Finding, FindingCode};

/// What the family knows besides its people.
#[derive(Clone, Copy, Default)]
pub(super) struct Facts<'a> {
    /// Labels of picklist options, by option id.
    pub(super) labels: Option<&'a BTreeMap<String, String>>,
    /// The day the family was read.
    pub(super) read_on: Option<Date>,
}

/// A person without any relationship yet.
pub(super) fn person(id: i64, contact: &ClioContact, facts: &Facts<'_>) -> (Person, Vec<Finding>) {
    let read = name::name(contact);
    let kind = name::kind(contact);
    let (phones, phones_from) = phone::phones(contact);
    let (emails, emails_from) = phone::emails(contact);
    let mut person = Person {
        clio_contact_id: id.to_string(),
        kind,
        name: read.name,
        phones,
        emails,
        provenance: phones_from.into_iter().chain(emails_from).collect(),
        ..Person::default()
    };
    person
        .provenance
        .extend(read.full_from.map(|from| ("name.full".to_owned(), from)));
    let mut findings = Vec::new();

    for found in contact
        .addresses
        .iter()
        .flatten()
        .filter_map(address::address)
    {
        let at = person.addresses.len();
        person.addresses.push(found.address);
        for (part, from) in [
            ("kind", found.kind_from),
            ("state", found.state_from),
            ("country", found.country_from),
        ] {
            person
                .provenance
                .extend(from.map(|from| (format!("addresses[{at}].{part}"), from)));
        }
    }
    if kind == Kind::Person {
        person.employer = employer(contact, read.prefix_from_title.is_none());
        person.provenance.extend(
            read.prefix_from_title
                .map(|from| ("name.prefix".to_owned(), from)),
        );
        match date::birth_date(contact.date_of_birth.as_deref(), facts.read_on) {
            Ok(date) => person.birth_date = date.map(|date| date.to_string()),
            Err(text) => findings.push(Finding {
                what: Some("date of birth".to_owned()),
                clio_says: Some(text.to_owned()),
                ..Finding::new(
                    FindingCode::DateInvalid,
                    "It was not saved. Correct it in Clio, then preview again.",
                )
            }),
        }
    }
    for found in contact.custom_field_values.iter().flatten() {
        let Some(custom) = custom_fields::custom(found, facts.labels) else {
            continue;
        };
        if custom.is_odd {
            findings.push(Finding {
                what: Some(custom.value.name.clone()),
                clio_says: match &custom.value.value {
                    CustomContent::Text(text) => Some(text.clone()),
                    CustomContent::Flag(flag) => Some(flag.to_string()),
                },
                ..Finding::new(FindingCode::CustomFieldType, "Look at this field in Clio.")
            });
        }
        person.custom.push(custom.value);
    }

    if person.name.full.is_empty() {
        findings.push(Finding::new(
            FindingCode::NameMissing,
            "Fill in the name in Clio, then preview again.",
        ));
    }
    if kind == Kind::Person && name::is_joint(&person.name) {
        findings.push(Finding::new(
            FindingCode::JointName,
            "Make two contacts of it in Clio, then preview again.",
        ));
    }
    if let Some(what) = hidden_characters(&person) {
        findings.push(Finding {
            what: Some(what.to_owned()),
            ..Finding::new(FindingCode::ControlCharacters, "Type it anew in Clio.")
        });
    }
    for finding in &mut findings {
        finding.clio_contact_id = Some(person.clio_contact_id.clone());
        finding.name = Some(person.name.full.clone());
    }
    (person, findings)
}

fn employer(contact: &ClioContact, title_is_a_job: bool) -> Option<Employer> {
    let company = contact
        .company
        .as_ref()
        .and_then(|company| text::trimmed(company.name.as_deref()));
    let job_title = text::trimmed(contact.title.as_deref()).filter(|_| title_is_a_job);
    (company.is_some() || job_title.is_some()).then_some(Employer {
        name: company,
        job_title,
    })
}

/// The first kind of text in which something cannot be seen.
fn hidden_characters(person: &Person) -> Option<&'static str> {
    let name = &person.name;
    let names = [&name.prefix, &name.first, &name.middle, &name.last]
        .into_iter()
        .flatten();
    let in_any = |mut texts: Box<dyn Iterator<Item = &String> + '_>| {
        texts.any(|text| text::has_hidden_characters(text))
    };
    let addresses = person.addresses.iter().flat_map(|address| {
        [
            &address.street,
            &address.city,
            &address.state,
            &address.postal_code,
            &address.country,
        ]
        .into_iter()
        .flatten()
    });
    let jobs = person
        .employer
        .iter()
        .flat_map(|employer| [&employer.name, &employer.job_title].into_iter().flatten());
    let customs = person.custom.iter().flat_map(|custom| {
        let text = match &custom.value {
            CustomContent::Text(text) => Some(text),
            CustomContent::Flag(_) => None,
        };
        std::iter::once(&custom.name).chain(text)
    });
    [
        ("name", in_any(Box::new(names.chain([&name.full])))),
        ("address", in_any(Box::new(addresses))),
        (
            "phone number",
            in_any(Box::new(person.phones.iter().map(|phone| &phone.number))),
        ),
        (
            "email address",
            in_any(Box::new(person.emails.iter().map(|email| &email.address))),
        ),
        ("employer", in_any(Box::new(jobs))),
        ("custom field", in_any(Box::new(customs))),
    ]
    .into_iter()
    .find_map(|(what, hidden)| hidden.then_some(what))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(contact: &Value) -> (Person, Vec<Finding>) {
        let contact: ClioContact = serde_json::from_value(contact.clone()).unwrap();
        person(11, &contact, &Facts::default())
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
                .map(|(path, from)| (path.as_str(), from.from.as_str(), from.text.as_str()))
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
        let contact: ClioContact =
            serde_json::from_value(json!({"name": "Ann", "date_of_birth": "2026-11-25"})).unwrap();
        for (read_on, born) in [
            (None, true),
            (Some("2026-11-25"), true),
            (Some("2026-11-24"), false),
        ] {
            let facts = Facts {
                read_on: read_on.map(|date| date.parse().unwrap()),
                ..Facts::default()
            };
            let (person, findings) = person(11, &contact, &facts);
            assert_eq!(person.birth_date.is_some(), born, "{read_on:?}");
            let codes: Vec<_> = findings.iter().map(|found| found.code).collect();
            assert_eq!(
                codes.contains(&FindingCode::DateInvalid),
                !born,
                "{read_on:?}"
            );
        }
    }
}
