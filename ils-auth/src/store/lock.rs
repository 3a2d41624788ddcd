//! Locks between processes: a file beside the tokens, locked by the kernel, so that a dead holder holds nothing.
//!
//! The locked file is never the one with the tokens (that is replaced by renaming) and is never removed (two programs
//! could then lock two different files of the same name).

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::private::Folder;
use super::{AccountKey, Lease, StoreError};

const LONGEST_WAIT: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// The lock files of one folder.
#[derive(Debug)]
pub(super) struct Locks {
    folder: PathBuf,
    here: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// A lock that is held until this is dropped: among this process's tasks, and among processes.
#[derive(Debug)]
pub(super) struct Held {
    // Dropped first: the kernel's lock must be free before the next task here tries for it.
    _file: File,
    _here: OwnedMutexGuard<()>,
}

impl Locks {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            here: Mutex::default(),
        }
    }

    /// Around a whole refresh.
    pub(super) async fn lease(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        let held = self.hold(format!("{}.lock", key.id())).await?;
        Ok(Lease::new(held))
    }

    /// Around one comparison and write, whoever holds the lease.
    pub(super) async fn brief(&self, key: &AccountKey) -> Result<Held, StoreError> {
        self.hold(format!("{}.save.lock", key.id())).await
    }

    /// Around the making of something that all accounts share.
    #[cfg(feature = "file")]
    pub(super) async fn named(&self, name: &str) -> Result<Held, StoreError> {
        self.hold(format!("{name}.lock")).await
    }

    async fn hold(&self, name: String) -> Result<Held, StoreError> {
        let deadline = Instant::now() + LONGEST_WAIT;
        // flock goes by open file: two handles of one process exclude each other too, but wait unfairly.
        let here = tokio::time::timeout_at(deadline, self.here(&name).lock_owned())
            .await
            .map_err(|_| StoreError::Busy)?;
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(file) = self.try_hold(&name)? {
                return Ok(Held {
                    _file: file,
                    _here: here,
                });
            }
            if Instant::now() + pause > deadline {
                return Err(StoreError::Busy);
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn here(&self, name: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(here.entry(name.to_owned()).or_default())
    }

    /// `None`: somebody else holds it.
    fn try_hold(&self, name: &str) -> Result<Option<File>, StoreError> {
        let folder = Folder::create(&self.folder)?;
        let file = folder.lock_file(name)?;
        match file.try_lock() {
            // A cleaner may have removed the name between opening and locking: then the lock is worth nothing.
            Ok(()) => Ok(folder.still_names(name, &file)?.then_some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => match error.kind() {
                std::io::ErrorKind::Unsupported => Err(StoreError::Unavailable {
                    reason: "its folder is on a disk that cannot lock files".to_owned(),
                }),
                _ => Err(error.into()),
            },
        }
    }
}

#[cfg(test)]
mod tests;
