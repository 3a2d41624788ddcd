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
use crate::{context, failure};

pub(crate) async fn run(command: Command, output: &Output) -> Result<Answer, Problem> {
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
        Command::Menu => menu::run(output).await,
        Command::Connect(how) | Command::Reconnect(how) => connect::run(output, &how).await,
        Command::Disconnect { local_only } => disconnect::run(output, local_only).await,
        Command::Status { check } => status::run(output, check).await,
        Command::Matters(what) => matters::run(output, &what).await,
        Command::Preview(what) => preview::run(output, &what).await,
        Command::Import(what) => import::run(output, &what).await,
        Command::Undo { import, dry_run } => undo::run(output, import.as_deref(), dry_run).await,
        Command::History {
            what,
            client,
            limit,
        } => history::run(output, what.as_ref(), client, limit).await,
        Command::Clients(what) => clients::run(output, &what).await,
        Command::Words(what) => Ok(words::run(output, &what)),
        Command::Setup(what) => setup::run(output, &what).await,
        Command::Config(what) => config::run(output, &what).await,
        Command::Completions { shell } => Ok(install::completions(shell)),
        Command::Man { folder } => install::manual(&folder),
        Command::Help { topic } => help::run(&topic),
        Command::Doctor(what) => doctor::run(output, &what).await,
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
