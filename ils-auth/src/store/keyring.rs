//! The operating system's keyring, bounded in time.

use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use zeroize::Zeroizing;

use super::lock::Locks;
use super::record::Record;
use super::{AccountKey, Generation, Lease, StoreError, TokenStore};
use crate::Tokens;

mod platform;
#[cfg(test)]
pub(super) mod tests;
mod worker;

use worker::{Opener, Worker};

/// Windows Credential Manager's limit for one entry, kept everywhere so that a connection fits on every computer.
const LARGEST_ENTRY: usize = 2560;
const DEADLINE: Duration = Duration::from_secs(3);
/// The first characters of every entry.
const VERSION: &str = "ILSA1.";
/// The entry with the key of the encrypted files, and its first characters.
#[cfg(feature = "file")]
const FILE_KEY: &str = "file-key";
#[cfg(feature = "file")]
const FILE_KEY_VERSION: &str = "ILSK1.";

/// The operating system's keyring: macOS Keychain, Windows Credential Manager, or a Secret Service on Linux.
///
/// Every call ends within a deadline (3 s), also when the keyring's daemon does not answer or waits for a person. One
/// thread of its own talks to the keyring, from the first use on. On Linux, any program of the same user can read what
/// a Secret Service holds.
#[derive(Debug)]
pub struct KeyringStore {
    worker: Worker,
    locks: Locks,
}

impl KeyringStore {
    /// `lock_folder`: where the refresh lock files live (keyrings have no locks). Nothing is touched until used.
    pub fn new(lock_folder: PathBuf) -> Self {
        Self::with_opener(lock_folder, Box::new(platform::open))
    }

    /// Another deadline: a program with a person before it may wait for them to unlock the keyring.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.worker.set_deadline(deadline);
        self
    }

    fn with_opener(lock_folder: PathBuf, open: Opener) -> Self {
        Self {
            worker: Worker::new(open, DEADLINE),
            locks: Locks::new(lock_folder),
        }
    }

    /// The key of a `FileStore` that keeps it here.
    #[cfg(feature = "file")]
    pub(super) async fn file_key(&self) -> Result<Option<super::file::sealed::Key>, StoreError> {
        let Some(entry) = self.worker.get(FILE_KEY.to_owned()).await? else {
            return Ok(None);
        };
        let text = entry.strip_prefix(FILE_KEY_VERSION.as_bytes());
        let bytes = BASE64_STANDARD_NO_PAD.decode(text.ok_or(StoreError::WrongKey)?);
        let bytes = Zeroizing::new(bytes.map_err(|_| StoreError::WrongKey)?);
        super::file::key::as_key(&bytes).map(Some)
    }

    #[cfg(feature = "file")]
    pub(super) async fn make_file_key(&self) -> Result<super::file::sealed::Key, StoreError> {
        let _one_at_a_time = self.locks.named(FILE_KEY).await?;
        if let Some(key) = self.file_key().await? {
            return Ok(key);
        }
        let key = super::file::key::fresh()?;
        let text = Zeroizing::new(BASE64_STANDARD_NO_PAD.encode(key.as_slice()));
        let mut entry = Zeroizing::new(Vec::with_capacity(64));
        entry.extend(FILE_KEY_VERSION.as_bytes());
        entry.extend_from_slice(text.as_bytes());
        self.worker.set(FILE_KEY.to_owned(), entry).await?;
        Ok(key)
    }

    async fn read(&self, key: &AccountKey) -> Result<Record, StoreError> {
        match self.worker.get(key.id()).await? {
            Some(entry) => decode(&entry),
            None => Ok(Record::default()),
        }
    }

    async fn write(&self, key: &AccountKey, record: &Record) -> Result<(), StoreError> {
        self.worker.set(key.id(), encode(record)?).await
    }
}

#[async_trait]
impl TokenStore for KeyringStore {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        Ok(self.read(key).await?.into_stored())
    }

    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        let _held = self.locks.brief(key).await?;
        let record = self.read(key).await?.saved(tokens, expected)?;
        self.write(key, &record).await?;
        Ok(record.generation)
    }

    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        let _held = self.locks.brief(key).await?;
        let generation = match self.read(key).await {
            Ok(record) if record.tokens.is_none() => return Ok(()),
            Ok(record) => record.generation,
            // Whatever it counted: nobody can load it, so nobody can be about to save over it.
            Err(StoreError::Damaged) => Generation::default(),
            Err(other) => return Err(other),
        };
        self.write(key, &Record::removed(generation)).await
    }

    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        self.locks.lease(key).await
    }

    fn place(&self) -> String {
        platform::NAME.to_owned()
    }
}

/// Text, because not every Secret Service gives back bytes that are no UTF-8 (KDE's does not).
fn encode(record: &Record) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let body = record.body()?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 + body.len()));
    bytes.extend(record.generation.0.to_be_bytes());
    bytes.extend_from_slice(&body);
    let text = Zeroizing::new(BASE64_STANDARD_NO_PAD.encode(&*bytes));
    let mut entry = Zeroizing::new(Vec::with_capacity(VERSION.len() + text.len()));
    entry.extend(VERSION.as_bytes());
    entry.extend_from_slice(text.as_bytes());
    if entry.len() > LARGEST_ENTRY {
        return Err(StoreError::TooLarge);
    }
    Ok(entry)
}

fn decode(entry: &[u8]) -> Result<Record, StoreError> {
    let text = entry.strip_prefix(VERSION.as_bytes());
    let bytes = BASE64_STANDARD_NO_PAD.decode(text.ok_or(StoreError::Damaged)?);
    let bytes = Zeroizing::new(bytes.map_err(|_| StoreError::Damaged)?);
    let (generation, body) = bytes.split_first_chunk().ok_or(StoreError::Damaged)?;
    Record::from_body(Generation(u64::from_be_bytes(*generation)), body)
}
