//! What was done is written down, with names as long as the client is there.

use std::sync::Arc;

use super::changes::{later, removed, saved};
use super::import;
use crate::store::{Action, ClientStore, Exported, HistoryEntry, HistoryFilter, Saved, StoreError};

pub(super) async fn run(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    everything_is_written_down(open).await;
    a_refusal_is_not_written_down(&*open()).await;
    names_go_with_the_client(&*open()).await;
    pages_follow_each_other(&*open()).await;
}

async fn of_client(store: &dyn ClientStore, client_id: &str) -> Vec<HistoryEntry> {
    let filter = HistoryFilter {
        client_id: Some(client_id.to_owned()),
        ..HistoryFilter::default()
    };
    let entries = store.history(&filter).await;
    assert!(entries.is_ok(), "the history is given: {entries:?}");
    entries.unwrap_or_default()
}

async fn everything_is_written_down(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let store = open();
    let client = saved(&*store, 700).await;
    let id = client.client_id.as_str();
    let restored = {
        removed(&*store, id, &later(1)).await;
        store.restore(id, &later(2)).await
    };
    assert!(restored.is_ok(), "{restored:?}");
    let exported = Exported {
        client_ids: vec!["1".to_owned(), id.to_owned()],
        format: "csv".to_owned(),
        by: later(3),
    };
    let export = store.note_export(&exported).await;
    assert!(export.is_ok(), "an export is written down: {export:?}");
    let undone = store.undo(Some(&client.import_id), &later(4)).await;
    assert!(undone.is_ok(), "{undone:?}");

    let entries = of_client(&*open(), id).await;
    let actions: Vec<Action> = entries.iter().map(|entry| entry.action).collect();
    let expected = [
        Action::Undo,
        Action::Export,
        Action::Restore,
        Action::Remove,
        Action::Import,
    ];
    assert_eq!(actions, expected, "everything, the latest first");
    let times: Vec<_> = entries.iter().map(|entry| entry.at).collect();
    let seconds = [4, 3, 2, 1, 0].map(|after| later(after).second());
    assert_eq!(times, seconds, "each with its time, to the second");
    assert!(
        entries
            .iter()
            .all(|entry| entry.by.as_deref() == Some("Pat Rivera")),
        "each with its person"
    );
    assert_eq!(
        entries[0].undoes.as_deref(),
        Some(client.import_id.as_str()),
        "what was taken back is named"
    );
    assert_eq!(
        (entries[1].client_ids.clone(), entries[1].format.as_deref()),
        (exported.client_ids, Some("csv")),
        "an export names its clients and its format"
    );
    assert_eq!(
        export.ok().as_deref(),
        Some(entries[1].number.as_str()),
        "an export has a number"
    );
    let imported = import(700, Some("7")).entry(&Saved::new(id, client.import_id.clone()));
    assert!(
        entries[4] == imported,
        "an import has its matter, digest, counts and findings: {:?}",
        entries[4]
    );
}

async fn a_refusal_is_not_written_down(store: &dyn ClientStore) {
    let before = store.history(&HistoryFilter::default()).await;
    let refused = store.insert_new(&import(100, Some("7"))).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let after = store.history(&HistoryFilter::default()).await;
    assert_eq!(
        after.map(|entries| entries.len()).ok(),
        before.map(|entries| entries.len()).ok(),
        "what was not done is not in the history"
    );
}

async fn names_go_with_the_client(store: &dyn ClientStore) {
    let client = saved(store, 710).await;
    let forgotten = store.forget(&client.client_id, &later(1)).await;
    assert!(forgotten.is_ok(), "{forgotten:?}");
    let entries = of_client(store, &client.client_id).await;
    let actions: Vec<Action> = entries.iter().map(|entry| entry.action).collect();
    assert_eq!(
        actions,
        [Action::Forget, Action::Import],
        "it stays written"
    );
    let imported = entries.get(1).and_then(|entry| entry.import.as_ref());
    assert!(
        imported.is_some_and(|import| import.findings.is_empty()
            && import.matter_number.is_none()
            && !import.digest.is_empty()),
        "what holds names goes, the digest stays"
    );
    assert!(
        entries.iter().all(|entry| entry.name.is_none()),
        "without the name"
    );
}

async fn pages_follow_each_other(store: &dyn ClientStore) {
    let all = store.history(&HistoryFilter::default()).await;
    let all: Vec<String> = all
        .unwrap_or_default()
        .into_iter()
        .map(|entry| entry.number)
        .collect();
    assert!(
        all.is_sorted_by_key(|number| std::cmp::Reverse(number.parse::<u64>().unwrap_or_default())),
        "the latest first: {all:?}"
    );
    let mut walked = Vec::new();
    // Three at a time; one round more than needed, so that a page that repeats is seen.
    for _ in 0..=all.len().div_ceil(3) {
        let filter = HistoryFilter {
            before: walked.last().cloned(),
            limit: Some(3),
            ..HistoryFilter::default()
        };
        let page = store.history(&filter).await.unwrap_or_default();
        assert!(page.len() <= 3, "no more than asked for");
        walked.extend(page.into_iter().map(|entry| entry.number));
    }
    assert_eq!(walked, all, "page by page it is the same");
    let one = HistoryFilter {
        number: all.first().cloned(),
        ..HistoryFilter::default()
    };
    let one = store.history(&one).await.unwrap_or_default();
    assert_eq!(one.len(), 1, "one entry by its number");
}
