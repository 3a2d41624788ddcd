//! A folder for attempts between their two steps: private files, each taken once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{Attempt, ConnectError};
use crate::{AccountKey, App, Clock};

/// A saved attempt is some 400 bytes, and 46 more for each code that was sent.
const LARGEST: u64 = 16 * 1024;

/// Keeps begun attempts in a folder of this user's own, one an account (site, app, profile, user).
///
/// A file is readable by its owner only, and is taken away before it is read: of two programs that finish the same
/// attempt, one gets it. What is not a plain private file of this user is refused and removed, never followed.
#[derive(Clone, Debug)]
pub struct AttemptFolder {
    path: PathBuf,
}

impl AttemptFolder {
    /// Nothing is touched until something is kept.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Keeps `attempt` for `key`, in place of an older one. Makes the folder, for this user only, when it is missing.
    ///
    /// # Errors
    /// [`ConnectError::NotKept`]. An attempt that is bound to somebody by [`Attempt::for_user`] is
    /// [`ConnectError::NotOurs`]: here it is bound to `key`.
    pub fn keep(&self, key: &AccountKey, attempt: &Attempt) -> Result<(), ConnectError> {
        let text = attempt.to_saved_as(&key.id())?;
        let draft = self.path.join(format!(".{}.{}", name(key), word()?));
        let kept = make_private(&self.path)
            .and_then(|()| write_private(&draft, &text))
            .and_then(|()| fs::rename(&draft, self.file(key)));
        kept.map_err(|error| {
            remove(&draft);
            ConnectError::NotKept(error.kind())
        })
    }

    /// Takes the attempt of `key` out of the folder.
    ///
    /// # Errors
    /// [`ConnectError::NotOurs`] when there is none, or of another app, account or user; [`ConnectError::NotPrivate`] when
    /// others could have read or placed it; [`ConnectError::Expired`] after 10 minutes. It is gone from the folder then.
    pub fn take(
        &self,
        key: &AccountKey,
        app: &App,
        clock: &dyn Clock,
    ) -> Result<Attempt, ConnectError> {
        // Moving is what only one can do.
        let taken = self.path.join(format!(".{}.{}", name(key), word()?));
        match fs::rename(self.file(key), &taken) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(ConnectError::NotOurs),
            Err(error) => return Err(ConnectError::NotKept(error.kind())),
        }
        let text = read_private(&taken);
        remove(&taken);
        Attempt::from_saved_for(app, clock, &text?, &key.id())
    }

    /// Forgets the attempt of `key`, if there is one.
    pub fn forget(&self, key: &AccountKey) {
        remove(&self.file(key));
    }

    fn file(&self, key: &AccountKey) -> PathBuf {
        self.path.join(name(key))
    }
}

fn name(key: &AccountKey) -> String {
    format!("{}.attempt", key.id())
}

fn word() -> Result<String, ConnectError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|_| ConnectError::Random)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// Best effort: what stays is over in ten minutes.
fn remove(file: &Path) {
    if let Err(error) = fs::remove_file(file)
        && error.kind() != ErrorKind::NotFound
    {
        tracing::debug!(kind = %error.kind(), "a begun attempt could not be removed");
    }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_private(path: &Path, text: &SecretString) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.expose_secret().as_bytes())?;
    file.sync_all()
}

fn read_private(path: &Path) -> Result<SecretString, ConnectError> {
    let file = open_private(path)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    file.take(LARGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| ConnectError::NotKept(error.kind()))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| ConnectError::NotOurs)?;
    Ok(text.into())
}

/// Checked by descriptor: what was checked is what is read.
#[cfg(unix)]
fn open_private(path: &Path) -> Result<File, ConnectError> {
    use rustix::fs::{FileType, Mode, OFlags};

    // Without NONBLOCK a FIFO would be waited for.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let fd = rustix::fs::open(path, flags, Mode::empty()).map_err(|_| ConnectError::NotPrivate)?;
    let stat = rustix::fs::fstat(&fd).map_err(|_| ConnectError::NotPrivate)?;
    let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
    let is_ours = stat.st_uid == rustix::process::geteuid().as_raw();
    let others = Mode::RWXG | Mode::RWXO;
    let is_open = Mode::from_raw_mode(stat.st_mode).intersects(others);
    if is_file && is_ours && !is_open && stat.st_nlink == 1 {
        Ok(File::from(fd))
    } else {
        Err(ConnectError::NotPrivate)
    }
}

/// What lies below a user's own folders is private by the rights it inherits.
#[cfg(not(unix))]
fn open_private(path: &Path) -> Result<File, ConnectError> {
    let file = fs::symlink_metadata(path);
    match file {
        Ok(file) if file.is_file() => {
            File::open(path).map_err(|error| ConnectError::NotKept(error.kind()))
        }
        _ => Err(ConnectError::NotPrivate),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::ManualClock;
    use crate::stand_in::{app_at, assert_clean, clock};

    struct Scene {
        home: tempfile::TempDir,
        folder: AttemptFolder,
        app: App,
        key: AccountKey,
        clock: ManualClock,
    }

    impl Scene {
        fn new() -> Self {
            let home = tempfile::tempdir().unwrap();
            let app = app_at("http://127.0.0.1:9");
            Self {
                folder: AttemptFolder::new(home.path().join("state/attempts")),
                key: AccountKey::new(&app, "default"),
                clock: clock(),
                app,
                home,
            }
        }

        fn begin(&self) -> Attempt {
            let attempt = Attempt::begin(&self.app, &self.clock).unwrap();
            self.folder.keep(&self.key, &attempt).unwrap();
            attempt
        }

        fn take(&self) -> Result<Attempt, ConnectError> {
            self.folder.take(&self.key, &self.app, &self.clock)
        }

        fn files(&self) -> usize {
            let folder = fs::read_dir(&self.folder.path);
            folder.map_or(0, Iterator::count)
        }
    }

    #[test]
    fn an_attempt_is_taken_once_and_only_by_its_account() {
        let scene = Scene::new();
        assert!(matches!(scene.take(), Err(ConnectError::NotOurs)));
        assert_eq!(scene.home.path().read_dir().unwrap().count(), 0);
        let attempt = scene.begin();
        for other in [
            AccountKey::new(&scene.app, "other"),
            AccountKey::new(&scene.app, "default").for_user("pat"),
            AccountKey::new(&app_at("http://127.0.0.1:10"), "default"),
        ] {
            let taken = scene.folder.take(&other, &scene.app, &scene.clock);
            assert!(matches!(taken, Err(ConnectError::NotOurs)));
        }
        assert_eq!(scene.take().unwrap().address(), attempt.address());
        assert!(matches!(scene.take(), Err(ConnectError::NotOurs)));
        assert_eq!(scene.files(), 0);
        assert_clean(&format!("{:?}", scene.folder));
    }

    #[test]
    fn what_is_forgotten_is_gone_and_nothing_else() {
        let scene = Scene::new();
        scene.folder.forget(&scene.key);
        scene.begin();
        scene.folder.forget(&AccountKey::new(&scene.app, "other"));
        assert_eq!(scene.files(), 1);
        scene.folder.forget(&scene.key);
        assert_eq!(scene.files(), 0);
        assert!(matches!(scene.take(), Err(ConnectError::NotOurs)));
    }

    /// Whoever is bound to a user already is not bound to another one here.
    #[test]
    fn an_attempt_of_somebody_else_is_not_kept() {
        let scene = Scene::new();
        let begin = || Attempt::begin(&scene.app, &scene.clock).unwrap();
        let own = begin().for_user(scene.key.id());
        scene.folder.keep(&scene.key, &own).unwrap();
        assert!(scene.take().is_ok());
        let kept = scene.folder.keep(&scene.key, &begin().for_user("pat"));
        assert!(matches!(kept, Err(ConnectError::NotOurs)), "{kept:?}");
        assert_eq!(scene.files(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_none_is_said_to_be_the_reason() {
        let scene = Scene::new();
        let file = scene.home.path().join("file");
        fs::write(&file, "").unwrap();
        let folder = AttemptFolder::new(file.join("attempts"));
        let attempt = Attempt::begin(&scene.app, &scene.clock).unwrap();
        let kept = folder.keep(&scene.key, &attempt);
        let taken = folder.take(&scene.key, &scene.app, &scene.clock);
        for error in [kept.unwrap_err(), taken.unwrap_err()] {
            let is_told = matches!(error, ConnectError::NotKept(ErrorKind::NotADirectory));
            assert!(is_told, "{error:?}");
        }
    }

    #[test]
    fn a_file_under_another_accounts_name_is_refused() {
        let scene = Scene::new();
        scene.begin();
        let other = AccountKey::new(&scene.app, "other");
        fs::rename(scene.folder.file(&scene.key), scene.folder.file(&other)).unwrap();
        let taken = scene.folder.take(&other, &scene.app, &scene.clock);
        assert!(matches!(taken, Err(ConnectError::NotOurs)));
    }

    #[test]
    fn of_many_who_take_it_one_gets_it() {
        let scene = Arc::new(Scene::new());
        for _ in 0..50 {
            scene.begin();
            let takers: Vec<_> = (0..8)
                .map(|_| {
                    let scene = Arc::clone(&scene);
                    std::thread::spawn(move || scene.take().is_ok())
                })
                .collect();
            let got = takers.into_iter().map(|taker| taker.join().unwrap());
            assert_eq!(got.filter(|got| *got).count(), 1);
        }
        assert_eq!(scene.files(), 0);
    }

    #[test]
    fn it_ends_by_the_wall_clock_and_bears_a_small_step() {
        for (step, is_over) in [
            (0, false),
            (599, false),
            (600, true),
            (86_400, true),
            (-100, false),
            (-121, true),
            (-86_400, true),
        ] {
            let scene = Scene::new();
            scene.begin();
            scene.clock.step_wall(step);
            let taken = scene.take();
            assert_eq!(
                matches!(taken, Err(ConnectError::Expired)),
                is_over,
                "{step}"
            );
            assert_eq!(taken.is_ok(), !is_over, "{step}");
            assert_eq!(scene.files(), 0, "{step}");
        }
        // After a step back the rest of its life is measured by the clock that does not step.
        let scene = Scene::new();
        scene.begin();
        scene.clock.step_wall(-100);
        let attempt = scene.take().unwrap();
        scene.clock.step_monotonic(600);
        let over = attempt.check_age(&scene.clock);
        assert!(matches!(over, Err(ConnectError::Expired)));
    }

    #[cfg(unix)]
    #[test]
    fn what_others_could_read_or_have_placed_is_refused_and_removed() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let scene = Scene::new();
        scene.begin();
        let file = scene.folder.file(&scene.key);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(&scene.folder.path)), (0o600, 0o700));

        let refused = |what: &str| {
            let taken = scene.take();
            assert!(matches!(taken, Err(ConnectError::NotPrivate)), "{what}");
            assert_eq!(scene.files(), 0, "{what}");
        };
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        refused("readable by others");

        let elsewhere = scene.home.path().join("elsewhere");
        scene.begin();
        fs::rename(&file, &elsewhere).unwrap();
        symlink(&elsewhere, &file).unwrap();
        refused("a link");
        fs::hard_link(&elsewhere, &file).unwrap();
        refused("a second name");
        assert!(elsewhere.exists(), "what a link led to is left alone");

        fs::create_dir(&file).unwrap();
        let taken = scene.take();
        assert!(matches!(taken, Err(ConnectError::NotPrivate)), "a folder");
    }
}
