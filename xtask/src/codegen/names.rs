//! From Clio's names to Rust's.

use anyhow::{Result, ensure};

/// `MatterContacts` → `matter_contacts`; `Activity_CalendarEntry` → `activity_calendar_entry`.
pub(crate) fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            if letter.is_ascii_uppercase() && after_small {
                text.push('_');
            }
            after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
            text.push(letter.to_ascii_lowercase());
        } else {
            if !text.is_empty() && !text.ends_with('_') {
                text.push('_');
            }
            after_small = false;
        }
    }
    text.trim_end_matches('_').to_owned()
}

/// `clio_payments_link`, `Instant Messenger`, `client.name(asc)` → `ClioPaymentsLink`, `InstantMessenger`, `ClientNameAsc`.
pub(crate) fn pascal(name: &str) -> String {
    let mut text = String::new();
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            text.push(first.to_ascii_uppercase());
            text.extend(letters);
        }
    }
    text
}

/// The name of one of many: `addresses` → `address`.
pub(crate) fn singular(name: &str) -> String {
    for (many, one) in [
        ("addresses", "address"),
        ("balances", "balance"),
        ("instances", "instance"),
        ("properties", "property"),
        ("entries", "entry"),
        ("rates", "rate"),
        ("statuses", "status"),
    ] {
        if let Some(stem) = name.strip_suffix(many) {
            return format!("{stem}{one}");
        }
    }
    name.strip_suffix('s').unwrap_or(name).to_owned()
}

/// A field's name in Rust. Clio's `type` reads `kind`, unless the record has a `kind` as well.
pub(crate) fn field(wire: &str, has_kind: bool) -> Result<String> {
    let plain = wire
        .trim_start_matches('_')
        .trim_end_matches("[]")
        .trim_end_matches(']')
        .replace(['[', '.'], "_");
    ensure!(
        plain.starts_with(|letter: char| letter.is_ascii_lowercase())
            && plain
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_'),
        "`{wire}` makes no field name"
    );
    Ok(match plain.as_str() {
        "type" if has_kind => "record_type".to_owned(),
        "type" => "kind".to_owned(),
        "ref" | "self" | "match" | "move" | "use" | "in" | "for" | "mod" | "where" | "impl" => {
            format!("{plain}_")
        }
        _ => plain,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_turned() {
        for (clio, rust) in [
            ("MatterContacts", "matter_contacts"),
            ("Activity_CalendarEntry", "activity_calendar_entry"),
            ("LegalAidUkBill", "legal_aid_uk_bill"),
        ] {
            assert_eq!(snake(clio), rust);
        }
        for (clio, rust) in [
            ("Instant Messenger", "InstantMessenger"),
            ("client.name(asc)", "ClientNameAsc"),
            ("not_started,", "NotStarted"),
            ("TimeEntry", "TimeEntry"),
        ] {
            assert_eq!(pascal(clio), rust);
        }
        for (clio, rust) in [
            ("email_addresses", "email_address"),
            (
                "task_template_list_instances",
                "task_template_list_instance",
            ),
            ("matter", "matter"),
            ("notify_users", "notify_user"),
        ] {
            assert_eq!(singular(clio), rust);
        }
        assert_eq!(field("open_date[]", false).unwrap(), "open_date");
        assert_eq!(
            field("rate_for[matter_id]", false).unwrap(),
            "rate_for_matter_id"
        );
        assert_eq!(field("_destroy", false).unwrap(), "destroy");
        assert_eq!(field("type", true).unwrap(), "record_type");
        assert!(field("Weird name", false).is_err());
    }
}
