//! The keyring store over stand-ins for a keyring, and over a real Secret Service where there is one (T20, T21, T27).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use keyring_core::api::CredentialStoreApi;
use keyring_core::{CredentialStore, Entry, Error as KeyringError, mock};
use tempfile::TempDir;

use super::*;
use crate::stand_in::{app_at, assert_clean, assert_clean_error, tokens};

#[cfg(target_os = "linux")]
mod live;

fn key() -> AccountKey {
    AccountKey::new(&app_at("http://127.0.0.1:9"), "default")
}

fn over(folder: &TempDir, open: Opener) -> KeyringStore {
    KeyringStore::with_opener(folder.path().join("locks"), open)
}

/// keyring-core's own, which takes none of the modifiers that real ones do.
pub(in crate::store) fn in_memory() -> Arc<CredentialStore> {
    let backend = mock::Store::new().unwrap();
    Arc::new(Scripted(move |user: &str| {
        backend.build("ils-auth", user, None)
    }))
}

/// A keyring in memory, the same one for every handle.
fn shared(folder: &TempDir) -> impl Fn() -> KeyringStore + use<> {
    let backend = in_memory();
    let locks = folder.path().join("locks");
    move || over_backend(locks.clone(), &backend)
}

pub(in crate::store) fn over_backend(
    locks: PathBuf,
    backend: &Arc<CredentialStore>,
) -> KeyringStore {
    let backend = Arc::clone(backend);
    KeyringStore::with_opener(locks, Box::new(move || Ok(Arc::clone(&backend))))
}

/// Answers every `build` with what the closure says.
struct Scripted<F>(F);

impl<F: Fn(&str) -> keyring_core::Result<Entry> + Send + Sync + 'static> CredentialStoreApi
    for Scripted<F>
{
    fn vendor(&self) -> String {
        "scripted".to_owned()
    }
    fn id(&self) -> String {
        "scripted".to_owned()
    }
    fn build(
        &self,
        _: &str,
        user: &str,
        _: Option<&std::collections::HashMap<&str, &str>>,
    ) -> keyring_core::Result<Entry> {
        self.0(user)
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scripted")
    }
}

fn scripted(
    folder: &TempDir,
    build: impl Fn() -> keyring_core::Result<Entry> + Clone + Send + Sync + 'static,
) -> KeyringStore {
    over(
        folder,
        Box::new(move || {
            let build = build.clone();
            Ok(Arc::new(Scripted(move |_: &str| build())))
        }),
    )
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn passes_the_suite_over_a_keyring_in_memory() {
    use crate::store::conformance;
    let folder = TempDir::new().unwrap();
    let make = shared(&folder);
    conformance::run(&|| Arc::new(make())).await;
    conformance::run_shared(&|| (Arc::new(make()), Arc::new(make()))).await;
}

#[tokio::test]
async fn nothing_is_opened_until_used() {
    let folder = TempDir::new().unwrap();
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let store = over(
        &folder,
        Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(in_memory())
        }),
    );
    assert_clean(&format!("{store:?} {}", store.place()));
    assert_eq!(opened.load(Ordering::SeqCst), 0);
    for _ in 0..3 {
        assert!(store.load(&key()).await.unwrap().is_none());
    }
    assert_eq!(opened.load(Ordering::SeqCst), 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// T27.
#[tokio::test]
async fn an_entry_fits_into_every_keyring_or_is_refused_before_it_is_written() {
    let folder = TempDir::new().unwrap();
    let store = shared(&folder)();
    let sized = |length: usize| {
        let now = jiff::Timestamp::UNIX_EPOCH;
        Tokens::new(
            clio_api::AccessToken::new("a".repeat(length)),
            None,
            now,
            None,
        )
    };
    let saved = store.save(&key(), &sized(1870), Generation(0)).await;
    assert_eq!(saved.unwrap(), Generation(1));
    let refused = store.save(&key(), &sized(1900), Generation(1)).await;
    assert!(matches!(refused, Err(StoreError::TooLarge)));
    let kept = store.load(&key()).await.unwrap().unwrap();
    assert_eq!(kept.0.access().expose().len(), 1870);
    let entry = encode(&Record {
        generation: Generation(u64::MAX),
        tokens: Some(tokens("one", 60)),
    });
    assert!(std::str::from_utf8(&entry.unwrap()).is_ok());
}

#[test]
fn an_odd_entry_is_damaged() {
    let whole = encode(&Record {
        generation: Generation(3),
        tokens: Some(tokens("one", 60)),
    })
    .unwrap();
    assert_eq!(decode(&whole).unwrap().generation, Generation(3));
    for cut in 0..whole.len() {
        assert!(matches!(decode(&whole[..cut]), Err(StoreError::Damaged)));
    }
    for bytes in [&b"CANARY"[..], b"ILSA2.AAAA", b"ILSA1.\xff", b""] {
        assert!(matches!(decode(bytes), Err(StoreError::Damaged)));
    }
}

type MakeError = fn() -> KeyringError;

/// T28.
#[tokio::test]
async fn an_error_of_the_keyring_never_shows_what_it_holds() {
    let folder = TempDir::new().unwrap();
    let errors: Vec<(MakeError, &str)> = vec![
        (|| KeyringError::BadEncoding(b"CANARY".to_vec()), "damaged"),
        (
            || KeyringError::BadDataFormat(b"CANARY".to_vec(), "CANARY".into()),
            "damaged",
        ),
        (
            || KeyringError::PlatformFailure("CANARY".into()),
            "no keyring service could be reached",
        ),
        (|| KeyringError::NoStorageAccess("CANARY".into()), "locked"),
        (
            || KeyringError::Ambiguous(Vec::new()),
            "another program's entry",
        ),
        (
            || KeyringError::Invalid("CANARY".into(), "CANARY".into()),
            "refused the entry",
        ),
        (|| KeyringError::NoDefaultStore, "none that is supported"),
        (|| KeyringError::TooLong("CANARY".into(), 1), "do not fit"),
    ];
    for (error, words) in errors {
        let store = scripted(&folder, move || Err(error()));
        let shown = store.load(&key()).await.unwrap_err();
        assert!(shown.to_string().contains(words), "{shown}");
        assert_clean_error(&shown);
    }
}

/// T21.
#[tokio::test]
async fn a_lost_session_is_opened_anew_once() {
    let folder = TempDir::new().unwrap();
    let good = in_memory();
    let opened = Arc::new(AtomicUsize::new(0));
    let gone = Arc::new(Mutex::new(false));
    let (count, is_gone, backend) = (Arc::clone(&opened), Arc::clone(&gone), Arc::clone(&good));
    let store = over(
        &folder,
        Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
            *is_gone.lock().unwrap() = false;
            let (is_gone, backend) = (Arc::clone(&is_gone), Arc::clone(&backend));
            Ok(Arc::new(Scripted(move |user: &str| {
                if *is_gone.lock().unwrap() {
                    return Err(KeyringError::PlatformFailure("no session".into()));
                }
                backend.build("ils-auth", user, None)
            })))
        }),
    );
    let first = store.save(&key(), &tokens("one", 60), Generation(0)).await;
    assert_eq!(first.unwrap(), Generation(1));
    *gone.lock().unwrap() = true;
    assert!(store.load(&key()).await.unwrap().is_some());
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_person_has_a_deadline_of_their_own() {
    let folder = TempDir::new().unwrap();
    let (_release, stuck) = mpsc::channel::<()>();
    let stuck = Arc::new(Mutex::new(stuck));
    let store = scripted(&folder, move || {
        let _released = stuck.lock().unwrap().recv();
        Err(KeyringError::NoEntry)
    });
    let patient = Duration::from_secs(60);
    let store = store.with_deadline(patient);
    let started = tokio::time::Instant::now();
    let error = store.load(&key()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    assert_eq!(started.elapsed().as_secs(), patient.as_secs());
}

/// T20.
#[tokio::test(start_paused = true)]
async fn a_keyring_that_hangs_costs_its_deadline_and_one_thread() {
    let folder = TempDir::new().unwrap();
    let (release, stuck) = mpsc::channel::<()>();
    let stuck = Arc::new(Mutex::new(stuck));
    let built = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&built);
    let store = scripted(&folder, move || {
        count.fetch_add(1, Ordering::SeqCst);
        let _released = stuck.lock().unwrap().recv();
        Err(KeyringError::NoEntry)
    });
    for _ in 0..100 {
        let started = tokio::time::Instant::now();
        let error = store.load(&key()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
        assert!(started.elapsed() <= DEADLINE * 11 / 10);
    }
    assert!(built.load(Ordering::SeqCst) <= 1, "the others wait in line");
    drop(release);
    loop {
        if let Ok(found) = store.load(&key()).await {
            assert!(found.is_none());
            break;
        }
        std::thread::yield_now();
    }
}
