//! The firm's own fields: kept, each with its definition's id.

use std::collections::BTreeMap;

use clio_api::FieldValue;

use super::date;
use super::text::trimmed;
use crate::client::{CustomContent, CustomValue};
use crate::family::ClioCustomValue;
use crate::sensitive;
use crate::words::fold;

/// A kept value.
pub(super) struct CustomRead {
    pub(super) value: CustomValue,
    /// The field's name, folded.
    pub(super) name: String,
    /// Whether its content is not what its type promises.
    pub(super) is_odd: bool,
}

impl CustomRead {
    /// Whether it is a Social Security number or the like, by its field's name or its shape.
    pub(super) fn is_number_of_the_kind(&self) -> bool {
        sensitive::is_named_so(&self.name) || sensitive::is_shaped_so(&self.value)
    }
}

/// `None` when the field was never set, is empty, or its value was deleted. An unset checkbox is not a "no".
pub(super) fn custom(
    read: &ClioCustomValue,
    labels: Option<&BTreeMap<String, String>>,
) -> Option<CustomRead> {
    if read.soft_deleted == Some(true) {
        return None;
    }
    let kind = read.field_type.clone().unwrap_or_default();
    let (content, is_odd) = match (kind.as_str(), read.value.as_ref()?) {
        ("picklist", value) => label(read, &text(value)?, labels),
        ("checkbox", value) => checkbox(value)?,
        ("date", value) => {
            let text = text(value)?;
            let is_odd = date::iso(&text).is_none();
            (CustomContent::Text(text), is_odd)
        }
        ("numeric" | "currency", value) => {
            let text = text(value)?;
            // Rust also reads `nan` and `inf` as numbers.
            let is_number = text.parse::<f64>().is_ok()
                && text.contains(|letter: char| letter.is_ascii_digit());
            (CustomContent::Text(text), !is_number)
        }
        (_, value) => (
            CustomContent::Text(text(value)?),
            matches!(value, FieldValue::Other(_)),
        ),
    };
    let definition = read.custom_field.as_ref();
    let name = trimmed(read.field_name.as_deref()).unwrap_or_default();
    Some(CustomRead {
        name: fold(&name),
        value: CustomValue {
            field_id: definition
                .and_then(|field| field.id)
                .map(|id| id.to_string())
                .unwrap_or_default(),
            name,
            kind,
            value: content,
        },
        is_odd,
    })
}

/// A picklist's value is its option's id: the label is what people know. Without one the id stays.
fn label(
    read: &ClioCustomValue,
    option: &str,
    labels: Option<&BTreeMap<String, String>>,
) -> (CustomContent, bool) {
    let own = read
        .picklist_option
        .as_ref()
        .and_then(|option| trimmed(option.option.as_deref()));
    let known = || trimmed(labels?.get(option).map(String::as_str));
    match own.or_else(known) {
        Some(label) => (CustomContent::Text(label), false),
        None => (CustomContent::Text(option.to_owned()), true),
    }
}

fn checkbox(value: &FieldValue) -> Option<(CustomContent, bool)> {
    match value {
        FieldValue::Bool(flag) => Some((CustomContent::Flag(*flag), false)),
        value => {
            let text = text(value)?;
            Some(match text.to_lowercase().as_str() {
                "true" => (CustomContent::Flag(true), false),
                "false" => (CustomContent::Flag(false), false),
                _ => (CustomContent::Text(text), true),
            })
        }
    }
}

fn text(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Text(text) => trimmed(Some(text)),
        FieldValue::Number(text) | FieldValue::Other(text) => Some(text.clone()),
        FieldValue::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(kind: &str, value: &Value) -> Option<(Value, bool)> {
        let labels = BTreeMap::from([("9002".to_owned(), "Golf".to_owned())]);
        let read = json!({"id": format!("{kind}-1"), "field_name": "F", "field_type": kind, "value": value, "custom_field": {"id": 7}});
        let custom = custom(&serde_json::from_value(read).unwrap(), Some(&labels))?;
        assert_eq!(
            (
                custom.value.field_id.as_str(),
                custom.value.name.as_str(),
                custom.value.kind.as_str()
            ),
            ("7", "F", kind)
        );
        Some((
            serde_json::to_value(custom.value.value).unwrap(),
            custom.is_odd,
        ))
    }

    /// All twelve types of Clio (OpenAPI document), in every JSON kind they were seen in.
    #[test]
    fn every_type_is_kept() {
        for (kind, value, expected) in [
            (
                "text_line",
                json!(" Eastmoreland "),
                Some((json!("Eastmoreland"), false)),
            ),
            (
                "text_area",
                json!("one\r\ntwo"),
                Some((json!("one\ntwo"), false)),
            ),
            (
                "email",
                json!("a@example.test"),
                Some((json!("a@example.test"), false)),
            ),
            (
                "url",
                json!("https://example.test"),
                Some((json!("https://example.test"), false)),
            ),
            ("time", json!("10:30"), Some((json!("10:30"), false))),
            ("checkbox", json!(true), Some((json!(true), false))),
            ("checkbox", json!(false), Some((json!(false), false))),
            ("checkbox", json!("true"), Some((json!(true), false))),
            ("checkbox", json!("Maybe"), Some((json!("Maybe"), true))),
            ("checkbox", json!("TRUE"), Some((json!(true), false))),
            (
                "date",
                json!("1951-03-09"),
                Some((json!("1951-03-09"), false)),
            ),
            (
                "date",
                json!("03/09/1951"),
                Some((json!("03/09/1951"), true)),
            ),
            (
                "date",
                json!("1951-03-09T00:00:00"),
                Some((json!("1951-03-09T00:00:00"), true)),
            ),
            ("numeric", json!(42), Some((json!("42"), false))),
            ("numeric", json!("nan"), Some((json!("nan"), true))),
            ("currency", json!("-inf"), Some((json!("-inf"), true))),
            ("numeric", json!("42"), Some((json!("42"), false))),
            ("numeric", json!("lots"), Some((json!("lots"), true))),
            ("currency", json!(1234.50), Some((json!("1234.5"), false))),
            (
                "currency",
                json!("1234.50"),
                Some((json!("1234.50"), false)),
            ),
            ("picklist", json!("9002"), Some((json!("Golf"), false))),
            ("picklist", json!(9002), Some((json!("Golf"), false))),
            ("picklist", json!("9003"), Some((json!("9003"), true))),
            (
                "contact",
                json!(2_575_000_009_i64),
                Some((json!("2575000009"), false)),
            ),
            (
                "matter",
                json!("1843000001"),
                Some((json!("1843000001"), false)),
            ),
            (
                "hologram",
                json!({"x": 1}),
                Some((json!("{\"x\":1}"), true)),
            ),
            ("checkbox", json!(null), None),
            ("text_line", json!(""), None),
            ("picklist", json!(" "), None),
        ] {
            assert_eq!(read(kind, &value), expected, "{kind} {value}");
        }
    }

    #[test]
    fn digits_are_not_counted_through_a_float() {
        let value = r#"{"field_type": "currency", "value": 12345678901234567.10}"#;
        let custom = custom(&serde_json::from_str(value).unwrap(), None).unwrap();
        assert!(custom.value.value == CustomContent::Text("12345678901234567.10".to_owned()));
    }

    #[test]
    fn a_label_without_letters_is_none() {
        let value = json!({"field_name": " Golf ", "field_type": "picklist", "value": "9002", "picklist_option": {"id": 9002, "option": " "}});
        let labels = BTreeMap::from([("9002".to_owned(), " Golf club ".to_owned())]);
        let custom = custom(&serde_json::from_value(value).unwrap(), Some(&labels)).unwrap();
        assert!(
            custom.value.value == CustomContent::Text("Golf club".to_owned()) && !custom.is_odd
        );
        assert_eq!(custom.value.name, "Golf");
    }

    #[test]
    fn deleted_values_are_left_out() {
        let value = json!({"field_type": "text_line", "value": "x", "soft_deleted": true});
        assert!(custom(&serde_json::from_value(value).unwrap(), None).is_none());
    }
}
