//! Saved clients. New ones only: ILS's guide says so, and nothing lifts it.
//!
//! A client that was removed can be restored for thirty days. Meanwhile it stands in nobody's way: its contact can be imported again, and
//! then it cannot be restored any more. The first change after the thirty days deletes it for good. What was done is kept in the history,
//! with the people's names as long as the client itself.
//!
//! No store has a clock: whoever changes it says when.

use std::fmt;

use async_trait::async_trait;

use crate::ImportedClient;
pub use crate::lookalike::Lookalike;

#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod history;
mod import;
mod list;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use error::StoreError;
pub use history::{Action, By, Exported, HistoryEntry, HistoryFilter, Imported, Removed};
pub use import::{ContactKey, Existing, MayResemble, NewImport, Saved};
pub use list::{ClientFilter, ClientSummary, Sort};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;

/// Where clients are kept. Implement it for a store of your own and run `conformance::run` (feature `conformance`) in a test; the example
/// `own_store` does.
///
/// Each change is one transaction: all of it or nothing, whatever happens meanwhile. Ids and numbers are digits, count upwards from `1` and
/// are never used twice.
#[async_trait]
pub trait ClientStore: fmt::Debug + Send + Sync + 'static {
    /// Saves a new client.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the same contact of the same firm is a client already; [`StoreError::Resembles`] when a client looks like
    /// it that [`NewImport::may_resemble`] does not name; any other when the store fails.
    async fn insert_new(&self, new: &NewImport) -> Result<Saved, StoreError>;

    /// For each key, the client that would stand in its way.
    ///
    /// # Errors
    /// When the store fails.
    async fn find(&self, keys: &[ContactKey]) -> Result<Vec<Option<Existing>>, StoreError>;

    /// The clients that may be the same person: equal folded name and birth date, or equal folded name and email address. Ids alone, in
    /// their order: whether it is the same person, a person decides, and [`NewImport::may_resemble`] says so. Removed clients are left out.
    ///
    /// # Errors
    /// When the store fails.
    async fn lookalikes(&self, of: &Lookalike) -> Result<Vec<String>, StoreError>;

    /// The clients that the filter admits, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn list(&self, filter: &ClientFilter) -> Result<Vec<ClientSummary>, StoreError>;

    /// One client; `None` when there is none of this id, or when it was removed.
    ///
    /// # Errors
    /// When the store fails.
    async fn show(&self, client_id: &str) -> Result<Option<ImportedClient>, StoreError>;

    /// How many clients there are, without the removed ones.
    ///
    /// # Errors
    /// When the store fails.
    async fn count(&self) -> Result<u64, StoreError>;

    /// Takes an import back: the one of this number, else the last one of the same person. Its client can be restored like any removed one.
    ///
    /// Without a number it never goes on to an earlier import: said twice, it takes back one.
    ///
    /// # Errors
    /// [`StoreError::AlreadyRemoved`] when its client was removed since; [`StoreError::NotFound`] when there is no such import, or its
    /// client is gone for good; any other when the store fails.
    async fn undo(&self, import_id: Option<&str>, by: &By) -> Result<Removed, StoreError>;

    /// Removes a client; it can be restored for thirty days.
    ///
    /// # Errors
    /// [`StoreError::AlreadyRemoved`]; [`StoreError::NotFound`]; any other when the store fails.
    async fn remove(&self, client_id: &str, by: &By) -> Result<Removed, StoreError>;

    /// Brings a removed client back as it was.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the same contact has been imported again meanwhile; [`StoreError::NotRemoved`];
    /// [`StoreError::NotFound`], also when the thirty days are over; any other when the store fails.
    async fn restore(&self, client_id: &str, by: &By) -> Result<(), StoreError>;

    /// Deletes a client for good, removed before or not. The history keeps that it was there, without names.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; any other when the store fails.
    async fn forget(&self, client_id: &str, by: &By) -> Result<(), StoreError>;

    /// Writes down that clients were exported, and gives the number of the entry.
    ///
    /// # Errors
    /// When the store fails.
    async fn note_export(&self, export: &Exported) -> Result<String, StoreError>;

    /// What was done, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    async fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, StoreError>;
}
