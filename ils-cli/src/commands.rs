//! One file a command.

mod alike;
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

use crate::cli::{Clients, Command, Import};
use crate::message::Problem;
use crate::output::{Answer, Output};
use crate::settings::{self, Settings};
use crate::wait::{Left, wait};
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
    let left = left(&command);
    match command {
        Command::Menu => wait(output, left, menu::run(output)),
        Command::Connect(how) | Command::Reconnect(how) => {
            wait(output, left, connect::run(output, &how))
        }
        Command::Disconnect { local_only } => {
            wait(output, left, disconnect::run(output, local_only))
        }
        Command::Status { check } => wait(output, left, status::run(output, check)),
        Command::Matters(what) => wait(output, left, matters::run(output, &what)),
        Command::Preview(what) => wait(output, left, preview::run(output, &what)),
        Command::Import(what) => wait(output, left, import::run(output, &what)),
        Command::Undo { import, dry_run } => {
            wait(output, left, undo::run(output, import.as_deref(), dry_run))
        }
        Command::History {
            what,
            client,
            limit,
        } => wait(
            output,
            left,
            history::run(output, what.as_ref(), client, limit),
        ),
        Command::Clients(what) => wait(output, left, clients::run(output, &what)),
        Command::Words(what) => Ok(words::run(output, &what)),
        Command::Setup(what) => wait(output, left, setup::run(output, &what)),
        Command::Config(what) => config::run(output, &what),
        Command::Completions { shell } => Ok(install::completions(shell)),
        Command::Man { folder } => install::manual(&folder),
        Command::Help { topic } => help::run(&topic),
        Command::Doctor(what) => wait(output, left, doctor::run(output, &what)),
        Command::Schema { name } => schema::run(output, name.as_deref()),
    }
}

/// What Ctrl+C leaves behind, each the whole truth of its command.
fn left(command: &Command) -> Left {
    match command {
        // The menu does any of them.
        Command::Menu | Command::Import(Import { dry_run: false, .. }) => Left {
            changed: "What was saved before stays; a client is saved whole or not at all.",
            look: "ils clients list",
        },
        Command::Undo { dry_run: false, .. }
        | Command::Clients(Clients::Remove(_) | Clients::Restore { .. }) => Left {
            changed: "The client is as it was, or all of it was done.",
            look: "ils clients list --include-removed",
        },
        Command::Clients(Clients::Export(_)) => Left {
            changed: "A file is written whole or not at all; saved clients stay as they are.",
            look: "ils history",
        },
        Command::Connect(_) | Command::Reconnect(_) => Left {
            changed: "A connection that was there before stays, unless the new one was complete.",
            look: "ils status",
        },
        Command::Setup(_) => Left {
            changed: "What was set up before stays; the secret and the key are each kept whole or not at all.",
            look: "ils config list",
        },
        Command::Import(_) => Left {
            changed: "No client was saved.",
            look: "Begin again with the same command",
        },
        Command::Disconnect { .. } => Left {
            changed: "The connection is still there, or is gone.",
            look: "ils status",
        },
        Command::Preview(what) if what.out.is_some() || what.sheet.is_some() => Left {
            changed: "A file is written whole or not at all; no client was saved.",
            look: "Begin again with the same command",
        },
        _ => Left {
            changed: "Nothing was changed.",
            look: "Begin again with the same command",
        },
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
