//! What may not get in: dependencies, other crates' types in what embedders see, and a changed interface that nobody meant.

mod documents;
mod floors;
mod listing;
mod oldest;
mod public;
mod tree;
mod unused;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::cargo::metadata;
use crate::say;

pub(crate) use documents::as_rustdoc;

pub(crate) fn run() -> Result<ExitCode> {
    let metadata = metadata()?;
    let mut broken = tree::check(&metadata)?;
    broken.extend(floors::check()?);
    broken.extend(oldest::check(&metadata)?);
    broken.extend(unused::check(&metadata)?);
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
