//! The file, its versions and its failures.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::store::MayResemble;
use crate::{Plan, Rules};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/clients.sqlite");
    (folder, path)
}

fn import(contact_id: i64) -> NewImport {
    let family = json!({"matter": {"id": "1"}, "client_id": contact_id, "people": {contact_id.to_string(): {"name": "Ann"}}});
    NewImport {
        plan: Plan::new(
            serde_json::from_value(family).unwrap(),
            &Rules::default(),
            None,
        ),
        imported_by: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        may_resemble: MayResemble::default(),
    }
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn it_conforms() {
    let (_folder, path) = folder();
    super::super::conformance::run(&move || std::sync::Arc::new(SqliteStore::new(&path)) as _)
        .await;
}

#[tokio::test]
async fn reading_makes_no_file() {
    let (folder, path) = folder();
    let store = SqliteStore::new(&path);
    store.list(&ClientFilter::default()).await.unwrap();
    store.find(&[import(1).key()]).await.unwrap();
    store.show("1").await.unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn ids_begin_at_one_and_are_not_used_twice() {
    let (_folder, path) = folder();
    let store = SqliteStore::new(&path);
    assert_eq!(
        store.insert_new(&import(1)).await.unwrap(),
        Saved::new("1", "1")
    );
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("DELETE FROM history; DELETE FROM lookalikes; DELETE FROM clients")
        .unwrap();
    drop(connection);
    assert_eq!(
        store.insert_new(&import(2)).await.unwrap(),
        Saved::new("2", "2")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_private_or_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (folder, path) = folder();
    let store = SqliteStore::new(&path);
    store.insert_new(&import(1)).await.unwrap();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(
        fs::metadata(path.parent().unwrap())
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );

    let link = folder.path().join("link.sqlite");
    symlink(&path, &link).unwrap();
    assert!(matches!(
        SqliteStore::new(&link).list(&ClientFilter::default()).await,
        Err(StoreError::Damaged)
    ));

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(
        store.list(&ClientFilter::default()).await,
        Err(StoreError::NotPrivate)
    ));
    assert!(matches!(
        store.insert_new(&import(2)).await,
        Err(StoreError::NotPrivate)
    ));
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_store_is_told_and_left_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, _) = folder();
    let path = folder.path().join("clients.sqlite");
    fs::write(&path, "not a store, but somebody's file, longer than a header of one hundred bytes, so that it cannot be mistaken for an empty one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let before = fs::read(&path).unwrap();
    let store = SqliteStore::new(&path);
    assert!(matches!(
        store.list(&ClientFilter::default()).await,
        Err(StoreError::Damaged)
    ));
    assert!(matches!(
        store.insert_new(&import(1)).await,
        Err(StoreError::Damaged)
    ));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn another_programs_tables_are_told_and_left_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, _) = folder();
    for version in [0, 1, 99] {
        let path = folder.path().join(format!("photos-{version}.sqlite"));
        let other = Connection::open(&path).unwrap();
        other
            .execute_batch("CREATE TABLE photos (id INTEGER)")
            .unwrap();
        other.pragma_update(None, "user_version", version).unwrap();
        drop(other);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let before = fs::read(&path).unwrap();
        let store = SqliteStore::new(&path);
        let refused = [
            store.list(&ClientFilter::default()).await.err(),
            store.insert_new(&import(1)).await.err(),
        ];
        for error in refused {
            assert!(matches!(
                error,
                Some(StoreError::Damaged | StoreError::Newer)
            ));
        }
        assert!(fs::read(&path).unwrap() == before, "version {version}");
    }
}

/// Programs that start at once all find no file, and all of them save.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_saves_may_come_at_once() {
    for _ in 0..8 {
        let (_folder, path) = folder();
        let tasks = (1..=8).map(|contact| {
            let (store, new) = (SqliteStore::new(&path), import(contact));
            tokio::spawn(async move { store.insert_new(&new).await })
        });
        for task in tasks.collect::<Vec<_>>() {
            let saved = task.await.unwrap();
            assert!(saved.is_ok(), "{saved:?}");
        }
        assert_eq!(SqliteStore::new(&path).count().await.unwrap(), 8);
    }
}

/// Two programs that turn a new file's log on at once: SQLite waits for neither.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_new_file_that_another_program_holds_is_waited_for() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, _) = folder();
    let path = folder.path().join("clients.sqlite");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (store, new) = (SqliteStore::new(&path), import(1));
    let save = tokio::spawn(async move { store.insert_new(&new).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    other.execute_batch("COMMIT").unwrap();
    let saved = save.await.unwrap();
    assert!(saved.is_ok(), "{saved:?}");
}

#[tokio::test]
async fn a_newer_store_is_refused() {
    let (_folder, path) = folder();
    let store = SqliteStore::new(&path);
    store.insert_new(&import(1)).await.unwrap();
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        store.list(&ClientFilter::default()).await,
        Err(StoreError::Newer)
    ));
    assert!(matches!(
        store.insert_new(&import(2)).await,
        Err(StoreError::Newer)
    ));
}

#[tokio::test]
async fn a_store_that_another_program_writes_is_busy() {
    let (_folder, path) = folder();
    let store = SqliteStore {
        patience: Duration::from_millis(10),
        ..SqliteStore::new(&path)
    };
    store.insert_new(&import(1)).await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(
        store.insert_new(&import(2)).await,
        Err(StoreError::Busy)
    ));
    assert_eq!(store.count().await.unwrap(), 1, "reading goes on meanwhile");
}

/// The text of SQLite's errors can quote a value.
#[test]
fn a_failure_of_sqlite_is_told_without_its_text() {
    use rusqlite::ffi;
    let told = |code| {
        let failure =
            rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("CANARY_value".to_owned()));
        let Failed(error) = failure.into();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("CANARY"), "{shown}");
        error
    };
    for (codes, is_told) in [
        (
            &[ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED][..],
            (|error| matches!(error, StoreError::Busy)) as fn(&StoreError) -> bool,
        ),
        (&[ffi::SQLITE_FULL], |error| {
            matches!(error, StoreError::Full)
        }),
        (
            &[ffi::SQLITE_READONLY, ffi::SQLITE_CANTOPEN, ffi::SQLITE_PERM],
            |error| matches!(error, StoreError::ReadOnly),
        ),
        (&[ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB], |error| {
            matches!(error, StoreError::Damaged)
        }),
        (
            &[ffi::SQLITE_IOERR, ffi::SQLITE_NOMEM, ffi::SQLITE_CONSTRAINT],
            |error| matches!(error, StoreError::Other(_)),
        ),
    ] {
        for code in codes {
            let error = told(*code);
            assert!(is_told(&error), "{code}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_full_disk_saves_nothing() {
    let (_folder, path) = folder();
    let store = SqliteStore::new(&path);
    store.insert_new(&import(1)).await.unwrap();
    // No page may be added: what SQLite reports then is what it reports on a full disk.
    let mut large = import(2);
    large.plan.draft.client.client.name.full = "x".repeat(1 << 20);
    let outcome = store
        .on_file(Absent::IsMade, move |connection| {
            connection.pragma_update(None, "max_page_count", 1)?;
            let transaction = connection.transaction()?;
            queries::insert(&transaction, &large)?;
            transaction.commit()?;
            Ok(())
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Full)), "{outcome:?}");
    assert_eq!(store.count().await.unwrap(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_saved_into_a_file_that_was_deleted() {
    let (_folder, path) = folder();
    let store = SqliteStore::new(&path);
    store.insert_new(&import(1)).await.unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(store.count().await.unwrap(), 0);
    store.insert_new(&import(2)).await.unwrap();
    drop(store);
    let record = SqliteStore::new(&path).show("1").await.unwrap().unwrap();
    assert_eq!(record.client.clio_contact_id, "2");
}

/// What a caller may log of an import, from the family that was read to the history of it.
#[tokio::test]
async fn nothing_shows_a_name() {
    let family = json!({
        "matter": {"id": "1", "number": "CANARY-number", "description": "CANARY-matter"},
        "client_id": 10,
        "relationships": [{"id": 1, "contact_id": 11, "description": "CANARY-word"}],
        "people": {
            "10": {"name": "CANARY-client", "date_of_birth": "1951-03-09", "email_addresses": [{"address": "CANARY@example.test"}]},
            "11": {"name": "CANARY-child", "custom_field_values": [{"field_name": "CANARY-field", "field_type": "text_line", "value": "CANARY-value"}]},
        },
    });
    let family: crate::Family = serde_json::from_value(family).unwrap();
    let mut shown = format!("{family:?} {:?}", family.matter);
    let new = NewImport {
        plan: Plan::new(family, &Rules::default(), None),
        imported_by: Some("CANARY-user".to_owned()),
        at: jiff::Timestamp::UNIX_EPOCH,
        may_resemble: MayResemble::default(),
    };
    let draft = &new.plan.draft;
    assert!(
        new.plan.to_json().contains("CANARY-value"),
        "it is all there"
    );
    shown += &format!("{:?} {draft:?} {:?}", new.plan, draft.people);
    shown += &format!("{:?} {:?}", draft.client, new.lookalike());

    let (_folder, path) = folder();
    let store = SqliteStore::new(&path);
    let saved = store.insert_new(&new).await.unwrap();
    shown += &format!("{:?}", store.list(&ClientFilter::default()).await.unwrap());
    shown += &format!("{:?}", store.find(&[new.key()]).await.unwrap());
    shown += &format!(
        "{:?}",
        store.remove(&saved.client_id, &new.by()).await.unwrap()
    );
    let history = store.history(&HistoryFilter::default()).await.unwrap();
    assert_eq!(history.len(), 2);
    shown += &format!("{history:?}");
    assert!(!shown.contains("CANARY"), "{shown}");
}
