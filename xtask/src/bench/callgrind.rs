//! Counts instructions: the same on every computer of a kind, however busy it is.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

pub(super) fn is_here() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program, as `run` likes it, and gives what `run` gives and how many instructions there were.
pub(super) fn count<T>(
    program: &Path,
    run: impl FnOnce(&mut Command) -> Result<T>,
) -> Result<(T, f64)> {
    let log = tempfile::NamedTempFile::new()?;
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!("--log-file={}", log.path().display()))
        .arg(program);
    let answer = run(&mut command)?;
    let log = std::fs::read_to_string(log.path())?;
    let count = log
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .context("valgrind counted nothing")?
        .1;
    Ok((answer, count.trim().parse()?))
}
