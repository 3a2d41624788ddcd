//! Values that a list of people must not carry by accident.

use std::borrow::Cow;

use super::Sensitive;
use crate::ImportedClient;
use crate::client::{CustomContent, CustomValue, Person};
use crate::words::fold;

/// Words of a field's name, each on its own.
const WORDS: [&str; 9] = [
    "ssn", "ssns", "itin", "ein", "tin", "pin", "password", "passport", "passcode",
];
/// Parts of a field's name.
const PARTS: [&str; 12] = [
    "social security",
    "social-security",
    "soc sec",
    "tax id",
    "taxpayer",
    "driver",
    "bank account",
    "account number",
    "routing number",
    "credit card",
    "medicare",
    "medicaid",
];

/// Whether a field of this name is expected to hold a social security number or the like.
pub fn is_sensitive(field_name: &str) -> bool {
    let name = fold(field_name);
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| WORDS.contains(&word)) || PARTS.iter().any(|part| name.contains(part))
}

/// Whether the value must not be written.
pub(super) fn is_left_out(value: &CustomValue) -> bool {
    is_sensitive(&value.name)
        || matches!(&value.value, CustomContent::Text(text) if holds_ssn(text))
}

/// The record that may be written.
pub(super) fn allowed(record: &ImportedClient, sensitive: Sensitive) -> Cow<'_, ImportedClient> {
    let has_any = || everybody(record).any(has_sensitive);
    if sensitive == Sensitive::Written || !has_any() {
        return Cow::Borrowed(record);
    }
    let mut record = record.clone();
    let ImportedClient {
        client,
        spouses,
        children,
        grandchildren,
        parties,
        ..
    } = &mut record;
    let related = [spouses, children, grandchildren, parties]
        .into_iter()
        .flatten();
    for person in std::iter::once(client).chain(related.map(|related| &mut related.person)) {
        person.custom.retain(|value| !is_left_out(value));
        person
            .provenance
            .retain(|_, source| !is_sensitive(&source.from) && !holds_ssn(&source.text));
    }
    Cow::Owned(record)
}

fn everybody(record: &ImportedClient) -> impl Iterator<Item = &Person> {
    std::iter::once(&record.client).chain(record.related().map(|related| &related.person))
}

fn has_sensitive(person: &Person) -> bool {
    person.custom.iter().any(is_left_out)
        || person
            .provenance
            .values()
            .any(|source| is_sensitive(&source.from) || holds_ssn(&source.text))
}

/// `123-45-6789` anywhere in the text, as a number of its own.
pub(super) fn holds_ssn(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(11).enumerate().any(|(at, window)| {
        let shape = window.iter().enumerate().all(|(at, byte)| match at {
            3 | 6 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let is_digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        shape && !is_digit(at.checked_sub(1)) && !is_digit(Some(at + 11))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::RelatedPerson;

    #[test]
    fn what_is_sensitive_is_known_by_name_or_shape() {
        for name in [
            "SSN",
            "Social  Security Number",
            "Spouse SSN",
            "Tax ID",
            "Driver's License",
            "PIN",
            "Passport No.",
        ] {
            assert!(is_sensitive(name), "{name}");
        }
        for name in [
            "Golf club",
            "Spinning class",
            "Assn. member",
            "Being",
            "Date of Birth",
            "Security clearance",
        ] {
            assert!(!is_sensitive(name), "{name}");
        }
        for (text, is_one) in [
            ("123-45-6789", true),
            ("is 123-45-6789.", true),
            ("1123-45-6789", false),
            ("123-45-67890", false),
            ("503-555-0100", false),
            ("", false),
        ] {
            assert_eq!(holds_ssn(text), is_one, "{text}");
        }
    }

    #[test]
    fn sensitive_values_are_left_out_of_everybody() {
        let value = |name: &str| CustomValue {
            name: name.to_owned(),
            ..CustomValue::default()
        };
        let mut record = ImportedClient::default();
        record.client.custom = vec![value("SSN"), value("Golf club")];
        let mut child = RelatedPerson::default();
        child.person.custom = vec![value("Passport")];
        record.children.push(child);
        assert!(*allowed(&record, Sensitive::Written) == record);
        let allowed = allowed(&record, Sensitive::LeftOut);
        assert_eq!(allowed.client.custom.len(), 1);
        assert_eq!(allowed.client.custom[0].name, "Golf club");
        assert!(allowed.children[0].person.custom.is_empty());
    }
}
