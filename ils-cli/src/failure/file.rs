//! Files of the person's own that cannot be read or written.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::NOT_SAVED;
use crate::exit::Exit;
use crate::message::Problem;

/// Why a file could not be read or written, as the end of a sentence, and what helps. `None` when the system's word says neither.
pub(crate) fn cause(kind: ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::NotFound => (
            "it, or its folder, is not there",
            "Check the name of the file",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "this computer does not permit it",
            "Choose a file in a folder of your own",
        ),
        ErrorKind::IsADirectory => ("it is a folder", "Name a file in that folder"),
        ErrorKind::InvalidData => ("it holds no text", "Check the name of the file"),
        _ => return no_room(kind),
    })
}

/// The same when there is no room, and only then: wherever something is written, these are the system's words for it.
pub(crate) fn no_room(kind: ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::StorageFull => ("the disk is full", "Make room on the disk, then try again"),
        ErrorKind::QuotaExceeded => (
            "your share of the disk is used up",
            "Delete files of yours or ask your IT people for more room, then try again",
        ),
        ErrorKind::FileTooLarge => (
            "files may not grow that large there",
            "Choose another disk, or ask your IT people about the limit for files",
        ),
        _ => return None,
    })
}

/// `what` could not be done with the file at `path`.
pub(crate) fn file(what: &str, path: &Path, error: &Error) -> Problem {
    let (why, advice) = cause(error.kind()).unwrap_or((
        "this computer does not say why",
        "Try again, or choose another file",
    ));
    let (code, exit) = match error.kind() {
        ErrorKind::NotFound => ("file_not_found", Exit::NotFound),
        _ => ("file_failed", Exit::Failed),
    };
    let name = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    Problem::new(code, exit, &format!("{what} ({name}): {why}."))
        .changed(NOT_SAVED)
        .advice([advice.to_owned()])
        .technical(error.to_string())
}

/// A file that would be replaced.
pub(crate) fn file_exists(path: &Path) -> Problem {
    let place = path.display();
    Problem::new(
        "file_exists",
        Exit::Refused,
        &format!("There is a file of this name ({place})."),
    )
    .changed("It was left as it is.")
    .advice(["Choose another name; exports also take  --overwrite".to_owned()])
}

/// By the numbers that Linux gives: nobody here has a quota.
#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn no_room_is_told_as_such() {
        for (number, told) in [
            (27, "files may not grow"),
            (28, "the disk is full"),
            (122, "your share of the disk"),
        ] {
            let kind = Error::from_raw_os_error(number).kind();
            let (why, advice) = no_room(kind).unwrap();
            assert!(why.starts_with(told), "{why}");
            assert_eq!(cause(kind), Some((why, advice)));
        }
        assert_eq!(no_room(Error::from_raw_os_error(5).kind()), None);
    }
}
