//! Files of the user's own: private from the first byte, replaced whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
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

/// Reads a Success Code from a file, or from standard input when the path is `-`.
pub(crate) fn read_code(path: &Path) -> io::Result<String> {
    read(path, LONGEST_CODE)
}

/// Reads a text from a file, or from standard input when the path is `-`.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    read(path, LONGEST_TEXT)
}

fn read(path: &Path, longest: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(longest).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(path)?
            .take(longest)
            .read_to_end(&mut bytes)?;
    }
    decode(&bytes).ok_or_else(|| ErrorKind::InvalidData.into())
}

/// UTF-8, or what its first bytes say: the `>` of Windows PowerShell writes UTF-16.
fn decode(bytes: &[u8]) -> Option<String> {
    let utf_16 = |unit: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let (pairs, []) = bytes.as_chunks::<2>() else {
            return None;
        };
        let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => utf_16(u16::from_be_bytes, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => String::from_utf8(rest.to_vec()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_writes_is_read() {
        let text = "Success code=Zk3é山\r\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(units().flat_map(u16::to_le_bytes))
            .collect();
        let big: Vec<u8> = [0xFE, 0xFF]
            .into_iter()
            .chain(units().flat_map(u16::to_be_bytes))
            .collect();
        for bytes in [
            text.as_bytes(),
            &["\u{feff}", text].concat().into_bytes(),
            &little,
            &big,
        ] {
            assert_eq!(decode(bytes).as_deref(), Some(text), "{bytes:?}");
        }
        for bytes in [
            &[0xFF][..],
            &[0xFF, 0xFE, 0x41],
            &[0xFF, 0xFE, 0x00, 0xD8],
            &[b'a', 0x80],
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
        assert_eq!(decode(b"").as_deref(), Some(""));
    }
}
