//! The bytes of the file: `"ILSA" | version | key kind | generation u64 | nonce 24 | key check 8 | ciphertext and tag`.
//!
//! Key kind 1, a passphrase, has `memory u32 | passes u32 | lanes u32 | salt 16` before the ciphertext. Version 1 had no
//! key check and no passphrase.
//!
//! XChaCha20-Poly1305, whose random nonce is long enough to never repeat. The header and the account are authenticated
//! with it, so a file cannot be moved to another account or given another generation. The plaintext is
//! `length u32 | record | zeros` up to a multiple of 256 bytes. The key check, a hash of the key, tells a wrong key from a
//! damaged file.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::super::record::Record;
use super::super::{AccountKey, Generation, StoreError};
use super::kdf::Kdf;
use super::key::Unlock;

pub(super) const KEY_LENGTH: usize = 32;
pub(in crate::store) type Key = Zeroizing<[u8; KEY_LENGTH]>;

const MAGIC: &[u8; 4] = b"ILSA";
const VERSION: u8 = 2;
const VERSION_1: u8 = 1;
const RAW_KEY: u8 = 0;
const PASSPHRASE: u8 = 1;
const GENERATION_AT: usize = 6;
const NONCE_AT: usize = 14;
const CHECK_AT: usize = 38;
const CHECK: usize = 8;
const STEP: usize = 256;
const TAG: usize = 16;

pub(super) fn seal(
    record: &Record,
    account: &AccountKey,
    unlock: &Unlock,
) -> Result<Vec<u8>, StoreError> {
    let (kdf, key) = unlock.for_writing()?;
    let mut nonce = [0_u8; CHECK_AT - NONCE_AT];
    getrandom::fill(&mut nonce).map_err(|_| super::no_random())?;
    let mut out = Vec::with_capacity(CHECK_AT + 4 * STEP);
    out.extend(MAGIC);
    out.extend([VERSION, if kdf.is_some() { PASSPHRASE } else { RAW_KEY }]);
    out.extend(record.generation.0.to_be_bytes());
    out.extend(nonce);
    out.extend(check_of(&key));
    out.extend(kdf.iter().flat_map(|kdf| kdf.to_bytes()));

    let body = record.body()?;
    let length = u32::try_from(body.len()).map_err(|_| StoreError::TooLarge)?;
    let padded = (4 + body.len()).next_multiple_of(STEP);
    if out.len() + padded + TAG > 64 * 1024 {
        return Err(StoreError::TooLarge);
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(padded));
    plain.extend(length.to_be_bytes());
    plain.extend_from_slice(&body);
    plain.resize(padded, 0);

    let aad = bound_to(&out, account);
    let payload = Payload {
        msg: &plain,
        aad: &aad,
    };
    let sealed = cipher(&key)?.encrypt(&XNonce::from(nonce), payload);
    out.extend(sealed.map_err(|_| StoreError::TooLarge)?);
    Ok(out)
}

pub(super) fn open(
    bytes: &[u8],
    account: &AccountKey,
    unlock: &Unlock,
) -> Result<Record, StoreError> {
    let header = Header::of(bytes)?;
    let key = unlock.for_reading(header.kdf.as_ref())?;
    if header.check.is_some_and(|check| check != check_of(&key)) {
        return Err(StoreError::WrongKey);
    }
    let (head, sealed) = bytes
        .split_at_checked(header.length)
        .ok_or(StoreError::Damaged)?;
    let aad = bound_to(head, account);
    let payload = Payload {
        msg: sealed,
        aad: &aad,
    };
    let plain = cipher(&key)?.decrypt(&XNonce::from(header.nonce), payload);
    let plain = Zeroizing::new(plain.map_err(|_| StoreError::Damaged)?);
    let (length, rest) = plain.split_first_chunk().ok_or(StoreError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| StoreError::Damaged)?;
    let body = rest.get(..length).ok_or(StoreError::Damaged)?;
    Record::from_body(claimed_generation(bytes), body)
}

/// What can be read without a key, and is not yet known to be true.
struct Header {
    nonce: [u8; CHECK_AT - NONCE_AT],
    check: Option<[u8; CHECK]>,
    kdf: Option<Kdf>,
    length: usize,
}

impl Header {
    fn of(bytes: &[u8]) -> Result<Self, StoreError> {
        let (version, kind) = match bytes {
            [b'I', b'L', b'S', b'A', version, kind, ..] => (*version, *kind),
            _ => return Err(StoreError::Damaged),
        };
        let (check_length, kdf_length) = match (version, kind) {
            (VERSION_1, RAW_KEY) => (0, 0),
            (VERSION, RAW_KEY) => (CHECK, 0),
            (VERSION, PASSPHRASE) => (CHECK, Kdf::LENGTH),
            (0..=VERSION, _) => return Err(StoreError::Damaged),
            _ => return Err(StoreError::Newer),
        };
        let field = |at: usize, length: usize| bytes.get(at..at + length);
        let fixed = |at, length| field(at, length).ok_or(StoreError::Damaged);
        let kdf_at = CHECK_AT + check_length;
        let as_check = |bytes: &[u8]| bytes.try_into().map_err(|_| StoreError::Damaged);
        Ok(Self {
            nonce: fixed(NONCE_AT, CHECK_AT - NONCE_AT)?
                .try_into()
                .map_err(|_| StoreError::Damaged)?,
            check: match check_length {
                0 => None,
                length => Some(as_check(fixed(CHECK_AT, length)?)?),
            },
            kdf: match kdf_length {
                0 => None,
                length => Some(Kdf::from_bytes(fixed(kdf_at, length)?)?),
            },
            length: kdf_at + kdf_length,
        })
    }
}

/// What the header says, whether or not it is true: for counting on from a damaged file.
pub(super) fn claimed_generation(bytes: &[u8]) -> Generation {
    let field = bytes.get(GENERATION_AT..NONCE_AT);
    let field = field.and_then(|field| field.try_into().ok());
    Generation(field.map_or(0, u64::from_be_bytes))
}

/// Says nothing about a random key; for a passphrase it is as hard to invert as the key is to guess.
fn check_of(key: &Key) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(b"ils-auth key check 1");
    hash.update(key.as_slice());
    let hash = hash.finalize();
    let mut check = [0; CHECK];
    check.copy_from_slice(&hash[..CHECK]);
    check
}

fn bound_to(header: &[u8], account: &AccountKey) -> Vec<u8> {
    let mut aad = header.to_vec();
    aad.extend(account.to_bytes());
    aad
}

fn cipher(key: &Key) -> Result<XChaCha20Poly1305, StoreError> {
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| StoreError::Damaged)
}

#[cfg(test)]
mod tests;
