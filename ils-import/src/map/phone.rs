//! Phone numbers and email addresses.

use super::text::{kind, trimmed};
use crate::client::{Email, Phone, Provenance, ProvenanceKind};
use crate::family::ClioContact;

/// Where a value came from, by its path in the person.
type From = (String, Provenance);

/// Numbers as entered; Clio's own primary number when the list is empty.
pub(super) fn phones(contact: &ClioContact) -> (Vec<Phone>, Vec<From>) {
    let listed = contact
        .phone_numbers
        .iter()
        .flatten()
        .filter_map(|phone| {
            let (kind, from) = kind(phone.name.as_deref(), phone_kind);
            let phone = Phone {
                kind,
                number: trimmed(phone.number.as_deref())?,
                primary: phone.primary == Some(true),
            };
            Some((phone, from))
        })
        .collect();
    let primary = contact.primary_phone_number.as_deref();
    let stand_in = |number| Phone {
        kind: "other".to_owned(),
        number,
        primary: true,
    };
    listed_or(
        listed,
        "phones",
        ("primary_phone_number", primary),
        stand_in,
    )
}

/// Addresses as entered, the primary one first; Clio's own primary address when the list is empty.
pub(super) fn emails(contact: &ClioContact) -> (Vec<Email>, Vec<From>) {
    let mut listed: Vec<_> = contact
        .email_addresses
        .iter()
        .flatten()
        .filter_map(|email| {
            let (kind, from) = kind(email.name.as_deref(), email_kind);
            let email = Email {
                kind,
                address: trimmed(email.address.as_deref())?,
                primary: email.primary == Some(true),
            };
            Some((email, from))
        })
        .collect();
    listed.sort_by_key(|(email, _)| !email.primary);
    let primary = contact.primary_email_address.as_deref();
    let stand_in = |address| Email {
        kind: "other".to_owned(),
        address,
        primary: true,
    };
    listed_or(
        listed,
        "emails",
        ("primary_email_address", primary),
        stand_in,
    )
}

/// The list, or what stands in for an empty one; and where the kinds and the stand-in came from.
fn listed_or<T>(
    listed: Vec<(T, Option<Provenance>)>,
    path: &str,
    (field, primary): (&str, Option<&str>),
    stand_in: impl Fn(String) -> T,
) -> (Vec<T>, Vec<From>) {
    if let (true, Some(text)) = (listed.is_empty(), trimmed(primary)) {
        let from = Provenance {
            kind: ProvenanceKind::Derived,
            from: field.to_owned(),
            text: text.clone(),
        };
        return (vec![stand_in(text)], vec![(format!("{path}[0]"), from)]);
    }
    let (all, from): (Vec<T>, Vec<Option<Provenance>>) = listed.into_iter().unzip();
    let from = from.into_iter().enumerate();
    let told = from.filter_map(|(at, from)| Some((format!("{path}[{at}].kind"), from?)));
    (all, told.collect())
}

/// Clio's list of names is wider on writing than on reading; a name it may add becomes `other`.
fn phone_kind(name: &str) -> &'static str {
    match name {
        "home" | "personal" => "home",
        "mobile" | "cell" => "mobile",
        "work" => "work",
        "fax" => "fax",
        "pager" => "pager",
        _ => "other",
    }
}

fn email_kind(name: &str) -> &'static str {
    match name {
        "home" | "personal" => "home",
        "work" => "work",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn contact(value: serde_json::Value) -> ClioContact {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn numbers_stay_as_entered() {
        let (phones, _) = phones(&contact(json!({
            "primary_phone_number": "ignored",
            "phone_numbers": [
                {"name": "Mobile", "number": " (503) 555-0100 x7 ", "primary": true},
                {"name": "Personal", "number": "+1 503 555 0101"},
                {"name": "Skype", "number": "ann.hollis"},
                {"name": "Work", "number": " "},
                {"name": null, "number": null}]
        })));
        let read: Vec<_> = phones
            .iter()
            .map(|phone| (phone.kind.as_str(), phone.number.as_str(), phone.primary))
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
        let (emails, _) = emails(&contact(json!({"email_addresses": [
            {"name": "Work", "address": "w@example.test"}, {"name": "Home", "address": "h@example.test", "primary": true}]})));
        let read: Vec<_> = emails
            .iter()
            .map(|email| (email.kind.as_str(), email.address.as_str()))
            .collect();
        assert_eq!(
            read,
            [("home", "h@example.test"), ("work", "w@example.test")]
        );
    }

    #[test]
    fn without_a_list_the_primary_one_stands_in() {
        let contact = contact(
            json!({"primary_email_address": "a@example.test", "primary_phone_number": "503-555-0100", "phone_numbers": []}),
        );
        assert_eq!(emails(&contact).0[0].address, "a@example.test");
        assert_eq!(phones(&contact).0[0].number, "503-555-0100");
    }
}
