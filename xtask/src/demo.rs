//! The main job, from connecting to the saved client, with the real `ils`, on a real terminal where there are pseudo-terminals.

#[cfg(not(unix))]
mod pipes;
#[cfg(unix)]
mod terminal;

use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use contract_tests::{FakeClio, Ils};

#[cfg(not(unix))]
use self::pipes::{connect, import, look};
#[cfg(unix)]
use self::terminal::{connect, import, look};
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

/// The command, as it is typed.
fn told(arguments: &[&str]) {
    say(&format!("\n$ ils {}", arguments.join(" ")));
}

/// What it has shown last, and whether it ended as it had to.
fn end(code: Option<i32>, screen: &str, exit: i32, shows: &[&str]) -> Result<()> {
    write(screen);
    say(&format!("[{}]", code.unwrap_or(-1)));
    ensure!(
        code == Some(exit),
        "this should have ended with exit code {exit}"
    );
    if let Some(missing) = shows.iter().find(|text| !screen.contains(*text)) {
        bail!("this should have shown `{missing}`");
    }
    Ok(())
}

fn write(shown: &str) {
    crate::say_without_end(&shown.replace('\r', ""));
}
