//! Where the key comes from, and that each place is as safe as the file.

use super::*;
use crate::store::file::kdf::Cost;

fn over(place: &Place, source: KeySource) -> FileStore {
    let keys = Keys::with_cost(source, Cost::QUICK);
    FileStore::with_keys(place.folder(), keys)
}

fn passphrase(place: &Place, text: &str) -> FileStore {
    over(place, KeySource::Passphrase(text.to_owned().into()))
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn passes_the_suite_with_a_passphrase() {
    use crate::store::conformance;
    let place = Place::new();
    let make = || Arc::new(passphrase(&place, "CANARY_passphrase"));
    conformance::run(&|| make()).await;
    conformance::run_shared(&|| (make(), make())).await;
}

#[tokio::test]
async fn a_passphrase_opens_what_it_sealed_and_is_nowhere_to_be_read() {
    let (place, key) = (Place::new(), account("default"));
    let store = passphrase(&place, "CANARY_passphrase");
    assert_eq!(loaded(&store, &key).await, None);
    let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
    saved.unwrap();
    assert_clean(&format!("{store:?}"));
    let bytes = fs::read(place.file(&key)).unwrap();
    assert!(bytes.starts_with(b"ILSA\x02\x01"));
    assert_clean(&String::from_utf8_lossy(&bytes));
    let again = passphrase(&place, "CANARY_passphrase");
    assert_eq!(loaded(&again, &key).await.unwrap(), "CANARY_access_one");

    let wrong = passphrase(&place, "another");
    let error = wrong.load(&key).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongKey));
    let save = wrong.save(&key, &tokens("two", 60), Generation(0)).await;
    assert!(matches!(save, Err(StoreError::WrongKey)));
    assert_eq!(fs::read(place.file(&key)).unwrap(), bytes, "kept as it is");
    let empty = passphrase(&place, "");
    let error = empty.load(&key).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }));
}

#[tokio::test]
async fn a_passphrase_of_the_usual_cost_works_too() {
    let (place, key) = (Place::new(), account("default"));
    let make = || KeySource::Passphrase("CANARY_passphrase".to_owned().into());
    let store = FileStore::new(place.folder(), make());
    let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
    saved.unwrap();
    let again = FileStore::new(place.folder(), make());
    assert_eq!(loaded(&again, &key).await.unwrap(), "CANARY_access_one");
}

#[tokio::test]
async fn a_credential_is_read_and_never_made() {
    let (place, key) = (Place::new(), account("default"));
    let path = place.root.path().join("ils-auth.key");
    let store = over(&place, KeySource::Credential(path.clone()));
    let absent = store.save(&key, &tokens("one", 60), Generation(0)).await;
    assert!(matches!(absent, Err(StoreError::Unavailable { .. })));
    assert!(!path.exists());

    fs::write(&path, [7; 32]).unwrap();
    // As systemd makes it: read-only; the group bits are the mask of its access list.
    set_mode(&path, 0o440);
    let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
    saved.unwrap();
    assert_eq!(loaded(&store, &key).await.unwrap(), "CANARY_access_one");
    for mode in [0o444, 0o460, 0o402] {
        set_mode(&path, mode);
        let refused = store.load(&key).await;
        assert!(
            matches!(refused, Err(StoreError::NotPrivate { .. })),
            "{mode:o}"
        );
    }
    set_mode(&path, 0o600);
    fs::write(&path, [7; 33]).unwrap();
    let odd = store.load(&key).await;
    assert!(matches!(odd, Err(StoreError::Unavailable { .. })));
    fs::write(&path, [8; 32]).unwrap();
    assert!(matches!(store.load(&key).await, Err(StoreError::WrongKey)));
}

#[cfg(feature = "keyring")]
#[tokio::test]
async fn a_key_in_the_keyring_is_made_once_and_its_loss_is_no_fresh_start() {
    use crate::store::keyring::tests::{in_memory, over_backend};
    let place = Place::new();
    let locks = || place.root.path().join("locks");
    let keyring = in_memory();
    let store = || over(&place, KeySource::Keyring(over_backend(locks(), &keyring)));
    assert_eq!(loaded(&store(), &account("default")).await, None);
    let mut saves = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = store();
        saves.spawn(async move {
            let key = account(&format!("profile-{n}"));
            store.save(&key, &tokens("one", 60), Generation(0)).await
        });
    }
    while let Some(saved) = saves.join_next().await {
        saved.unwrap().unwrap();
    }
    for n in 0..8 {
        let key = account(&format!("profile-{n}"));
        assert!(loaded(&store(), &key).await.is_some(), "one key for all");
    }
    let empty = in_memory();
    let lost = over(&place, KeySource::Keyring(over_backend(locks(), &empty)));
    let key = account("profile-0");
    assert!(matches!(lost.load(&key).await, Err(StoreError::WrongKey)));
    let save = lost.save(&key, &tokens("two", 60), Generation(0)).await;
    assert!(matches!(save, Err(StoreError::WrongKey)));
    lost.remove(&key).await.unwrap();
    assert_eq!(place.aside().len(), 1, "kept, should the key come back");
}

#[tokio::test]
async fn a_key_file_without_a_name_is_refused_and_nothing_is_made() {
    let place = Place::new();
    for path in ["", "/", "..", "/.."] {
        let store = over(&place, KeySource::KeyFile(path.into()));
        let saved = store
            .save(&account("default"), &tokens("one", 60), Generation(0))
            .await;
        assert!(
            matches!(saved, Err(StoreError::Unavailable { .. })),
            "{path}"
        );
        assert!(!place.file(&account("default")).exists());
    }
}
