//! Phone numbers, email addresses and web sites.

use super::text::{OTHER, kind, trimmed};
use crate::client::{Email, Person, Phone, Provenance, ProvenanceKind, WebSite};
use crate::family::ClioContact;

/// Clio's names of phone numbers, and ours. Clio's list is wider on writing than on reading; a name it may add becomes `other`.
const PHONE_KINDS: [(&str, &str); 7] = [
    ("home", "home"),
    ("personal", "home"),
    ("mobile", "mobile"),
    ("cell", "mobile"),
    ("work", "work"),
    ("fax", "fax"),
    ("pager", "pager"),
];

/// The same of email addresses and web sites.
const PLACES: [(&str, &str); 3] = [("home", "home"), ("personal", "home"), ("work", "work")];

/// Numbers as entered; Clio's own primary and second number when the list is empty.
pub(super) fn phones(contact: &mut ClioContact, person: &mut Person) {
    let listed = contact.phone_numbers.take().unwrap_or_default();
    person.phones.reserve_exact(listed.len());
    for phone in listed {
        let Some(number) = trimmed(phone.number) else {
            continue;
        };
        let (kind, from) = kind(phone.name, &PHONE_KINDS);
        tell(person, ("phones", person.phones.len(), ".kind"), from);
        person.phones.push(Phone {
            kind,
            number,
            primary: phone.primary == Some(true),
        });
    }
    if !person.phones.is_empty() {
        return;
    }
    for (field, text, primary) in [
        (
            "primary_phone_number",
            contact.primary_phone_number.take(),
            true,
        ),
        (
            "secondary_phone_number",
            contact.secondary_phone_number.take(),
            false,
        ),
    ] {
        let Some(number) = trimmed(text) else {
            continue;
        };
        let from = Some(stand_in(field, &number));
        tell(person, ("phones", person.phones.len(), ""), from);
        person.phones.push(Phone {
            kind: OTHER.into(),
            number,
            primary,
        });
    }
}

/// Addresses as entered, the primary one first; Clio's own primary and second address when the list is empty.
pub(super) fn emails(contact: &mut ClioContact, person: &mut Person) {
    let mut listed = contact.email_addresses.take().unwrap_or_default();
    listed.sort_by_key(|email| email.primary != Some(true));
    person.emails.reserve_exact(listed.len());
    for email in listed {
        let Some(address) = trimmed(email.address) else {
            continue;
        };
        let (kind, from) = kind(email.name, &PLACES);
        tell(person, ("emails", person.emails.len(), ".kind"), from);
        person.emails.push(Email {
            kind,
            address,
            primary: email.primary == Some(true),
        });
    }
    if !person.emails.is_empty() {
        return;
    }
    for (field, text, primary) in [
        (
            "primary_email_address",
            contact.primary_email_address.take(),
            true,
        ),
        (
            "secondary_email_address",
            contact.secondary_email_address.take(),
            false,
        ),
    ] {
        let Some(address) = trimmed(text) else {
            continue;
        };
        let from = Some(stand_in(field, &address));
        tell(person, ("emails", person.emails.len(), ""), from);
        person.emails.push(Email {
            kind: OTHER.into(),
            address,
            primary,
        });
    }
}

/// Web sites as entered.
pub(super) fn web_sites(contact: &mut ClioContact, person: &mut Person) {
    for site in contact.web_sites.take().into_iter().flatten() {
        let Some(address) = trimmed(site.address) else {
            continue;
        };
        let (kind, from) = kind(site.name, &PLACES);
        tell(person, ("web_sites", person.web_sites.len(), ".kind"), from);
        person.web_sites.push(WebSite { kind, address });
    }
}

/// What stands in for an empty list says so.
fn stand_in(field: &'static str, text: &str) -> Provenance {
    Provenance {
        kind: ProvenanceKind::Derived,
        from: field.into(),
        text: text.to_owned(),
    }
}

/// Where the value at this place of a list came from, when that is to be told.
fn tell(person: &mut Person, (list, at, part): (&str, usize, &str), from: Option<Provenance>) {
    if let Some(from) = from {
        let path = format!("{list}[{at}]{part}");
        person.provenance.insert(path.into(), from);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Person {
        let mut contact: ClioContact = serde_json::from_value(value).unwrap();
        let mut person = Person::default();
        phones(&mut contact, &mut person);
        emails(&mut contact, &mut person);
        person
    }

    fn told(person: &Person) -> Vec<(&str, &str)> {
        let told = person.provenance.iter();
        told.map(|(path, from)| (&**path, &*from.from)).collect()
    }

    #[test]
    fn numbers_stay_as_entered() {
        let person = read(json!({
            "primary_phone_number": "ignored",
            "phone_numbers": [
                {"name": "Mobile", "number": " (503) 555-0100 x7 ", "primary": true},
                {"name": "Personal", "number": "+1 503 555 0101"},
                {"name": "Skype", "number": "ann.hollis"},
                {"name": "Work", "number": " "},
                {"name": null, "number": null}]
        }));
        let read: Vec<_> = person
            .phones
            .iter()
            .map(|phone| (&*phone.kind, phone.number.as_str(), phone.primary))
            .collect();
        assert_eq!(
            read,
            [
                ("mobile", "(503) 555-0100 x7", true),
                ("home", "+1 503 555 0101", false),
                ("other", "ann.hollis", false)
            ]
        );
    }

    #[test]
    fn the_primary_email_comes_first() {
        let person = read(json!({"email_addresses": [
            {"name": "Work", "address": "w@example.test"}, {"name": "Home", "address": "h@example.test", "primary": true}]}));
        let read: Vec<_> = person
            .emails
            .iter()
            .map(|email| (&*email.kind, email.address.as_str()))
            .collect();
        assert_eq!(
            read,
            [("home", "h@example.test"), ("work", "w@example.test")]
        );
    }

    #[test]
    fn without_a_list_clios_own_two_stand_in() {
        let person = read(
            json!({"primary_email_address": "a@example.test", "secondary_email_address": "b@example.test",
            "primary_phone_number": "503-555-0100", "secondary_phone_number": "503-555-0101", "phone_numbers": []}),
        );
        let emails: Vec<_> = person
            .emails
            .iter()
            .map(|email| (email.address.as_str(), email.primary))
            .collect();
        assert_eq!(
            emails,
            [("a@example.test", true), ("b@example.test", false)]
        );
        let phones: Vec<_> = person
            .phones
            .iter()
            .map(|phone| (phone.number.as_str(), phone.primary))
            .collect();
        assert_eq!(phones, [("503-555-0100", true), ("503-555-0101", false)]);
        assert_eq!(
            told(&person),
            [
                ("emails[0]", "primary_email_address"),
                ("emails[1]", "secondary_email_address"),
                ("phones[0]", "primary_phone_number"),
                ("phones[1]", "secondary_phone_number")
            ]
        );
    }

    #[test]
    fn the_second_one_stands_in_alone() {
        let person = read(
            json!({"secondary_email_address": "b@example.test", "email_addresses": [{"address": " "}]}),
        );
        assert_eq!(person.emails[0].address, "b@example.test");
        assert!(!person.emails[0].primary);
        assert_eq!(told(&person), [("emails[0]", "secondary_email_address")]);
    }
}
