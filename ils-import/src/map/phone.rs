//! Phone numbers and email addresses.

use super::text::trimmed;
use crate::client::{Email, Phone};
use crate::family::ClioContact;

/// Numbers as entered; Clio's own primary number when the list is empty.
pub(super) fn phones(contact: &ClioContact) -> Vec<Phone> {
    let listed: Vec<Phone> = contact
        .phone_numbers
        .iter()
        .flatten()
        .filter_map(|phone| {
            Some(Phone {
                kind: phone_kind(phone.name.as_deref().unwrap_or_default()).to_owned(),
                number: trimmed(phone.number.as_deref())?,
                primary: phone.primary == Some(true),
            })
        })
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let primary = trimmed(contact.primary_phone_number.as_deref());
    primary
        .map(|number| Phone {
            kind: "other".to_owned(),
            number,
            primary: true,
        })
        .into_iter()
        .collect()
}

/// Addresses as entered, the primary one first; Clio's own primary address when the list is empty.
pub(super) fn emails(contact: &ClioContact) -> Vec<Email> {
    let mut listed: Vec<Email> = contact
        .email_addresses
        .iter()
        .flatten()
        .filter_map(|email| {
            Some(Email {
                kind: match email
                    .name
                    .as_deref()
                    .unwrap_or_default()
                    .trim()
                    .to_lowercase()
                    .as_str()
                {
                    kind @ ("home" | "work") => kind,
                    "personal" => "home",
                    _ => "other",
                }
                .to_owned(),
                address: trimmed(email.address.as_deref())?,
                primary: email.primary == Some(true),
            })
        })
        .collect();
    listed.sort_by_key(|email| !email.primary);
    if !listed.is_empty() {
        return listed;
    }
    let primary = trimmed(contact.primary_email_address.as_deref());
    primary
        .map(|address| Email {
            kind: "other".to_owned(),
            address,
            primary: true,
        })
        .into_iter()
        .collect()
}

/// Clio's list of names is wider on writing than on reading; a name it may add becomes `other`.
fn phone_kind(name: &str) -> &'static str {
    match name.trim().to_lowercase().as_str() {
        "home" | "personal" => "home",
        "mobile" | "cell" => "mobile",
        "work" => "work",
        "fax" => "fax",
        "pager" => "pager",
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
        let phones = phones(&contact(json!({
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
        let emails = emails(&contact(json!({"email_addresses": [
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
        assert_eq!(emails(&contact)[0].address, "a@example.test");
        assert_eq!(phones(&contact)[0].number, "503-555-0100");
    }
}
