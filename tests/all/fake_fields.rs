//! `fields`: the struct is the query, so the fake has to be exact about it.

use contract_tests::firm::sample;
use serde_json::json;

use crate::fake::{Wire, encoded, refused};

#[tokio::test]
async fn without_fields_there_is_id_and_etag() {
    let wire = Wire::sample().await;
    for (path, keys) in [
        ("contacts.json?limit=1", &["etag", "id"][..]),
        ("contacts?limit=1", &["etag", "id"]),
        ("matters.json?limit=1", &["etag", "id"]),
        ("relationships.json?limit=1", &["etag", "id"]),
        ("custom_fields.json?limit=1", &["etag", "id"]),
        (
            &format!("matters/{}/contacts.json?limit=1", sample::HOLLIS),
            &["etag", "id"],
        ),
        (
            &format!("matters/{}/related_contacts.json?limit=1", sample::HOLLIS),
            &["id"],
        ),
    ] {
        let data = wire.data(path).await;
        assert_eq!(names(&data[0]), keys, "{path}");
    }
    for (path, keys) in [
        ("users/who_am_i.json".to_owned(), &["etag", "id"][..]),
        (format!("matters/{}.json", sample::HOLLIS), &["etag", "id"]),
        (format!("matters/{}/client.json", sample::HOLLIS), &["id"]),
    ] {
        assert_eq!(names(&wire.data(&path).await), keys, "{path}");
    }
}

#[tokio::test]
async fn unknown_and_too_deep_names_are_refused() {
    let wire = Wire::sample().await;
    let hollis = sample::HOLLIS;
    let cases = [
        ("contacts", "id,foo", "foo"),
        ("contacts", "foo", "foo"),
        ("contacts", "id,Name", "Name"),
        ("contacts", "id, name", " name"),
        ("contacts", "id,,name", ""),
        ("contacts", "", ""),
        ("contacts", "*", "*"),
        ("contacts", "redacted", "redacted"),
        (
            "contacts",
            "primary_email_address{address}",
            "primary_email_address{address}",
        ),
        ("contacts", "name{first}", "name{first}"),
        ("contacts", "company{company{id}}", "company{company{id}}"),
        ("contacts", "company{id,foo}", "company{foo}"),
        ("contacts", "company{}", "company{}"),
        ("contacts", "company{id", "company{id"),
        ("contacts", "company}id", "company}"),
        ("contacts", "company{id}x", "company{id}x"),
        ("contacts", "id%2Cname", "id%2Cname"),
        (
            "contacts",
            "custom_field_values{picklist_option{option}}",
            "custom_field_values{picklist_option{option}}",
        ),
        ("matters", "client{addresses}", "client{addresses}"),
        (
            "matters",
            "responsible_attorney{email}",
            "responsible_attorney{email}",
        ),
        (
            "relationships",
            "contact{email_addresses}",
            "contact{email_addresses}",
        ),
        (
            &format!("matters/{hollis}/related_contacts"),
            "etag",
            "etag",
        ),
        (
            &format!("matters/{hollis}/related_contacts"),
            "date_of_birth",
            "date_of_birth",
        ),
        (
            &format!("matters/{hollis}/contacts"),
            "contact_id",
            "contact_id",
        ),
        (
            &format!("matters/{hollis}/contacts"),
            "custom_field_values{custom_field}",
            "custom_field_values{custom_field}",
        ),
        (
            &format!("matters/{hollis}/client"),
            "custom_field_values{id}",
            "custom_field_values{id}",
        ),
        (&format!("matters/{hollis}"), "foo", "foo"),
        ("users/who_am_i", "password", "password"),
        (
            "custom_fields",
            "picklist_options{label}",
            "picklist_options{label}",
        ),
    ];
    for (path, fields, piece) in cases {
        let answer = wire
            .get(&format!("{path}.json?fields={}", encoded(fields)))
            .await;
        let message = refused(&answer, 400, "InvalidFields");
        assert_eq!(
            message,
            format!("{piece} is not a valid field"),
            "{path} {fields}"
        );
    }
}

#[tokio::test]
async fn braces_may_be_literal_or_encoded_once() {
    let wire = Wire::sample().await;
    let path = format!("matters/{}.json?fields=", sample::HOLLIS);
    let literal = wire.data(&format!("{path}id,client{{id,name}}")).await;
    let encoded = wire
        .data(&format!("{path}id%2Cclient%7Bid%2Cname%7D"))
        .await;
    assert_eq!(literal, encoded);
    assert_eq!(literal["client"]["name"], "Dana Hollis");
    refused(
        &wire.get(&format!("{path}id%252Cclient%257Bid%257D")).await,
        400,
        "InvalidFields",
    );
}

#[tokio::test]
async fn bare_nested_names_give_only_id_and_etag() {
    let wire = Wire::sample().await;
    let contact = sample::Hollis::of_sample().dana;
    let data = wire
        .data(&format!(
            "contacts/{contact}.json?fields=email_addresses,addresses,company,custom_field_values"
        ))
        .await;
    for list in ["email_addresses", "addresses", "custom_field_values"] {
        assert_eq!(names(&data[list][0]), ["etag", "id"], "{list}");
    }
    assert_eq!(data["company"], json!(null));
    assert_eq!(
        names(&data),
        [
            "addresses",
            "company",
            "custom_field_values",
            "email_addresses"
        ]
    );
}

#[tokio::test]
async fn second_level_names_give_their_defaults() {
    let wire = Wire::sample().await;
    let row = &wire
        .data("relationships.json?limit=1&fields=id,matter{id,client}")
        .await[0];
    assert_eq!(names(&row["matter"]), ["client", "id"]);
    assert_eq!(names(&row["matter"]["client"]), ["etag", "id"]);
    let contact = sample::Hollis::of_sample().dana;
    let query =
        "custom_field_values{id,value,field_type,custom_field,picklist_option,contact,matter}";
    let values = wire
        .data(&format!("contacts/{contact}.json?fields={query}"))
        .await["custom_field_values"]
        .take();
    let gender = values
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["field_type"] == "picklist")
        .unwrap();
    assert_eq!(
        names(&gender["picklist_option"]),
        ["etag", "id"],
        "the label is not there"
    );
    assert_eq!(names(&gender["custom_field"]), ["etag", "id"]);
    assert_eq!(gender["value"], gender["picklist_option"]["id"].to_string());
    assert_eq!(gender["contact"], json!(null));
}

#[tokio::test]
async fn custom_values_have_every_kind_of_json() {
    let wire = Wire::sample().await;
    let query = "custom_field_values{id,field_name,field_type,value,contact,matter}";
    let client = wire
        .data(&format!(
            "matters/{}.json?fields=client{{id}}",
            sample::ALL_FIELD_TYPES
        ))
        .await;
    let data = wire
        .data(&format!(
            "contacts/{}.json?fields={query}",
            client["client"]["id"]
        ))
        .await;
    let rows = data["custom_field_values"].as_array().unwrap();
    for kind in contract_tests::firm::FieldType::ALL {
        let row = rows
            .iter()
            .find(|row| row["field_type"] == kind.as_str())
            .unwrap();
        let id = row["id"].as_str().unwrap();
        assert!(id.starts_with(&format!("{}-", kind.as_str())), "{id}");
    }
    let value =
        |kind: &str| rows.iter().find(|row| row["field_type"] == kind).unwrap()["value"].clone();
    assert_eq!(value("checkbox"), json!(true));
    assert_eq!(value("numeric"), json!(3));
    assert!(
        value("currency").is_number()
            && value("contact").is_number()
            && value("matter").is_number()
    );
    assert_eq!(value("date"), json!(null), "an id, but no value");
    let contact = sample::Hollis::of_sample().dana;
    let unset = wire
        .data(&format!("contacts/{contact}.json?fields={query}"))
        .await;
    let row = unset["custom_field_values"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["field_name"] == "VIP")
        .unwrap()
        .clone();
    assert_eq!(
        (&row["id"], &row["value"]),
        (&json!(null), &json!(null)),
        "shown by default, never set"
    );
}

#[tokio::test]
async fn custom_values_are_narrowed_by_definition() {
    let wire = Wire::sample().await;
    let contact = sample::Hollis::of_sample().dana;
    let golf = sample::Fields::of_sample().golf_club;
    let path = format!(
        "contacts/{contact}.json?fields=custom_field_values{{field_name}}&custom_field_ids%5B%5D={golf}"
    );
    let rows = wire.data(&path).await["custom_field_values"].take();
    assert_eq!(rows, json!([{"field_name": "Golf club"}]));
}

/// The selectors the whole workspace builds on.
#[tokio::test]
async fn what_the_import_asks_for_is_valid() {
    let wire = Wire::sample().await;
    let hollis = sample::HOLLIS;
    let contacts = "id,etag,type,name,prefix,first_name,middle_name,last_name,title,date_of_birth,is_client,\
        primary_email_address,primary_phone_number,created_at,updated_at,company{id,name},\
        email_addresses{id,name,address,primary},phone_numbers{id,name,number,primary},web_sites{id,name,address},\
        addresses{id,name,street,city,province,postal_code,country,primary},\
        custom_field_values{id,field_name,field_type,value,soft_deleted,custom_field,picklist_option,contact,matter}";
    let matters = "id,etag,number,display_number,description,status,open_date,pending_date,close_date,\
        client{id,name,type},practice_area{id,name},matter_stage{id,name},responsible_attorney{id,name},created_at,updated_at";
    let related = "id,contact_id,name,type,is_matter_client,primary_email_address,relationship{id,description}";
    let listed = "id,name,type,is_client,relationship_name,primary_email_address,relationship{id,description}";
    for (path, fields) in [
        ("contacts", contacts),
        ("matters", matters),
        (&format!("matters/{hollis}"), matters),
        (&format!("matters/{hollis}/contacts"), listed),
        (&format!("matters/{hollis}/related_contacts"), related),
        (
            "relationships",
            "id,description,created_at,updated_at,contact{id,name,type},matter{id}",
        ),
        (
            "custom_fields",
            "id,name,field_type,parent_type,deleted,required,picklist_options{id,option,deleted_at}",
        ),
        ("users/who_am_i", "id,name,email,account{id,name}"),
    ] {
        let data = wire
            .data(&format!("{path}.json?fields={}", encoded(fields)))
            .await;
        let record = if data.is_array() { &data[0] } else { &data };
        let asked = fields
            .split('{')
            .map(|text| text.rsplit('}').next().unwrap())
            .collect::<String>();
        assert_eq!(
            names(record).len(),
            asked.split(',').filter(|name| !name.is_empty()).count(),
            "{path}"
        );
    }
}

fn names(record: &serde_json::Value) -> Vec<&str> {
    let mut names: Vec<&str> = record
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}
