//! Numbers that open doors: known by the name of their field, or by their shape.

use crate::client::{CustomContent, CustomValue};
use crate::words::fold;

/// Words of a field's name, each on its own.
const WORDS: [&str; 9] = [
    "ssn", "ssns", "itin", "ein", "tin", "pin", "password", "passport", "passcode",
];
/// Parts of a field's name.
const PARTS: [&str; 14] = [
    "social security",
    "social-security",
    "soc sec",
    "ss#",
    "ss no",
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
    is_named_so(&fold(field_name))
}

/// The same of a name that is folded already.
pub(crate) fn is_named_so(name: &str) -> bool {
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| WORDS.contains(&word)) || PARTS.iter().any(|part| name.contains(part))
}

/// Whether a value is one of these numbers, by its field's name or its shape.
pub(crate) fn is_number_of_the_kind(value: &CustomValue) -> bool {
    is_sensitive(&value.name) || is_shaped_so(value)
}

/// Whether a value looks like one of these numbers, whatever its field's name.
pub(crate) fn is_shaped_so(value: &CustomValue) -> bool {
    matches!(&value.value, CustomContent::Text(text) if holds_ssn(text))
}

/// `123-45-6789` anywhere in the text, as a number of its own.
pub(crate) fn holds_ssn(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    bytes.windows(11).enumerate().any(|(start, number)| {
        let shape = number.iter().enumerate().all(|(at, byte)| match at {
            3 | 6 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        shape && !is_digit(start.checked_sub(1)) && !is_digit(Some(start + 11))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sensitive_is_known_by_name_or_shape() {
        for name in [
            "SSN",
            "Social  Security Number",
            "Spouse SSN",
            "SS#",
            "SS No.",
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
            ("12-345-6789", false),
            ("123-45-678", false),
            ("1a3-45-6789", false),
            ("123-45-6789-123-45-6789", true),
            ("née 123-45-6789é", true),
            ("", false),
        ] {
            assert_eq!(holds_ssn(text), is_one, "{text}");
        }
    }
}
