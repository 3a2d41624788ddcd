//! An encrypted file, one per account.
//!
//! Protects backups, synced folders and stolen disks. It does not protect against programs of the same user, which can
//! read the key as this one does.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::lock::Locks;
use super::private::Folder;
use super::record::Record;
use super::{AccountKey, Generation, Lease, StoreError, TokenStore};
use crate::Tokens;

mod kdf;
pub(super) mod key;
pub(super) mod sealed;
#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use key::KeySource;
use key::{Keys, Unlock};

/// One encrypted file per account in a folder of the user's own.
///
/// Files are 0600, a new folder is 0700. A link, a hard link, a file of another user's or open to others, and a folder
/// that others can write are refused. A save replaces the file by renaming: a crash or a full disk leaves the old one.
///
/// A damaged file, one with another key and one of a later version stay where they are, and every load and save says so:
/// nothing starts over by itself. Only [`remove`](TokenStore::remove) clears the place, and keeps the file beside it as
/// `….corrupt-<seconds>`.
#[derive(Debug)]
pub struct FileStore {
    folder: Arc<PathBuf>,
    keys: Keys,
    locks: Locks,
}

impl FileStore {
    /// Nothing is touched until used.
    pub fn new(folder: PathBuf, key: KeySource) -> Self {
        Self::with_keys(folder, Keys::new(key))
    }

    fn with_keys(folder: PathBuf, keys: Keys) -> Self {
        Self {
            locks: Locks::new(folder.clone()),
            keys,
            folder: Arc::new(folder),
        }
    }

    async fn sealed(&self, account: &AccountKey) -> Result<Option<Sealed>, StoreError> {
        let (path, name) = (Arc::clone(&self.folder), file_name(account));
        blocking(move || match Folder::open(&path)? {
            Some(folder) => folder.read(&name),
            None => Ok(None),
        })
        .await
    }

    async fn read(&self, account: &AccountKey) -> Result<Record, StoreError> {
        let Some(sealed) = self.sealed(account).await? else {
            return Ok(Record::default());
        };
        self.open(sealed, account).await
    }

    async fn open(&self, sealed: Sealed, account: &AccountKey) -> Result<Record, StoreError> {
        // A file without its key is not an empty store: that would start over silently.
        let unlock = self.keys.get().await?.ok_or(StoreError::WrongKey)?;
        let account = account.clone();
        blocking(move || sealed::open(&sealed, &account, &unlock)).await
    }

    /// The lock goes where the write goes: a caller that is dropped meanwhile must not free it early.
    async fn write(
        &self,
        account: &AccountKey,
        record: Record,
        unlock: Unlock,
        held: super::lock::Held,
    ) -> Result<(), StoreError> {
        let (path, account) = (Arc::clone(&self.folder), account.clone());
        blocking(move || {
            let _held = held;
            let sealed = sealed::seal(&record, &account, &unlock)?;
            Folder::create(&path)?.replace(&file_name(&account), &sealed)
        })
        .await
    }

    async fn set_aside(&self, account: &AccountKey) -> Result<(), StoreError> {
        let (path, name) = (Arc::clone(&self.folder), file_name(account));
        blocking(move || match Folder::open(&path)? {
            Some(folder) => {
                let second = jiff::Timestamp::now().as_second();
                folder.rename(&name, &format!("{name}.corrupt-{second}"))
            }
            None => Ok(()),
        })
        .await
    }
}

type Sealed = Zeroizing<Vec<u8>>;

#[async_trait]
impl TokenStore for FileStore {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        Ok(self.read(key).await?.into_stored())
    }

    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        let held = self.locks.brief(key).await?;
        let record = self.read(key).await?.saved(tokens, expected)?;
        let generation = record.generation;
        let unlock = self.keys.get_or_make().await?;
        self.write(key, record, unlock, held).await?;
        Ok(generation)
    }

    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        let held = self.locks.brief(key).await?;
        let (claimed, found) = match self.sealed(key).await {
            Ok(None) => return Ok(()),
            Ok(Some(sealed)) => {
                let claimed = sealed::claimed_generation(&sealed);
                (claimed, self.open(sealed, key).await)
            }
            Err(error) => (Generation::default(), Err(error)),
        };
        let generation = match found {
            Ok(record) if record.tokens.is_none() => return Ok(()),
            Ok(record) => record.generation,
            Err(StoreError::Damaged | StoreError::WrongKey | StoreError::Newer) => {
                self.set_aside(key).await?;
                claimed
            }
            Err(other) => return Err(other),
        };
        match self.keys.get().await {
            Ok(Some(unlock)) => {
                self.write(key, Record::removed(generation), unlock, held)
                    .await
            }
            // Without a key nobody can save over it either: no mark is needed.
            _ => Ok(()),
        }
    }

    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        self.locks.lease(key).await
    }

    fn place(&self) -> String {
        format!("an encrypted file in {}", self.folder.display())
    }
}

fn no_random() -> StoreError {
    StoreError::Unavailable {
        reason: "the system gives no random numbers".to_owned(),
    }
}

fn file_name(account: &AccountKey) -> String {
    format!("{}.tokens", account.id())
}

/// File calls may wait for a disk; they end by themselves, so the runtime may wait for them at its end.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| {
        Err(StoreError::Unavailable {
            reason: "the program is ending".to_owned(),
        })
    })
}
