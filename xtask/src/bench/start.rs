//! What `ils` costs before a command begins.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::figure::Figure;
use super::{callgrind, skeleton};
use crate::cargo::{built, cargo};
use crate::complain;

/// What is asked of `ils`, the figure's name, and its goal.
const ASKED: [(&str, &str, f64); 2] = [
    ("--version", "start --version", 2.0),
    ("--help", "start --help", 2.5),
];

/// In instructions, of the shipped profile.
pub(super) fn measure() -> Result<Vec<Figure>> {
    ensure!(
        callgrind::is_here(),
        "starting is measured in instructions, which valgrind counts: it is not here"
    );
    complain("building ils and a program that does nothing, with the release profile");
    let release = ["build", "--release", "--quiet"];
    let ils = built(cargo().args(release).args(["--package", "ils-cli"]), "ils")?;
    let folder = skeleton::nothing()?;
    let mut nothing = cargo();
    nothing
        .args(release)
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", folder.path().join("target"));
    let nothing = instructions(&built(&mut nothing, skeleton::NAME)?, None)?;
    let figures = ASKED.iter().map(|(argument, name, goal)| {
        let ours = instructions(&ils, Some(argument))?;
        Ok(Figure {
            name,
            what: format!("`ils {argument}`, from the start of the process to its end"),
            baseline: "a program that does nothing".to_owned(),
            measured: format!("{ours:.0} against {nothing:.0} instructions (callgrind)"),
            ratio: ours / nothing,
            goal: *goal,
        })
    });
    figures.collect()
}

/// Without the person's own environment and settings.
fn instructions(program: &Path, argument: Option<&str>) -> Result<f64> {
    let home = tempfile::tempdir()?;
    let run = |command: &mut Command| {
        let status = command
            .args(argument)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", home.path())
            .env("ILS_HOME", home.path())
            .stdout(Stdio::null())
            .status()
            .context("valgrind could not be started")?;
        ensure!(status.success(), "{} failed", program.display());
        Ok(())
    };
    Ok(callgrind::count(program, run)?.1)
}
