//! A session bus and a Secret Service of a test's own. Nothing of the person's own keyring is touched.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal};
use tempfile::TempDir;

/// No service of this computer is started on it by itself.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Which programs a test of a real keyring needs; without them it says that it was skipped.
pub(crate) fn is_there(test: &str) -> bool {
    for program in ["dbus-daemon", "dbus-send", "gnome-keyring-daemon"] {
        let asked = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if asked.is_err() {
            crate::skipped(test, &format!("there is no {program} here"));
            return false;
        }
    }
    true
}

pub(crate) struct Session {
    home: TempDir,
    bus: Child,
    pub(crate) address: String,
    daemon: Option<Child>,
}

impl Session {
    /// A bus on which nobody keeps secrets.
    pub(crate) fn without_a_service() -> Self {
        let home = TempDir::new().unwrap();
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(home.path(), private).unwrap();
        let configuration = home.path().join("bus.conf");
        std::fs::write(&configuration, CONFIGURATION).unwrap();
        let mut bus = quiet("dbus-daemon", home.path())
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(format!("--config-file={}", configuration.display()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let mut answer = BufReader::new(bus.stdout.take().unwrap());
        answer.read_line(&mut address).unwrap();
        Self {
            home,
            bus,
            address: address.trim().to_owned(),
            daemon: None,
        }
    }

    /// With an unlocked keyring.
    pub(crate) fn unlocked() -> Self {
        let mut session = Self::without_a_service();
        session.start_daemon(Some("testing"));
        session
    }

    /// `None`: without making or opening a keyring.
    pub(crate) fn start_daemon(&mut self, password: Option<&str>) {
        let mut command = quiet("gnome-keyring-daemon", self.home.path());
        command
            .args(["--components=secrets", "--foreground"])
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut daemon = command.spawn().unwrap();
        let mut input = daemon.stdin.take().unwrap();
        input.write_all(password.unwrap_or("").as_bytes()).unwrap();
        drop(input);
        self.daemon = Some(daemon);
        for _ in 0..1500 {
            if self.has_service() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the Secret Service did not start");
    }

    /// SIGKILL; it is gone, and the bus knows it, when this returns.
    pub(crate) fn kill_daemon(&mut self) {
        let mut daemon = self.daemon.take().unwrap();
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        while self.has_service() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn signal_daemon(&self, signal: Signal) {
        let id = i32::try_from(self.daemon.as_ref().unwrap().id()).unwrap();
        rustix::process::kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Locks every collection, as a screen locker may.
    pub(crate) fn lock(&self) {
        let done = self
            .send("org.freedesktop.secrets", "/org/freedesktop/secrets")
            .arg("org.freedesktop.Secret.Service.Lock")
            .arg("array:objpath:/org/freedesktop/secrets/collection/login")
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }

    fn has_service(&self) -> bool {
        let asked = self
            .send("org.freedesktop.DBus", "/")
            .arg("org.freedesktop.DBus.NameHasOwner")
            .arg("string:org.freedesktop.secrets")
            .output()
            .unwrap();
        String::from_utf8_lossy(&asked.stdout).contains("true")
    }

    fn send(&self, to: &str, object: &str) -> Command {
        let mut command = Command::new("dbus-send");
        command
            .args(["--session", "--print-reply=literal"])
            .arg(format!("--dest={to}"))
            .arg(object)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        command
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for process in self.daemon.iter_mut().chain([&mut self.bus]) {
            if process.kill().is_ok() {
                drop(process.wait());
            }
        }
    }
}

fn quiet(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env("HOME", home)
        .env("XDG_DATA_HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .stderr(Stdio::null());
    command
}
