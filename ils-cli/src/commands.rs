//! One file a command.

mod clients;
mod config;
mod connect;
mod disconnect;
mod doctor;
mod help;
pub(crate) mod history;
mod import;
mod install;
mod matters;
mod menu;
mod people;
mod preview;
mod schema;
mod setup;
mod sheet;
mod status;
mod undo;
mod without;
mod words;

use crate::cli::Command;
use crate::message::Problem;
use crate::output::{Answer, Output};
use crate::settings::{self, Settings};
use crate::wait::wait;
use crate::{context, failure};

/// Only what waits for Clio, the store, a program or a person gets a runtime.
pub(crate) fn run(command: Command, output: &Output) -> Result<Answer, Problem> {
    // These show what is wrong with the settings, or what they may be.
    if !matches!(
        command,
        Command::Config(_) | Command::Doctor(_) | Command::Help { .. }
    ) {
        in_order(settings::current())?;
    }
    if speaks_of_clio(&command) {
        // A wrong address is told before anything else is looked at.
        context::site()?;
    }
    match command {
        Command::Menu => wait(output, menu::run(output)),
        Command::Connect(how) | Command::Reconnect(how) => wait(output, connect::run(output, &how)),
        Command::Disconnect { local_only } => wait(output, disconnect::run(output, local_only)),
        Command::Status { check } => wait(output, status::run(output, check)),
        Command::Matters(what) => wait(output, matters::run(output, &what)),
        Command::Preview(what) => wait(output, preview::run(output, &what)),
        Command::Import(what) => wait(output, import::run(output, &what)),
        Command::Undo { import, dry_run } => {
            wait(output, undo::run(output, import.as_deref(), dry_run))
        }
        Command::History {
            what,
            client,
            limit,
        } => wait(output, history::run(output, what.as_ref(), client, limit)),
        Command::Clients(what) => wait(output, clients::run(output, &what)),
        Command::Words(what) => Ok(words::run(output, &what)),
        Command::Setup(what) => wait(output, setup::run(output, &what)),
        Command::Config(what) => config::run(output, &what),
        Command::Completions { shell } => Ok(install::completions(shell)),
        Command::Man { folder } => install::manual(&folder),
        Command::Help { topic } => help::run(&topic),
        Command::Doctor(what) => wait(output, doctor::run(output, &what)),
        Command::Schema { name } => schema::run(output, name.as_deref()),
    }
}

/// Settings that cannot be followed stop everything but looking at them and changing them.
fn in_order(settings: &Settings) -> Result<(), Problem> {
    if let Some((file, why)) = &settings.unreadable {
        return Err(failure::unreadable(file, why));
    }
    match settings.against_lock() {
        Some((key, source)) => Err(failure::locked(key, Some(source))),
        None => Ok(()),
    }
}

fn speaks_of_clio(command: &Command) -> bool {
    !matches!(
        command,
        Command::Clients(_)
            | Command::Words(_)
            | Command::Undo { .. }
            | Command::History { .. }
            | Command::Schema { .. }
            | Command::Completions { .. }
            | Command::Man { .. }
            | Command::Config(_)
            | Command::Doctor(_)
            | Command::Help { .. }
    )
}
