//! What is on this computer: settings, the firm's app, rules, the client store and the place of secrets.

use std::path::{Path, PathBuf};

use ils_import::ClientStore;

use super::check::{Check, State};
use crate::output::screen;
use crate::settings::{self, Key};
use crate::{context, failure};

/// Folders that are copied to other computers, or lie on one.
const COPIED: [&str; 8] = [
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "box sync",
    "nextcloud",
];

pub(super) fn settings() -> Vec<Check> {
    let all = settings::current();
    let file = all.user_file.as_ref();
    let wrong = match (&all.unreadable, all.against_lock()) {
        (Some((file, why)), _) => Some(failure::unreadable(file, why)),
        (None, Some((key, source))) => Some(failure::locked(key, Some(source))),
        (None, None) => None,
    };
    let mut checks = vec![match (wrong, file) {
        (Some(problem), _) => Check::of_problem("settings", "Settings", &problem),
        (None, Some(file)) if file.exists() => {
            Check::ok("settings", "Settings", file.display().to_string())
        }
        (None, _) => Check::ok(
            "settings",
            "Settings",
            "no file of your own; nothing needs one",
        ),
    }];
    if settings::value(Key::Rules).is_some() {
        checks.push(match context::rules() {
            Ok(_) => Check::ok("rules", "Firm's rules", "can be read"),
            Err(problem) => Check::of_problem("rules", "Firm's rules", &problem),
        });
    }
    checks
}

pub(super) async fn store() -> Vec<Check> {
    let store = match context::clients() {
        Ok(store) => store,
        Err(problem) => return vec![Check::of_problem("store", "Client store", &problem)],
    };
    let path = settings::value(Key::Store)
        .map(PathBuf::from)
        .or_else(|| context::place_of(Key::Store))
        .unwrap_or_default();
    let counted = match store.count().await {
        Ok(clients) => {
            let clients = usize::try_from(clients).unwrap_or(usize::MAX);
            let counted = screen::count(clients, "client", "clients");
            let size = std::fs::metadata(&path).map(|file| file.len());
            let message = match size {
                Ok(bytes) => format!("{counted}, {}", megabytes(bytes)),
                Err(_) => "nothing has been saved yet".to_owned(),
            };
            Check::ok("store", "Client store", message)
        }
        Err(error) => Check::of_problem("store", "Client store", &failure::client_store(&error)),
    };
    let place = match unsafe_place(&path) {
        None => Check::ok("store_place", "Store place", path.display().to_string()),
        Some(why) => Check::new(
            "store_place",
            "Store place",
            State::Warning,
            format!("{} {why}", path.display()),
        )
        .advice("Move it to a folder of this computer alone:  ils help store"),
    };
    vec![counted, place]
}

/// Where the connection and the app's secret are kept. That it works is seen at the connection.
pub(super) fn secrets() -> Check {
    match context::token_store() {
        Ok(store) => Check::ok("secrets", "Secrets", store.place()),
        Err(problem) => Check::of_problem("secrets", "Secrets", &problem),
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// Why a store should not lie there: two computers that write one file damage it, and a copy of it leaves the firm.
fn unsafe_place(path: &Path) -> Option<&'static str> {
    let text = path.to_string_lossy().to_lowercase();
    if COPIED.iter().any(|name| text.contains(name)) {
        return Some("lies in a folder that is copied to other computers");
    }
    if text.starts_with(r"\\") || is_on_network(path) {
        return Some("lies on another computer");
    }
    None
}

/// The file system's own number (statfs(2)).
#[cfg(target_os = "linux")]
fn is_on_network(path: &Path) -> bool {
    const NFS: i128 = 0x6969;
    const SMB: i128 = 0x517B;
    const SMB2: i128 = 0xFE53_4D42;
    const CIFS: i128 = 0xFF53_4D42;
    const NETWORK: [i128; 4] = [NFS, SMB, SMB2, CIFS];
    let there = path.ancestors().find(|folder| folder.exists());
    let told = there.and_then(|folder| rustix::fs::statfs(folder).ok());
    // Its type is another one on other processors.
    told.is_some_and(|told| NETWORK.contains(&i128::from(told.f_type)))
}

#[cfg(not(target_os = "linux"))]
fn is_on_network(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_copied_or_far_away_is_told() {
        for (place, is_safe) in [
            (r"C:\Users\pat\AppData\Local\ILS\clients.sqlite", true),
            ("/home/pat/.local/share/ils/clients.sqlite", true),
            (r"C:\Users\pat\OneDrive - Hollis\ILS\clients.sqlite", false),
            (r"\\server\share\clients.sqlite", false),
            ("/home/pat/Dropbox/clients.sqlite", false),
            ("/Users/pat/Library/Mobile Documents/clients.sqlite", false),
        ] {
            assert_eq!(unsafe_place(Path::new(place)).is_none(), is_safe, "{place}");
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        for (bytes, shown) in [(0, "0.0 MB"), (1, "0.1 MB"), (1_050_000, "1.1 MB")] {
            assert_eq!(megabytes(bytes), shown);
        }
    }
}
