//! Phone numbers, email addresses and web sites.

use super::text::{kind, trimmed};
use crate::client::{Email, Phone, Provenance, ProvenanceKind, WebSite};
use crate::family::ClioContact;

/// Where a value came from, by its path in the person.
type From = (String, Provenance);

/// Numbers as entered; Clio's own primary and second number when the list is empty.
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
    let stand_ins = [
        ("primary_phone_number", &contact.primary_phone_number),
        ("secondary_phone_number", &contact.secondary_phone_number),
    ];
    listed_or(listed, "phones", stand_ins, |number, primary| Phone {
        kind: "other".to_owned(),
        number,
        primary,
    })
}

/// Addresses as entered, the primary one first; Clio's own primary and second address when the list is empty.
pub(super) fn emails(contact: &ClioContact) -> (Vec<Email>, Vec<From>) {
    let mut listed: Vec<_> = contact
        .email_addresses
        .iter()
        .flatten()
        .filter_map(|email| {
            let (kind, from) = kind(email.name.as_deref(), place);
            let email = Email {
                kind,
                address: trimmed(email.address.as_deref())?,
                primary: email.primary == Some(true),
            };
            Some((email, from))
        })
        .collect();
    listed.sort_by_key(|(email, _)| !email.primary);
    let stand_ins = [
        ("primary_email_address", &contact.primary_email_address),
        ("secondary_email_address", &contact.secondary_email_address),
    ];
    listed_or(listed, "emails", stand_ins, |address, primary| Email {
        kind: "other".to_owned(),
        address,
        primary,
    })
}

/// Web sites as entered.
pub(super) fn web_sites(contact: &ClioContact) -> (Vec<WebSite>, Vec<From>) {
    let listed = contact.web_sites.iter().flatten().filter_map(|site| {
        let (kind, from) = kind(site.name.as_deref(), place);
        let address = trimmed(site.address.as_deref())?;
        Some((WebSite { kind, address }, from))
    });
    unzipped(listed, "web_sites")
}

/// The list, or what stands in for an empty one; and where the kinds and the stand-ins came from.
fn listed_or<T>(
    listed: Vec<(T, Option<Provenance>)>,
    path: &str,
    stand_ins: [(&str, &Option<String>); 2],
    stand_in: impl Fn(String, bool) -> T,
) -> (Vec<T>, Vec<From>) {
    if !listed.is_empty() {
        return unzipped(listed, path);
    }
    let filled = stand_ins
        .into_iter()
        .filter_map(|(field, text)| Some((field, trimmed(text.as_deref())?)));
    let read = filled.enumerate().map(|(at, (field, text))| {
        let from = Provenance {
            kind: ProvenanceKind::Derived,
            from: field.to_owned(),
            text: text.clone(),
        };
        let is_primary = field.starts_with("primary");
        (stand_in(text, is_primary), (format!("{path}[{at}]"), from))
    });
    read.unzip()
}

fn unzipped<T>(
    listed: impl IntoIterator<Item = (T, Option<Provenance>)>,
    path: &str,
) -> (Vec<T>, Vec<From>) {
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

fn place(name: &str) -> &'static str {
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
        assert!(phones(&contact).0[0].primary);
    }

    #[test]
    fn the_second_one_stands_in_too() {
        let contact = contact(
            json!({"secondary_email_address": "b@example.test", "primary_phone_number": "503-555-0100",
                "secondary_phone_number": "503-555-0101"}),
        );
        let (emails, from) = emails(&contact);
        assert_eq!(
            (emails[0].address.as_str(), emails[0].primary),
            ("b@example.test", false)
        );
        assert_eq!(
            (from[0].0.as_str(), from[0].1.from.as_str()),
            ("emails[0]", "secondary_email_address")
        );
        let (phones, from) = phones(&contact);
        assert_eq!(
            (phones[1].number.as_str(), phones[1].primary),
            ("503-555-0101", false)
        );
        assert_eq!(
            (from[1].0.as_str(), from[1].1.from.as_str()),
            ("phones[1]", "secondary_phone_number")
        );
    }
}
