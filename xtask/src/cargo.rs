//! The cargo that runs these tools, to run more of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

pub(crate) use contract_tests::cargo;

pub(crate) fn program() -> OsString {
    cargo().get_program().to_owned()
}

/// The workspace's own packages, as cargo tells them.
pub(crate) fn metadata() -> Result<Value> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("cargo metadata gives JSON")
}

/// What a command writes; what it complains of goes through.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{command:?} starts"))?;
    ensure!(done.status.success(), "{command:?} failed");
    Ok(String::from_utf8(done.stdout)?)
}

/// The program that a build of cargo makes. Its folder is not guessed: cargo names the file.
pub(crate) fn built(build: &mut Command, program: &str) -> Result<PathBuf> {
    let messages = output(build.arg("--message-format=json-render-diagnostics"))?;
    let file = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == program)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    file.with_context(|| format!("cargo named no program {program}"))
}

/// `ils`, built as it is now. The first time takes minutes, so cargo says what it is at.
pub(crate) fn ils() -> Result<PathBuf> {
    built(cargo().args(["build", "--package", "ils-cli"]), "ils")
}

/// The target that is built for when none is named.
pub(crate) fn host() -> Result<String> {
    let talk = output(Command::new("rustc").arg("-vV"))?;
    let host = talk.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc named no host")
}
