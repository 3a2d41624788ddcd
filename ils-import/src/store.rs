//! Saved clients. New ones only: ILS's guide says so, and nothing lifts it.

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;

use crate::{ImportedClient, Plan};

#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;

/// What makes two Clio contacts the same client.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct ContactKey {
    /// Always `us`, for now.
    pub region: String,
    /// The firm at Clio. `None` when Clio does not tell: it then equals any firm, so that nobody is saved twice.
    pub firm_id: Option<String>,
    /// The contact.
    pub contact_id: String,
}

/// What is to be saved.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct NewImport {
    /// What was previewed.
    pub plan: Plan,
    /// Who imports, for the history.
    pub imported_by: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl NewImport {
    /// The record to keep under this id: the draft's, with its id and, to the second, its time.
    pub fn record(&self, client_id: &str) -> ImportedClient {
        let mut record = self.plan.draft.client.clone();
        client_id.clone_into(&mut record.id);
        record.source.imported_at = Some(self.second());
        record
    }

    /// When, without the fraction that nobody reads.
    pub fn second(&self) -> Timestamp {
        Timestamp::from_second(self.at.as_second()).unwrap_or(self.at)
    }

    /// The key of its client.
    pub fn key(&self) -> ContactKey {
        let source = &self.plan.draft.client.source;
        ContactKey {
            region: source.region.clone(),
            firm_id: self.plan.firm_id.clone(),
            contact_id: source.client_contact_id.clone(),
        }
    }
}

/// What was saved.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Saved {
    /// The client's id.
    pub client_id: String,
    /// The import's number, for the history.
    pub import_id: String,
}

impl Saved {
    /// For stores that live elsewhere.
    pub fn new(client_id: impl Into<String>, import_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            import_id: import_id.into(),
        }
    }
}

/// A client that is there already.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct Existing {
    /// The client's id.
    pub client_id: String,
    /// The import that made it.
    pub import_id: String,
    /// The client's name.
    pub name: String,
    /// The matter it came from.
    pub matter_number: Option<String>,
    /// Who imported it.
    pub imported_by: Option<String>,
    /// When.
    pub saved_at: Timestamp,
}

/// One line of the list of clients.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct ClientSummary {
    /// The client's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// The matter it came from.
    pub matter_number: Option<String>,
    /// How many people it has, the client included.
    pub people: usize,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// Where clients are kept. Implement it for a store of your own and run `conformance::run` (feature `conformance`) in a test.
#[async_trait]
pub trait ClientStore: fmt::Debug + Send + Sync + 'static {
    /// Saves a new client: all of it or nothing, whatever happens meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the same contact of the same firm is a client already; any other when the store fails.
    async fn insert_new(&self, new: &NewImport) -> Result<Saved, StoreError>;

    /// For each key, the client that would stand in its way.
    ///
    /// # Errors
    /// When the store fails.
    async fn find(&self, keys: &[ContactKey]) -> Result<Vec<Option<Existing>>, StoreError>;

    /// Every client, in the order of their ids.
    ///
    /// # Errors
    /// When the store fails.
    async fn list(&self) -> Result<Vec<ClientSummary>, StoreError>;

    /// One client; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the store fails.
    async fn show(&self, client_id: &str) -> Result<Option<ImportedClient>, StoreError>;

    /// How many clients there are.
    ///
    /// # Errors
    /// When the store fails.
    async fn count(&self) -> Result<u64, StoreError>;
}

/// Why the store did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// New clients only.
    #[error("this Clio contact is already a client")]
    Exists(Box<Existing>),
    /// Another program has been writing for too long.
    #[error("the client store is in use by another program")]
    Busy,
    /// No room left.
    #[error("the disk is full")]
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

impl fmt::Debug for Existing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Existing")
            .field("client_id", &self.client_id)
            .field("import_id", &self.import_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSummary")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
