//! The encrypted file: damage (T26), privacy of files and folders (T25), the key, and the conformance suite.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use secrecy::SecretSlice;
use tempfile::TempDir;

use std::path::Path;

use super::*;
use crate::stand_in::{app_at, assert_clean, assert_clean_error, skipped, tokens};

mod keys;

struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            root: TempDir::new().unwrap(),
        }
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("tokens")
    }

    fn key_file(&self) -> PathBuf {
        self.root.path().join("keys").join("ils.key")
    }

    fn store(&self) -> FileStore {
        FileStore::new(self.folder(), KeySource::KeyFile(self.key_file()))
    }

    /// What a removal kept of files that could not be read.
    fn aside(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.to_string_lossy().contains(".tokens.corrupt-"))
            .collect()
    }

    fn file(&self, key: &AccountKey) -> PathBuf {
        self.folder().join(file_name(key))
    }

    async fn with_tokens() -> (Self, AccountKey) {
        let (place, key) = (Self::new(), account("default"));
        let store = place.store();
        let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
        assert_eq!(saved.unwrap(), Generation(1));
        (place, key)
    }
}

fn account(profile: &str) -> AccountKey {
    AccountKey::new(&app_at("http://127.0.0.1:9"), profile)
}

fn mode_of(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

async fn loaded(store: &FileStore, key: &AccountKey) -> Option<String> {
    let found = store.load(key).await.unwrap();
    found.map(|(tokens, _)| tokens.access().expose().to_owned())
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn passes_the_suite() {
    use crate::store::conformance;
    let place = Place::new();
    conformance::run(&|| Arc::new(place.store())).await;
    conformance::run_shared(&|| (Arc::new(place.store()), Arc::new(place.store()))).await;
}

#[tokio::test]
async fn nothing_is_touched_until_something_is_saved() {
    let place = Place::new();
    assert_eq!(loaded(&place.store(), &account("default")).await, None);
    assert_eq!(fs::read_dir(place.root.path()).unwrap().count(), 0);
}

/// T25.
#[tokio::test]
async fn files_are_private_sealed_and_padded() {
    let (place, key) = Place::with_tokens().await;
    assert_eq!(mode_of(&place.folder()), 0o700);
    assert_eq!(mode_of(&place.file(&key)), 0o600);
    assert_eq!(mode_of(&place.key_file()), 0o600);
    assert_eq!(mode_of(place.key_file().parent().unwrap()), 0o700);
    let bytes = fs::read(place.file(&key)).unwrap();
    assert!(bytes.starts_with(b"ILSA\x02\x00"));
    assert_eq!((bytes.len() - 46 - 16) % 256, 0);
    assert_clean(&String::from_utf8_lossy(&bytes));
    assert_eq!(fs::read(place.key_file()).unwrap().len(), 32);
    assert_clean(&format!("{:?}", place.store()));
    let names: Vec<_> = fs::read_dir(place.folder()).unwrap().collect();
    let drafts = names.iter().flatten().filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().ends_with(".new")
    });
    assert_eq!(drafts.count(), 0);
}

/// T22.
#[tokio::test]
async fn what_a_killed_writer_left_is_no_hindrance() {
    let (place, key) = Place::with_tokens().await;
    fs::write(
        place.folder().join(format!(".{}.new", file_name(&key))),
        "half",
    )
    .unwrap();
    assert_eq!(
        loaded(&place.store(), &key).await.unwrap(),
        "CANARY_access_one"
    );
    let store = place.store();
    let saved = store.save(&key, &tokens("two", 60), Generation(1)).await;
    assert_eq!(saved.unwrap(), Generation(2));
    assert_eq!(loaded(&store, &key).await.unwrap(), "CANARY_access_two");
}

/// T26.
#[tokio::test]
async fn a_damaged_file_is_an_error_and_never_started_over() {
    let (place, key) = Place::with_tokens().await;
    let file = place.file(&key);
    let good = fs::read(&file).unwrap();
    let mut variants: Vec<Vec<u8>> = (0..good.len())
        .map(|at| {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            bytes
        })
        .collect();
    variants.extend((0..good.len()).map(|cut| good[..cut].to_vec()));
    variants.push([good.as_slice(), b"x"].concat());
    variants.push(vec![b'j'; 70_000]);
    let store = place.store();
    for (n, bytes) in variants.iter().enumerate() {
        fs::write(&file, bytes).unwrap();
        let result = store.read(&key).await.map(|_| ());
        let is_noticed = match n {
            4 => matches!(result, Err(StoreError::Newer)),
            38..46 => matches!(result, Err(StoreError::WrongKey)),
            _ => matches!(result, Err(StoreError::Damaged)),
        };
        assert!(is_noticed, "{n}: {result:?}");
        assert_eq!(&fs::read(&file).unwrap(), bytes, "{n}: kept as it is");
        if n % 97 == 0 {
            for expected in [0, 1] {
                let two = tokens("two", 60);
                let error = store.save(&key, &two, Generation(expected)).await;
                let error = error.unwrap_err();
                assert!(matches!(error, StoreError::Damaged), "{n}");
                assert_clean_error(&error);
            }
            assert_eq!(&fs::read(&file).unwrap(), bytes, "kept as it is");
        }
    }
    fs::write(&file, &variants[20]).unwrap();
    store.remove(&key).await.unwrap();
    assert_eq!(loaded(&store, &key).await, None);
    let aside = place.aside();
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read(&aside[0]).unwrap(), variants[20], "kept aside");
    assert_eq!(mode_of(&aside[0]), 0o600);
    store
        .save(&key, &tokens("new", 60), Generation(0))
        .await
        .unwrap();
    assert_eq!(loaded(&store, &key).await.unwrap(), "CANARY_access_new");
}

/// T26.
#[tokio::test]
async fn a_file_belongs_to_its_account_and_key() {
    let (place, key) = Place::with_tokens().await;
    let store = place.store();
    let other = account("other");
    fs::copy(place.file(&key), place.file(&other)).unwrap();
    assert!(matches!(store.load(&other).await, Err(StoreError::Damaged)));

    let given = |byte: u8| {
        let key = SecretSlice::from(vec![byte; 32]);
        FileStore::new(place.folder(), KeySource::Given(key))
    };
    assert!(matches!(
        given(7).load(&key).await,
        Err(StoreError::WrongKey)
    ));
    let third = account("third");
    given(7)
        .save(&third, &tokens("three", 60), Generation(0))
        .await
        .unwrap();
    assert_eq!(
        loaded(&given(7), &third).await.unwrap(),
        "CANARY_access_three"
    );
    assert!(given(8).load(&third).await.is_err());
    let short = FileStore::new(place.folder(), KeySource::Given(vec![7; 31].into()));
    let refused = short.load(&third).await;
    assert!(matches!(refused, Err(StoreError::Unavailable { .. })));
}

/// T26.
#[tokio::test]
async fn a_lost_key_is_not_replaced() {
    let (place, key) = Place::with_tokens().await;
    fs::remove_file(place.key_file()).unwrap();
    let store = place.store();
    assert!(matches!(store.load(&key).await, Err(StoreError::WrongKey)));
    let save = store.save(&key, &tokens("two", 60), Generation(0)).await;
    assert!(matches!(save, Err(StoreError::WrongKey)));
    assert!(!place.key_file().exists());
    store.remove(&key).await.unwrap();
    assert!(!place.file(&key).exists());
    assert_eq!(place.aside().len(), 1, "kept, should the key come back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_first_saves_make_one_key() {
    let place = Place::new();
    let mut saves = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = place.store();
        saves.spawn(async move {
            let key = account(&format!("profile-{n}"));
            store.save(&key, &tokens("one", 60), Generation(0)).await
        });
    }
    while let Some(saved) = saves.join_next().await {
        saved.unwrap().unwrap();
    }
    for n in 0..8 {
        let key = account(&format!("profile-{n}"));
        assert!(loaded(&place.store(), &key).await.is_some());
    }
}

type Spoil = fn(&Place, &Path);

/// T25.
#[tokio::test]
async fn what_others_could_read_or_have_placed_is_refused() {
    let spoil: &[(&str, Spoil)] = &[
        ("readable by the group", |_, file| set_mode(file, 0o640)),
        ("readable by all", |_, file| set_mode(file, 0o604)),
        ("a link to a file", |place, file| {
            let target = place.root.path().join("target");
            fs::rename(file, &target).unwrap();
            symlink(target, file).unwrap();
        }),
        ("a hard link", |place, file| {
            fs::hard_link(file, place.root.path().join("second")).unwrap();
        }),
        // Apple's systems make none by this call.
        #[cfg(not(target_vendor = "apple"))]
        ("a pipe", |_, file| {
            fs::remove_file(file).unwrap();
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            let kind = rustix::fs::FileType::Fifo;
            rustix::fs::mknodat(rustix::fs::CWD, file, kind, mode, 0).unwrap();
        }),
        ("a folder that all can write", |place, _| {
            set_mode(&place.folder(), 0o777);
        }),
        ("a link to a folder", |place, _| {
            let target = place.root.path().join("elsewhere");
            fs::rename(place.folder(), &target).unwrap();
            symlink(target, place.folder()).unwrap();
        }),
    ];
    for (what, spoil) in spoil {
        let (place, key) = Place::with_tokens().await;
        spoil(&place, &place.file(&key));
        let store = place.store();
        let load = store.load(&key).await.map(|_| ());
        assert!(
            matches!(load, Err(StoreError::NotPrivate { .. })),
            "{what}: {load:?}"
        );
        let save = store.save(&key, &tokens("two", 60), Generation(1)).await;
        assert!(
            matches!(save, Err(StoreError::NotPrivate { .. })),
            "{what}: {save:?}"
        );
        let target = place.root.path().join("target");
        if let Ok(bytes) = fs::read(target) {
            assert!(
                bytes.starts_with(b"ILSA"),
                "{what}: the target is untouched"
            );
        }
    }
}

/// T25.
#[tokio::test]
async fn an_open_key_file_is_refused() {
    let (place, key) = Place::with_tokens().await;
    set_mode(&place.key_file(), 0o644);
    let load = place.store().load(&key).await;
    assert!(matches!(load, Err(StoreError::NotPrivate { .. })));
}

/// T25.
#[tokio::test]
async fn another_users_file_is_refused() {
    let (place, key) = Place::with_tokens().await;
    let nobody = Some(65_534);
    if std::os::unix::fs::chown(place.file(&key), nobody, nobody).is_err() {
        skipped(
            "another_users_file_is_refused",
            "only root can give a file away",
        );
        return;
    }
    let load = place.store().load(&key).await;
    assert!(matches!(load, Err(StoreError::NotPrivate { .. })));
}

#[tokio::test]
async fn t25_another_users_folder_is_refused() {
    let (place, key) = Place::with_tokens().await;
    let nobody = Some(65_534);
    if std::os::unix::fs::chown(place.folder(), nobody, nobody).is_err() {
        skipped(
            "t25_another_users_folder_is_refused",
            "only root can give a folder away",
        );
        return;
    }
    let store = place.store();
    let load = store.load(&key).await;
    assert!(matches!(load, Err(StoreError::NotPrivate { .. })));
    let save = store.save(&key, &tokens("two", 60), Generation(1)).await;
    assert!(matches!(save, Err(StoreError::NotPrivate { .. })));
}

#[tokio::test]
async fn t25_no_name_of_an_account_leads_out_of_the_folder() {
    let place = Place::new();
    let store = place.store();
    for name in ["../escaped", "/etc/escaped", "a/../../b", "\0", "", "."] {
        let key = account(name).for_user(name);
        let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
        saved.unwrap();
        let shown = file_name(&key);
        assert!(place.file(&key).is_file() && !shown.contains(['/', '\0']));
    }
    let beside = fs::read_dir(place.root.path()).unwrap().count();
    assert_eq!(beside, 2, "tokens and keys, nothing else");
}

/// T25.
#[tokio::test]
async fn a_link_swapped_in_during_saves_is_never_followed() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let (place, key) = Place::with_tokens().await;
    let victim = place.root.path().join("victim");
    fs::write(&victim, "untouched").unwrap();
    let stop = AtomicBool::new(false);
    let (file, stop, victim) = (place.file(&key), &stop, &victim);
    let unlock = place.store().keys.get().await.unwrap().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let link = file.with_extension("link");
            while !stop.load(Ordering::Relaxed) {
                drop(fs::remove_file(&link));
                symlink(victim, &link).unwrap();
                drop(fs::rename(&link, &file));
            }
        });
        let record = Record {
            generation: Generation(9),
            tokens: Some(tokens("nine", 60)),
        };
        let sealed = sealed::seal(&record, &key, &unlock).unwrap();
        for _ in 0..300 {
            let folder = Folder::create(&place.folder()).unwrap();
            folder.replace(&file_name(&key), &sealed).unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(fs::read_to_string(victim).unwrap(), "untouched");
}
