//! An encrypted file, one per account.
//!
//! Protects backups, synced folders and stolen disks. It does not protect against programs of the same user, which can
//! read the key as this one does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use super::lock::Locks;
use super::private::Folder;
use super::record::Record;
use super::{AccountKey, Generation, Lease, StoreError, TokenStore};
use crate::Tokens;

mod sealed;
#[cfg(test)]
#[cfg(unix)]
mod tests;

use sealed::{KEY_LENGTH, Key};

/// One encrypted file per account in a folder of the user's own.
///
/// Files are 0600, a new folder is 0700. A link, a hard link, a file of another user's or open to others, and a folder
/// that others can write are refused. A save replaces the file by renaming: a crash or a full disk leaves the old one.
#[derive(Debug)]
pub struct FileStore {
    inner: Arc<Inner>,
    locks: Locks,
    /// Beside the key file, so that two stores with one key file make one key.
    key_locks: Option<(Locks, String)>,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    key: KeySource,
}

/// Where the 32-byte key of a [`FileStore`] comes from.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeySource {
    /// 32 random bytes in a file of the user's own (0600); made on first save when absent.
    KeyFile(PathBuf),
    /// The key itself, 32 bytes, e.g. read from a systemd credential.
    Given(SecretSlice<u8>),
}

impl FileStore {
    /// Nothing is touched until used.
    pub fn new(folder: PathBuf, key: KeySource) -> Self {
        let key_locks = match &key {
            KeySource::KeyFile(path) => split(path)
                .ok()
                .map(|(folder, name)| (Locks::new(folder.to_owned()), name.to_owned())),
            KeySource::Given(_) => None,
        };
        Self {
            locks: Locks::new(folder.clone()),
            key_locks,
            inner: Arc::new(Inner { folder, key }),
        }
    }

    /// The key, made first when the file for it is absent and no account's file could depend on it.
    async fn key_for_saving(&self) -> Result<Key, StoreError> {
        let inner = Arc::clone(&self.inner);
        if let Some(key) = blocking(move || inner.key()).await? {
            return Ok(key);
        }
        let _one_at_a_time = match &self.key_locks {
            Some((locks, name)) => Some(locks.named(name).await?),
            None => None,
        };
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.make_key()).await
    }
}

#[async_trait]
impl TokenStore for FileStore {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        let (inner, account) = (Arc::clone(&self.inner), key.clone());
        let record = blocking(move || inner.read(&account)).await?;
        Ok(record.into_stored())
    }

    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        let held = self.locks.brief(key).await?;
        let (inner, account) = (Arc::clone(&self.inner), key.clone());
        let before = blocking(move || inner.read(&account)).await?;
        let record = before.saved(tokens, expected)?;
        let cipher_key = self.key_for_saving().await?;
        let (inner, account) = (Arc::clone(&self.inner), key.clone());
        blocking(move || {
            // The lock goes where the write goes: a caller that is dropped here must not free it early.
            let _held = held;
            inner.write(&account, &record, &cipher_key)?;
            Ok(record.generation)
        })
        .await
    }

    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        let held = self.locks.brief(key).await?;
        let (inner, account) = (Arc::clone(&self.inner), key.clone());
        blocking(move || {
            let _held = held;
            inner.remove(&account)
        })
        .await
    }

    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        self.locks.lease(key).await
    }

    fn place(&self) -> String {
        format!("an encrypted file in {}", self.inner.folder.display())
    }
}

impl Inner {
    fn read(&self, account: &AccountKey) -> Result<Record, StoreError> {
        let Some(folder) = Folder::open(&self.folder)? else {
            return Ok(Record::default());
        };
        let Some(sealed) = folder.read(&file_name(account))? else {
            return Ok(Record::default());
        };
        // A file without its key is not an empty store: that would start over silently.
        let key = self.key()?.ok_or(StoreError::Damaged)?;
        sealed::open(&sealed, account, &key)
    }

    fn write(&self, account: &AccountKey, record: &Record, key: &Key) -> Result<(), StoreError> {
        let sealed = sealed::seal(record, account, key)?;
        Folder::create(&self.folder)?.replace(&file_name(account), &sealed)
    }

    fn remove(&self, account: &AccountKey) -> Result<(), StoreError> {
        let Some(folder) = Folder::open(&self.folder)? else {
            return Ok(());
        };
        let name = file_name(account);
        let generation = match self.read(account) {
            Ok(record) if record.tokens.is_none() => return Ok(()),
            Ok(record) => record.generation,
            Err(StoreError::Damaged) => {
                let bytes = folder.read(&name)?.unwrap_or_default();
                sealed::claimed_generation(&bytes)
            }
            Err(other) => return Err(other),
        };
        match self.key() {
            Ok(Some(key)) => self.write(account, &Record::removed(generation), &key),
            // Without a key nobody can save over it either: no mark is needed.
            _ => folder.remove(&name),
        }
    }

    /// `None`: a key file that does not exist yet.
    fn key(&self) -> Result<Option<Key>, StoreError> {
        let path = match &self.key {
            KeySource::Given(key) => return as_key(key.expose_secret()).map(Some),
            KeySource::KeyFile(path) => path,
        };
        let (folder, name) = split(path)?;
        let Some(folder) = Folder::open(folder)? else {
            return Ok(None);
        };
        folder.read(name)?.map(|bytes| as_key(&bytes)).transpose()
    }

    fn make_key(&self) -> Result<Key, StoreError> {
        if let Some(key) = self.key()? {
            return Ok(key);
        }
        let KeySource::KeyFile(path) = &self.key else {
            return Err(StoreError::Damaged);
        };
        let (folder, name) = split(path)?;
        let mut key = Zeroizing::new([0_u8; KEY_LENGTH]);
        getrandom::fill(&mut *key).map_err(|_| no_random())?;
        Folder::create(folder)?.replace(name, &*key)?;
        Ok(key)
    }
}

fn no_random() -> StoreError {
    StoreError::Unavailable {
        reason: "the system gives no random numbers".to_owned(),
    }
}

fn as_key(bytes: &[u8]) -> Result<Key, StoreError> {
    let key = <[u8; KEY_LENGTH]>::try_from(bytes).map_err(|_| StoreError::Damaged)?;
    Ok(Zeroizing::new(key))
}

fn file_name(account: &AccountKey) -> String {
    format!("{}.tokens", account.id())
}

fn split(path: &Path) -> Result<(&Path, &str), StoreError> {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| StoreError::Unavailable {
        reason: "the key file has no name that can be used".to_owned(),
    })?;
    Ok((folder, name))
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
