//! The store's versions. Forward only; an existing store is backed up before it changes.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{StoreError, file};

/// One script a version. `state` leaves room for clients that were removed and can be restored.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE clients (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        region TEXT NOT NULL,
        firm_id TEXT,
        contact_id TEXT NOT NULL,
        name TEXT NOT NULL,
        people INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'saved',
        record TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX clients_by_contact ON clients (region, contact_id, ifnull(firm_id, ''));
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES clients (id),
        matter_id TEXT NOT NULL,
        matter_number TEXT,
        digest TEXT NOT NULL,
        findings TEXT NOT NULL,
        imported_by TEXT,
        imported_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX imports_by_client ON imports (client_id);
"];

pub(super) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let newest = MIGRATIONS.len();
    let version = version(connection)?;
    if version == newest {
        return Ok(());
    }
    if version > newest {
        return Err(StoreError::Newer);
    }
    if version > 0 {
        back_up(connection, path, version)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been faster while this one waited.
    let version = self::version(&transaction)?;
    if version > newest {
        return Err(StoreError::Newer);
    }
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(
        None,
        "user_version",
        i64::try_from(newest).unwrap_or(i64::MAX),
    )?;
    transaction.commit()?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? as usize)
}

/// A whole copy beside the store: `clients.sqlite.v1.backup`.
fn back_up(connection: &Connection, path: &Path, version: usize) -> Result<(), StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".v{version}.backup"));
    let copy = Path::new(&name);
    file::make_private(copy)?;
    Ok(connection.backup("main", copy, None::<fn(rusqlite::backup::Progress)>)?)
}
