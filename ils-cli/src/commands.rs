//! One file a command.

mod clients;
mod connect;
mod disconnect;
mod history;
mod import;
mod install;
mod matters;
mod people;
mod preview;
mod schema;
mod sheet;
mod status;
mod undo;
mod words;

use crate::cli::Command;
use crate::context;
use crate::message::Problem;
use crate::output::{Answer, Output};

pub(crate) async fn run(command: Command, output: &Output) -> Result<Answer, Problem> {
    if speaks_of_clio(&command) {
        // A wrong address is told before anything else is looked at.
        context::site()?;
    }
    match command {
        Command::Connect(how) | Command::Reconnect(how) => connect::run(output, &how).await,
        Command::Disconnect { local_only } => disconnect::run(output, local_only).await,
        Command::Status { check } => status::run(output, check).await,
        Command::Matters(what) => matters::run(output, &what).await,
        Command::Preview { matter, out, sheet } => {
            preview::run(output, &matter, out.as_deref(), sheet.as_deref()).await
        }
        Command::Import(what) => import::run(output, &what).await,
        Command::Undo { import, dry_run } => undo::run(output, import.as_deref(), dry_run).await,
        Command::History {
            what,
            client,
            limit,
        } => history::run(output, what.as_ref(), client, limit).await,
        Command::Clients(what) => clients::run(output, &what).await,
        Command::Words(what) => Ok(words::run(output, &what)),
        Command::Completions { shell } => Ok(install::completions(shell)),
        Command::Man { folder } => install::manual(&folder),
        Command::Schema { name } => schema::run(output, name.as_deref()),
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
    )
}
