//! Each model asks for what it decodes, and decodes whatever Clio may send.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::{FieldValue, Projection, Resource};

/// Names outside braces, and each nested name with what is in its braces.
fn top_level(fields: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut rest = fields;
    while !rest.is_empty() {
        let end = rest.find([',', '{']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let nested = rest.strip_prefix('{').map(|inner| {
            let close = inner.find('}').expect("braces are closed");
            assert!(
                !inner[..close].contains('{'),
                "one nested level only: {fields}"
            );
            rest = &inner[close + 1..];
            inner[..close].to_owned()
        });
        rest = rest.strip_prefix(',').unwrap_or(rest);
        found.push((name, nested));
    }
    found
}

/// Asks for nothing twice, and reads nothing it does not ask for: each field in turn is given a value of no possible kind.
fn asks_for_what_it_reads<R: Resource, P: Projection<R>>() {
    let fields = top_level(P::FIELDS);
    let names: BTreeSet<&String> = fields.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), fields.len(), "{} asks twice", R::NAME);
    for (name, _) in &fields {
        if name == "etag" {
            continue;
        }
        let mut record = serde_json::Map::new();
        // No field of ours is an array of arrays: a model that reads this name must refuse it.
        record.insert(name.clone(), json!([[[]]]));
        assert!(
            serde_json::from_value::<P>(Value::Object(record)).is_err(),
            "{} asks for `{name}` and does not read it",
            R::NAME
        );
    }
}

#[test]
fn each_model_asks_for_what_it_reads() {
    asks_for_what_it_reads::<Contact, Contact>();
    asks_for_what_it_reads::<Matter, Matter>();
    asks_for_what_it_reads::<MatterContact, MatterContact>();
    asks_for_what_it_reads::<RelatedContact, RelatedContact>();
    asks_for_what_it_reads::<MatterClient, MatterClient>();
    asks_for_what_it_reads::<Relationship, Relationship>();
    asks_for_what_it_reads::<CustomField, CustomField>();
    asks_for_what_it_reads::<User, User>();
}

fn all_null<R: Resource, P: Projection<R> + DeserializeOwned>() {
    let nulls: serde_json::Map<_, _> = top_level(P::FIELDS)
        .into_iter()
        .map(|(name, _)| (name, Value::Null))
        .collect();
    for record in [
        Value::Object(nulls),
        json!({}),
        json!({"id": 7, "redacted": true, "new_field": [1]}),
    ] {
        assert!(serde_json::from_value::<P>(record).is_ok(), "{}", R::NAME);
    }
}

#[test]
fn null_absent_redacted_and_new_fields_decode() {
    all_null::<Contact, Contact>();
    all_null::<Matter, Matter>();
    all_null::<MatterContact, MatterContact>();
    all_null::<RelatedContact, RelatedContact>();
    all_null::<MatterClient, MatterClient>();
    all_null::<Relationship, Relationship>();
    all_null::<CustomField, CustomField>();
    all_null::<User, User>();
}

#[test]
fn a_wild_contact_decodes() {
    let contact: Contact = serde_json::from_value(json!({
        "id": 2_575_000_001_i64, "type": "Robot", "date_of_birth": "1951-03-09",
        "company": {"id": 5, "redacted": true},
        "phone_numbers": [{"id": 1, "name": "Carrier Pigeon", "number": "503-555-0100", "primary": null}],
        "custom_field_values": [
            {"id": "picklist-44", "field_type": "picklist", "value": 9002, "custom_field": {"id": 8, "etag": "\"y\""}},
            {"id": null, "field_type": "hologram", "value": null, "custom_field": null}]
    }))
    .unwrap();
    assert_eq!(contact.kind.unwrap().as_str(), "Robot");
    assert_eq!(contact.company.unwrap().redacted, Some(true));
    let values = contact.custom_field_values.unwrap();
    assert_eq!(values[0].value, Some(FieldValue::Number("9002".to_owned())));
    assert_eq!(values[1].value, None);
}

#[test]
fn a_status_is_read_in_any_case_and_written_in_lower_case() {
    for text in ["Open", "open", "OPEN"] {
        let status: MatterStatus = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(status, MatterStatus::Open);
    }
    let filter = MatterFilter {
        status: vec![MatterStatus::Open, MatterStatus::Pending],
        ..MatterFilter::default()
    };
    assert_eq!(
        serde_html_form::to_string(&filter).unwrap(),
        "status=open%2Cpending"
    );
}

#[test]
fn filters_leave_out_what_is_not_asked() {
    assert_eq!(
        serde_html_form::to_string(ContactFilter::default()).unwrap(),
        ""
    );
    let filter = ContactFilter {
        ids: vec![crate::Id::new(1), crate::Id::new(2)],
        ..ContactFilter::default()
    };
    assert_eq!(
        serde_html_form::to_string(&filter).unwrap(),
        "ids%5B%5D=1&ids%5B%5D=2"
    );
    assert_eq!(serde_html_form::to_string(NoFilter {}).unwrap(), "");
}

#[test]
fn records_do_not_show_people() {
    let contact: Contact = serde_json::from_value(json!({
        "id": 1, "name": "CANARY", "addresses": [{"id": 2, "street": "CANARY"}],
        "custom_field_values": [{"id": "text_line-1", "field_name": "CANARY", "value": "CANARY"}]
    }))
    .unwrap();
    let shown = format!(
        "{contact:?} {:?} {:?}",
        contact.addresses, contact.custom_field_values
    );
    assert!(!shown.contains("CANARY"), "{shown}");
}
