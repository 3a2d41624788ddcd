//! Any bytes in the place of the encrypted file are an error, and so is any change to a good file.
#![no_main]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::OnceLock;

use ils_auth::store::{FileStore, KeySource};
use ils_auth::{AccountKey, Generation, StoreError, TokenStore};
use ils_fuzz::{app, assert_clean, block_on, tokens};
use libfuzzer_sys::fuzz_target;

struct Place {
    store: FileStore,
    key: AccountKey,
    file: PathBuf,
    good: Vec<u8>,
}

fn place() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let name = format!("ils-fuzz-store-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let store = FileStore::new(folder.clone(), KeySource::Given(vec![7; 32].into()));
        let key = AccountKey::new(&app(), "default");
        let saved = block_on(store.save(&key, &tokens("one", 60), Generation(0)));
        saved.expect("a good file to begin with");
        let file = folder.join(format!("{}.tokens", key.id()));
        let good = fs::read(&file).expect("the file");
        Place {
            store,
            key,
            file,
            good,
        }
    })
}

fuzz_target!(|data: &[u8]| {
    let Some((mode, data)) = data.split_first() else {
        return;
    };
    let place = place();
    let bytes = match mode % 3 {
        0 => data.to_vec(),
        // Past the first checks.
        1 => [b"ILSA".as_slice(), &[1 + mode / 3 % 3], data].concat(),
        // A good file with some bytes changed, and perhaps cut.
        _ => {
            let mut bytes = place.good.clone();
            for change in data.chunks_exact(3) {
                let at = usize::from(u16::from_be_bytes([change[0], change[1]]));
                match bytes.get_mut(at) {
                    Some(byte) => *byte ^= change[2],
                    None => bytes.truncate(at % (place.good.len() + 1)),
                }
            }
            bytes
        }
    };
    fs::write(&place.file, &bytes).expect("a disk with room");
    fs::set_permissions(&place.file, fs::Permissions::from_mode(0o600)).expect("our own file");
    match block_on(place.store.load(&place.key)) {
        Ok(found) => assert!(
            found.is_some() && bytes == place.good,
            "taken for good, or for nothing"
        ),
        Err(error @ (StoreError::Damaged | StoreError::WrongKey | StoreError::Newer)) => {
            assert_clean(&error);
        }
        Err(other) => panic!("{other:?}"),
    }
});
