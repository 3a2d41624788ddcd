//! Every test of the workspace, and the list of those that could not run here.

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};
use contract_tests::forget_package;

use crate::cargo::{self, cargo};
use crate::{complain, say};

/// How a test says, past the test harness, that it did not run.
const SKIPPED: &str = "SKIPPED ";
/// Tells the keyring tests that a Secret Service is there for them.
const SECRET_SERVICE: &str = "ILS_TEST_SECRET_SERVICE";
/// Unlocks a keyring of its own in a session of its own, then becomes the tests.
const IN_SESSION: &str = "\
    printf %s testing | XDG_DATA_HOME=\"$1\" gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1\n\
    shift; exec \"$@\"";

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let ils = contract_tests::ils::binary().context("`ils` has to be built before it is tested")?;
    let keyring = tempfile::tempdir()?;
    let mut command = if has_secret_service() {
        let mut command = Command::new("dbus-run-session");
        forget_package(&mut command);
        command
            .args(["--", "sh", "-c", IN_SESSION, "sh"])
            .arg(keyring.path())
            .arg(cargo::program())
            .env(SECRET_SERVICE, "1");
        command
    } else {
        cargo()
    };
    let mut tests = command
        .args(["test", "--workspace", "--all-features", "--no-fail-fast"])
        .args(arguments)
        .env("ILS_BIN", ils)
        .stderr(Stdio::piped())
        .spawn()?;

    let mut skipped = Vec::new();
    if let Some(talk) = tests.stderr.take() {
        for line in BufReader::new(talk).lines() {
            let line = line?;
            complain(&line);
            if let Some(test) = line.trim_start().strip_prefix(SKIPPED) {
                skipped.push(test.to_owned());
            }
        }
    }
    let status = tests.wait()?;
    say(&format!("\nskipped: {}", skipped.len()));
    for test in skipped {
        say(&format!("  {test}"));
    }
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether a session bus and a keyring can be started here. Nothing of the person's own keyring is touched.
fn has_secret_service() -> bool {
    ["dbus-run-session", "gnome-keyring-daemon"]
        .iter()
        .all(|program| {
            let asked = Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            asked.is_ok_and(|status| status.success())
        })
}
