//! Filters filter, orders order, and wrong values are refused.

use std::collections::BTreeSet;

use contract_tests::firm::sample::{self, Hollis};
use serde_json::Value;

use crate::fake::{Wire, encoded, refused};

#[tokio::test]
async fn wrong_values_are_refused() {
    let wire = Wire::sample().await;
    for query in [
        "contacts?order=id",
        "contacts?order=id(up)",
        "contacts?order=updated_at(asc)",
        "contacts?order=",
        "contacts?type=person",
        "contacts?type=Human",
        "contacts?initial=a",
        "contacts?initial=AB",
        "contacts?client_only=yes",
        "contacts?ids[]=x",
        "contacts?ids[]=1,2",
        "contacts?ids[]=",
        "contacts?updated_since=2026-01-01",
        "contacts?created_since=2026-01-01T00:00:00",
        "contacts?updated_since=2026-01-01T00:00:00+02:00",
        "contacts?limit=1&limit=2",
        "matters?status=Open",
        "matters?status=open,",
        "matters?status=all",
        "matters?client_id=abc",
        "matters?open_date[]=2026-01-01",
        "matters?order=number(asc)",
        "relationships?matter_id=00412-Hollis",
        "relationships?order=id(asc)",
        "custom_fields?parent_type=Contact",
        "custom_fields?field_type=text",
        "matters/1843000412/contacts?order=name(asc)",
        "matters/1843000412/related_contacts?order=is_client(asc)",
    ] {
        refused(&wire.get(query).await, 400, "ArgumentError");
    }
    let fields = sample::Fields::of_sample();
    let gender = fields.gender;
    for query in [
        "contacts?custom_field_values[7]=42".to_owned(),
        "contacts?custom_field_values[x]=42".to_owned(),
        format!("contacts?custom_field_values[{gender}]=>=42"),
        format!("contacts?custom_field_values[{gender}]=1&custom_field_values[{gender}]=2"),
        format!("matters?custom_field_values[{gender}]=42"),
    ] {
        refused(&wire.get(&query).await, 400, "ArgumentError");
    }
    for query in ["contacts?shared_resource_id=1", "matters?billable=true"] {
        refused(&wire.get(query).await, 501, "NotModelled");
    }
}

#[tokio::test]
async fn unknown_parameters_are_ignored_and_recorded() {
    let wire = Wire::sample().await;
    let all = wire.ids("contacts?fields=id").await;
    assert_eq!(wire.ids("contacts?fields=id&ids=5&per_page=3").await, all);
    let request = wire.fake.api_requests().pop().unwrap();
    assert_eq!(request.unknown_parameters, ["ids", "per_page"]);
    assert_eq!(
        (
            request.param("fields"),
            request.api_version.as_deref(),
            request.status
        ),
        (Some("id"), Some("4.0.13"), 200)
    );
    wire.fake
        .switch(|switches| switches.refuse_unknown_parameters = true);
    refused(&wire.get("contacts?per_page=3").await, 400, "ArgumentError");
}

#[tokio::test]
async fn contacts_are_filtered() {
    let wire = Wire::sample().await;
    let hollis = Hollis::of_sample();
    let dana = hollis.dana;
    let asked = format!(
        "contacts?fields=id&ids[]={dana}&ids[]={}&ids[]=1",
        hollis.husband
    );
    assert_eq!(set(wire.ids(&asked).await), set(vec![dana, hollis.husband]));
    assert_eq!(
        wire.ids(&format!("{asked}&exclude_ids[]={dana}")).await,
        [hollis.husband]
    );
    for (query, found) in [
        ("dana hollis", true),
        ("HOLLIS", true),
        ("dana@example", true),
        ("555-0100", true),
        ("elm street", true),
        ("eastmoreland", true),
        ("00412", true),
        ("dana nobody", false),
    ] {
        let ids = wire
            .ids(&format!("contacts?fields=id&query={}", encoded(query)))
            .await;
        assert_eq!(ids.contains(&dana), found, "{query}");
    }
    assert!(
        wire.ids("contacts?fields=id&query=dana").await.len() > 1,
        "a search finds too much"
    );
    let companies = wire
        .data("contacts?fields=id,type,first_name,name&type=Company")
        .await;
    assert!(
        companies
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["type"] == "Company" && row["first_name"].is_null())
    );
    assert!(companies.as_array().unwrap().len() >= 3);
    let named = wire.data("contacts?fields=name&initial=Z").await;
    assert!(!named.as_array().unwrap().is_empty());
    assert!(
        named
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["name"].as_str().unwrap().starts_with(['Z', 'z']))
    );
    let clients = wire
        .data("contacts?fields=id,is_client&client_only=true")
        .await;
    assert!(
        clients
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["is_client"] == true)
    );
}

#[tokio::test]
async fn changes_move_updated_at_and_etag() {
    let wire = Wire::sample().await;
    let dana = Hollis::of_sample().dana;
    let path = format!("contacts/{dana}?fields=etag,updated_at,primary_email_address");
    let before = wire.data(&path).await;
    let since = encoded("2026-06-01T00:00:00-07:00");
    let changed = format!("contacts?fields=id&updated_since={since}");
    assert_eq!(wire.ids(&changed).await, Vec::<i64>::new());
    wire.fake.change(|firm| {
        firm.contact_mut(dana).unwrap().emails[0].address = "new@example.test".to_owned();
    });
    let after = wire.data(&path).await;
    assert_eq!(after["primary_email_address"], "new@example.test");
    assert!(before["etag"] != after["etag"] && before["updated_at"] != after["updated_at"]);
    assert_eq!(wire.ids(&changed).await, [dana]);
    let row = wire
        .fake
        .change(|firm| firm.relate(sample::HOLLIS, dana, Some("Friend")));
    assert_eq!(
        wire.ids(&format!("relationships?fields=id&updated_since={since}"))
            .await,
        [row]
    );
}

#[tokio::test]
async fn matters_are_filtered() {
    let wire = Wire::sample().await;
    let hollis = Hollis::of_sample();
    assert_eq!(
        wire.ids(&format!("matters?fields=id&client_id={}", hollis.dana))
            .await,
        [sample::HOLLIS]
    );
    assert_eq!(
        wire.ids("matters?fields=id&status=closed").await,
        [sample::CLOSED]
    );
    assert_eq!(
        set(wire.ids("matters?fields=id&status=closed,pending").await),
        set(vec![sample::CLOSED, sample::PENDING])
    );
    let found = set(wire.ids("matters?fields=id&query=00412").await);
    assert_eq!(
        found,
        set(vec![sample::HOLLIS, sample::HOLLISTER, sample::SAME_NUMBER]),
        "fuzzy"
    );
    assert!(
        wire.ids("matters?fields=id&query=dana%20hollis")
            .await
            .contains(&sample::HOLLIS),
        "the client's name"
    );
    assert_eq!(
        wire.ids(&format!(
            "matters?fields=id&ids[]={}&ids[]=7",
            sample::HOLLIS
        ))
        .await,
        [sample::HOLLIS]
    );
    let later = wire
        .ids(&format!(
            "matters?fields=id&close_date[]={}",
            encoded(">=2026-08-31")
        ))
        .await;
    assert_eq!(later, [sample::CLOSED]);
    assert_eq!(
        wire.ids(&format!(
            "matters?fields=id&close_date[]={}",
            encoded("<2026-08-31")
        ))
        .await,
        Vec::<i64>::new()
    );
    let matter = wire
        .data(&format!(
            "matters/{}?fields=id,number,display_number,status",
            sample::HOLLIS
        ))
        .await;
    assert_eq!(
        (
            &matter["number"],
            &matter["display_number"],
            &matter["status"]
        ),
        (&412.into(), &"00412-Hollis".into(), &"Open".into())
    );
}

#[tokio::test]
async fn relationships_and_custom_fields_are_filtered() {
    let wire = Wire::sample().await;
    let hollis = Hollis::of_sample();
    let query = format!(
        "relationships?matter_id={}&fields=id,description,contact{{id,name}},matter{{id}}",
        sample::HOLLIS
    );
    let rows = wire.data(&query).await;
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row["matter"]["id"] == sample::HOLLIS));
    assert_eq!(
        rows.iter()
            .filter(|row| row["description"].is_null())
            .count(),
        1
    );
    assert_eq!(
        wire.ids(&format!(
            "relationships?fields=id&contact_id={}",
            hollis.grandson
        ))
        .await
        .len(),
        1
    );
    let fields = sample::Fields::of_sample();
    assert_eq!(
        wire.ids("custom_fields?fields=id&parent_type=matter").await,
        [fields.referral]
    );
    assert_eq!(
        wire.ids("custom_fields?fields=id&field_type=currency")
            .await,
        [fields.net_worth]
    );
    assert_eq!(
        wire.ids("custom_fields?fields=id&deleted=true").await,
        [fields.old_reference]
    );
    assert!(
        !wire
            .ids("custom_fields?fields=id")
            .await
            .contains(&fields.old_reference)
    );
    assert_eq!(
        wire.data(&format!(
            "custom_fields/{}?fields=deleted",
            fields.old_reference
        ))
        .await["deleted"],
        true
    );
    let gender = wire
        .data(&format!(
            "custom_fields/{}?fields=picklist_options{{id,option,deleted_at}}",
            fields.gender
        ))
        .await;
    let options = gender["picklist_options"].as_array().unwrap();
    assert_eq!(options[1]["option"], "Female");
    assert!(
        options[2]["deleted_at"].is_string(),
        "a deleted choice is still there"
    );
}

#[tokio::test]
async fn orders_order_and_no_order_means_none() {
    let wire = Wire::sample().await;
    let up = wire.ids("contacts?fields=id&order=id(asc)").await;
    assert!(up.is_sorted());
    let down = wire.ids("contacts?fields=id&order=id(desc)").await;
    assert!(down.is_sorted_by(|a, b| a > b));
    assert!(!wire.ids("contacts?fields=id").await.is_sorted());
    let numbers = texts(
        &wire
            .data("matters?fields=display_number&order=display_number(asc)")
            .await,
        "display_number",
    );
    assert!(numbers.is_sorted());
    let names = texts(
        &wire.data("custom_fields?fields=name&order=name(asc)").await,
        "name",
    );
    assert!(names.is_sorted_by_key(|name| name.to_lowercase()));
    for path in [
        "contacts?fields=id&order=shared_at(asc)",
        "matters?fields=id&order=matter_stage.name(asc)",
        "matters?fields=id&order=matter_stage_updated_at(asc)",
        "matters?fields=id&order=originating_attorney.name(asc)",
        "matters?fields=id&order=statute_of_limitations.due_at(asc)",
        "matters?fields=id&order=grants(asc)",
    ] {
        let ids = wire.ids(path).await;
        assert!(ids.is_sorted(), "nothing to order by but ids: {path}");
    }
}

fn set(ids: Vec<i64>) -> BTreeSet<i64> {
    ids.into_iter().collect()
}

fn texts(data: &Value, name: &str) -> Vec<String> {
    data.as_array()
        .unwrap()
        .iter()
        .map(|row| row[name].as_str().unwrap().to_owned())
        .collect()
}
