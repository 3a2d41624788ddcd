//! The suite every client store must pass, ours or an embedder's.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # async fn test(my_store: impl Fn() -> Arc<dyn ils_import::ClientStore>) {
//! ils_import::store::conformance::run(&my_store).await;
//! # }
//! ```

mod changes;
mod history;

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::json;

use super::{ClientFilter, ClientStore, ContactKey, MayResemble, NewImport, StoreError};
use crate::{Plan, Rules};

/// Checks the store that `open` opens; each call of `open` opens the same, empty store again.
///
/// # Panics
/// With the rule that is broken.
pub async fn run(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    an_empty_store_answers(&*open()).await;
    what_is_saved_comes_back(open).await;
    the_same_contact_is_refused(&*open()).await;
    another_firm_is_another_client(&*open()).await;
    a_client_of_an_unknown_firm_stands_in_every_way(&*open()).await;
    one_of_many_wins(open).await;
    the_list_is_in_order(&*open()).await;
    changes::run(open).await;
    history::run(open).await;
}

/// When the imports of the suite are.
const AT: Timestamp = Timestamp::constant(1_795_546_960, 123_456_789);

/// A family whose client has this contact id.
fn import(contact_id: i64, firm_id: Option<&str>) -> NewImport {
    let family = json!({
        "matter": {"id": "1843000412", "number": "00412-Hollis"},
        "client_id": contact_id,
        "relationships": [{"id": 1, "contact_id": contact_id + 1, "description": "Step-Son"}, {"id": 2, "contact_id": 9}],
        "people": {
            contact_id.to_string(): {"type": "Person", "name": format!("José Ñandú {contact_id}"), "date_of_birth": "1951-03-09"},
            (contact_id + 1).to_string(): {"type": "Person", "name": "山田 🌲 O'Neil"}
        }
    });
    let family = serde_json::from_value(family).unwrap_or_default();
    NewImport {
        plan: Plan::new(family, &Rules::default(), firm_id.map(ToOwned::to_owned)),
        imported_by: Some("Pat Rivera".to_owned()),
        at: AT,
        // Another firm's contact looks like the first firm's.
        may_resemble: MayResemble::Anybody,
    }
}

async fn an_empty_store_answers(store: &dyn ClientStore) {
    assert!(
        matches!(store.count().await, Ok(0)),
        "an empty store counts none"
    );
    assert!(
        matches!(store.list(&ClientFilter::default()).await, Ok(list) if list.is_empty()),
        "an empty store lists none"
    );
    assert!(
        matches!(store.show("1").await, Ok(None)),
        "an empty store shows none"
    );
    let found = store.find(&[import(100, None).key()]).await;
    assert!(
        matches!(found.as_deref(), Ok([None])),
        "an empty store finds none"
    );
}

async fn what_is_saved_comes_back(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let new = import(100, Some("7"));
    let saved = open().insert_new(&new).await;
    assert!(saved.is_ok(), "a new client is saved: {saved:?}");
    let client_id = saved.map(|saved| saved.client_id).unwrap_or_default();
    let shown = open().show(&client_id).await;
    assert!(
        matches!(&shown, Ok(Some(_))),
        "a saved client is shown: {shown:?}"
    );
    let record = shown.ok().flatten().unwrap_or_default();
    assert_eq!(record.id, client_id, "the record knows its id");
    let time = record.source.imported_at.map(|at| at.to_string());
    assert_eq!(
        time.as_deref(),
        Some("2026-11-24T19:02:40Z"),
        "the record knows its time, to the second"
    );
    assert!(
        record == new.record(&client_id),
        "the record is what was previewed"
    );
    for unknown in ["0", "-1", "", "x", "999999999999999999999", "1 OR 1=1"] {
        assert!(
            matches!(open().show(unknown).await, Ok(None)),
            "no client has the id {unknown:?}"
        );
    }
}

async fn the_same_contact_is_refused(store: &dyn ClientStore) {
    for firm_id in [Some("7"), None] {
        let again = store.insert_new(&import(100, firm_id)).await;
        assert!(
            matches!(&again, Err(StoreError::Exists(_))),
            "the same contact, firm {firm_id:?}: {again:?}"
        );
        let found = store
            .find(&[import(5, None).key(), import(100, firm_id).key()])
            .await;
        assert!(
            matches!(found.as_deref(), Ok([None, Some(_)])),
            "each key has its answer: {found:?}"
        );
    }
    assert!(
        matches!(store.count().await, Ok(1)),
        "a refusal saves nothing"
    );
}

async fn another_firm_is_another_client(store: &dyn ClientStore) {
    assert!(
        store.insert_new(&import(100, Some("8"))).await.is_ok(),
        "another firm's contact of the same id is new"
    );
    let other_region = ContactKey {
        region: "eu".to_owned(),
        ..import(100, Some("7")).key()
    };
    assert!(
        matches!(store.find(&[other_region]).await.as_deref(), Ok([None])),
        "another region is another contact"
    );
}

async fn a_client_of_an_unknown_firm_stands_in_every_way(store: &dyn ClientStore) {
    assert!(
        store.insert_new(&import(300, None)).await.is_ok(),
        "a client is saved though Clio does not tell its firm"
    );
    for firm_id in [Some("7"), None] {
        let again = store.insert_new(&import(300, firm_id)).await;
        assert!(
            matches!(&again, Err(StoreError::Exists(_))),
            "saved without a firm, again with {firm_id:?}: {again:?}"
        );
    }
}

async fn one_of_many_wins(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let new = import(200, Some("7"));
    let stores: Vec<_> = (0..8).map(|_| open()).collect();
    let saves = join_all(stores.iter().map(|store| store.insert_new(&new))).await;
    let won = saves.iter().filter(|save| save.is_ok()).count();
    let refused = saves
        .iter()
        .filter(|save| matches!(save, Err(StoreError::Exists(_))))
        .count();
    assert_eq!(
        (won, refused),
        (1, 7),
        "of eight equal imports at once one is saved: {saves:?}"
    );
}

async fn the_list_is_in_order(store: &dyn ClientStore) {
    let list = store.list(&ClientFilter::default()).await;
    assert!(list.is_ok(), "the list is given: {list:?}");
    let list = list.unwrap_or_default();
    let ids: Vec<i64> = list
        .iter()
        .filter_map(|client| client.id.parse().ok())
        .collect();
    assert_eq!(ids.len(), list.len(), "ids are numbers in a text");
    assert!(
        ids.is_sorted() && ids.len() == 4,
        "clients are listed once each, in the order of their ids: {ids:?}"
    );
    assert!(
        list.iter().all(|client| client.people == 2),
        "each line counts its people"
    );
    assert_eq!(
        list[0].name, "José Ñandú 100",
        "each line has the client's name"
    );
    assert_eq!(
        list[0].matter_number.as_deref(),
        Some("00412-Hollis"),
        "each line has the matter"
    );
}
