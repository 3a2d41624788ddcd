//! `ils-VERSION-TARGET.tar.gz`: the same bytes from the same files.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Result;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tar::{Archive, Builder, HeaderMode};

use super::complete;
use super::stage::Staged;

/// Writes it, then unpacks it and tries what came out.
pub(super) fn write(staged: &Staged, folder: &Path, name: &str) -> Result<PathBuf> {
    let path = folder.join(format!("{name}.tar.gz"));
    let packed = GzEncoder::new(File::create(&path)?, Compression::best());
    let mut archive = Builder::new(packed);
    archive.mode(HeaderMode::Deterministic);
    for file in &staged.files {
        archive.append_path_with_name(staged.folder.join(file), Path::new(name).join(file))?;
    }
    archive.into_inner()?.finish()?.sync_all()?;

    let elsewhere = tempfile::tempdir()?;
    Archive::new(GzDecoder::new(File::open(&path)?)).unpack(elsewhere.path())?;
    let unpacked = elsewhere.path().join(name);
    let files: Vec<PathBuf> = staged
        .files
        .iter()
        .map(|file| unpacked.join(file))
        .collect();
    complete(staged, &unpacked.join(staged.program()?), &files)?;
    Ok(path)
}
