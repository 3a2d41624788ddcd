//! Folders and files that only this user can read or change.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::Folder;
#[cfg(all(not(unix), feature = "file"))]
pub(super) use other::read_credential;
#[cfg(unix)]
pub(super) use unix::Folder;
#[cfg(all(unix, feature = "file"))]
pub(super) use unix::read_credential;

/// No file of ours is longer.
#[cfg(feature = "file")]
const LARGEST_FILE: u64 = 64 * 1024;
