//! Every operation of Clio's document is reachable, and sends what the document says: method, path, parameters, conditions, body.
//!
//! `operations.txt` is the list; `generated.rs` calls the verbs of the collections, `by_hand.rs` everything else.

#![expect(clippy::unwrap_used, reason = "a failed set-up is a failed test")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "each call is given all it needs"
)]

mod answer;
mod by_hand;
mod generated;
mod list;

use std::collections::BTreeSet;
use std::future::Future;
use std::io::Write;
use std::pin::Pin;

use clio_api::{
    AccessToken, Clio, Collection, Comparison, Create, CustomFieldCondition, Delete, Error, Get,
    HasCustomFields, Id, List, Origin, Projection, Update,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::answer::Stand;
use crate::list::{Operation, operations};

type Call = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

fn day() -> Date {
    jiff::civil::date(2026, 11, 24)
}

fn moment() -> Timestamp {
    "2026-11-24T19:00:00Z".parse().unwrap()
}

fn conditions() -> Vec<CustomFieldCondition> {
    vec![CustomFieldCondition::number(
        Id::new(1001),
        Comparison::AtLeast,
        45,
    )]
}

fn list<R: List + Projection<R> + Unpin>(collection: Collection<R>, filter: R::Filter) -> Call {
    Box::pin(async move { collection.list().filter(filter).send().await.map(drop) })
}

fn get<R: Get + Projection<R>>(collection: Collection<R>, id: R::Id) -> Call {
    let request = collection
        .get(id)
        .if_none_match("\"5f2a\"")
        .if_modified_since(moment());
    Box::pin(async move { request.send().await.map(drop) })
}

fn get_narrowed<R: Get + Projection<R> + HasCustomFields>(
    collection: Collection<R>,
    id: R::Id,
) -> Call {
    let request = collection
        .get(id)
        .custom_field_ids(&[Id::new(1001)])
        .if_none_match("\"5f2a\"")
        .if_modified_since(moment());
    Box::pin(async move { request.send().await.map(drop) })
}

fn create<R: Create + Projection<R>>(collection: Collection<R>, new: R::New) -> Call {
    let request = collection.create(&new);
    Box::pin(async move { request.send().await.map(drop) })
}

fn create_narrowed<R: Create + Projection<R> + HasCustomFields>(
    collection: Collection<R>,
    new: R::New,
) -> Call {
    let request = collection.create(&new).custom_field_ids(&[Id::new(1001)]);
    Box::pin(async move { request.send().await.map(drop) })
}

fn update<R: Update + Projection<R>>(
    collection: Collection<R>,
    id: R::Id,
    patch: R::Patch,
) -> Call {
    let request = collection.update(id, &patch).if_match("\"5f2a\"");
    Box::pin(async move { request.send().await.map(drop) })
}

fn update_narrowed<R: Update + Projection<R> + HasCustomFields>(
    collection: Collection<R>,
    id: R::Id,
    patch: R::Patch,
) -> Call {
    let request = collection
        .update(id, &patch)
        .if_match("\"5f2a\"")
        .custom_field_ids(&[Id::new(1001)]);
    Box::pin(async move { request.send().await.map(drop) })
}

fn delete<R: Delete>(collection: Collection<R>, id: R::Id) -> Call {
    Box::pin(async move { collection.delete(id).await })
}

/// Past the test harness, which keeps what tests print to itself.
#[expect(
    clippy::explicit_write,
    reason = "the harness keeps what `eprintln!` prints"
)]
fn say(line: &str) {
    writeln!(std::io::stderr(), "\n{line}").unwrap();
}

#[tokio::test]
async fn every_operation_sends_what_clios_document_says() {
    let stand = Stand::start().await;
    let clio = Clio::builder()
        .origin(Origin::parse(&stand.address()).unwrap())
        .token_source(AccessToken::new("CANARY_access_0123456789abcdef"))
        .build()
        .unwrap();
    let operations = operations();
    let mut reached = 0;
    let mut wrong = Vec::new();
    for operation in &operations {
        let call =
            by_hand::call(&clio, &operation.id).or_else(|| generated::call(&clio, &operation.id));
        let Some(call) = call else {
            wrong.push(format!("{} cannot be called", operation.id));
            continue;
        };
        stand.expect(operation);
        match call.await {
            Ok(()) => reached += 1,
            Err(error) => wrong.push(format!("{}: {error}", operation.id)),
        }
        wrong.extend(stand.compare(operation));
    }
    say(&format!(
        "operations reached: {reached}/{}",
        operations.len()
    ));
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((reached, operations.len()), (282, 282));
}

/// When Clio's document lies beside the checkout, the list is compared with it: nobody can shorten the list.
#[test]
fn the_list_is_clios_own() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/clio/openapi-2026-04-08.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        say("SKIPPED the_list_is_clios_own: Clio's OpenAPI document is not here");
        return;
    };
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut theirs = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                theirs.insert((id.to_owned(), method.to_uppercase(), path.clone()));
            }
        }
    }
    let ours: BTreeSet<_> = operations()
        .into_iter()
        .map(
            |Operation {
                 id, method, path, ..
             }| (id, method, path),
        )
        .collect();
    assert_eq!(ours, theirs);
}
