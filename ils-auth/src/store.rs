//! Where tokens are kept.
//!
//! | place | for | protects against | needs |
//! |---|---|---|---|
//! | `KeyringStore` | a person's own computer | other users, copies of the disk | a keyring that is unlocked |
//! | `FileStore` | a server, a computer without a keyring | copies: backups, synced folders, stolen disks | a key from elsewhere: `KeySource` |
//! | [`MemoryStore`] | tests, programs that connect each time | | |
//!
//! Nothing falls back from one to another, and never to plain text: an unavailable place is an error. On Linux no keyring
//! keeps programs of one user apart. A place of your own, a database that many hosts share for one, implements
//! [`TokenStore`] and passes the suite `conformance` (behind the feature of that name), which shows one in thirty lines. A
//! database holds the lease as a row lock within a transaction that surrounds the refresh, and compares the generation in
//! its `UPDATE` all the same.

use std::sync::Arc;

use async_trait::async_trait;

use crate::Tokens;

mod account;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "file")]
mod file;
#[cfg(feature = "keyring")]
mod keyring;
#[cfg(any(feature = "file", feature = "keyring"))]
mod lock;
mod memory;
#[cfg(any(feature = "file", feature = "keyring"))]
mod private;
#[cfg(any(feature = "file", feature = "keyring"))]
mod record;

pub use account::AccountKey;
#[cfg(feature = "file")]
pub use file::{FileStore, KeySource};
#[cfg(feature = "keyring")]
pub use keyring::KeyringStore;
pub use memory::MemoryStore;

/// Counts the changes of one account, removals included; 0 = never saved.
///
/// As the `expected` of a save, 0 means "nothing is stored now".
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a number with a name, made by every store"
)]
pub struct Generation(pub u64);

impl Generation {
    /// The one after; a store gives it to what it has just saved or removed.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The right to refresh one account. Dropped = given back.
pub struct Lease {
    _held: Box<dyn Send + Sync>,
}

impl Lease {
    /// A lease that ends when `held` is dropped: a lock guard, a locked file, a database transaction.
    pub fn new(held: impl Send + Sync + 'static) -> Self {
        Self {
            _held: Box::new(held),
        }
    }
}

impl std::fmt::Debug for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lease(..)")
    }
}

/// A place for the tokens of any number of accounts.
///
/// The rules, which the `conformance` suite checks:
///
/// - Every change of an account gets the next generation, a removal too. So a save that began before a removal is
///   refused ([`StoreError::Changed`]) instead of bringing the tokens back.
/// - `save` compares and writes as one step, with or without a lease.
/// - A save that failed, or never ended, leaves the old tokens or the new ones.
/// - What cannot be read is an error, never "nothing stored".
#[async_trait]
pub trait TokenStore: std::fmt::Debug + Send + Sync + 'static {
    /// The tokens and their generation; `None` when nothing is stored or it was removed.
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError>;

    /// Saves only when the stored generation is still `expected` (0: when nothing is stored); else
    /// [`StoreError::Changed`].
    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError>;

    /// Forgets the tokens but not the count. Absent is fine; damaged is removed too.
    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError>;

    /// Waits for the right to refresh this account, which one task of one process has at a time.
    /// [`StoreError::Busy`] after 30 s or so.
    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError>;

    /// For people: "the system keyring", "an encrypted file".
    fn place(&self) -> String;
}

/// Why a place did not keep or give tokens. Never holds a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another save or a removal came first. Load again and decide anew.
    #[error("the stored tokens changed meanwhile")]
    Changed,
    /// The place does not serve here or now.
    #[error("the token store is not available: {reason}")]
    Unavailable {
        /// In words for people.
        reason: String,
    },
    /// Another task or program has held the lock for half a minute.
    #[error("the token store is locked by another program")]
    Busy,
    /// Nothing is taken from it and nothing is written over it; `remove` clears it.
    #[error("the stored tokens are damaged or belong to another account")]
    Damaged,
    /// Sealed with another key or passphrase, or the key is gone. Kept as it is, like a damaged one.
    #[error("the stored tokens were sealed with another key")]
    WrongKey,
    /// Written by a later version of this crate. Kept as it is, like a damaged one.
    #[error("the stored tokens were written by a later version of this program")]
    Newer,
    /// Longer than the place can hold: 2,560 bytes in a keyring.
    #[error("the tokens do not fit into this store")]
    TooLarge,
    /// A link, another user's, or open to other users.
    #[error("{path} can be read or written by other users")]
    NotPrivate {
        /// The file or folder.
        path: String,
    },
    /// A disk that is full, a folder that cannot be written, and the like.
    #[error("cannot use the token store")]
    Io(#[source] Arc<std::io::Error>),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}
