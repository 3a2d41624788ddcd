//! The firm's own fields: kept, each with its definition's id.

use std::collections::BTreeMap;

use clio_api::FieldValue;

use super::date;
use super::fields::FieldName;
use super::text::trimmed;
use crate::client::{CustomContent, CustomValue};
use crate::family::{ClioCustomValue, ClioPicklistOption};
use crate::sensitive;

/// A kept value.
pub(super) struct CustomRead<'a> {
    pub(super) value: CustomValue,
    /// What is known of the field by its name.
    pub(super) name: &'a FieldName<'a>,
    /// Whether its content is not what its type promises.
    pub(super) is_odd: bool,
}

impl CustomRead<'_> {
    /// Whether it is a Social Security number or the like, by its field's name or its shape.
    pub(super) fn is_number_of_the_kind(&self) -> bool {
        self.name.is_sensitive || sensitive::is_shaped_so(&self.value)
    }
}

/// `None` when the field was never set or is empty. An unset checkbox is not a "no".
pub(super) fn custom<'a>(
    read: ClioCustomValue,
    name: &'a FieldName<'a>,
    labels: &BTreeMap<String, String>,
) -> Option<CustomRead<'a>> {
    let kind = read.field_type.unwrap_or_default();
    let (value, is_odd) = match (kind.as_str(), read.value?) {
        ("picklist", value) => label(read.picklist_option, text(value)?, labels),
        ("checkbox", value) => checkbox(value)?,
        ("date", value) => {
            let text = text(value)?;
            let is_odd = date::iso(&text).is_none();
            (CustomContent::Text(text), is_odd)
        }
        ("numeric" | "currency", value) => {
            let text = text(value)?;
            let is_odd = !is_number(&text);
            (CustomContent::Text(text), is_odd)
        }
        (_, value) => {
            let is_odd = matches!(value, FieldValue::Other(_));
            (CustomContent::Text(text(value)?), is_odd)
        }
    };
    let field_id = read.custom_field.and_then(|field| field.id);
    Some(CustomRead {
        name,
        value: CustomValue {
            field_id: field_id
                .map(|id| id.number().to_string())
                .unwrap_or_default(),
            name: trimmed(read.field_name).unwrap_or_default(),
            kind,
            value,
        },
        is_odd,
    })
}

/// A picklist's value is its option's id: the label is what people know. Without one the id stays.
fn label(
    own: Option<ClioPicklistOption>,
    option: String,
    labels: &BTreeMap<String, String>,
) -> (CustomContent, bool) {
    let own = own.and_then(|own| trimmed(own.option));
    match own.or_else(|| trimmed(labels.get(&option).cloned())) {
        Some(label) => (CustomContent::Text(label), false),
        None => (CustomContent::Text(option), true),
    }
}

fn checkbox(value: FieldValue) -> Option<(CustomContent, bool)> {
    if let FieldValue::Bool(flag) = value {
        return Some((CustomContent::Flag(flag), false));
    }
    let text = text(value)?;
    let flag = ["false", "true"]
        .iter()
        .position(|word| word.eq_ignore_ascii_case(&text));
    Some(match flag {
        Some(flag) => (CustomContent::Flag(flag == 1), false),
        None => (CustomContent::Text(text), true),
    })
}

fn is_number(text: &str) -> bool {
    // Rust also reads `nan` and `inf` as numbers.
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn text(value: FieldValue) -> Option<String> {
    match value {
        FieldValue::Text(text) => trimmed(Some(text)),
        FieldValue::Number(text) | FieldValue::Other(text) => Some(text),
        FieldValue::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Rules;

    fn read(kind: &str, value: &Value) -> Option<(Value, bool)> {
        let labels = BTreeMap::from([("9002".to_owned(), "Golf".to_owned())]);
        let read = json!({"id": format!("{kind}-1"), "field_name": "F", "field_type": kind, "value": value, "custom_field": {"id": 7}});
        let (rules, read) = (Rules::default(), serde_json::from_value(read).unwrap());
        let name = FieldName::new("F", &rules);
        let custom = custom(read, &name, &labels)?;
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
            ("checkbox", json!("False"), Some((json!(false), false))),
            ("text_line", json!(true), Some((json!("true"), false))),
            ("numeric", json!("4.2e1"), Some((json!("4.2e1"), false))),
            ("numeric", json!("-7"), Some((json!("-7"), false))),
            ("numeric", json!(".5"), Some((json!(".5"), false))),
            ("numeric", json!("5."), Some((json!("5."), false))),
            ("numeric", json!("."), Some((json!("."), true))),
            ("numeric", json!("1,234"), Some((json!("1,234"), true))),
            ("numeric", json!("1.2.3"), Some((json!("1.2.3"), true))),
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
        let (rules, read) = (Rules::default(), serde_json::from_str(value).unwrap());
        let name = FieldName::new("", &rules);
        let custom = custom(read, &name, &BTreeMap::new()).unwrap();
        assert_eq!(
            custom.value.value,
            CustomContent::Text("12345678901234567.10".to_owned())
        );
    }

    #[test]
    fn a_label_without_letters_is_none() {
        let value = json!({"field_name": " Golf ", "field_type": "picklist", "value": "9002", "picklist_option": {"id": 9002, "option": " "}});
        let labels = BTreeMap::from([("9002".to_owned(), " Golf club ".to_owned())]);
        let (rules, read) = (Rules::default(), serde_json::from_value(value).unwrap());
        let name = FieldName::new(" Golf ", &rules);
        let custom = custom(read, &name, &labels).unwrap();
        assert!(
            custom.value.value == CustomContent::Text("Golf club".to_owned()) && !custom.is_odd
        );
        assert_eq!(custom.value.name, "Golf");
    }
}
