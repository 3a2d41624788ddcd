//! A process that does what it is told: this test binary, started once more.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal};

pub(crate) mod role;

/// Tells a child that it is one, and what it works on.
const PLACE: &str = "ILS_AUTH_TEST_PLACE";
const STORE: &str = "ILS_AUTH_TEST_STORE";
const ORIGIN: &str = "ILS_AUTH_TEST_ORIGIN";
/// Before each answer; the test harness prints lines of its own.
const MARK: &str = "> ";

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    File,
    Keyring,
    /// A file without the lock between processes: for showing what the lock is good for.
    Unlocked,
}

/// What children share: where the tokens are, and which Clio.
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) folder: PathBuf,
    pub(crate) origin: String,
    /// The session bus, if there is to be one.
    pub(crate) bus: Option<String>,
}

impl Place {
    pub(crate) fn new(kind: Kind, folder: &Path, origin: &str) -> Self {
        Self {
            kind,
            folder: folder.to_owned(),
            origin: origin.to_owned(),
            bus: None,
        }
    }

    pub(crate) fn start(&self) -> Child {
        self.start_under(&[])
    }

    /// Through another program that becomes the child in the end.
    pub(crate) fn start_under(&self, program: &[&str]) -> Child {
        let me = std::env::current_exe().unwrap();
        let mut command = match program {
            [] => Command::new(me),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(me);
                command
            }
        };
        let home = self.folder.join("home");
        std::fs::create_dir_all(&home).unwrap();
        let mut process = command
            .args(["--exact", "child::acts_when_told_to", "--nocapture"])
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_RUNTIME_DIR")
            .env("HOME", home)
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                self.bus.as_deref().unwrap_or("unix:path=/nowhere/bus"),
            )
            .env(PLACE, &self.folder)
            .env(STORE, format!("{:?}", self.kind))
            .env(ORIGIN, &self.origin)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Child {
            orders: process.stdin.take(),
            lines: BufReader::new(process.stdout.take().unwrap()).lines(),
            process,
        }
    }
}

pub(crate) struct Child {
    process: std::process::Child,
    orders: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Child {
    pub(crate) fn tell(&mut self, order: &str) {
        let orders = self.orders.as_mut().unwrap();
        writeln!(orders, "{order}").unwrap();
    }

    /// The next answer; `None` when it has gone.
    pub(crate) fn hear(&mut self) -> Option<String> {
        loop {
            let line = self.lines.next()?.ok()?;
            // The harness ends none of its own lines before the test does.
            if let Some((_, answer)) = line.split_once(MARK) {
                return Some(answer.to_owned());
            }
        }
    }

    pub(crate) fn ask(&mut self, order: &str) -> String {
        self.tell(order);
        self.hear().expect("a child that answers")
    }

    /// SIGKILL; it is gone when this returns.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.process.id()).unwrap();
        rustix::process::kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Lets it end by itself. A minute is no measure of anything: a child that hangs would hang for ever.
    pub(crate) fn ends(mut self) -> bool {
        drop(self.orders.take());
        for _ in 0..3000 {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.process.kill().is_ok() {
            drop(self.process.wait());
        }
    }
}

#[test]
fn acts_when_told_to() {
    let Some(folder) = std::env::var_os(PLACE) else {
        return;
    };
    let kind = match std::env::var(STORE).unwrap().as_str() {
        "File" => Kind::File,
        "Keyring" => Kind::Keyring,
        _ => Kind::Unlocked,
    };
    let place = Place::new(kind, Path::new(&folder), &std::env::var(ORIGIN).unwrap());
    role::act(&place);
}

pub(crate) fn say(answer: &str) {
    println!("{MARK}{answer}");
}
