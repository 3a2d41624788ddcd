//! The embedded store: one SQLite file, private to its user.

mod file;
mod migrations;
mod queries;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::{ClientStore, ClientSummary, ContactKey, Existing, NewImport, Saved, StoreError};
use crate::ImportedClient;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The file is made before, privately: SQLite makes none.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Clients in a SQLite file.
///
/// Nothing is opened before the first call, and no file is made before the first save. Every commit is on the disk before it is told
/// (write-ahead log, `synchronous = FULL`).
#[derive(Clone, Debug)]
pub struct SqliteStore {
    path: PathBuf,
    patience: Duration,
}

impl SqliteStore {
    /// The store at `path`; its folder is made when something is saved.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            patience: PATIENCE,
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
        let done = tokio::task::spawn_blocking(move || -> Result<T, Failed> {
            if let Absent::Answers(answer) = absent
                && !file::exists(&path)?
            {
                return Ok(answer);
            }
            file::make_private(&path)?;
            let mut connection = open(&path, patience)?;
            work(&mut connection)
        });
        done.await
            .map_err(|error| StoreError::Other(Box::new(error)))?
            .map_err(|Failed(error)| error)
    }
}

/// Opens a store that is ours and of this version.
fn open(path: &Path, patience: Duration) -> Result<Connection, Failed> {
    let begun = Instant::now();
    loop {
        match open_once(path, patience) {
            // Turning the log of a new file on, SQLite does not wait for another program that is at it.
            Err(Failed(StoreError::Busy)) if begun.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(5));
            }
            opened => return opened,
        }
    }
}

fn open_once(path: &Path, patience: Duration) -> Result<Connection, Failed> {
    let mut connection = Connection::open_with_flags(path, FLAGS)?;
    connection.busy_timeout(patience)?;
    migrations::expect_ours(&mut connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrations::bring_up_to_date(&mut connection, path)?;
    Ok(connection)
}

/// What happens when there is no file yet.
enum Absent<T> {
    /// It is made.
    IsMade,
    /// The answer is known, and nothing is made.
    Answers(T),
}

#[async_trait]
impl ClientStore for SqliteStore {
    async fn insert_new(&self, new: &NewImport) -> Result<Saved, StoreError> {
        let new = new.clone();
        self.on_file(Absent::IsMade, move |connection| {
            // Immediate: the check and the insert see the same store.
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if let Some(existing) = queries::find(&transaction, &new.key())? {
                return Err(StoreError::Exists(Box::new(existing)).into());
            }
            let saved = queries::insert(&transaction, &new)?;
            transaction.commit()?;
            Ok(saved)
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

    async fn list(&self) -> Result<Vec<ClientSummary>, StoreError> {
        self.on_file(Absent::Answers(Vec::new()), |connection| {
            queries::list(connection)
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
