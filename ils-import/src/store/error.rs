//! Why a store refuses or fails.

use jiff::Timestamp;

use super::Existing;

/// Why the store did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// New clients only.
    #[error("this Clio contact is already a client")]
    Exists(Box<Existing>),
    /// Other clients may be the same person, and nobody has agreed to save another one: see
    /// [`MayResemble`](super::MayResemble).
    #[error("this may be the same person as a client that is there already")]
    Resembles {
        /// Who they are.
        client_ids: Vec<String>,
    },
    /// There is no such client or import, or it is gone for good.
    #[error("there is no such client")]
    NotFound,
    /// The client was removed before; until this moment it can be restored.
    #[error("this client was removed before")]
    AlreadyRemoved {
        /// From this moment on it cannot be restored.
        restorable_until: Timestamp,
    },
    /// The client is there: nothing to restore.
    #[error("this client was not removed")]
    NotRemoved,
    /// Another program has been writing for too long.
    #[error("the client store is in use by another program")]
    Busy,
    /// No room left: the disk is full, this user's share of it is used up, or a file may not grow as far as it would have to.
    #[error("there is no room left on the disk, or none for this user")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the client store cannot be written")]
    ReadOnly,
    /// A newer version of ILS has changed the store.
    #[error("the client store was made by a newer version of ILS")]
    Newer,
    /// Not a client store, or broken.
    #[error("the client store is damaged")]
    Damaged,
    /// Other people on this computer can read it.
    #[error("the client store can be read by other users of this computer")]
    NotPrivate,
    /// Anything else.
    #[error("the client store failed")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}
