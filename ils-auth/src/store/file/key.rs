//! Where the key of a file store comes from.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretSlice, SecretString};
use zeroize::Zeroizing;

use super::super::StoreError;
use super::super::lock::Locks;
use super::super::private::Folder;
use super::blocking;
use super::kdf::{Cost, Kdf};
use super::sealed::{KEY_LENGTH, Key};
#[cfg(feature = "keyring")]
use crate::store::KeyringStore;

/// Where the key of a [`FileStore`](super::FileStore) comes from. There is no key in plain text beside the tokens, and
/// none from an environment variable, which other programs can read.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeySource {
    /// 32 random bytes in the system's keyring, under a name of their own; made on first save when absent. The locks of
    /// that store keep two programs from making two.
    #[cfg(feature = "keyring")]
    Keyring(KeyringStore),
    /// 32 bytes in a file that a service manager made for this program, such as `ils-auth.key` in the folder that
    /// systemd names in `CREDENTIALS_DIRECTORY`. Never made or changed; may belong to root.
    Credential(PathBuf),
    /// 32 random bytes in a file of the user's own (0600); made on first save when absent.
    KeyFile(PathBuf),
    /// A person's passphrase, through Argon2id (64 MiB, 3 passes; the result is kept while the store lives).
    Passphrase(SecretString),
    /// The key itself, 32 bytes.
    Given(SecretSlice<u8>),
}

/// One store's key, got when it is needed.
#[derive(Debug)]
pub(super) struct Keys {
    source: KeySource,
    /// Beside the key file, so that two stores with one key file make one key.
    locks: Option<(Locks, String)>,
    derived: Option<Arc<Derived>>,
}

/// A key that is at hand, for use on a thread that may take its time.
#[derive(Clone)]
pub(super) enum Unlock {
    Key(Arc<Key>),
    Passphrase(Arc<Derived>),
}

/// What a passphrase gave for the salts met so far.
pub(super) struct Derived {
    passphrase: SecretString,
    cost: Cost,
    known: Mutex<Vec<(Kdf, Arc<Key>)>>,
}

impl Keys {
    pub(super) fn new(source: KeySource) -> Self {
        Self::with_cost(source, Cost::USUAL)
    }

    pub(super) fn with_cost(source: KeySource, cost: Cost) -> Self {
        let locks = match &source {
            KeySource::KeyFile(path) => split(path)
                .ok()
                .map(|(folder, name)| (Locks::new(folder.to_owned()), name.to_owned())),
            _ => None,
        };
        let derived = match &source {
            KeySource::Passphrase(passphrase) => Some(Arc::new(Derived {
                passphrase: passphrase.clone(),
                cost,
                known: Mutex::default(),
            })),
            _ => None,
        };
        Self {
            source,
            locks,
            derived,
        }
    }

    /// `None`: a key that is made on first save, and has not been.
    pub(super) async fn get(&self) -> Result<Option<Unlock>, StoreError> {
        let key = match &self.source {
            #[cfg(feature = "keyring")]
            KeySource::Keyring(keyring) => keyring.file_key().await?,
            KeySource::Credential(path) => {
                let path = path.clone();
                Some(blocking(move || credential(&path)).await?)
            }
            KeySource::KeyFile(path) => {
                let path = path.clone();
                blocking(move || from_file(&path)).await?
            }
            KeySource::Given(key) => Some(as_key(key.expose_secret())?),
            KeySource::Passphrase(passphrase) if passphrase.expose_secret().is_empty() => {
                return Err(unavailable("the passphrase is empty"));
            }
            KeySource::Passphrase(_) => return Ok(self.derived.clone().map(Unlock::Passphrase)),
        };
        Ok(key.map(|key| Unlock::Key(Arc::new(key))))
    }

    /// Makes the key when it is one of ours to make, and absent.
    pub(super) async fn get_or_make(&self) -> Result<Unlock, StoreError> {
        if let Some(found) = self.get().await? {
            return Ok(found);
        }
        let key = match (&self.source, &self.locks) {
            #[cfg(feature = "keyring")]
            (KeySource::Keyring(keyring), _) => keyring.make_file_key().await?,
            (KeySource::KeyFile(path), Some((locks, name))) => {
                let held = locks.named(name).await?;
                let path = path.clone();
                blocking(move || {
                    let _one_at_a_time = held;
                    make_file(&path)
                })
                .await?
            }
            // Not ours to make: `get` has one, or says why not.
            _ => return Err(StoreError::WrongKey),
        };
        Ok(Unlock::Key(Arc::new(key)))
    }
}

impl Unlock {
    /// The key for a file whose header says `kdf`.
    pub(super) fn for_reading(&self, kdf: Option<&Kdf>) -> Result<Arc<Key>, StoreError> {
        match (self, kdf) {
            (Self::Key(key), None) => Ok(Arc::clone(key)),
            (Self::Passphrase(derived), Some(kdf)) => derived.key(kdf),
            // Sealed with another kind of key.
            _ => Err(StoreError::WrongKey),
        }
    }

    pub(super) fn for_writing(&self) -> Result<(Option<Kdf>, Arc<Key>), StoreError> {
        match self {
            Self::Key(key) => Ok((None, Arc::clone(key))),
            Self::Passphrase(derived) => {
                let known = derived.known().first().cloned();
                if let Some((kdf, key)) = known {
                    return Ok((Some(kdf), key));
                }
                let kdf = Kdf::fresh(derived.cost)?;
                Ok((Some(kdf), derived.key(&kdf)?))
            }
        }
    }
}

impl Derived {
    fn known(&self) -> std::sync::MutexGuard<'_, Vec<(Kdf, Arc<Key>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, kdf: &Kdf) -> Result<Arc<Key>, StoreError> {
        let mut known = self.known();
        if let Some((_, key)) = known.iter().find(|(of, _)| of == kdf) {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(kdf.derive(self.passphrase.expose_secret())?);
        known.push((*kdf, Arc::clone(&key)));
        Ok(key)
    }
}

impl std::fmt::Debug for Derived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Derived(..)")
    }
}

pub(in crate::store) fn fresh() -> Result<Key, StoreError> {
    let mut key = Zeroizing::new([0_u8; KEY_LENGTH]);
    getrandom::fill(&mut *key).map_err(|_| super::no_random())?;
    Ok(key)
}

pub(in crate::store) fn as_key(bytes: &[u8]) -> Result<Key, StoreError> {
    let key = <[u8; KEY_LENGTH]>::try_from(bytes)
        .map_err(|_| unavailable("its key is not 32 bytes long"))?;
    Ok(Zeroizing::new(key))
}

fn credential(path: &Path) -> Result<Key, StoreError> {
    match super::super::private::read_credential(path)? {
        Some(bytes) => as_key(&bytes),
        None => Err(unavailable("the credential with its key is not there")),
    }
}

fn from_file(path: &Path) -> Result<Option<Key>, StoreError> {
    let (folder, name) = split(path)?;
    let Some(folder) = Folder::open(folder)? else {
        return Ok(None);
    };
    folder.read(name)?.map(|bytes| as_key(&bytes)).transpose()
}

fn make_file(path: &Path) -> Result<Key, StoreError> {
    if let Some(key) = from_file(path)? {
        return Ok(key);
    }
    let (folder, name) = split(path)?;
    let key = fresh()?;
    Folder::create(folder)?.replace(name, &*key)?;
    Ok(key)
}

fn split(path: &Path) -> Result<(&Path, &str), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| unavailable("the key file has no name that can be used"))?;
    Ok((folder, name))
}

fn unavailable(reason: &str) -> StoreError {
    StoreError::Unavailable {
        reason: format!("the encrypted file: {reason}"),
    }
}
