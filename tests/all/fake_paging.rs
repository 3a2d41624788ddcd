//! Pages: cursors have no end, offsets stop at 10,000.

use std::collections::BTreeSet;

use contract_tests::{FakeClio, Firm};
use serde_json::json;

use crate::fake::{Wire, refused};

/// Walks a list to its end, or to the first answer that is no page.
async fn walk(wire: &Wire, path: &str) -> (Vec<i64>, contract_tests::RawAnswer) {
    let mut answer = wire.get(path).await;
    let mut ids = Vec::new();
    while answer.status == 200 {
        let body = answer.json();
        ids.extend(
            body["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_i64().unwrap()),
        );
        let Some(next) = body["meta"]["paging"]["next"].as_str() else {
            break;
        };
        assert!(ids.len() < 20_000, "the walk never ends");
        assert!(next.starts_with(&wire.fake.origin()), "absolute: {next}");
        answer = wire.follow(next, &[]).await;
    }
    (ids, answer)
}

async fn crowd(count: usize) -> Wire {
    Wire::of(
        FakeClio::builder()
            .firm(Firm::builder().crowd(count).build())
            .rate_limit(10_000)
            .start()
            .await,
    )
}

#[tokio::test]
async fn a_cursor_walk_passes_ten_thousand_and_an_offset_walk_does_not() {
    let wire = crowd(10_250).await;
    let (ids, last) = walk(&wire, "contacts.json?order=id(asc)&fields=id").await;
    assert_eq!(
        (ids.len(), last.json()["meta"]["paging"].clone()),
        (10_250, json!({}))
    );
    assert!(ids.is_sorted(), "by id");
    for path in [
        "contacts.json?fields=id",
        "contacts.json?fields=id&order=name(asc)",
        "contacts.json?fields=id&order=id(desc)",
    ] {
        let (ids, last) = walk(&wire, path).await;
        assert_eq!(ids.len(), 10_000, "a silent good start: {path}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 10_000);
        let message = refused(&last, 422, "ArgumentError");
        assert_eq!(
            message,
            "page_token is now out of bounds and cannot be used."
        );
    }
    let (ids, last) = walk(&wire, "contacts.json?fields=id&order=id(asc)&offset=200").await;
    assert_eq!(
        (ids.len(), last.status),
        (9_800, 422),
        "an offset makes it an offset walk"
    );
    for (offset, records) in [(9_995, 5), (9_998, 2), (9_999, 1)] {
        let path = format!("contacts.json?fields=id&limit=5&offset={offset}");
        assert_eq!(wire.ids(&path).await.len(), records, "{path}");
    }
    for offset in [10_000, 10_001] {
        let path = format!("contacts.json?offset={offset}");
        refused(&wire.get(&path).await, 422, "ArgumentError");
    }
    let (ids, last) = walk(&wire, "contacts.json?fields=id&limit=150").await;
    assert_eq!(
        (ids.len(), last.status),
        (10_000, 422),
        "whatever the limit"
    );
}

#[tokio::test]
async fn next_repeats_the_query_percent_encoded() {
    let wire = crowd(5).await;
    let query = "fields=id,company{id,name}&order=id(asc)&limit=2&type=Person&query=crowd%20member";
    let first = wire.get(&format!("contacts.json?{query}")).await.json();
    let next = first["meta"]["paging"]["next"].as_str().unwrap();
    let start = "/api/v4/contacts.json?fields=id%2Ccompany%7Bid%2Cname%7D&order=id%28asc%29&limit=2&type=Person&query=crowd%20member&page_token=";
    assert!(
        next.starts_with(&format!("{}{start}", wire.fake.origin())),
        "{next}"
    );
    assert_eq!(first["meta"]["records"], 5);
    assert!(first["meta"]["paging"].get("previous").is_none());
    let second = wire.follow(next, &[]).await.json();
    let previous = second["meta"]["paging"]["previous"].as_str().unwrap();
    assert_eq!(
        wire.follow(previous, &[]).await.json()["data"],
        first["data"]
    );
    let last = wire
        .follow(second["meta"]["paging"]["next"].as_str().unwrap(), &[])
        .await
        .json();
    assert_eq!(
        (
            last["data"].as_array().unwrap().len(),
            &last["meta"]["paging"]
        ),
        (1, &json!({}))
    );
}

#[tokio::test]
async fn a_token_belongs_to_its_query() {
    let wire = crowd(5).await;
    let first = wire.get("contacts.json?limit=2&order=id(asc)").await.json();
    let token = first["meta"]["paging"]["next"]
        .as_str()
        .unwrap()
        .split("page_token=")
        .nth(1)
        .unwrap()
        .to_owned();
    assert_eq!(
        wire.ids(&format!(
            "contacts.json?limit=2&order=id(asc)&page_token={token}"
        ))
        .await
        .len(),
        2
    );
    for path in [
        format!("contacts.json?limit=3&order=id(asc)&page_token={token}"),
        format!("contacts.json?limit=2&page_token={token}"),
        format!("matters.json?limit=2&order=id(asc)&page_token={token}"),
        format!("contacts.json?limit=2&order=id(asc)&offset=2&page_token={token}"),
        "contacts.json?limit=2&order=id(asc)&page_token=XYZ".to_owned(),
        "contacts.json?limit=2&order=id(asc)&page_token=".to_owned(),
    ] {
        refused(&wire.get(&path).await, 400, "ArgumentError");
    }
}

#[tokio::test]
async fn a_cursor_survives_changes_and_relationships_have_none() {
    let wire = crowd(0).await;
    let firm = Firm::builder()
        .family(
            "00001-Example",
            "Ada Example",
            &[("Son", "Bo Example"); 450],
        )
        .build();
    wire.fake.change(|now| *now = firm);
    let first = wire
        .get("contacts.json?limit=200&order=id(asc)")
        .await
        .json();
    let seen = first["data"][3]["id"].as_i64().unwrap();
    wire.fake.change(|firm| firm.delete_contact(seen));
    let next = first["meta"]["paging"]["next"].as_str().unwrap();
    let second = wire.follow(next, &[]).await.json();
    assert_eq!(
        second["data"][0]["id"].as_i64().unwrap(),
        seen + 197,
        "nothing is skipped"
    );
    let (ids, last) = walk(&wire, "relationships.json?fields=id&limit=200").await;
    assert_eq!((ids.len(), last.status), (449, 200));
    assert!(!ids.is_sorted(), "no order was promised");
    refused(
        &wire.get("relationships.json?order=id(asc)").await,
        400,
        "ArgumentError",
    );
}

#[tokio::test]
async fn limit_is_one_to_two_hundred() {
    let wire = crowd(201).await;
    for limit in ["0", "201", "x", "-1", "1.5", "", "%2B5"] {
        refused(
            &wire.get(&format!("contacts.json?limit={limit}")).await,
            400,
            "ArgumentError",
        );
    }
    assert_eq!(wire.ids("contacts.json?limit=200").await.len(), 200);
    assert_eq!(wire.ids("contacts.json").await.len(), 200, "the default");
    assert_eq!(wire.ids("contacts.json?limit=1").await.len(), 1);
}
