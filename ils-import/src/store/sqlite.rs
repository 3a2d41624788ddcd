//! The embedded store: one SQLite file, private to its user.

mod changes;
mod file;
mod history;
mod migrations;
mod open;
mod queries;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use self::open::Opened;
use super::{
    By, ClientFilter, ClientStore, ClientSummary, ContactKey, Existing, Exported, HistoryEntry,
    HistoryFilter, Lookalike, NewImport, Removed, Saved, StoreError,
};
use crate::ImportedClient;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Clients in a SQLite file.
///
/// Nothing is opened before the first call, and no file is made before the first save. Every commit is on the disk before it is told
/// (write-ahead log, `synchronous = FULL`). The file stays open between calls; clones share it. SQLite forbids to put another file in
/// the place of one that is open: whoever brings a backup back drops the store first.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    path: PathBuf,
    patience: Duration,
    /// The file, while nobody works on it. Calls that come meanwhile open it for themselves, so that none waits for another.
    idle: Arc<Mutex<Option<Opened>>>,
}

impl SqliteStore {
    /// The store at `path`; its folder is made when something is saved.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            patience: PATIENCE,
            idle: Arc::default(),
        }
    }

    /// Runs `work` on a thread that may block.
    async fn on_file<T: Send + 'static>(
        &self,
        absent: Absent<T>,
        work: impl FnOnce(&mut Connection) -> Result<T, Failed> + Send + 'static,
    ) -> Result<T, StoreError> {
        // SQLite reads `file:…` and `:memory:` as something else than a path; nothing that begins with a dot or a root is.
        let path = Path::new(".").join(&self.path);
        let patience = self.patience;
        let idle = Arc::clone(&self.idle);
        let done = tokio::task::spawn_blocking(move || -> Result<T, StoreError> {
            if let Absent::Answers(answer) = absent
                && !file::exists(&path)?
            {
                return Ok(answer);
            }
            file::make_private(&path)?;
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).take();
            let failed = |Failed(error)| file::explained(&path, error);
            let mut opened = Opened::again(taken, &path, patience).map_err(failed)?;
            let answer = work(&mut opened.connection).map_err(failed)?;
            // A connection on which something failed is not used again.
            let spare = idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .replace(opened);
            drop(spare);
            Ok(answer)
        });
        done.await
            .map_err(|error| StoreError::Other(Box::new(error)))?
    }

    /// Runs `work` in one transaction, after what cannot be restored any more has been deleted.
    async fn change<T: Send + 'static>(
        &self,
        by: &By,
        absent: Absent<Result<T, StoreError>>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failed> + Send + 'static,
    ) -> Result<T, StoreError> {
        let by = by.clone();
        self.on_file(absent, move |connection| {
            // Immediate: what is checked and what is changed is the same store.
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            changes::forget_old(&transaction, &by)?;
            let answer = work(&transaction)?;
            transaction.commit()?;
            Ok(Ok(answer))
        })
        .await?
    }
}

/// What happens when there is no file yet.
enum Absent<T> {
    /// It is made.
    IsMade,
    /// The answer is known, and nothing is made.
    Answers(T),
}

/// Nobody can be found in a store that is not there.
fn nobody<T>() -> Absent<Result<T, StoreError>> {
    Absent::Answers(Err(StoreError::NotFound))
}

#[async_trait]
impl ClientStore for SqliteStore {
    async fn insert_new(&self, new: &NewImport) -> Result<Saved, StoreError> {
        let (new, by) = (new.clone(), new.by());
        self.change(&by, Absent::IsMade, move |transaction| {
            queries::insert(transaction, &new)
        })
        .await
    }

    async fn find(&self, keys: &[ContactKey]) -> Result<Vec<Option<Existing>>, StoreError> {
        let keys = keys.to_vec();
        self.on_file(Absent::Answers(vec![None; keys.len()]), move |connection| {
            keys.iter()
                .map(|key| queries::find(connection, key))
                .collect()
        })
        .await
    }

    async fn lookalikes(&self, of: &Lookalike) -> Result<Vec<String>, StoreError> {
        let of = of.clone();
        self.on_file(Absent::Answers(Vec::new()), move |connection| {
            queries::lookalikes(connection, &of)
        })
        .await
    }

    async fn list(&self, filter: &ClientFilter) -> Result<Vec<ClientSummary>, StoreError> {
        let filter = filter.clone();
        self.on_file(Absent::Answers(Vec::new()), move |connection| {
            queries::list(connection, &filter)
        })
        .await
    }

    async fn show(&self, client_id: &str) -> Result<Option<ImportedClient>, StoreError> {
        let client_id = client_id.to_owned();
        self.on_file(Absent::Answers(None), move |connection| {
            queries::show(connection, &client_id)
        })
        .await
    }

    async fn count(&self) -> Result<u64, StoreError> {
        self.on_file(Absent::Answers(0), |connection| queries::count(connection))
            .await
    }

    async fn undo(&self, import_id: Option<&str>, by: &By) -> Result<Removed, StoreError> {
        let (import_id, who) = (import_id.map(ToOwned::to_owned), by.clone());
        self.change(by, nobody(), move |transaction| {
            changes::undo(transaction, import_id.as_deref(), &who)
        })
        .await
    }

    async fn remove(&self, client_id: &str, by: &By) -> Result<Removed, StoreError> {
        let (client_id, who) = (client_id.to_owned(), by.clone());
        self.change(by, nobody(), move |transaction| {
            changes::remove(transaction, &client_id, &who)
        })
        .await
    }

    async fn restore(&self, client_id: &str, by: &By) -> Result<(), StoreError> {
        let (client_id, who) = (client_id.to_owned(), by.clone());
        self.change(by, nobody(), move |transaction| {
            changes::restore(transaction, &client_id, &who)
        })
        .await
    }

    async fn forget(&self, client_id: &str, by: &By) -> Result<(), StoreError> {
        let (client_id, who) = (client_id.to_owned(), by.clone());
        self.change(by, nobody(), move |transaction| {
            changes::forget(transaction, &client_id, &who)
        })
        .await
    }

    async fn note_export(&self, export: &Exported) -> Result<String, StoreError> {
        let noted = export.clone();
        self.change(&export.by, Absent::IsMade, move |transaction| {
            history::note_export(transaction, &noted)
        })
        .await
    }

    async fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, StoreError> {
        let filter = filter.clone();
        self.on_file(Absent::Answers(Vec::new()), move |connection| {
            history::read(connection, &filter)
        })
        .await
    }
}

/// A failure inside this module, where `?` takes SQLite's errors too: a database's types are in no public signature.
#[derive(Debug)]
struct Failed(StoreError);

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self(match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly
            }
            Some(ErrorCode::SystemIoFailure) => StoreError::Other(Box::new(file::NotSaid)),
            // The text of other errors can quote a value: only the code goes on.
            Some(code) if !matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Other(format!("{code:?}").into())
            }
            _ => StoreError::Damaged,
        })
    }
}

#[cfg(test)]
mod tests;
