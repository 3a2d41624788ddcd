//! How often a save waits for the disk.

use std::fs;

use ils_import::ClientStore;
use ils_import::store::{SqliteStore, StoreError};

use crate::program::{find, import, skipped, this_test_again, told};

const SAVES: u32 = 100;
const STORE: &str = "ILS_TEST_STORE";

/// Of a hundred saves, one transaction each, and with all that opening, checkpoints and closing cost.
#[test]
fn a_save_waits_for_the_disk_once_and_a_half_at_most() {
    const NAME: &str = "a_save_waits_for_the_disk_once_and_a_half_at_most";
    if find("strace").is_none() {
        skipped(NAME, "strace is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let file = trace.to_str().unwrap();
    let strace = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", file];
    let store = folder.path().join("clients.sqlite");
    let mut started = this_test_again(&strace, "disk::many_saves", STORE, &store);
    let output = started.output().unwrap();
    let trace = fs::read_to_string(&trace).unwrap_or_default();
    if !output.status.success() && trace.is_empty() {
        skipped(NAME, "strace may not trace here");
        return;
    }
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let waits = trace.lines().filter(|line| line.contains("sync(")).count();
    assert!(
        waits >= SAVES as usize,
        "every save is on the disk before it is told: {waits}"
    );
    assert!(
        waits * 2 <= 3 * SAVES as usize,
        "{waits} waits for {SAVES} saves"
    );
}

/// The system says that a file may grow no further (`EFBIG`), and SQLite does not pass it on.
#[tokio::test]
async fn a_file_that_may_not_grow_is_a_full_disk_and_loses_nothing() {
    const NAME: &str = "a_file_that_may_not_grow_is_a_full_disk_and_loses_nothing";
    if find("sh").is_none() {
        skipped(NAME, "there is no shell that limits files");
        return;
    }
    for blocks in [0, 100, 400] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.sqlite");
        // Without the signal that would end the program.
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let shell = ["sh", "-c", &limit];
        let mut started = this_test_again(&shell, "disk::saves_until_it_fails", STORE, &path);
        let output = started.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let saved = said
            .lines()
            .find_map(|line| line.strip_prefix("full after "));
        let saved: u64 = saved
            .unwrap_or_else(|| panic!("{blocks}: {output:?}"))
            .parse()
            .unwrap();
        assert_eq!(blocks >= 400, saved > 0, "{blocks}: {saved}");
        let store = SqliteStore::new(&path);
        assert_eq!(store.count().await.unwrap(), saved, "{blocks}");
        store.insert_new(&import(SAVES * 1_000)).await.unwrap();
        drop(store);
        let left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(left, ["clients.sqlite"], "{blocks}");
    }
}

#[tokio::test]
async fn saves_until_it_fails() {
    let Some(path) = told(STORE) else { return };
    let store = SqliteStore::new(path);
    for contact in 1.. {
        match store.insert_new(&import(contact)).await {
            Ok(_) => {}
            Err(StoreError::Full) => return println!("\nfull after {}", contact - 1),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn many_saves() {
    // Only the program that the test above starts is told of one.
    let Some(path) = told(STORE) else { return };
    let store = SqliteStore::new(path);
    for contact in 1..=SAVES {
        store.insert_new(&import(contact)).await.unwrap();
    }
}
