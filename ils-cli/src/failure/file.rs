//! Files of the person's own that cannot be read or written.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::NOT_SAVED;
use crate::exit::Exit;
use crate::message::Problem;

/// `what` could not be done with the file at `path`.
pub(crate) fn file(what: &str, path: &Path, error: &Error) -> Problem {
    let (why, advice) = match error.kind() {
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
        ErrorKind::StorageFull => ("the disk is full", "Make room on the disk, then try again"),
        _ => (
            "this computer does not say why",
            "Try again, or choose another file",
        ),
    };
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
