//! The store's versions. Forward only; an existing store is backed up before it changes.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{FLAGS, Failed, StoreError, file};

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

/// Refuses the file of another program, before anything of it is changed.
pub(super) fn expect_ours(connection: &mut Connection) -> Result<(), Failed> {
    // One transaction: both reads see the same moment, however many programs make the store just now.
    let transaction = connection.transaction()?;
    let (all, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER (WHERE name IN ('clients', 'imports')) FROM sqlite_schema WHERE type = 'table'",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match version(&transaction)? {
        0 if all == 0 => Ok(()),
        version if version > MIGRATIONS.len() => Err(StoreError::Newer.into()),
        1.. if ours == 2 => Ok(()),
        _ => Err(StoreError::Damaged.into()),
    }
}

pub(super) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), Failed> {
    apply(connection, path, &MIGRATIONS)
}

fn apply(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), Failed> {
    let newest = migrations.len();
    if is_newest(connection, newest)? {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been faster while this one waited.
    if is_newest(&transaction, newest)? {
        return Ok(());
    }
    let version = version(&transaction)?;
    if version > 0 {
        back_up(path, version)?;
    }
    for migration in &migrations[version..] {
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

fn is_newest(connection: &Connection, newest: usize) -> Result<bool, Failed> {
    match version(connection)? {
        version if version > newest => Err(StoreError::Newer.into()),
        version => Ok(version == newest),
    }
}

fn version(connection: &Connection) -> Result<usize, Failed> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? as usize)
}

/// A whole copy beside the store: `clients.sqlite.v1.backup`. The caller holds the write lock, so nobody changes the store meanwhile and a
/// copy of an older version is never written over by one of the new; a connection that writes cannot copy, so another one does.
fn back_up(path: &Path, version: usize) -> Result<(), Failed> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".v{version}.backup"));
    let copy = Path::new(&name);
    file::make_private(copy)?;
    let reader = Connection::open_with_flags(path, FLAGS)?;
    Ok(reader.backup("main", copy, None::<fn(rusqlite::backup::Progress)>)?)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const SECOND: [&str; 2] = [
        MIGRATIONS[0],
        "ALTER TABLE clients ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    ];

    fn names(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT name FROM clients ORDER BY id")
            .unwrap();
        let names = statement.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    }

    #[test]
    fn a_store_is_backed_up_before_it_changes_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.sqlite");
        let copy = folder.path().join("clients.sqlite.v1.backup");
        let mut connection = Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .unwrap();
        apply(&mut connection, &path, &MIGRATIONS).unwrap();
        assert!(!copy.exists(), "a new store has nothing to back up");
        connection
            .execute_batch("INSERT INTO clients (region, contact_id, name, people, record) VALUES ('us', '1', 'Ann', 1, '')")
            .unwrap();

        apply(&mut connection, &path, &SECOND).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        assert_eq!(names(&connection), ["Ann"]);
        let old = Connection::open(&copy).unwrap();
        assert_eq!(
            (version(&old).unwrap(), names(&old)),
            (1, vec!["Ann".to_owned()])
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&copy).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }

        fs::remove_file(&copy).unwrap();
        apply(&mut connection, &path, &SECOND).unwrap();
        assert!(!copy.exists(), "nothing to do, nothing to back up");
        assert!(matches!(
            apply(&mut connection, &path, &MIGRATIONS),
            Err(Failed(StoreError::Newer))
        ));
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.sqlite");
        let mut connection = Connection::open(&path).unwrap();
        apply(&mut connection, &path, &MIGRATIONS).unwrap();
        let steps = [
            MIGRATIONS[0],
            "CREATE TABLE more (id INTEGER); no SQL at all",
        ];
        assert!(apply(&mut connection, &path, &steps).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        let made: i64 = connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'more'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(made, 0);
    }
}
