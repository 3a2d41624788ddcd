//! Opens a file that is ours and of this version, and keeps it open as long as it stays that.

use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::{Failed, StoreError, file, migrations};

/// The file is made before, privately: SQLite makes none.
pub(super) const FLAGS: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// An open file.
pub(super) struct Opened {
    pub(super) connection: Connection,
    identity: Option<(u64, u64)>,
}

impl Opened {
    /// The one that was open before, when it still is the store at `path`; else a new one.
    pub(super) fn again(
        before: Option<Self>,
        path: &Path,
        patience: Duration,
    ) -> Result<Self, Failed> {
        let identity = file::identity(path)?;
        // Somebody may have deleted the file, or a newer ILS may have changed it.
        if let Some(opened) = before
            && opened.identity == identity
            && migrations::is_up_to_date(&opened.connection)?
        {
            return Ok(opened);
        }
        Ok(Self {
            connection: open(path, patience)?,
            identity,
        })
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(…)")
    }
}

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
    // What is deleted is written over.
    connection.pragma_update(None, "secure_delete", true)?;
    migrations::bring_up_to_date(&mut connection, path)?;
    Ok(connection)
}
