//! What may not get in: dependencies, and other crates' types in what embedders see.

mod floors;
mod public;
mod tree;
mod unused;

use std::process::ExitCode;

use anyhow::Result;

use crate::cargo::metadata;
use crate::say;

pub(crate) use public::as_rustdoc;

pub(crate) fn run() -> Result<ExitCode> {
    let metadata = metadata()?;
    let mut broken = tree::check(&metadata)?;
    broken.extend(floors::check()?);
    broken.extend(unused::check(&metadata)?);
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
