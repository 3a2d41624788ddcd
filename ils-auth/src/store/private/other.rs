//! Where there are no Unix modes, a new file has the access list of its folder: give a folder under the user's profile.

use std::fs::{File, OpenOptions};
#[cfg(feature = "file")]
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// A folder of this user's own.
#[derive(Debug)]
pub(in crate::store) struct Folder {
    path: PathBuf,
}

impl Folder {
    #[cfg(feature = "file")]
    pub(in crate::store) fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        match std::fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => Ok(Some(Self {
                path: path.to_owned(),
            })),
            Ok(_) => Err(not_private(path)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(in crate::store) fn create(path: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path)?;
        if !std::fs::symlink_metadata(path)?.is_dir() {
            return Err(not_private(path));
        }
        Ok(Self {
            path: path.to_owned(),
        })
    }

    #[cfg(feature = "file")]
    pub(in crate::store) fn read(
        &self,
        name: &str,
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        let path = self.path.join(name);
        match std::fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(not_private(&path)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(4096));
        File::open(&path)?
            .take(super::LARGEST_FILE + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > super::LARGEST_FILE {
            return Err(StoreError::Damaged);
        }
        Ok(Some(bytes))
    }

    #[cfg(feature = "file")]
    pub(in crate::store) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let draft = format!(".{name}.new");
        self.remove(&draft)?;
        let draft_path = self.path.join(&draft);
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&draft_path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            drop(file);
            std::fs::rename(&draft_path, self.path.join(name))
        };
        let written = write();
        if written.is_err() {
            self.remove(&draft)?;
        }
        Ok(written?)
    }

    #[cfg(feature = "file")]
    pub(in crate::store) fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        match std::fs::rename(self.path.join(from), self.path.join(to)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    #[cfg(feature = "file")]
    fn remove(&self, name: &str) -> Result<(), StoreError> {
        match std::fs::remove_file(self.path.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub(in crate::store) fn lock_file(&self, name: &str) -> Result<File, StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // Others may open it, but not remove it while it is open: FILE_SHARE_READ and FILE_SHARE_WRITE, without FILE_SHARE_DELETE.
        #[cfg(windows)]
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 1 | 2);
        Ok(options.open(self.path.join(name))?)
    }

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the Unix side needs both"
    )]
    pub(in crate::store) fn still_names(&self, _: &str, _: &File) -> Result<bool, StoreError> {
        Ok(true)
    }
}

#[cfg(feature = "file")]
pub(in crate::store) fn read_credential(
    path: &Path,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str());
    match (Folder::open(folder)?, name) {
        (Some(folder), Some(name)) => folder.read(name),
        _ => Ok(None),
    }
}

fn not_private(path: &Path) -> StoreError {
    StoreError::NotPrivate {
        path: path.display().to_string(),
    }
}
