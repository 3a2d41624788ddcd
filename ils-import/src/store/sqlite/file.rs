//! The file on the disk: private from the first byte, and never somebody else's.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use super::StoreError;

/// Whether there is a store to read. A file that others can read is refused, not mended in silence.
pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => check(&metadata).map(|()| true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(&error)),
    }
}

/// Makes the folder (0700) and the file (0600) when they are missing. SQLite gives its side files the mode of the main one.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    if exists(path)? {
        return Ok(());
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
    {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|error| failed(&error))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // Another program was faster; what it made is checked like any other.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => exists(path).map(|_| ()),
        Err(error) => Err(failed(&error)),
    }
}

/// What tells this file from another one of the same name; `None` where the system does not say.
pub(super) fn identity(path: &Path) -> Result<Option<(u64, u64)>, StoreError> {
    let metadata = fs::symlink_metadata(path).map_err(|error| failed(&error))?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino()))
    };
    #[cfg(not(unix))]
    let identity = metadata.created().ok().and_then(|made| {
        let since = made.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some((since.as_secs(), u64::from(since.subsec_nanos())))
    });
    Ok(identity)
}

#[cfg(unix)]
fn check(metadata: &fs::Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;

    if !metadata.is_file() {
        return Err(StoreError::Damaged);
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(StoreError::NotPrivate);
    }
    Ok(())
}

#[cfg(not(unix))]
fn check(metadata: &fs::Metadata) -> Result<(), StoreError> {
    if metadata.is_file() {
        Ok(())
    } else {
        Err(StoreError::Damaged)
    }
}

fn failed(error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotADirectory => {
            StoreError::ReadOnly
        }
        kind => StoreError::Other(kind.to_string().into()),
    }
}
