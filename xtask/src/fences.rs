//! What may not get in: dependencies, other crates' types in what embedders see, and a changed interface that nobody meant.

mod documents;
mod listing;
mod public;
mod tree;

use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{root, say};

pub(crate) use documents::as_rustdoc;

pub(crate) fn run() -> Result<ExitCode> {
    let metadata = metadata()?;
    let mut broken = tree::check(&metadata)?;
    let documents = documents::write(&metadata)?;
    broken.extend(public::check(&documents)?);
    broken.extend(listing::check(&documents)?);
    Ok(told(&broken))
}

/// The listings of the public interfaces alone; `--update` writes them.
pub(crate) fn api(arguments: &[String]) -> Result<ExitCode> {
    let is_update = match arguments {
        [] => false,
        [flag] if flag == "--update" => true,
        _ => bail!("it takes --update, or nothing"),
    };
    let documents = documents::write(&metadata()?)?;
    if is_update {
        listing::update(&documents)?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(told(&listing::check(&documents)?))
}

fn told(broken: &[String]) -> ExitCode {
    for fence in broken {
        say(&format!("- {fence}"));
    }
    say(&format!("{} broken fences", broken.len()));
    if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
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
