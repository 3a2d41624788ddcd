//! The main job, from connecting to the saved client, with the real `ils` on a real terminal.

use std::io;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use contract_tests::{FakeClio, Ils, Terminal};

use crate::{cargo, say};

/// What the preview of the sample matter has to show.
const PREVIEW_SHOWS: [&str; 7] = [
    "Client",
    "Spouse",
    "Child",
    "Grandchild",
    "Party",
    "PLEASE CHECK",
    "NOT SAVED, AND WHY",
];

const MATTER: &str = "00412-Hollis";

pub(crate) fn run() -> Result<ExitCode> {
    cargo::ils()?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(play())?;
    say("\nThat was the whole import. Nothing of it is left on this computer.");
    Ok(ExitCode::SUCCESS)
}

async fn play() -> Result<()> {
    let clio = FakeClio::start().await;
    let mut ils = Ils::new(&clio)?;
    ils.set("NO_COLOR", "1");
    say(
        "A fake Clio runs on this computer, with invented people. This is what a lawyer would see.",
    );

    connect(&clio, &ils).await?;
    look(&ils, &["matters", "search", "hollis"], 0, &[MATTER])?;
    look(&ils, &["preview", MATTER], 0, &PREVIEW_SHOWS)?;
    import(&ils)?;
    look(&ils, &["import", MATTER], 6, &["already a client"])?;
    look(&ils, &["clients", "show", "1"], 0, &["Dana Hollis"])
}

async fn connect(clio: &FakeClio, ils: &Ils) -> Result<()> {
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
    end(terminal, 0, &["Connected"])
}

fn import(ils: &Ils) -> Result<()> {
    let mut terminal = type_command(ils, &["import", MATTER])?;
    let shown = terminal.wait_for("make a sheet\r\n> ")?;
    write(&shown);
    terminal.type_line("y")?;
    end(terminal, 0, &["Saved"])
}

fn look(ils: &Ils, arguments: &[&str], exit: i32, shows: &[&str]) -> Result<()> {
    end(type_command(ils, arguments)?, exit, shows)
}

fn type_command(ils: &Ils, arguments: &[&str]) -> io::Result<Terminal> {
    say(&format!("\n$ ils {}", arguments.join(" ")));
    ils.on_terminal(arguments)
}

fn end(mut terminal: Terminal, exit: i32, shows: &[&str]) -> Result<()> {
    let (status, rest) = terminal.finish()?;
    write(&rest);
    say(&format!("[{}]", status.code().unwrap_or(-1)));
    ensure!(
        status.code() == Some(exit),
        "this should have ended with exit code {exit}"
    );
    if let Some(missing) = shows.iter().find(|text| !rest.contains(*text)) {
        bail!("this should have shown `{missing}`");
    }
    Ok(())
}

fn write(shown: &str) {
    crate::say_without_end(&shown.replace('\r', ""));
}
