//! The store's versions. Forward only; an existing store is backed up before it changes.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::open::FLAGS;
use super::queries::keep_lookalike;
use super::{Failed, Lookalike, StoreError, file};
use crate::ImportedClient;

/// One step a version.
struct Migration {
    script: &'static str,
    /// What SQL alone cannot do.
    then: fn(&Connection) -> Result<(), Failed>,
}

const MIGRATIONS: [Migration; 2] = [
    Migration {
        script: "
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
    CREATE INDEX imports_by_client ON imports (client_id);",
        then: |_| Ok(()),
    },
    // Clients can be removed, and the history has more than imports: one row of numbers for all of it. A history outlives its client.
    Migration {
        script: "
    ALTER TABLE clients ADD COLUMN removed_at TEXT;
    DROP INDEX clients_by_contact;
    CREATE UNIQUE INDEX clients_by_contact ON clients (region, contact_id, ifnull(firm_id, '')) WHERE state = 'saved';
    CREATE INDEX clients_removed ON clients (removed_at) WHERE state = 'removed';
    CREATE TABLE lookalikes (
        mark TEXT NOT NULL,
        client_id INTEGER NOT NULL REFERENCES clients (id),
        PRIMARY KEY (mark, client_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX lookalikes_by_client ON lookalikes (client_id);
    CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        action TEXT NOT NULL,
        client_id INTEGER,
        at TEXT NOT NULL,
        by TEXT,
        matter_id TEXT,
        matter_number TEXT,
        digest TEXT,
        counts TEXT,
        findings TEXT,
        undoes INTEGER,
        format TEXT,
        client_ids TEXT
    ) STRICT;
    CREATE INDEX history_by_client ON history (client_id);
    INSERT INTO history (id, action, client_id, at, by, matter_id, matter_number, digest, counts, findings)
        SELECT imports.id, 'import', client_id, imported_at, imported_by, matter_id, matter_number, digest,
            json_object('client', 1, 'spouse', json_array_length(record, '$.spouses'), 'child', json_array_length(record, '$.children'),
                'grandchild', json_array_length(record, '$.grandchildren'), 'party', json_array_length(record, '$.parties')),
            findings
        FROM imports JOIN clients ON clients.id = client_id ORDER BY imports.id;
    UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'imports')
        WHERE name = 'history' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'imports');
    DROP TABLE imports;",
        then: keep_all_lookalikes,
    },
];

/// Of every client that was saved before there were any.
fn keep_all_lookalikes(connection: &Connection) -> Result<(), Failed> {
    let mut statement = connection.prepare("SELECT id, record FROM clients")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // A record that cannot be read looks like nobody; it is told when somebody asks for it.
        if let Ok(record) = serde_json::from_str::<ImportedClient>(&row.get::<_, String>(1)?) {
            keep_lookalike(connection, row.get(0)?, &Lookalike::of(&record.client))?;
        }
    }
    Ok(())
}

/// Refuses the file of another program, before anything of it is changed.
pub(super) fn expect_ours(connection: &mut Connection) -> Result<(), Failed> {
    // One transaction: both reads see the same moment, however many programs make the store just now.
    let transaction = connection.transaction()?;
    let (all, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER (WHERE name IN ('clients', 'imports', 'history')) FROM sqlite_schema WHERE type = 'table'",
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

/// Whether an open store still is of this version.
pub(super) fn is_up_to_date(connection: &Connection) -> Result<bool, Failed> {
    is_newest(connection, MIGRATIONS.len())
}

fn apply(connection: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<(), Failed> {
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
        transaction.execute_batch(migration.script)?;
        (migration.then)(&transaction)?;
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

    use rusqlite::params;
    use serde_json::json;

    use super::*;
    use crate::store::sqlite::{changes, history, queries};
    use crate::store::{By, ClientFilter, HistoryFilter, MayResemble, NewImport};
    use crate::{Plan, Rules};

    const FIRST: &[Migration] = MIGRATIONS.split_at(1).0;

    fn import(contact_id: i64) -> NewImport {
        let family = json!({"matter": {"id": "1", "number": "00412-Hollis"}, "client_id": contact_id,
            "relationships": [{"id": 1, "contact_id": 2, "description": "son"}],
            "people": {contact_id.to_string(): {"name": "Ann Hollis", "date_of_birth": "1978-06-02"}, "2": {"name": "Lee"}}});
        NewImport {
            plan: Plan::new(
                serde_json::from_value(family).unwrap(),
                &Rules::default(),
                None,
            ),
            imported_by: Some("Pat".to_owned()),
            at: jiff::Timestamp::UNIX_EPOCH,
            may_resemble: MayResemble::Anybody,
        }
    }

    /// What the first version of ILS wrote.
    fn insert_into_first(connection: &Connection, contact_id: i64) {
        let new = import(contact_id);
        let draft = &new.plan.draft;
        connection
            .execute(
                "INSERT INTO clients (region, contact_id, name, people, record) VALUES ('us', ?1, ?2, 2, ?3)",
                params![contact_id.to_string(), draft.client.client.name.full, queries::json(&draft.client).unwrap()],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO imports (client_id, matter_id, matter_number, digest, findings, imported_by, imported_at)
                 VALUES (?1, '1', '00412-Hollis', ?2, ?3, 'Pat', '1970-01-01T00:00:00Z')",
                params![connection.last_insert_rowid(), new.plan.digest, queries::json(&draft.findings).unwrap()],
            )
            .unwrap();
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
        apply(&mut connection, &path, FIRST).unwrap();
        assert!(!copy.exists(), "a new store has nothing to back up");
        insert_into_first(&connection, 10);
        insert_into_first(&connection, 20);

        apply(&mut connection, &path, &MIGRATIONS).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        let listed = queries::list(&connection, &ClientFilter::default()).unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(
            (listed[0].name.as_str(), listed[0].people),
            ("Ann Hollis", 2)
        );
        let entries = history::read(&connection, &HistoryFilter::default()).unwrap();
        let expected = import(20).entry(&crate::Saved::new("2", "2"));
        assert!(entries[0] == expected, "the import is what it was");
        let alike = queries::lookalikes(&connection, &import(30).lookalike()).unwrap();
        assert_eq!(alike, ["1", "2"], "clients of before have their likes too");
        let by = By {
            who: None,
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        changes::remove(&connection, "1", &by).unwrap();
        let saved = queries::insert(&connection, &import(10)).unwrap();
        assert_eq!(
            (saved.client_id.as_str(), saved.import_id.as_str()),
            ("3", "4"),
            "numbers go on"
        );

        let old = Connection::open(&copy).unwrap();
        assert_eq!(version(&old).unwrap(), 1);
        let names: i64 = old
            .query_row("SELECT count(*) FROM imports", [], |row| row.get(0))
            .unwrap();
        assert_eq!(names, 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&copy).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }

        // Windows removes no file that somebody has open.
        drop(old);
        fs::remove_file(&copy).unwrap();
        apply(&mut connection, &path, &MIGRATIONS).unwrap();
        assert!(!copy.exists(), "nothing to do, nothing to back up");
        assert!(matches!(
            apply(&mut connection, &path, FIRST),
            Err(Failed(StoreError::Newer))
        ));
    }

    /// It looks like nobody, and does not stand in the way of the others.
    #[test]
    fn a_record_that_cannot_be_read_is_kept_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.sqlite");
        let mut connection = Connection::open(&path).unwrap();
        apply(&mut connection, &path, FIRST).unwrap();
        insert_into_first(&connection, 10);
        insert_into_first(&connection, 20);
        let spoilt = r#"{"schema":"ils-client/1","spouses":1}"#;
        connection
            .execute("UPDATE clients SET record = ?1 WHERE id = 1", [spoilt])
            .unwrap();
        apply(&mut connection, &path, &MIGRATIONS).unwrap();
        let alike = queries::lookalikes(&connection, &import(30).lookalike()).unwrap();
        assert_eq!(alike, ["2"]);
        let kept: String = connection
            .query_row("SELECT record FROM clients WHERE id = 1", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(kept, spoilt);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_version() {
        let broken = || Migration {
            script: "CREATE TABLE more (id INTEGER)",
            then: |_| Err(StoreError::Full.into()),
        };
        let wrong = || Migration {
            script: "CREATE TABLE more (id INTEGER); no SQL at all",
            then: |_| Ok(()),
        };
        for last in [broken, wrong] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("clients.sqlite");
            let mut connection = Connection::open(&path).unwrap();
            apply(&mut connection, &path, &MIGRATIONS).unwrap();
            let [first, second] = MIGRATIONS;
            assert!(apply(&mut connection, &path, &[first, second, last()]).is_err());
            assert_eq!(version(&connection).unwrap(), 2);
            let question = "SELECT count(*) FROM sqlite_schema WHERE name = 'more'";
            let made: i64 = connection
                .query_row(question, [], |row| row.get(0))
                .unwrap();
            assert_eq!(made, 0);
        }
    }
}
