//! The file on the disk: private from the first byte, and never somebody else's.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

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
    match private(path) {
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

/// The system refused to read or to write, and SQLite does not pass on why.
#[derive(Debug, thiserror::Error)]
#[error("the system could not read or write the file")]
pub(super) struct NotSaid;

/// The same failure with its cause: a file beside the store, made as large as one of the store's may become, fails for the same reason.
pub(super) fn explained(path: &Path, error: StoreError) -> StoreError {
    match &error {
        StoreError::Other(cause) if cause.is::<NotSaid>() => match grow_beside(path) {
            Err(cause) => failed(&cause),
            Ok(()) => error,
        },
        _ => error,
    }
}

fn grow_beside(path: &Path) -> io::Result<()> {
    const MORE: u64 = 64 * 1024;
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    let largest = length(path).max(length(&beside("-wal")));
    let trial = beside(&format!("-trial-{}", std::process::id()));
    let grown = private(&trial).and_then(|mut file| {
        file.set_len(largest)?;
        file.seek(SeekFrom::End(0))?;
        io::copy(&mut io::repeat(0).take(MORE), &mut file)?;
        file.sync_all()
    });
    match fs::remove_file(&trial) {
        Ok(()) => grown,
        // It was not made, and `grown` says why.
        Err(error) => grown.and(Err(error)),
    }
}

/// A new file, for this user only.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
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

fn failed(error: &io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            StoreError::Full
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotADirectory => {
            StoreError::ReadOnly
        }
        kind => StoreError::Other(kind.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told() {
        for (kinds, is_told) in [
            (
                &[
                    ErrorKind::StorageFull,
                    ErrorKind::QuotaExceeded,
                    ErrorKind::FileTooLarge,
                ][..],
                (|error| matches!(error, StoreError::Full)) as fn(&StoreError) -> bool,
            ),
            (
                &[
                    ErrorKind::PermissionDenied,
                    ErrorKind::ReadOnlyFilesystem,
                    ErrorKind::NotADirectory,
                ],
                |error| matches!(error, StoreError::ReadOnly),
            ),
            (&[ErrorKind::TimedOut, ErrorKind::Other], |error| {
                matches!(error, StoreError::Other(_))
            }),
        ] {
            for kind in kinds {
                let error = failed(&io::Error::new(*kind, "CANARY_path"));
                assert!(is_told(&error), "{kind}: {error:?}");
                assert!(!format!("{error} {error:?}").contains("CANARY"));
            }
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_not_said_to_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(exists(&folder.path().join("none")), Ok(false)));
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let below = exists(&file.join("clients.sqlite"));
        assert!(below.is_err() || cfg!(windows), "{below:?}");
    }
}
