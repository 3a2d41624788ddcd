//! A fake Clio that stays, and the settings that lead `ils` to it.

use std::io;
use std::process::ExitCode;

use anyhow::{Context, Result};
use contract_tests::{FakeClio, Ils};

use crate::{cargo, say};

pub(crate) fn run() -> Result<ExitCode> {
    let program = cargo::ils()?;
    let folder = program.parent().context("a program is in a folder")?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let clio = FakeClio::start().await;
        let ils = Ils::new(&clio)?;
        say("A fake Clio runs on this computer until Ctrl+C. In another terminal:\n");
        for (name, value) in ils.settings() {
            say(&format!("export {name}='{value}'"));
        }
        say(&format!("export PATH='{}':\"$PATH\"", folder.display()));
        say("\nils connect          sign in on the fake Clio's page, press ALLOW ACCESS");
        say("ils import           search for hollis");
        asked_to_end().await?;
        say("\nStopped. The folder of this sandbox is removed.");
        Ok(ExitCode::SUCCESS)
    })
}

/// By Ctrl+C, by the system, or by a terminal that is closed.
#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminated.recv() => Ok(()),
        _ = hung_up.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
