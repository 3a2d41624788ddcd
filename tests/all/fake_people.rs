//! The people of a matter, four ways.

use contract_tests::firm::sample::{self, Hollis};
use serde_json::{Value, json};

use crate::fake::Wire;

#[tokio::test]
async fn contacts_of_a_matter_end_with_the_client() {
    let wire = Wire::sample().await;
    let path = format!(
        "matters/{}/contacts?fields=id,name,is_client,relationship_name,relationship{{id,description}},matter_number",
        sample::HOLLIS
    );
    let rows = wire.data(&path).await;
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 9);
    let client = &rows[8];
    assert_eq!(client["id"], Hollis::of_sample().dana);
    assert_eq!(
        (
            &client["is_client"],
            &client["relationship_name"],
            &client["relationship"]
        ),
        (&json!(true), &json!("Client"), &Value::Null)
    );
    assert_eq!(client["matter_number"], json!("412"), "a string here");
    assert_eq!(rows[0]["relationship_name"], "Husband");
    let by_id = wire.data(&format!("{path}&order=id(asc)")).await;
    assert_eq!(
        by_id[0]["id"], client["id"],
        "by the relationship's id, which the client has none of"
    );
}

#[tokio::test]
async fn related_contacts_have_an_id_of_their_own() {
    let wire = Wire::sample().await;
    let path = format!(
        "matters/{}/related_contacts?fields=id,contact_id,name,is_matter_client,relationship{{id,description}}",
        sample::HOLLIS
    );
    let rows = wire.data(&path).await;
    let first = &rows[0];
    assert_eq!(rows.as_array().unwrap().len(), 8, "without the client");
    assert_eq!(first["contact_id"], Hollis::of_sample().husband);
    assert!(first["id"] != first["contact_id"] && first["id"] != first["relationship"]["id"]);
    wire.fake
        .switch(|switches| switches.related_id_is_contact = true);
    assert_eq!(wire.data(&path).await[0]["id"], first["contact_id"]);
    let both = wire
        .data(&format!(
            "matters/{}/related_contacts?fields=contact_id,is_matter_client",
            sample::CLIENT_RELATED
        ))
        .await;
    assert_eq!(
        both[0]["is_matter_client"], true,
        "the client may be related too"
    );
}

#[tokio::test]
async fn the_client_of_a_matter() {
    let wire = Wire::sample().await;
    let client = wire
        .data(&format!(
            "matters/{}/client?fields=id,name,date_of_birth,is_matter_client",
            sample::HOLLIS
        ))
        .await;
    let expected = json!({"id": Hollis::of_sample().dana, "name": "Dana Hollis", "date_of_birth": "1951-03-09", "is_matter_client": true});
    assert_eq!(client, expected);
    assert_eq!(
        wire.get(&format!("matters/{}/client", sample::NO_CLIENT))
            .await
            .status,
        404
    );
    let matter = wire
        .data(&format!(
            "matters/{}?fields=client{{id}},client_id",
            sample::NO_CLIENT
        ))
        .await;
    assert_eq!(matter, json!({"client": null, "client_id": null}));
}

#[tokio::test]
async fn who_am_i() {
    let wire = Wire::sample().await;
    let user = wire
        .data("users/who_am_i.json?fields=name,email,account{name}")
        .await;
    let expected = json!({"name": "Pat Rivera", "email": "pat.rivera@example.test", "account": {"name": "Hollis & Park LLP"}});
    assert_eq!(user, expected);
}

#[tokio::test]
async fn times_come_with_an_offset_or_z() {
    let wire = Wire::sample().await;
    let contact = wire.data("contacts?fields=created_at&limit=1").await[0]["created_at"].take();
    assert!(contact.as_str().unwrap().ends_with("-08:00"), "{contact}");
    let matter = wire.data("matters?fields=created_at&limit=1").await[0]["created_at"].take();
    assert!(matter.as_str().unwrap().ends_with('Z'), "{matter}");
}

#[tokio::test]
async fn a_client_with_a_row_is_listed_twice() {
    let wire = Wire::sample().await;
    let path = format!(
        "matters/{}/contacts?fields=id,is_client,relationship_name",
        sample::CLIENT_RELATED
    );
    let rows = wire.data(&path).await;
    let names: Vec<&Value> = (0..3).map(|n| &rows[n]["relationship_name"]).collect();
    assert_eq!(names, ["Son", "Client", "Trustee"]);
    assert_eq!(
        (&rows[1]["id"], &rows[1]["is_client"]),
        (&rows[2]["id"], &rows[2]["is_client"])
    );
}

#[tokio::test]
async fn switches_for_what_sources_disagree_on() {
    let wire = Wire::sample().await;
    wire.fake.switch(|switches| {
        switches.lower_case_status = true;
        switches.records_count_page = true;
    });
    let answer = wire
        .get("matters?fields=status&status=closed,open&limit=2")
        .await
        .json();
    assert_eq!(answer["meta"]["records"], 2);
    assert!(["open", "closed"].contains(&answer["data"][0]["status"].as_str().unwrap()));
}
