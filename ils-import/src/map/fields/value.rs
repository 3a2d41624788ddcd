//! What a value of each of Clio's twelve types can be read as.

use jiff::civil::Date;

use crate::client::{CustomContent, CustomValue};
use crate::map::date;
use crate::rules::{FieldRule, Target};
use crate::words::fold;

/// A text: of every type but a contact or a matter, whose value is an id.
pub(super) fn text(value: &CustomValue) -> Option<String> {
    match (&value.value, value.kind.as_str()) {
        (_, "contact" | "matter") => None,
        (CustomContent::Text(text), _) => Some(text.clone()),
        (CustomContent::Flag(flag), _) => Some(if *flag { "Yes" } else { "No" }.to_owned()),
    }
}

/// A date: a date field's, or a text that is one in the American or the international way of writing. `3/4/1951` is neither: half the
/// world reads it the other way round.
pub(super) fn date(value: &CustomValue) -> Option<Date> {
    let CustomContent::Text(text) = &value.value else {
        return None;
    };
    match value.kind.as_str() {
        "date" => date::iso(text),
        "text_line" => date::iso(text).or_else(|| american(text)),
        _ => None,
    }
}

fn american(text: &str) -> Option<Date> {
    let mut parts = text.split('/').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_number)
    });
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year < 1000 || (day <= 12 && day != month) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The id of a contact.
pub(super) fn contact(value: &CustomValue) -> Option<i64> {
    match &value.value {
        CustomContent::Text(text) if value.kind == "contact" => text.parse().ok(),
        _ => None,
    }
}

/// One of the target's words: what the rule says the value means, else what it plainly says.
pub(super) fn word(
    value: &CustomValue,
    target: Target,
    rule: Option<&FieldRule>,
) -> Option<&'static str> {
    let says = match (&value.value, value.kind.as_str()) {
        (CustomContent::Flag(flag), _) => if *flag { "yes" } else { "no" }.to_owned(),
        (CustomContent::Text(text), "text_line" | "picklist" | "numeric") => fold(text),
        _ => return None,
    };
    let meant = rule.and_then(|rule| {
        let mut values = rule.values.iter();
        values
            .find(|(text, _)| fold(text) == says)
            .map(|(_, word)| word.as_str())
    });
    let plain = meant.unwrap_or_else(|| plainly(&says, target));
    target.words().iter().find(|word| **word == plain).copied()
}

/// What firms write for a target's words.
fn plainly(says: &str, target: Target) -> &str {
    // Where there is no yes or no, these are no words either.
    match says {
        "y" | "true" | "1" => return "yes",
        "n" | "false" | "0" => return "no",
        _ => {}
    }
    let written = |entry: &&(Target, &str, &[&str])| entry.0 == target && entry.2.contains(&says);
    WRITTEN
        .iter()
        .find(written)
        .map_or(says, |(_, word, _)| word)
}

#[rustfmt::skip]
const WRITTEN: [(Target, &str, &[&str]); 16] = [
    (Target::Gender, "male", &["m", "man"]),
    (Target::Gender, "female", &["f", "woman"]),
    (Target::Living, "living", &["alive"]),
    (Target::Living, "deceased", &["dead"]),
    (Target::UsCitizen, "yes", &["citizen", "us citizen", "united states citizen"]),
    (Target::UsCitizen, "no", &["not citizen", "not a citizen", "non-citizen"]),
    (Target::UsResident, "yes", &["resident"]),
    (Target::UsResident, "no", &["not resident", "non-resident", "nonresident"]),
    (Target::MaritalStatus, "domestic_partnership", &["domestic partnership", "domestic partner"]),
    (Target::MaritalStatus, "civil_union", &["civil union"]),
    (Target::MaritalStatus, "widowed", &["widow", "widower"]),
    (Target::Kinship, "step", &["step-child", "stepchild"]),
    (Target::Kinship, "biological", &["natural"]),
    (Target::Parentage, "joint", &["both"]),
    (Target::Parentage, "client_only", &["client", "client only"]),
    (Target::Parentage, "spouse_only", &["spouse", "spouse only"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: &str, text: &str) -> CustomValue {
        CustomValue {
            kind: kind.to_owned(),
            value: CustomContent::Text(text.to_owned()),
            ..CustomValue::default()
        }
    }

    fn flag(flag: bool) -> CustomValue {
        CustomValue {
            kind: "checkbox".to_owned(),
            value: CustomContent::Flag(flag),
            ..CustomValue::default()
        }
    }

    #[test]
    fn the_page_for_firms_has_every_way_to_write_a_word_and_no_other() {
        let page = include_str!("../../../../docs/custom-field-rules.md");
        let (_, ways) = page.split_once("## Words that need no `values`").unwrap();
        let (ways, _) = ways.split_once("\n## ").unwrap();
        let rows = ways.lines().filter(|line| line.starts_with("| `"));
        let said: Vec<Vec<&str>> = rows
            .map(|row| row.split('`').skip(1).step_by(2).collect())
            .collect();
        let known: Vec<Vec<String>> = WRITTEN
            .iter()
            .map(|(target, word, ways)| {
                let target = serde_json::to_value(target).unwrap();
                let target = target.as_str().unwrap().to_owned();
                let ways = ways.iter().map(ToString::to_string);
                [target, (*word).to_owned()]
                    .into_iter()
                    .chain(ways)
                    .collect()
            })
            .collect();
        assert_eq!(said, known);
    }

    /// All twelve types as a text, a yes, a date and a person (ils-domain table of Clio's types).
    #[test]
    fn every_type_is_read_as_what_it_can_be() {
        for (value, as_text, as_yes, as_date, as_contact) in [
            (
                value("text_line", "yes"),
                Some("yes"),
                Some("yes"),
                None,
                None,
            ),
            (value("text_line", "N"), Some("N"), Some("no"), None, None),
            (value("text_line", "1"), Some("1"), Some("yes"), None, None),
            (
                value("text_line", "perhaps"),
                Some("perhaps"),
                None,
                None,
                None,
            ),
            (
                value("text_line", "1951-03-09"),
                Some("1951-03-09"),
                None,
                Some("1951-03-09"),
                None,
            ),
            (
                value("text_area", "yes\nno"),
                Some("yes\nno"),
                None,
                None,
                None,
            ),
            (value("text_area", "yes"), Some("yes"), None, None, None),
            (flag(true), Some("Yes"), Some("yes"), None, None),
            (flag(false), Some("No"), Some("no"), None, None),
            (
                value("picklist", "Yes"),
                Some("Yes"),
                Some("yes"),
                None,
                None,
            ),
            (
                value("date", "1951-03-09"),
                Some("1951-03-09"),
                None,
                Some("1951-03-09"),
                None,
            ),
            (
                value("date", "3/14/1951"),
                Some("3/14/1951"),
                None,
                None,
                None,
            ),
            (value("time", "10:30"), Some("10:30"), None, None, None),
            (value("numeric", "0"), Some("0"), Some("no"), None, None),
            (value("numeric", "42"), Some("42"), None, None, None),
            (value("currency", "1"), Some("1"), None, None, None),
            (
                value("email", "a@example.test"),
                Some("a@example.test"),
                None,
                None,
                None,
            ),
            (
                value("url", "https://example.test"),
                Some("https://example.test"),
                None,
                None,
                None,
            ),
            (value("contact", "11"), None, None, None, Some(11)),
            (value("contact", "x"), None, None, None, None),
            (value("matter", "1843000001"), None, None, None, None),
        ] {
            let about = format!("{} {as_text:?} {as_contact:?}", value.kind);
            assert_eq!(text(&value).as_deref(), as_text, "{about}");
            assert_eq!(word(&value, Target::Deceased, None), as_yes, "{about}");
            assert_eq!(
                date(&value).map(|date| date.to_string()).as_deref(),
                as_date,
                "{about}"
            );
            assert_eq!(contact(&value), as_contact, "{about}");
        }
    }

    #[test]
    fn a_date_that_reads_two_ways_is_none() {
        for (text, expected) in [
            ("3/14/1951", Some("1951-03-14")),
            ("03/14/1951", Some("1951-03-14")),
            ("3/3/1951", Some("1951-03-03")),
            ("12/13/1951", Some("1951-12-13")),
            ("3/4/1951", None),
            ("12/11/1951", None),
            ("14/3/1951", None),
            ("3/14/51", None),
            ("3/14/999", None),
            ("3/14/1000", Some("1000-03-14")),
            ("2/30/1951", None),
            ("3/14/1951/1", None),
            ("+3/14/1951", None),
            ("3/14", None),
            ("March 14, 1951", None),
        ] {
            let value = value("text_line", text);
            assert_eq!(
                date(&value).map(|date| date.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_label_means_what_the_firm_says() {
        let rule = FieldRule {
            id: Some("7".to_owned()),
            name: None,
            target: Target::Gender,
            values: [
                ("Herr".to_owned(), "male".to_owned()),
                ("F".to_owned(), "unknown".to_owned()),
            ]
            .into(),
        };
        for (label, expected) in [
            ("HERR", Some("male")),
            ("f", Some("unknown")),
            ("Female", Some("female")),
            ("Frau", None),
        ] {
            assert_eq!(
                word(&value("picklist", label), Target::Gender, Some(&rule)),
                expected,
                "{label}"
            );
        }
    }

    #[test]
    fn what_firms_write_is_a_word_of_its_own_target_alone() {
        for (target, word_of_ours, labels) in [
            (Target::Gender, "male", &["M", "man", "Male"][..]),
            (Target::Gender, "female", &["F", "Woman", "female"]),
            (Target::Living, "living", &["Alive", "living"]),
            (Target::Living, "deceased", &["Dead"]),
            (Target::Living, "incapacitated", &["Incapacitated"]),
            (
                Target::UsCitizen,
                "yes",
                &[
                    "citizen",
                    "US Citizen",
                    "United States citizen",
                    "Y",
                    "true",
                    "1",
                ],
            ),
            (
                Target::UsCitizen,
                "no",
                &[
                    "not citizen",
                    "Not a citizen",
                    "non-citizen",
                    "N",
                    "FALSE",
                    "0",
                ],
            ),
            (Target::UsCitizen, "unknown", &["unknown"]),
            (Target::UsResident, "yes", &["Resident"]),
            (
                Target::UsResident,
                "no",
                &["not resident", "non-resident", "Nonresident"],
            ),
            (
                Target::MaritalStatus,
                "domestic_partnership",
                &["Domestic Partnership", "domestic partner"],
            ),
            (Target::MaritalStatus, "civil_union", &["Civil union"]),
            (Target::MaritalStatus, "widowed", &["Widow", "widower"]),
            (Target::Kinship, "step", &["Step-child", "Stepchild"]),
            (Target::Kinship, "biological", &["Natural"]),
            (Target::Parentage, "joint", &["Joint", "Both"]),
            (Target::Parentage, "client_only", &["Client", "client only"]),
            (Target::Parentage, "spouse_only", &["Spouse", "spouse only"]),
        ] {
            for label in labels {
                let read = word(&value("picklist", label), target, None);
                assert_eq!(read, Some(word_of_ours), "{target:?}: {label}");
            }
        }
        for (target, label) in [
            (Target::Gender, "client"),
            (Target::Gender, "y"),
            (Target::UsCitizen, "resident"),
            (Target::UsResident, "citizen"),
            (Target::Kinship, "both"),
            (Target::Parentage, "natural"),
            (Target::MaritalStatus, "m"),
            (Target::Living, "widow"),
        ] {
            let read = word(&value("picklist", label), target, None);
            assert_eq!(read, None, "{target:?}: {label}");
        }
    }
}
