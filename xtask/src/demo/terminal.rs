//! As a lawyer does it: on a pseudo-terminal, reading and typing.

use anyhow::{Context, Result};
use contract_tests::{FakeClio, Ils, Terminal};

use super::{MATTER, end, told, write};

pub(super) async fn connect(clio: &FakeClio, ils: &Ils) -> Result<()> {
    let mut terminal = type_command(ils, &["connect", "--no-browser"])?;
    let shown = terminal.wait_for("for help:\r\n> ")?;
    write(&shown);
    let address = shown
        .split_whitespace()
        .find(|word| word.starts_with(&format!("{}/oauth/authorize", clio.origin())))
        .context("`ils connect` showed no address to open")?;
    let approval = clio
        .press_allow(address)
        .await
        .context("ALLOW ACCESS could not be pressed")?;
    terminal.type_line(&approval.title)?;
    finish(terminal, 0, &["Connected"])
}

pub(super) fn import(ils: &Ils) -> Result<()> {
    let mut terminal = type_command(ils, &["import", MATTER])?;
    let shown = terminal.wait_for("make a sheet\r\n> ")?;
    write(&shown);
    terminal.type_line("y")?;
    finish(terminal, 0, &["Saved"])
}

pub(super) fn look(ils: &Ils, arguments: &[&str], exit: i32, shows: &[&str]) -> Result<()> {
    finish(type_command(ils, arguments)?, exit, shows)
}

fn type_command(ils: &Ils, arguments: &[&str]) -> Result<Terminal> {
    told(arguments);
    Ok(ils.on_terminal(arguments)?)
}

fn finish(mut terminal: Terminal, exit: i32, shows: &[&str]) -> Result<()> {
    let (status, rest) = terminal.finish()?;
    end(status.code(), &rest, exit, shows)
}
