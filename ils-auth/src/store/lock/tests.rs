//! Locks between handles, which stand for processes: the kernel does not tell the two apart.

use tempfile::TempDir;

use super::*;
use crate::stand_in::app_at;

fn key() -> AccountKey {
    AccountKey::new(&app_at("http://127.0.0.1:9"), "default")
}

fn locks(folder: &TempDir) -> Locks {
    Locks::new(folder.path().join("locks"))
}

/// T33.
#[tokio::test(start_paused = true)]
async fn a_holder_is_waited_for_half_a_minute() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (locks(&folder), locks(&folder));
    let held = one.lease(&key()).await.unwrap();
    let started = Instant::now();
    assert!(matches!(two.lease(&key()).await, Err(StoreError::Busy)));
    let waited = started.elapsed();
    assert!(waited <= LONGEST_WAIT && waited + LONGEST_PAUSE > LONGEST_WAIT);
    assert!(matches!(one.lease(&key()).await, Err(StoreError::Busy)));
    drop(held);
    assert!(two.lease(&key()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn the_next_in_line_gets_it() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (locks(&folder), locks(&folder));
    let held = one.lease(&key()).await.unwrap();
    let next = tokio::spawn(async move { two.lease(&key()).await.map(drop) });
    tokio::time::sleep(Duration::from_secs(7)).await;
    drop(held);
    assert!(next.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_lease_and_a_save_do_not_wait_for_each_other() {
    let folder = TempDir::new().unwrap();
    let locks = locks(&folder);
    let _lease = locks.lease(&key()).await.unwrap();
    let _save = locks.brief(&key()).await.unwrap();
    let other = key().for_user("sam");
    let _other = locks.lease(&other).await.unwrap();
}

/// T33.
#[cfg(windows)]
#[tokio::test]
async fn a_lock_file_in_use_cannot_be_removed() {
    let folder = TempDir::new().unwrap();
    let locks = locks(&folder);
    let held = locks.lease(&key()).await.unwrap();
    let file = locks.folder.join(format!("{}.lock", key().id()));
    assert!(std::fs::remove_file(&file).is_err());
    drop(held);
    std::fs::remove_file(&file).unwrap();
}

/// T33.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_lock_file_that_a_cleaner_removed_protects_nobody_twice() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (locks(&folder), locks(&folder));
    let name = format!("{}.lock", key().id());
    // Opened, then removed, then locked: the lock on the nameless file is not taken for one.
    let opened = Folder::create(&one.folder).unwrap();
    let file = opened.lock_file(&name).unwrap();
    std::fs::remove_file(one.folder.join(&name)).unwrap();
    file.try_lock().unwrap();
    assert!(!opened.still_names(&name, &file).unwrap());
    let _held = one.lease(&key()).await.unwrap();
    assert!(matches!(two.lease(&key()).await, Err(StoreError::Busy)));
}

/// T33.
#[tokio::test]
async fn lock_files_stay() {
    let folder = TempDir::new().unwrap();
    let locks = locks(&folder);
    drop(locks.lease(&key()).await.unwrap());
    assert!(locks.folder.join(format!("{}.lock", key().id())).exists());
}
