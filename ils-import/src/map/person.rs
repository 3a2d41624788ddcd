//! One contact → one person, with what to look at.

use std::collections::BTreeMap;

use super::{address, custom_fields, date, name, phone, text};
use crate::client::{CustomContent, Employer, Kind, Person};
use crate::family::ClioContact;
use crate::finding::{Finding, FindingCode};

/// A person without any relationship yet.
pub(super) fn person(
    id: i64,
    contact: &ClioContact,
    labels: &BTreeMap<String, String>,
) -> (Person, Vec<Finding>) {
    let read = name::name(contact);
    let kind = name::kind(contact);
    let mut person = Person {
        clio_contact_id: id.to_string(),
        kind,
        name: read.name,
        phones: phone::phones(contact),
        emails: phone::emails(contact),
        ..Person::default()
    };
    let mut findings = Vec::new();

    for found in contact
        .addresses
        .iter()
        .flatten()
        .filter_map(address::address)
    {
        let at = person.addresses.len();
        person.addresses.push(found.address);
        for (part, from) in [("state", found.state_from), ("country", found.country_from)] {
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
        match date::birth_date(contact.date_of_birth.as_deref()) {
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
        let Some(custom) = custom_fields::custom(found, labels) else {
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
    let customs = person
        .custom
        .iter()
        .filter_map(|custom| match &custom.value {
            CustomContent::Text(text) => Some(text),
            CustomContent::Flag(_) => None,
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
        ("custom field", in_any(Box::new(customs))),
    ]
    .into_iter()
    .find_map(|(what, hidden)| hidden.then_some(what))
}
