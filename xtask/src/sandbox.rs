//! A fake Clio that stays, and the settings that lead `ils` to it.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use contract_tests::{FakeClio, Ils};

use crate::{cargo, say};

/// Whose words are printed.
#[derive(Clone, Copy)]
enum Shell {
    Posix,
    PowerShell,
}

const SHELL: Shell = if cfg!(windows) {
    Shell::PowerShell
} else {
    Shell::Posix
};

pub(crate) fn run() -> Result<ExitCode> {
    let program = cargo::ils()?;
    let folder = program.parent().context("a program is in a folder")?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let clio = FakeClio::start().await;
        let ils = Ils::new(&clio)?;
        say("A fake Clio runs on this computer until Ctrl+C. In another terminal:\n");
        for (name, value) in ils.settings() {
            say(&set(SHELL, name, value));
        }
        say(&found_in(SHELL, folder));
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

fn set(shell: Shell, name: &str, value: &str) -> String {
    match shell {
        Shell::Posix => format!("export {name}='{value}'"),
        Shell::PowerShell => format!("$env:{name} = '{value}'"),
    }
}

/// Where `ils` is found before any other.
fn found_in(shell: Shell, folder: &Path) -> String {
    let folder = folder.display();
    match shell {
        Shell::Posix => format!("export PATH='{folder}':\"$PATH\""),
        Shell::PowerShell => format!("$env:PATH = '{folder};' + $env:PATH"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_is_told_in_its_own_words() {
        let folder = Path::new("/build/debug");
        for (shell, variable, path) in [
            (
                Shell::Posix,
                "export ILS_HOME='/tmp/x'",
                r#"export PATH='/build/debug':"$PATH""#,
            ),
            (
                Shell::PowerShell,
                "$env:ILS_HOME = '/tmp/x'",
                "$env:PATH = '/build/debug;' + $env:PATH",
            ),
        ] {
            assert_eq!(set(shell, "ILS_HOME", "/tmp/x"), variable);
            assert_eq!(found_in(shell, folder), path);
        }
    }
}
