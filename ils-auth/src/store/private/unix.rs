//! By descriptor, never by path twice: what was checked is what is used.

use std::fs::File;
#[cfg(feature = "file")]
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::StoreError;

const PRIVATE_FILE: Mode = Mode::RUSR.union(Mode::WUSR);
#[cfg(feature = "file")]
const OPEN_TO_OTHERS: Mode = Mode::RWXG.union(Mode::RWXO);
const WRITABLE_BY_OTHERS: Mode = Mode::WGRP.union(Mode::WOTH);

/// An open folder of this user's own, which no other user can write.
#[derive(Debug)]
pub(in crate::store) struct Folder {
    path: PathBuf,
    fd: OwnedFd,
}

impl Folder {
    /// `None` when it does not exist.
    ///
    /// The last part of the path must not be a link; the folders above it are the caller's choice.
    #[cfg(feature = "file")]
    pub(in crate::store) fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        match Self::open_existing(path) {
            Err(StoreError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    /// Makes it, for this user only (0700), when it does not exist.
    pub(in crate::store) fn create(path: &Path) -> Result<Self, StoreError> {
        use std::os::unix::fs::DirBuilderExt;
        // `create` on an existing folder changes nothing about it.
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)?;
        Self::open_existing(path)
    }

    fn open_existing(path: &Path) -> Result<Self, StoreError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(CWD, path, flags, Mode::empty())
            .map_err(|errno| refused(errno, path))?;
        let stat = rustix::fs::fstat(&fd).map_err(io)?;
        if !is_ours(&stat) || mode(&stat).intersects(WRITABLE_BY_OTHERS) {
            return Err(not_private(path));
        }
        Ok(Self {
            path: path.to_owned(),
            fd,
        })
    }

    /// The whole file; `None` when it does not exist.
    #[cfg(feature = "file")]
    pub(in crate::store) fn read(
        &self,
        name: &str,
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        // Without NONBLOCK a FIFO would be waited for.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let path = self.path.join(name);
        let fd = match rustix::fs::openat(&self.fd, name, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(None),
            Err(errno) => return Err(refused(errno, &path)),
        };
        let stat = rustix::fs::fstat(&fd).map_err(io)?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        if !is_file
            || !is_ours(&stat)
            || stat.st_nlink != 1
            || mode(&stat).intersects(OPEN_TO_OTHERS)
        {
            return Err(not_private(&path));
        }
        whole(fd).map(Some)
    }

    /// The new file or the old one, whatever happens. Only one caller at a time: see `lock`.
    #[cfg(feature = "file")]
    pub(in crate::store) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let draft = format!(".{name}.new");
        // What a killed writer left.
        self.remove(&draft)?;
        let written = self.write_new(&draft, bytes).and_then(|()| {
            rustix::fs::renameat(&self.fd, draft.as_str(), &self.fd, name).map_err(io)
        });
        if written.is_err() {
            self.remove(&draft)?;
            return written;
        }
        rustix::fs::fsync(&self.fd).map_err(io)
    }

    #[cfg(feature = "file")]
    fn write_new(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.fd, name, flags, PRIVATE_FILE)
            .map_err(|errno| refused(errno, &self.path.join(name)))?;
        let mut file = File::from(fd);
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(())
    }

    /// Within the folder. Absent is fine.
    #[cfg(feature = "file")]
    pub(in crate::store) fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        match rustix::fs::renameat(&self.fd, from, &self.fd, to) {
            Ok(()) => rustix::fs::fsync(&self.fd).map_err(io),
            Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(io(errno)),
        }
    }

    /// Absent is fine.
    #[cfg(feature = "file")]
    fn remove(&self, name: &str) -> Result<(), StoreError> {
        match rustix::fs::unlinkat(&self.fd, name, rustix::fs::AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(io(errno)),
        }
    }

    /// An empty file to lock, made when absent.
    pub(in crate::store) fn lock_file(&self, name: &str) -> Result<File, StoreError> {
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let path = self.path.join(name);
        let fd = rustix::fs::openat(&self.fd, name, flags, PRIVATE_FILE)
            .map_err(|errno| refused(errno, &path))?;
        let stat = rustix::fs::fstat(&fd).map_err(io)?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        if !is_file || !is_ours(&stat) {
            return Err(not_private(&path));
        }
        Ok(File::from(fd))
    }

    /// Whether the name still leads to this open file.
    pub(in crate::store) fn still_names(
        &self,
        name: &str,
        file: &File,
    ) -> Result<bool, StoreError> {
        let open = rustix::fs::fstat(file).map_err(io)?;
        let flags = rustix::fs::AtFlags::SYMLINK_NOFOLLOW;
        match rustix::fs::statat(&self.fd, name, flags) {
            Ok(named) => Ok((named.st_dev, named.st_ino) == (open.st_dev, open.st_ino)),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(io(errno)),
        }
    }
}

/// A file that a service manager made for this program: root's or ours, and changed by nobody else. Group bits may be
/// set, because they are the mask of the access list that lets a service's user read what root owns.
#[cfg(feature = "file")]
pub(in crate::store) fn read_credential(
    path: &Path,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let fd = match rustix::fs::openat(CWD, path, flags, Mode::empty()) {
        Ok(fd) => fd,
        Err(Errno::NOENT) => return Ok(None),
        Err(errno) => return Err(refused(errno, path)),
    };
    let stat = rustix::fs::fstat(&fd).map_err(io)?;
    let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
    let is_trusted = is_ours(&stat) || stat.st_uid == 0;
    if !is_file || !is_trusted || mode(&stat).intersects(WRITABLE_BY_OTHERS | Mode::RWXO) {
        return Err(not_private(path));
    }
    whole(fd).map(Some)
}

#[cfg(feature = "file")]
fn whole(fd: OwnedFd) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(4096));
    File::from(fd)
        .take(super::LARGEST_FILE + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > super::LARGEST_FILE {
        return Err(StoreError::Damaged);
    }
    Ok(bytes)
}

fn is_ours(stat: &Stat) -> bool {
    stat.st_uid == rustix::process::geteuid().as_raw()
}

fn mode(stat: &Stat) -> Mode {
    Mode::from_raw_mode(stat.st_mode)
}

/// A link where a file or folder should be gives ELOOP, or ENOTDIR when a folder was asked for.
fn refused(errno: Errno, path: &Path) -> StoreError {
    match errno {
        Errno::LOOP | Errno::NOTDIR | Errno::NXIO | Errno::MLINK => not_private(path),
        errno => io(errno),
    }
}

fn not_private(path: &Path) -> StoreError {
    StoreError::NotPrivate {
        path: path.display().to_string(),
    }
}

fn io(errno: Errno) -> StoreError {
    std::io::Error::from(errno).into()
}
