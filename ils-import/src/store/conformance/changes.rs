//! Removing, restoring, taking back, forgetting.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::{AT, import};
use crate::store::{
    By, ClientFilter, ClientStore, Lookalike, MayResemble, Removed, Saved, StoreError,
};

/// How long a removed client can be restored.
const THIRTY_DAYS: SignedDuration = SignedDuration::from_hours(30 * 24);

pub(super) async fn run(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    what_is_removed_is_out_of_the_way(&*open()).await;
    a_removed_client_comes_back_as_it_was(open).await;
    a_newer_client_stays(&*open()).await;
    thirty_days_and_no_longer(&*open()).await;
    what_is_forgotten_is_gone(&*open()).await;
    the_last_import_is_taken_back(&*open()).await;
    nobody_is_removed_twice(open).await;
    lookalikes_are_found(&*open()).await;
    one_of_many_lookalikes_wins(open).await;
}

/// Pat, so long after the imports of the suite.
pub(super) fn pat(after: SignedDuration) -> By {
    By {
        who: Some("Pat Rivera".to_owned()),
        at: AT.checked_add(after).unwrap_or(Timestamp::MAX),
    }
}

pub(super) fn later(seconds: i64) -> By {
    pat(SignedDuration::from_secs(seconds))
}

/// A client that the store takes.
pub(super) async fn saved(store: &dyn ClientStore, contact_id: i64) -> Saved {
    let saved = store.insert_new(&import(contact_id, Some("7"))).await;
    assert!(saved.is_ok(), "contact {contact_id} is new: {saved:?}");
    saved.unwrap_or_else(|_| Saved::new("", ""))
}

pub(super) async fn removed(store: &dyn ClientStore, client_id: &str, by: &By) -> Removed {
    let removed = store.remove(client_id, by).await;
    assert!(
        removed.is_ok(),
        "client {client_id} is removed: {removed:?}"
    );
    removed.unwrap_or_else(|_| Removed::new("", "", AT))
}

async fn is_there(store: &dyn ClientStore, client_id: &str) -> bool {
    let shown = store.show(client_id).await;
    assert!(shown.is_ok(), "the store answers: {shown:?}");
    let listed = store.list(&ClientFilter::default()).await;
    let listed = listed.unwrap_or_default();
    let is_listed = listed.iter().any(|client| client.id == client_id);
    let is_shown = matches!(shown, Ok(Some(_)));
    assert_eq!(is_shown, is_listed, "who is shown is listed");
    is_shown
}

async fn what_is_removed_is_out_of_the_way(store: &dyn ClientStore) {
    let first = saved(store, 500).await;
    let before = store.count().await.unwrap_or_default();
    let gone = removed(store, &first.client_id, &later(1)).await;
    assert_eq!(gone.client_id, first.client_id, "the client is named");
    assert_eq!(gone.name, "José Ñandú 500", "the client is named");
    assert_eq!(
        gone.restorable_until.to_string(),
        "2026-12-24T19:02:41Z",
        "thirty days, to the second"
    );
    assert!(
        !is_there(store, &first.client_id).await,
        "a removed client is not shown"
    );
    assert_eq!(
        store.count().await.ok(),
        before.checked_sub(1),
        "a removed client is not counted"
    );
    let found = store.find(&[import(500, Some("7")).key()]).await;
    assert!(
        matches!(found.as_deref(), Ok([None])),
        "a removed client stands in nobody's way: {found:?}"
    );
    let all = ClientFilter {
        include_removed: true,
        ..ClientFilter::default()
    };
    let listed = store.list(&all).await.unwrap_or_default();
    let line = listed.iter().find(|client| client.id == first.client_id);
    assert_eq!(
        line.and_then(crate::store::ClientSummary::restorable_until),
        Some(gone.restorable_until),
        "removed ones are listed when asked for"
    );
    let again = store.remove(&first.client_id, &later(2)).await;
    assert!(
        matches!(&again, Err(StoreError::AlreadyRemoved { restorable_until }) if *restorable_until == gone.restorable_until),
        "removed once: {again:?}"
    );
    for unknown in ["0", "-1", "", "x", "99999", "1 OR 1=1", "+1", "01"] {
        let refused = [
            store.remove(unknown, &later(2)).await.err(),
            store.restore(unknown, &later(2)).await.err(),
            store.forget(unknown, &later(2)).await.err(),
            store.undo(Some(unknown), &later(2)).await.err(),
        ];
        for error in refused {
            assert!(
                matches!(error, Some(StoreError::NotFound)),
                "{unknown:?} is nobody's id: {error:?}"
            );
        }
    }
}

async fn a_removed_client_comes_back_as_it_was(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let first = saved(&*open(), 510).await;
    let before = open().show(&first.client_id).await;
    removed(&*open(), &first.client_id, &later(1)).await;
    let restored = open().restore(&first.client_id, &later(2)).await;
    assert!(
        restored.is_ok(),
        "a removed client comes back: {restored:?}"
    );
    let after = open().show(&first.client_id).await;
    assert!(
        matches!((&before, &after), (Ok(Some(before)), Ok(Some(after))) if before == after),
        "as it was: {before:?}, {after:?}"
    );
    let again = open().restore(&first.client_id, &later(3)).await;
    assert!(
        matches!(again, Err(StoreError::NotRemoved)),
        "nothing to restore: {again:?}"
    );
    let twice = open().insert_new(&import(510, Some("7"))).await;
    assert!(
        matches!(twice, Err(StoreError::Exists(_))),
        "a restored client stands in the way again: {twice:?}"
    );
}

async fn a_newer_client_stays(store: &dyn ClientStore) {
    let old = saved(store, 520).await;
    removed(store, &old.client_id, &later(1)).await;
    let new = saved(store, 520).await;
    assert_ne!(old.client_id, new.client_id, "an id is used once");
    let restored = store.restore(&old.client_id, &later(2)).await;
    assert!(
        matches!(&restored, Err(StoreError::Exists(existing)) if existing.client_id == new.client_id),
        "the newer client of the same contact stays: {restored:?}"
    );
    assert!(is_there(store, &new.client_id).await, "nothing was changed");
    removed(store, &new.client_id, &later(3)).await;
    let restored = store.restore(&old.client_id, &later(4)).await;
    assert!(
        restored.is_ok(),
        "with the newer one gone the old one comes back: {restored:?}"
    );
}

async fn thirty_days_and_no_longer(store: &dyn ClientStore) {
    let (kept, lost) = (saved(store, 530).await, saved(store, 540).await);
    for client in [&kept, &lost] {
        removed(store, &client.client_id, &pat(SignedDuration::ZERO)).await;
    }
    let second = SignedDuration::from_secs(1);
    let in_time = store
        .restore(&kept.client_id, &pat(THIRTY_DAYS - second))
        .await;
    assert!(in_time.is_ok(), "in the last second: {in_time:?}");
    let late = store.restore(&lost.client_id, &pat(THIRTY_DAYS)).await;
    assert!(
        matches!(late, Err(StoreError::NotFound)),
        "not after thirty days: {late:?}"
    );
    let other = saved(store, 550).await;
    removed(store, &other.client_id, &pat(THIRTY_DAYS)).await;
    let all = ClientFilter {
        include_removed: true,
        ..ClientFilter::default()
    };
    let listed = store.list(&all).await.unwrap_or_default();
    assert!(
        listed.iter().all(|client| client.id != lost.client_id),
        "a change deletes what cannot be restored any more"
    );
}

async fn what_is_forgotten_is_gone(store: &dyn ClientStore) {
    let (there, away) = (saved(store, 560).await, saved(store, 570).await);
    removed(store, &away.client_id, &later(1)).await;
    for client in [&there, &away] {
        let forgotten = store.forget(&client.client_id, &later(2)).await;
        assert!(forgotten.is_ok(), "forgotten for good: {forgotten:?}");
        let restored = store.restore(&client.client_id, &later(3)).await;
        assert!(
            matches!(restored, Err(StoreError::NotFound)),
            "for good: {restored:?}"
        );
        let undone = store.undo(Some(&client.import_id), &later(3)).await;
        assert!(
            matches!(undone, Err(StoreError::NotFound)),
            "nothing is left to take back: {undone:?}"
        );
    }
    let new = saved(store, 560).await;
    assert_ne!(new.client_id, there.client_id, "an id is used once");
}

async fn the_last_import_is_taken_back(store: &dyn ClientStore) {
    let (first, last) = (saved(store, 580).await, saved(store, 590).await);
    let sam = By {
        who: Some("Sam Ortiz".to_owned()),
        ..later(1)
    };
    let others = store.undo(None, &sam).await;
    assert!(
        matches!(others, Err(StoreError::NotFound)),
        "nobody takes back what another person imported last: {others:?}"
    );
    let undone = store.undo(None, &later(1)).await;
    assert!(
        matches!(&undone, Ok(removed) if removed.client_id == last.client_id),
        "the last import is taken back: {undone:?}"
    );
    let again = store.undo(None, &later(2)).await;
    assert!(
        matches!(again, Err(StoreError::AlreadyRemoved { .. })),
        "said twice, it takes back one: {again:?}"
    );
    assert!(
        is_there(store, &first.client_id).await,
        "the one before stays"
    );
    let restored = store.restore(&last.client_id, &later(3)).await;
    assert!(
        restored.is_ok(),
        "what was taken back comes back: {restored:?}"
    );
    let named = store.undo(Some(&first.import_id), &later(4)).await;
    assert!(
        matches!(&named, Ok(removed) if removed.client_id == first.client_id),
        "an import is taken back by its number: {named:?}"
    );
}

async fn nobody_is_removed_twice(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let client = saved(&*open(), 600).await;
    let stores: Vec<_> = (0..8).map(|_| open()).collect();
    let by = later(1);
    let removals = join_all(
        stores
            .iter()
            .map(|store| store.remove(&client.client_id, &by)),
    )
    .await;
    let done = removals.iter().filter(|removal| removal.is_ok()).count();
    assert_eq!(
        done, 1,
        "of eight removals at once one is done: {removals:?}"
    );
}

async fn lookalikes_are_found(store: &dyn ClientStore) {
    let first = saved(store, 610).await;
    let new = import(610, Some("7"));
    let person = new.plan.draft.client.client.clone();
    let alike = |of: Lookalike| async move { store.lookalikes(&of).await.unwrap_or_default() };
    assert_eq!(
        alike(Lookalike::of(&person)).await,
        [first.client_id.as_str()],
        "same name and birth date"
    );
    let mut other = person.clone();
    other.birth_date = Some("1951-03-10".to_owned());
    assert!(
        alike(Lookalike::of(&other)).await.is_empty(),
        "another birth date is another person"
    );
    removed(store, &first.client_id, &later(1)).await;
    assert!(
        alike(Lookalike::of(&person)).await.is_empty(),
        "a removed client is left out"
    );
}

/// A look before the save is not enough: others save meanwhile.
async fn one_of_many_lookalikes_wins(open: &dyn Fn() -> Arc<dyn ClientStore>) {
    let looks_like_620 = |contact_id: i64, may_resemble: MayResemble| {
        let mut new = import(contact_id, Some("7"));
        let name = import(620, None).plan.draft.client.client.name;
        new.plan.draft.client.client.name = name;
        new.may_resemble = may_resemble;
        new
    };
    let nobody = MayResemble::default;
    let news: Vec<_> = (620..628).map(|id| looks_like_620(id, nobody())).collect();
    let stores: Vec<_> = news.iter().map(|_| open()).collect();
    let saves = stores
        .iter()
        .zip(&news)
        .map(|(store, new)| store.insert_new(new));
    let saves = join_all(saves).await;
    let won: Vec<&str> = saves
        .iter()
        .flatten()
        .map(|saved| saved.client_id.as_str())
        .collect();
    assert_eq!(
        won.len(),
        1,
        "of eight lookalikes at once one is saved: {saves:?}"
    );
    for save in saves.iter().filter_map(|save| save.as_ref().err()) {
        assert!(
            matches!(save, StoreError::Resembles { client_ids } if *client_ids == won),
            "a lookalike is refused with the client it looks like: {save:?}"
        );
    }
    let store = open();
    let known = |ids: &[&str]| MayResemble::Only(ids.iter().map(|id| (*id).to_owned()).collect());
    let other = store
        .insert_new(&looks_like_620(630, known(&["999"])))
        .await;
    assert!(
        matches!(&other, Err(StoreError::Resembles { client_ids }) if *client_ids == won),
        "to have looked at another is not enough: {other:?}"
    );
    let second = store.insert_new(&looks_like_620(630, known(&won))).await;
    assert!(
        second.is_ok(),
        "who was looked at stands in nobody's way: {second:?}"
    );
    let second = second.map(|saved| saved.client_id).unwrap_or_default();
    let third = store.insert_new(&looks_like_620(631, known(&won))).await;
    assert!(
        matches!(&third, Err(StoreError::Resembles { client_ids }) if *client_ids == [second]),
        "whoever was saved since has not been looked at: {third:?}"
    );
    let third = store
        .insert_new(&looks_like_620(631, MayResemble::Anybody))
        .await;
    assert!(third.is_ok(), "anybody is anybody: {third:?}");
    let same = store
        .insert_new(&looks_like_620(631, MayResemble::Anybody))
        .await;
    assert!(
        matches!(same, Err(StoreError::Exists(_))),
        "but never twice: {same:?}"
    );
}
