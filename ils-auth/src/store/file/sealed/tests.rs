//! The property twin of the fuzz target `store_file`, and version 1.

use std::sync::Arc;

use clio_api::AccessToken;
use jiff::Timestamp;
use proptest::prelude::*;
use secrecy::SecretString;

use super::*;
use crate::Tokens;
use crate::stand_in::{app_at, tokens};
use crate::store::file::kdf::Cost;
use crate::store::file::key::{KeySource, Keys};

fn account(profile: &str) -> AccountKey {
    AccountKey::new(&app_at("http://127.0.0.1:9"), profile)
}

fn raw(byte: u8) -> Unlock {
    Unlock::Key(Arc::new(Zeroizing::new([byte; KEY_LENGTH])))
}

fn record(generation: u64) -> Record {
    Record {
        generation: Generation(generation),
        tokens: Some(tokens("one", 60)),
    }
}

async fn passphrase(text: &str) -> Unlock {
    let source = KeySource::Passphrase(SecretString::from(text.to_owned()));
    let keys = Keys::with_cost(source, Cost::QUICK);
    keys.get().await.unwrap().unwrap()
}

/// As version 1 wrote it.
fn version_1(record: &Record, account: &AccountKey, byte: u8) -> Vec<u8> {
    let nonce = [5; CHECK_AT - NONCE_AT];
    let mut out = [MAGIC.as_slice(), &[VERSION_1, RAW_KEY]].concat();
    out.extend(record.generation.0.to_be_bytes());
    out.extend(nonce);
    let body = record.body().unwrap();
    let mut plain = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    plain.extend_from_slice(&body);
    plain.resize(plain.len().next_multiple_of(STEP), 0);
    let aad = bound_to(&out, account);
    let payload = Payload {
        msg: &plain,
        aad: &aad,
    };
    let key = Zeroizing::new([byte; KEY_LENGTH]);
    let sealed = cipher(&key).unwrap().encrypt(&XNonce::from(nonce), payload);
    out.extend(sealed.unwrap());
    out
}

#[test]
fn version_1_is_still_read() {
    let (one, other) = (account("one"), account("other"));
    let bytes = version_1(&record(3), &one, 7);
    assert_eq!(
        open(&bytes, &one, &raw(7)).unwrap().generation,
        Generation(3)
    );
    for (account, key) in [(&other, 7), (&one, 8)] {
        let refused = open(&bytes, account, &raw(key));
        assert!(matches!(refused, Err(StoreError::Damaged)));
    }
}

#[tokio::test]
async fn t26_a_wrong_key_a_wrong_passphrase_and_a_later_version_are_told_apart() {
    let one = account("one");
    let bytes = seal(&record(3), &one, &raw(7)).unwrap();
    assert!(matches!(
        open(&bytes, &one, &raw(8)),
        Err(StoreError::WrongKey)
    ));
    let (right, wrong) = (passphrase("CANARY_right").await, passphrase("wrong").await);
    assert!(matches!(
        open(&bytes, &one, &right),
        Err(StoreError::WrongKey)
    ));
    let bytes = seal(&record(3), &one, &right).unwrap();
    assert!(open(&bytes, &one, &right).is_ok());
    // Another process, which derives the key anew.
    assert!(open(&bytes, &one, &passphrase("CANARY_right").await).is_ok());
    for other in [&wrong, &raw(7)] {
        assert!(matches!(
            open(&bytes, &one, other),
            Err(StoreError::WrongKey)
        ));
    }
    let mut later = bytes.clone();
    later[4] = VERSION + 1;
    assert!(matches!(open(&later, &one, &right), Err(StoreError::Newer)));
    assert!(matches!(
        open(&bytes, &account("other"), &right),
        Err(StoreError::Damaged)
    ));
}

#[tokio::test]
async fn t26_every_changed_or_missing_byte_of_a_passphrase_file_is_noticed() {
    let (one, key) = (account("one"), passphrase("CANARY_right").await);
    let good = seal(&record(3), &one, &key).unwrap();
    let is_noticed = |opened: Result<Record, StoreError>| {
        matches!(
            opened,
            Err(StoreError::Damaged | StoreError::WrongKey | StoreError::Newer)
        )
    };
    for at in 0..good.len() {
        let mut bytes = good.clone();
        // The cost stays payable: what it may ask for at most is another test.
        bytes[at] ^= 1;
        assert!(is_noticed(open(&bytes, &one, &key)), "byte {at}");
        assert!(is_noticed(open(&good[..at], &one, &key)), "cut at {at}");
    }
}

/// T27.
#[test]
fn what_would_not_be_read_again_is_not_written() {
    for (length, is_written) in [(65_000, true), (65_400, false)] {
        let large = Record {
            generation: Generation(3),
            tokens: Some(Tokens::new(
                AccessToken::new("a".repeat(length)),
                None,
                Timestamp::UNIX_EPOCH,
                None,
            )),
        };
        match seal(&large, &account("one"), &raw(7)) {
            Ok(bytes) => assert!(is_written && bytes.len() <= 64 * 1024, "{length}"),
            Err(error) => {
                assert!(!is_written, "{length}");
                assert!(matches!(error, StoreError::TooLarge), "{error:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn odd_bytes_are_an_error_and_never_a_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        version in 0_u8..4,
        kind in 0_u8..3,
    ) {
        prop_assert!(open(&bytes, &account("one"), &raw(7)).is_err());
        let headed = [MAGIC.as_slice(), &[version, kind], &bytes].concat();
        prop_assert!(open(&headed, &account("one"), &raw(7)).is_err());
    }

    #[test]
    fn whatever_is_changed_in_a_good_file_is_noticed(
        at in 0_usize..300, with in 1_u8..=255, cut in any::<bool>(),
    ) {
        let mut bytes = seal(&record(9), &account("one"), &raw(7)).unwrap();
        prop_assert!(at < bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= with;
        }
        prop_assert!(open(&bytes, &account("one"), &raw(7)).is_err());
    }
}
