//! Any tokens come back from bytes and from the encrypted file as they were, or are refused as too large.
#![no_main]

use std::sync::OnceLock;

use clio_api::AccessToken;
use ils_auth::store::{FileStore, KeySource};
use ils_auth::{AccountKey, StoreError, TokenStore, Tokens};
use ils_fuzz::{app, block_on};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use secrecy::ExposeSecret;

fuzz_target!(
    |input: (String, Option<String>, i64, Option<i64>, String)| {
        static STORE: OnceLock<FileStore> = OnceLock::new();
        let store = STORE.get_or_init(|| {
            let folder = std::env::temp_dir().join(format!("ils-fuzz-trip-{}", std::process::id()));
            FileStore::new(folder, KeySource::Given(vec![7; 32].into()))
        });
        let (access, refresh, at, ends, user) = input;
        let time = |second: i64| {
            let range = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
            Timestamp::from_second(second).unwrap_or_else(|_| {
                let last = if second < 0 {
                    range.start()
                } else {
                    range.end()
                };
                Timestamp::from_second(*last).expect("the last one")
            })
        };
        let tokens = Tokens::new(
            AccessToken::new(access.clone()),
            refresh.map(Into::into),
            time(at),
            ends.map(time),
        );
        let bytes = tokens.to_bytes();
        let key = AccountKey::new(&app(), "default").for_user(user);
        let before = block_on(store.load(&key)).expect("readable");
        let expected = before.map(|(_, generation)| generation).unwrap_or_default();
        let saved = block_on(store.save(&key, &tokens, expected));
        match bytes {
            Err(StoreError::TooLarge) => assert!(matches!(saved, Err(StoreError::TooLarge))),
            Err(other) => panic!("{other:?}"),
            Ok(bytes) => {
                let back = Tokens::from_bytes(bytes.expose_secret()).expect("our own bytes");
                let generation = saved.expect("a disk with room");
                let (loaded, found) = block_on(store.load(&key))
                    .expect("readable")
                    .expect("saved");
                assert_eq!(found, generation);
                for one in [&back, &loaded] {
                    assert_eq!(one.access().expose(), access);
                    assert_eq!(one.obtained_at(), tokens.obtained_at());
                    assert_eq!(one.expires_at(), tokens.expires_at());
                    let again = one.to_bytes().expect("not larger");
                    assert_eq!(again.expose_secret(), bytes.expose_secret());
                }
                block_on(store.remove(&key)).expect("removed");
                assert!(block_on(store.load(&key)).expect("readable").is_none());
            }
        }
    }
);
