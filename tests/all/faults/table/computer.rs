//! The user's computer: disks, folders, stores, processes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use contract_tests::Fault;
use rustix::process::Signal;

use super::{DONE, Ends, Expected, NO_DISK, ONE_PROCESS, Row, row};
use crate::connect::tokens;
use crate::faults::launch::Launch;
use crate::faults::mount;
use crate::faults::stage::Stage;
use crate::scene::{HOLLIS, Scene};

/// Where to write, and where not.
pub(in crate::faults) const DISK: &[Row] = &[
    row(
        "the disk is full",
        |s| s.launch = mount::full(),
        [ATTEMPT, DONE, DONE, FULL, NO_DISK],
    ),
    row(
        "no file may grow",
        |s| s.launch = Launch::Shell(NO_GROWTH),
        [ATTEMPT, DONE, DONE, FULL, NO_DISK],
    ),
    row(
        "the home is read-only",
        |s| s.launch = mount::read_only(),
        [ATTEMPT, DONE, DONE, READ_ONLY, NO_DISK],
    ),
    row(
        "the disk is full when the token expires",
        |s| {
            s.launch = mount::full();
            s.once(Fault::expire_access_tokens());
        },
        [ATTEMPT, UNSAVED, UNSAVED, UNSAVED, NO_DISK],
    ),
    row(
        "no file may grow when the token expires",
        |s| {
            s.launch = Launch::Shell(NO_GROWTH);
            s.once(Fault::expire_access_tokens());
        },
        [ATTEMPT, UNSAVED, UNSAVED, UNSAVED, NO_DISK],
    ),
    row(
        "the answer goes to a full disk",
        |s| {
            s.launch = if cfg!(target_os = "linux") {
                Launch::Into("/dev/full")
            } else {
                Launch::Impossible("this system has no /dev/full")
            };
        },
        [UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN, ONE_PROCESS],
    ),
    row(
        "nobody reads the answer",
        |s| s.launch = Launch::Unread,
        [DONE, DONE, DONE, DONE, ONE_PROCESS],
    ),
];

/// The stored connection and the saved clients, in a bad way.
pub(in crate::faults) const STORES: &[Row] = &[
    row(
        "a bit of the connection is wrong",
        |s| connection(s, |bytes| flip_the_last(bytes)),
        refused("token_store_damaged"),
    ),
    row(
        "half the connection is gone",
        |s| connection(s, |bytes| bytes.truncate(bytes.len() / 2)),
        refused("token_store_damaged"),
    ),
    row(
        "the connection is an empty file",
        |s| connection(s, Vec::clear),
        refused("token_store_damaged"),
    ),
    row(
        "the key is another one",
        |s| key(s, |bytes| bytes[0] ^= 1),
        refused("token_store_wrong_key"),
    ),
    row(
        "the key is gone",
        key_gone,
        refused("token_store_wrong_key"),
    ),
    row(
        "everybody may read the connection",
        |s| s.with_mode(connection_file(&s.scene), 0o644),
        refused("token_store_not_private"),
    ),
    row(
        "another program holds the connection",
        hold_connection,
        [BUSY, DONE, DONE, DONE, DONE],
    ),
    row(
        "another program holds the client store",
        hold_clients,
        [DONE, DONE, DONE, Ends(9, "store_busy"), DONE],
    ),
    row(
        "the client store is noise",
        |s| clients(s, |bytes| bytes[..100].fill(b'x')),
        unusable("store_damaged"),
    ),
    row(
        "half the client store is gone",
        |s| clients(s, |bytes| bytes.truncate(bytes.len() / 2)),
        unusable("store_damaged"),
    ),
    row(
        "the client store is of a newer version",
        |s| {
            clients(s, of_version_99);
        },
        unusable("store_newer"),
    ),
    row(
        "everybody may read the client store",
        |s| {
            saved_and_taken_back(s);
            s.with_mode(client_store(&s.scene), 0o644);
        },
        unusable("store_not_private"),
    ),
];

/// Processes that end early, or may not do much.
pub(in crate::faults) const PROCESS: &[Row] = &[
    row("killed", |s| signal(s, Signal::KILL), ended(Ends(-9, ""))),
    row(
        "terminated",
        |s| signal(s, Signal::TERM),
        ended(Ends(-15, "")),
    ),
    row(
        "the window is closed",
        |s| signal(s, Signal::HUP),
        ended(Ends(-1, "")),
    ),
    row(
        "Ctrl+C",
        |s| signal(s, Signal::INT),
        ended(Ends(130, "interrupted")),
    ),
    row(
        "few files may be opened",
        |s| s.launch = Launch::Shell("ulimit -n 64; exec \"$@\""),
        ended(DONE),
    ),
];

const NO_GROWTH: &str = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";

const ATTEMPT: Expected = Ends(9, "attempt_not_kept");
const FULL: Expected = Ends(9, "store_full");
const READ_ONLY: Expected = Ends(9, "store_read_only");
const UNSAVED: Expected = Ends(9, "token_store_full");
const UNWRITTEN: Expected = Ends(1, "answer_not_written");
const BUSY: Expected = Ends(9, "token_store_busy");

/// Nothing goes without a readable connection.
const fn refused(code: &'static str) -> [Expected; 5] {
    let all = Ends(9, code);
    [all, all, all, all, Ends(1, "Token")]
}

/// Importing saves; a search only warns that it cannot tell who is a client.
const fn unusable(code: &'static str) -> [Expected; 5] {
    [DONE, DONE, DONE, Ends(9, code), DONE]
}

const fn ended(all: Expected) -> [Expected; 5] {
    [all, all, all, all, ONE_PROCESS]
}

/// The signal comes while Clio thinks.
fn signal(s: &mut Stage, signal: Signal) {
    s.once(Fault::slow(Duration::from_secs(30)));
    s.launch = Launch::Signalled(signal);
}

fn connection_file(scene: &Scene) -> PathBuf {
    let (file, _) = tokens(scene.ils.home()).pop_first().expect("a connection");
    file.into()
}

fn client_store(scene: &Scene) -> PathBuf {
    scene.ils.home().join("data/clients.sqlite")
}

fn connection(s: &mut Stage, damage: fn(&mut Vec<u8>)) {
    s.damage(connection_file(&s.scene), damage);
}

/// `user_version` stands at byte 60 of a SQLite file.
fn of_version_99(bytes: &mut Vec<u8>) {
    bytes.splice(60..64, 99_u32.to_be_bytes());
}

fn flip_the_last(bytes: &mut [u8]) {
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
}

fn key(s: &mut Stage, damage: fn(&mut Vec<u8>)) {
    s.damage(s.scene.ils.home().join("config/token.key"), damage);
}

fn key_gone(s: &mut Stage) {
    let (file, aside) = ("config/token.key", "token.key.aside");
    let home = s.scene.ils.home();
    fs::rename(home.join(file), home.join(aside)).expect("moves");
    s.mend_with(move |scene| {
        let home = scene.ils.home();
        if home.join(file).exists() {
            return Err("a new key was made over stored tokens".to_owned());
        }
        fs::rename(home.join(aside), home.join(file)).map_err(|error| error.to_string())
    });
}

/// A store of the right form without a client.
fn saved_and_taken_back(s: &Stage) {
    s.scene.expect(0, &["import", HOLLIS, "--yes"]);
    s.scene.expect(0, &["undo", "--yes"]);
    s.scene.clio.reset_record();
}

fn clients(s: &mut Stage, damage: fn(&mut Vec<u8>)) {
    saved_and_taken_back(s);
    s.damage(client_store(&s.scene), damage);
}

fn hold_connection(s: &mut Stage) {
    let held = crate::stops::locks(s.scene.ils.home());
    s.mend_with(move |_| {
        drop(held);
        Ok(())
    });
}

fn hold_clients(s: &mut Stage) {
    saved_and_taken_back(s);
    let other = rusqlite::Connection::open(client_store(&s.scene)).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("is alone");
    s.mend_with(move |_| other.close().map_err(|(_, error)| error.to_string()));
}

impl Stage {
    /// Spoils a file until the fault is over. The job has to leave it as it finds it.
    fn damage(&mut self, file: PathBuf, damage: fn(&mut Vec<u8>)) {
        let whole = fs::read(&file).expect("there is one");
        let mut spoilt = whole.clone();
        damage(&mut spoilt);
        fs::write(&file, &spoilt).expect("can be spoilt");
        self.mend_with(move |_| {
            let left = fs::read(&file).ok();
            fs::write(&file, &whole).map_err(|error| error.to_string())?;
            if left.as_ref() != Some(&spoilt) {
                return Err(format!("{} was not left as it was", file.display()));
            }
            Ok(())
        });
    }

    fn with_mode(&mut self, file: PathBuf, mode: u32) {
        let set = move |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode));
        set(mode).expect("is ours");
        self.mend_with(move |_| set(0o600).map_err(|error| error.to_string()));
    }
}
