//! SHA-256 of every file that was made, as `sha256sum --check` reads it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

pub(super) fn write(made: &[PathBuf], folder: &Path, name: &str) -> Result<PathBuf> {
    let mut lines = String::new();
    for file in made {
        let digest: String = Sha256::digest(fs::read(file)?)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let file = file.file_name().context("a made file has a name")?;
        lines.push_str(&format!("{digest}  {}\n", file.to_string_lossy()));
    }
    let path = folder.join(format!("{name}.sha256"));
    fs::write(&path, lines)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_sha256sum_writes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc.tar.gz");
        fs::write(&file, "abc").unwrap();
        let path = write(&[file], folder.path(), "ils").unwrap();
        // The first example of FIPS 180-4.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            format!("{digest}  abc.tar.gz\n")
        );
    }
}
