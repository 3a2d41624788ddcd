//! The bytes of the file: `"ILSA" | version | key kind | generation u64 | nonce 24 | ciphertext and tag`.
//!
//! XChaCha20-Poly1305, whose random nonce is long enough to never repeat. The header and the account are authenticated
//! with it, so a file cannot be moved to another account or given another generation. The plaintext is
//! `length u32 | record | zeros` up to a multiple of 256 bytes.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::super::record::Record;
use super::super::{AccountKey, Generation, StoreError};

pub(super) const KEY_LENGTH: usize = 32;
pub(super) type Key = Zeroizing<[u8; KEY_LENGTH]>;

const MAGIC: &[u8; 4] = b"ILSA";
const VERSION: u8 = 1;
/// The key is 32 random bytes. Other kinds (a passphrase) will have parameters of their own after it.
const RAW_KEY: u8 = 0;
const GENERATION_AT: usize = 6;
const NONCE_AT: usize = 14;
const HEADER: usize = 38;
const STEP: usize = 256;

pub(super) fn seal(
    record: &Record,
    account: &AccountKey,
    key: &Key,
) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0_u8; HEADER - NONCE_AT];
    getrandom::fill(&mut nonce).map_err(|_| super::no_random())?;
    let mut out = Vec::with_capacity(HEADER + 4 * STEP);
    out.extend(MAGIC);
    out.extend([VERSION, RAW_KEY]);
    out.extend(record.generation.0.to_be_bytes());
    out.extend(nonce);

    let body = record.body()?;
    let length = u32::try_from(body.len()).map_err(|_| StoreError::TooLarge)?;
    let padded = (4 + body.len()).next_multiple_of(STEP);
    if HEADER + padded + 16 > 64 * 1024 {
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
    let sealed = cipher(key)?.encrypt(&XNonce::from(nonce), payload);
    out.extend(sealed.map_err(|_| StoreError::TooLarge)?);
    Ok(out)
}

pub(super) fn open(bytes: &[u8], account: &AccountKey, key: &Key) -> Result<Record, StoreError> {
    let (header, sealed) = bytes.split_at_checked(HEADER).ok_or(StoreError::Damaged)?;
    if !header.starts_with(MAGIC) || header[4..GENERATION_AT] != [VERSION, RAW_KEY] {
        return Err(StoreError::Damaged);
    }
    let nonce: [u8; HEADER - NONCE_AT] = header[NONCE_AT..]
        .try_into()
        .map_err(|_| StoreError::Damaged)?;
    let aad = bound_to(header, account);
    let payload = Payload {
        msg: sealed,
        aad: &aad,
    };
    let plain = cipher(key)?.decrypt(&XNonce::from(nonce), payload);
    let plain = Zeroizing::new(plain.map_err(|_| StoreError::Damaged)?);
    let (length, rest) = plain.split_first_chunk().ok_or(StoreError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| StoreError::Damaged)?;
    let body = rest.get(..length).ok_or(StoreError::Damaged)?;
    Record::from_body(claimed_generation(bytes), body)
}

/// What the header says, whether or not it is true: for counting on from a damaged file.
pub(super) fn claimed_generation(bytes: &[u8]) -> Generation {
    let field = bytes.get(GENERATION_AT..NONCE_AT);
    let field = field.and_then(|field| field.try_into().ok());
    Generation(field.map_or(0, u64::from_be_bytes))
}

fn bound_to(header: &[u8], account: &AccountKey) -> Vec<u8> {
    let mut aad = header.to_vec();
    aad.extend(account.to_bytes());
    aad
}

fn cipher(key: &Key) -> Result<XChaCha20Poly1305, StoreError> {
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| StoreError::Damaged)
}
