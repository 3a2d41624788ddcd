//! Folders and files that only this user can read or change.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::Folder;
#[cfg(unix)]
pub(super) use unix::Folder;

/// No file of ours is longer.
#[cfg(feature = "file")]
const LARGEST_FILE: u64 = 64 * 1024;
