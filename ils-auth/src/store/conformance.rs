//! The suite every store must pass, ours and an embedder's.
//!
//! [`run`] checks one handle, [`run_shared`] that two handles are two doors to one place, as two programs have them. A store
//! of one's own is about this long; what it keeps is [`Tokens::to_bytes`], which a real one encrypts first, bound to
//! [`AccountKey::to_bytes`]:
//!
//! ```
//! use std::{collections::HashMap, sync::{Arc, Mutex, MutexGuard}, time::Duration};
//! use ils_auth::{AccountKey, Generation, Lease, StoreError, TokenStore, Tokens, store::conformance};
//! use secrecy::{ExposeSecret, SecretSlice};
//!
//! /// One row an account: the count, the tokens unless they were removed, and who may refresh.
//! #[derive(Debug, Default)]
//! struct Row(Generation, Option<SecretSlice<u8>>, Arc<tokio::sync::Mutex<()>>);
//! #[derive(Debug, Default)]
//! struct Rows(Mutex<HashMap<String, Row>>);
//! impl Rows {
//!     fn rows(&self) -> MutexGuard<'_, HashMap<String, Row>> { self.0.lock().unwrap() }
//! }
//! #[async_trait::async_trait]
//! impl TokenStore for Rows {
//!     async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
//!         match self.rows().get(&key.id()) {
//!             Some(Row(at, Some(bytes), _)) => Ok(Some((Tokens::from_bytes(bytes.expose_secret())?, *at))),
//!             _ => Ok(None),
//!         }
//!     }
//!     async fn save(&self, key: &AccountKey, tokens: &Tokens, expected: Generation) -> Result<Generation, StoreError> {
//!         let mut rows = self.rows();
//!         let Row(at, kept, _) = rows.entry(key.id()).or_default();
//!         let stored = if kept.is_some() { *at } else { Generation(0) };
//!         if stored != expected { return Err(StoreError::Changed); }
//!         (*at, *kept) = (at.next(), Some(tokens.to_bytes()?));
//!         Ok(*at)
//!     }
//!     async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
//!         if let Some(Row(at, kept, _)) = self.rows().get_mut(&key.id()) {
//!             if kept.take().is_some() { *at = at.next(); }
//!         }
//!         Ok(())
//!     }
//!     async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
//!         let lock = Arc::clone(&self.rows().entry(key.id()).or_default().2);
//!         let held = tokio::time::timeout(Duration::from_secs(30), lock.lock_owned()).await;
//!         held.map(Lease::new).map_err(|_| StoreError::Busy)
//!     }
//!     fn place(&self) -> String { "the firm's database".to_owned() }
//! }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
//! # runtime.block_on(async {
//! conformance::run(&|| Arc::new(Rows::default())).await;
//! conformance::run_shared(&|| { let rows = Arc::new(Rows::default()); (rows.clone(), rows) }).await;
//! # });
//! ```
use std::sync::Arc;

use clio_api::AccessToken;
use jiff::Timestamp;

use super::{AccountKey, Generation, StoreError, TokenStore};
use crate::{App, Identity, Site, Tokens};

/// Checks every rule of [`TokenStore`] on handles that `make` gives.
///
/// The accounts are new ones of its own, so the place need not be empty; what it leaves there are removal marks.
/// Panics with the rule that is broken.
pub async fn run(make: &dyn Fn() -> Arc<dyn TokenStore>) {
    nothing_is_stored_at_first(&*make()).await;
    what_was_saved_is_loaded(&*make()).await;
    a_stale_save_is_refused(&*make()).await;
    a_removal_is_not_undone_by_a_late_save(&*make()).await;
    accounts_are_apart(&*make()).await;
    concurrent_saves_have_one_winner(make()).await;
    the_lease_is_exclusive_and_comes_back(make()).await;
    nothing_shows_a_secret(&*make()).await;
}

/// Checks that two handles are two doors to one place: what one saves, removes or locks, the other sees.
///
/// For every store that outlives its process. Panics with the rule that is broken.
pub async fn run_shared(make: &dyn Fn() -> (Arc<dyn TokenStore>, Arc<dyn TokenStore>)) {
    let key = account("shared");
    let (one, two) = make();
    let first = save(&*one, &key, &tokens("shared-1"), Generation(0)).await;
    check(
        holds(&*two, &key, "shared-1", first).await,
        "a save is seen through another handle",
    );
    let second = save(&*two, &key, &tokens("shared-2"), first).await;
    let stale = one.save(&key, &tokens("shared-3"), first).await;
    check(
        matches!(stale, Err(StoreError::Changed)),
        "a save through another handle makes the older generation stale",
    );
    let lease = lock(&*one, &key).await;
    check(
        !locks_soon(&two, &key).await,
        "a lease excludes another handle",
    );
    drop(lease);
    drop(lock(&*two, &key).await);
    ok(one.remove(&key).await, "remove");
    let late = two.save(&key, &tokens("shared-4"), second).await;
    check(
        matches!(late, Err(StoreError::Changed)),
        "a removal through another handle is not undone",
    );
}

async fn nothing_is_stored_at_first(store: &dyn TokenStore) {
    let key = account("first");
    check(
        ok(store.load(&key).await, "load").is_none(),
        "a new account has nothing",
    );
    ok(store.remove(&key).await, "removing nothing");
    let ahead = store.save(&key, &tokens("x"), Generation(7)).await;
    check(
        matches!(ahead, Err(StoreError::Changed)),
        "a save that expects tokens where none are is refused",
    );
}

async fn what_was_saved_is_loaded(store: &dyn TokenStore) {
    let key = account("loaded");
    let who = Identity {
        person: Some("Zoë Nguyễn".to_owned()),
        firm: Some("Hollis & Park LLP".to_owned()),
        ..Identity::default()
    };
    let saved = tokens("loaded-1").with_identity(Some(who.clone()));
    let first = save(store, &key, &saved, Generation(0)).await;
    check(first > Generation(0), "a saved generation is not 0");
    let Some((loaded, generation)) = ok(store.load(&key).await, "load") else {
        panic!("token store: what was saved is loaded");
    };
    check(generation == first, "load gives the generation of the save");
    check(
        loaded.access() == saved.access(),
        "the access token is kept",
    );
    check(
        loaded.connected_at() == saved.connected_at()
            && loaded.obtained_at() == saved.obtained_at()
            && loaded.expires_at() == saved.expires_at(),
        "the times are kept",
    );
    check(loaded.identity() == Some(&who), "the identity is kept");
    let second = save(store, &key, &tokens("loaded-2"), first).await;
    check(second > first, "a save gives a higher generation");
    check(
        holds(store, &key, "loaded-2", second).await,
        "the last save is what is loaded",
    );
    ok(store.remove(&key).await, "remove");
}

async fn a_stale_save_is_refused(store: &dyn TokenStore) {
    let key = account("stale");
    let first = save(store, &key, &tokens("stale-1"), Generation(0)).await;
    let second = save(store, &key, &tokens("stale-2"), first).await;
    for expected in [Generation(0), first, second.next()] {
        let refused = store.save(&key, &tokens("stale-3"), expected).await;
        check(
            matches!(refused, Err(StoreError::Changed)),
            "a save with another generation than the stored one is refused",
        );
    }
    check(
        holds(store, &key, "stale-2", second).await,
        "a refused save changes nothing",
    );
    ok(store.remove(&key).await, "remove");
}

async fn a_removal_is_not_undone_by_a_late_save(store: &dyn TokenStore) {
    let key = account("removed");
    let first = save(store, &key, &tokens("removed-1"), Generation(0)).await;
    ok(store.remove(&key).await, "remove");
    ok(store.remove(&key).await, "removing twice");
    check(
        ok(store.load(&key).await, "load").is_none(),
        "what was removed is gone",
    );
    let late = store.save(&key, &tokens("removed-2"), first).await;
    check(
        matches!(late, Err(StoreError::Changed)),
        "a save that began before a removal is refused",
    );
    let again = save(store, &key, &tokens("removed-3"), Generation(0)).await;
    check(again > first, "the count goes on after a removal");
    let late = store.save(&key, &tokens("removed-4"), first).await;
    check(
        matches!(late, Err(StoreError::Changed)),
        "a save that began before a removal is refused after a new connection too",
    );
    ok(store.remove(&key).await, "remove");
}

async fn accounts_are_apart(store: &dyn TokenStore) {
    let one = account("apart");
    let keys = [
        one.clone().for_user("sam"),
        one.clone().for_user("pat"),
        one,
    ];
    for (n, key) in keys.iter().enumerate() {
        save(store, key, &tokens(&format!("apart-{n}")), Generation(0)).await;
    }
    let lease = lock(store, &keys[0]).await;
    drop(lock(store, &keys[1]).await);
    drop(lease);
    ok(store.remove(&keys[0]).await, "remove");
    for (n, key) in keys.iter().enumerate().skip(1) {
        let found = ok(store.load(key).await, "load");
        let same = found.is_some_and(|(t, _)| t.access() == tokens(&format!("apart-{n}")).access());
        check(same, "one account's change leaves another's tokens");
        ok(store.remove(key).await, "remove");
    }
}

async fn concurrent_saves_have_one_winner(store: Arc<dyn TokenStore>) {
    let key = account("race");
    let first = save(&*store, &key, &tokens("race"), Generation(0)).await;
    let mut racers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (store, key) = (Arc::clone(&store), key.clone());
        racers.spawn(async move {
            let name = format!("race-{n}");
            let result = store.save(&key, &tokens(&name), first).await;
            result.map(|generation| (name, generation))
        });
    }
    let mut winners = Vec::new();
    while let Some(joined) = racers.join_next().await {
        match joined {
            Ok(Ok(winner)) => winners.push(winner),
            Ok(Err(StoreError::Changed)) => {}
            other => panic!("token store: a lost race is `Changed`, not {other:?}"),
        }
    }
    let [(name, generation)] = winners.as_slice() else {
        panic!("token store: of saves with one generation exactly one wins");
    };
    check(
        holds(&*store, &key, name, *generation).await,
        "the winner's tokens are what is stored",
    );
    ok(store.remove(&key).await, "remove");
}

async fn the_lease_is_exclusive_and_comes_back(store: Arc<dyn TokenStore>) {
    let key = account("lease");
    let lease = lock(&*store, &key).await;
    check(!locks_soon(&store, &key).await, "a lease is exclusive");
    let saved = save(&*store, &key, &tokens("lease"), Generation(0)).await;
    check(
        holds(&*store, &key, "lease", saved).await,
        "saving and loading need no lease",
    );
    drop(lease);
    drop(lock(&*store, &key).await);
    ok(store.remove(&key).await, "remove");
}

async fn nothing_shows_a_secret(store: &dyn TokenStore) {
    let key = account("shown");
    save(store, &key, &tokens("CANARY_store_debug"), Generation(0)).await;
    let shown = format!("{store:?} {}", store.place());
    check(!shown.contains("CANARY"), "Debug and place show no token");
    ok(store.remove(&key).await, "remove");
}

/// Whether the lease is got within a second, by a clock that a paused runtime moves by itself.
async fn locks_soon(store: &Arc<dyn TokenStore>, key: &AccountKey) -> bool {
    let wait = std::time::Duration::from_secs(1);
    tokio::time::timeout(wait, store.lock(key)).await.is_ok()
}

async fn holds(store: &dyn TokenStore, key: &AccountKey, name: &str, at: Generation) -> bool {
    let found = ok(store.load(key).await, "load");
    found.is_some_and(|(t, generation)| t.access() == tokens(name).access() && generation == at)
}

async fn save(
    store: &dyn TokenStore,
    key: &AccountKey,
    tokens: &Tokens,
    expected: Generation,
) -> Generation {
    ok(store.save(key, tokens, expected).await, "save")
}

async fn lock(store: &dyn TokenStore, key: &AccountKey) -> super::Lease {
    ok(store.lock(key).await, "lock")
}

fn account(name: &str) -> AccountKey {
    let mut bytes = [0_u8; 8];
    let filled = getrandom::fill(&mut bytes).is_ok();
    check(filled, "the suite needs random numbers from the system");
    let app = App::new(Site::united_states(), "conformance", "unused".into());
    AccountKey::new(&app, &format!("{name}-{:016x}", u64::from_be_bytes(bytes)))
}

fn tokens(name: &str) -> Tokens {
    Tokens::new(
        AccessToken::new(format!("conformance-{name}")),
        Some(format!("conformance-refresh-{name}").into()),
        Timestamp::UNIX_EPOCH,
        Some(Timestamp::MAX),
    )
}

fn check(holds: bool, rule: &str) {
    assert!(holds, "token store: {rule}");
}

fn ok<T>(result: Result<T, StoreError>, what: &str) -> T {
    result.unwrap_or_else(|error| panic!("token store: {what} gave {error}"))
}
