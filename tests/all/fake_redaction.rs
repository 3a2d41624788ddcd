//! Contacts the user may not see.

use contract_tests::firm::sample::{self, Hollis};
use contract_tests::{FakeClio, HiddenContact, RedactedKeys};
use serde_json::{Value, json};

use crate::fake::{Wire, refused};

#[tokio::test]
async fn lists_leave_hidden_contacts_out() {
    let wire = Wire::sample().await;
    let hollis = Hollis::of_sample();
    let path = format!(
        "contacts?fields=id&ids[]={}&ids[]={}",
        hollis.hidden_executor, hollis.dana
    );
    assert_eq!(wire.ids(&path).await, [hollis.dana]);
    assert_eq!(
        wire.ids("contacts?fields=id&query=quill").await,
        Vec::<i64>::new()
    );
}

#[tokio::test]
async fn or_lists_show_shells_of_them() {
    let wire = Wire::sample().await;
    let hollis = Hollis::of_sample();
    wire.fake
        .switch(|switches| switches.lists_show_shells = true);
    let path = format!(
        "contacts?order=id(asc)&fields=id,name&ids[]={}&ids[]={}",
        hollis.hidden_executor, hollis.dana
    );
    assert_eq!(
        wire.data(&path).await,
        json!([{"id": hollis.dana, "name": "Dana Hollis"}, {"id": hollis.hidden_executor, "redacted": true}])
    );
    assert_eq!(
        wire.ids("contacts?fields=id&query=quill").await,
        Vec::<i64>::new(),
        "nobody finds them by what they hide"
    );
}

#[tokio::test]
async fn without_the_matters_permission_nested_matters_are_shells() {
    let fake = FakeClio::builder()
        .rate_limit(1_000)
        .permissions(|may| may.matters = false);
    let wire = Wire::of(fake.start().await);
    let values = wire
        .data("contacts?fields=custom_field_values{field_type,matter}")
        .await;
    let rows = values.as_array().unwrap().iter();
    let matters: Vec<&Value> = rows
        .flat_map(|row| row["custom_field_values"].as_array().unwrap())
        .map(|value| &value["matter"])
        .filter(|matter| matter.is_object())
        .collect();
    assert!(!matters.is_empty());
    for matter in matters {
        assert_eq!(matter, &json!({"id": sample::HOLLIS, "redacted": true}));
    }
}

#[tokio::test]
async fn nested_they_are_shells() {
    let wire = Wire::sample().await;
    let hidden = Hollis::of_sample().hidden_executor;
    let path =
        format!("relationships?fields=description,contact{{id,name,type}}&contact_id={hidden}");
    assert_eq!(
        wire.data(&path).await,
        json!([{"description": "Executor", "contact": {"id": hidden, "redacted": true}}])
    );
    wire.fake
        .switch(|switches| switches.redacted_keys = RedactedKeys::Null);
    let shell = json!({"id": hidden, "redacted": true, "name": null, "type": null});
    assert_eq!(wire.data(&path).await[0]["contact"], shell);
    wire.fake
        .switch(|switches| switches.redacted_keys = RedactedKeys::Absent);
    let matter = wire
        .data(&format!(
            "matters/{}?fields=id,client{{name}}",
            sample::CLIENT_HIDDEN
        ))
        .await;
    assert_eq!(matter["client"]["redacted"], true);
    assert!(matter["client"]["id"].is_i64(), "the id comes unasked");
    let client = wire
        .data(&format!(
            "matters/{}/client?fields=id,name",
            sample::CLIENT_HIDDEN
        ))
        .await;
    assert_eq!(client, matter["client"]);
    let rows = wire
        .data(&format!(
            "matters/{}/related_contacts?fields=id,contact_id,name",
            sample::RELATED_HIDDEN
        ))
        .await;
    assert_eq!(
        rows.as_array()
            .unwrap()
            .iter()
            .filter(|row| row["redacted"] == true)
            .count(),
        1
    );
    let text = wire
        .get(&format!(
            "matters/{}/contacts?fields=name",
            sample::RELATED_HIDDEN
        ))
        .await
        .body;
    assert!(!text.contains("Xenia") && text.contains("Wes"));
}

#[tokio::test]
async fn a_value_may_point_to_a_hidden_contact() {
    let wire = Wire::sample().await;
    let path = format!(
        "relationships?matter_id={}&fields=contact{{id}}",
        sample::ALL_FIELD_TYPES
    );
    let other = wire.data(&path).await[0]["contact"]["id"].clone();
    let values = wire
        .data(&format!(
            "contacts/{other}?fields=custom_field_values{{field_type,value,contact}}"
        ))
        .await;
    let rows = values["custom_field_values"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["field_type"] == "contact")
        .unwrap();
    assert_eq!(row["contact"]["redacted"], true);
    assert!(row["value"].is_string());
}

#[tokio::test]
async fn asked_for_by_id_a_switch_decides() {
    let wire = Wire::sample().await;
    let hidden = Hollis::of_sample().hidden_executor;
    let path = format!("contacts/{hidden}?fields=id,name");
    refused(&wire.get(&path).await, 404, "RecordNotFound");
    wire.fake
        .switch(|switches| switches.hidden_contact = HiddenContact::Forbidden);
    refused(&wire.get(&path).await, 403, "ForbiddenError");
    wire.fake
        .switch(|switches| switches.hidden_contact = HiddenContact::Redacted);
    assert_eq!(
        wire.data(&path).await,
        json!({"id": hidden, "redacted": true})
    );
    refused(
        &wire.get(&format!("contacts/{hidden}?fields=foo")).await,
        400,
        "InvalidFields",
    );
}

#[tokio::test]
async fn hiding_while_it_runs() {
    let wire = Wire::sample().await;
    let daughter = Hollis::of_sample().daughter;
    assert_eq!(wire.get(&format!("contacts/{daughter}")).await.status, 200);
    wire.fake.change(|firm| firm.hide(daughter));
    assert_eq!(wire.get(&format!("contacts/{daughter}")).await.status, 404);
    wire.fake.change(|firm| firm.delete_contact(daughter));
    let row = wire
        .data(&format!("relationships?contact_id={daughter}"))
        .await;
    assert_eq!(row, Value::Array(Vec::new()));
}
