//! What may not get in: dependencies, and other crates' types in what embedders see.

mod public;
mod tree;

use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{root, say};

pub(crate) use public::as_rustdoc;

pub(crate) fn run() -> Result<ExitCode> {
    let metadata = metadata()?;
    let mut broken = tree::check(&metadata)?;
    broken.extend(public::check(&metadata)?);
    for fence in &broken {
        say(&format!("- {fence}"));
    }
    say(&format!("{} broken fences", broken.len()));
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The workspace's own packages, as cargo tells them.
fn metadata() -> Result<Value> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("cargo metadata gives JSON")
}

fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root());
    command
}

/// What a command writes; what it complains of goes through.
fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{command:?} starts"))?;
    ensure!(done.status.success(), "{command:?} failed");
    Ok(String::from_utf8(done.stdout)?)
}
