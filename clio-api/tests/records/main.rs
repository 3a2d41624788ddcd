//! Every record of Clio's document decodes whatever Clio may send, and asks for what it reads.

#![expect(clippy::expect_used, reason = "a failed set-up is a failed test")]

mod generated;

use std::collections::BTreeSet;
use std::fmt::Debug;

use clio_api::{Contact, FieldValue, MatterStatus, Projection, Webhook};
use serde_json::{Map, Value, json};

/// A test that holds for every record.
#[derive(Clone, Copy)]
enum Check {
    AsksForWhatItReads,
    DecodesWhateverComes,
    ShowsNobody,
}

fn check<P: Projection<P> + Debug>(all: Check, name: &str, fields: &[&str]) {
    match all {
        Check::AsksForWhatItReads => asks_for_what_it_reads::<P>(name, fields),
        Check::DecodesWhateverComes => decodes_whatever_comes::<P>(name, fields),
        Check::ShowsNobody => shows_nobody::<P>(name, fields),
    }
}

/// Names outside braces, each with what is in its braces.
fn top_level(fields: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut rest = fields;
    while !rest.is_empty() {
        let end = rest.find([',', '{']).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let nested = rest.strip_prefix('{').map(|inner| {
            let close = inner.find('}').expect("braces are closed");
            rest = &inner[close + 1..];
            &inner[..close]
        });
        rest = rest.strip_prefix(',').unwrap_or(rest);
        found.push((name, nested));
    }
    found
}

fn asks_for_what_it_reads<P: Projection<P>>(name: &str, fields: &[&str]) {
    let asked = top_level(P::FIELDS);
    let names: BTreeSet<&str> = asked.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), asked.len(), "{name} asks twice");
    for (field, nested) in &asked {
        assert!(fields.contains(field), "{name} asks for {field}");
        let inside = nested.unwrap_or_default();
        assert!(
            !inside.contains('{'),
            "{name}.{field} asks for a third level"
        );
        // An array of arrays is a value of no field: whoever reads this name refuses it.
        let record = json!({ *field: [[[]]] });
        assert!(
            serde_json::from_value::<P>(record).is_err() || is_json(name, field),
            "{name} asks for `{field}` and does not read it"
        );
    }
}

/// The one field that takes every kind of JSON.
fn is_json(record: &str, field: &str) -> bool {
    (record, field) == ("CustomFieldValue", "value")
}

fn decodes_whatever_comes<P: Projection<P>>(name: &str, fields: &[&str]) {
    let nulls: Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), Value::Null))
        .collect();
    for record in [
        Value::Object(nulls),
        json!({}),
        json!({"redacted": true, "a_field_of_tomorrow": [{"x": 1}], "another": "y"}),
    ] {
        assert!(serde_json::from_value::<P>(record).is_ok(), "{name}");
    }
}

fn shows_nobody<P: Projection<P> + Debug>(name: &str, fields: &[&str]) {
    for field in fields.iter().filter(|field| **field != "id") {
        let Ok(record) = serde_json::from_value::<P>(json!({ *field: "CANARY" })) else {
            continue;
        };
        assert!(!format!("{record:?}").contains("CANARY"), "{name}.{field}");
    }
}

#[test]
fn each_record_asks_for_what_it_reads() {
    generated::each(Check::AsksForWhatItReads);
}

#[test]
fn null_absent_redacted_and_new_fields_decode() {
    generated::each(Check::DecodesWhateverComes);
}

#[test]
fn records_do_not_show_people() {
    generated::each(Check::ShowsNobody);
}

#[test]
fn a_wild_page_decodes() {
    let contacts: Vec<Contact> = serde_json::from_value(json!([
        {
            "id": 2_575_000_001_i64, "type": "Robot", "date_of_birth": "",
            "company": {"id": 5, "redacted": true, "name": null},
            "phone_numbers": [{"id": 1, "name": "Carrier Pigeon", "number": "503-555-0100", "primary": null}, null],
            "addresses": null,
            "account_balances": [{"id": 1, "balance": "12.50"}, {"id": 2, "balance": 7}],
            "custom_field_values": [
                {"id": "picklist-44", "field_type": "picklist", "value": 9002, "custom_field": {"id": 8, "etag": "\"y\""}},
                {"id": "checkbox-1", "field_type": "checkbox", "value": true},
                {"id": null, "field_type": "hologram", "value": null, "custom_field": null}]
        },
        {"id": 2_575_000_002_i64, "redacted": true}
    ]))
    .unwrap();
    let contact = &contacts[0];
    assert_eq!(contact.kind.as_ref().unwrap().as_str(), "Robot");
    assert_eq!(contact.date_of_birth, None);
    assert_eq!(contact.company.as_ref().unwrap().redacted, Some(true));
    let phones = contact.phone_numbers.as_ref().unwrap();
    assert_eq!(phones.len(), 1);
    assert_eq!(phones[0].name.as_ref().unwrap().as_str(), "Carrier Pigeon");
    let balances = contact.account_balances.as_ref().unwrap();
    assert_eq!(
        (balances[0].balance, balances[1].balance),
        (Some(12.5), Some(7.0))
    );
    let values = contact.custom_field_values.as_ref().unwrap();
    assert_eq!(values[0].value, Some(FieldValue::Number("9002".to_owned())));
    assert_eq!(values[1].value, Some(FieldValue::Bool(true)));
    assert_eq!(values[2].value, None);
    assert_eq!(contacts[1].redacted, Some(true));
}

#[test]
fn a_status_is_read_in_any_case_and_written_in_lower_case() {
    for text in ["Open", "open", "OPEN"] {
        let status: MatterStatus = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(status, MatterStatus::Open);
        assert_eq!(serde_json::to_value(&status).unwrap(), json!("open"));
    }
}

#[test]
fn a_webhooks_secret_is_never_shown() {
    let webhook: Webhook =
        serde_json::from_value(json!({"id": 1, "shared_secret": "CANARY"})).unwrap();
    assert!(!format!("{webhook:?} {:?}", webhook.shared_secret).contains("CANARY"));
}
