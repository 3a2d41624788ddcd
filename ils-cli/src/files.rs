//! Files of the user's own: private from the first byte, replaced whole or not at all.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

/// Longer than any Success Code or address.
const LONGEST_CODE: u64 = 8 * 1024;
/// Longer than the plan of any family.
const LONGEST_TEXT: u64 = 64 * 1024 * 1024;

/// Writes a file that only its owner can read (0600). A link in its place is replaced, not followed.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // A temporary file is made private by its maker, before it has any content.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a folder that only its owner can enter (0700), when it is missing.
pub(crate) fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Reads a Success Code from a file, or from standard input when the path is `-`.
pub(crate) fn read_code(path: &Path) -> io::Result<String> {
    read(path, LONGEST_CODE)
}

/// Reads a text from a file, or from standard input when the path is `-`.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    read(path, LONGEST_TEXT)
}

fn read(path: &Path, longest: u64) -> io::Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        io::stdin().lock().take(longest).read_to_string(&mut text)?;
    } else {
        fs::File::open(path)?
            .take(longest)
            .read_to_string(&mut text)?;
    }
    Ok(text)
}
