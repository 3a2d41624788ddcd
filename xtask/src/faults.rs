//! `cargo xtask faults`: what goes wrong × what users do, as a matrix. The cells are played by the contract tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::cargo::cargo;
use crate::say;

/// The columns, in the order of the table.
const JOBS: [&str; 5] = ["Connect", "Search", "Preview", "Import", "Walk"];

#[derive(Debug, Deserialize)]
struct Cell {
    fault: String,
    job: String,
    outcome: String,
    said: String,
    lost: bool,
    leaked: bool,
}

/// Plays every cell, or those of the faults whose name has `words` in it.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let ils = contract_tests::ils::binary().context("`ils` has to be built before it is tested")?;
    let reports = tempfile::tempdir()?;
    let played = cargo()
        .args([
            "test",
            "--quiet",
            "--package",
            "contract-tests",
            "--test",
            "all",
            "--",
        ])
        // More at a time than cores: most cells wait.
        .args(["faults::the_", "--test-threads", "4"])
        .env("ILS_BIN", ils)
        .env("ILS_FAULTS_REPORT", reports.path())
        .env("ILS_FAULTS_ONLY", words.join(" "))
        .status()?;
    let cells = read(reports.path())?;
    say(&matrix(&cells));
    say(&counts(&cells));
    Ok(if played.success() && !cells.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read(folder: &Path) -> Result<Vec<Cell>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut cells = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file.path())?;
        cells.extend(serde_json::from_str::<Vec<Cell>>(&text)?);
    }
    Ok(cells)
}

/// One line a fault: how each job ended. `!` is a wrong end, `-` a cell that is not played.
fn matrix(cells: &[Cell]) -> String {
    let mut lines = vec![line("", &JOBS.map(str::to_owned))];
    for row in cells.chunk_by(|a, b| a.fault == b.fault) {
        let ends = JOBS.map(|job| {
            let cell = row.iter().find(|cell| cell.job == job);
            cell.map(end).unwrap_or_default()
        });
        let fault = row.first().map_or("", |cell| &cell.fault);
        lines.push(line(fault, &ends));
    }
    lines.join("\n")
}

fn line(fault: &str, ends: &[String; 5]) -> String {
    let ends: Vec<String> = ends.iter().map(|end| format!("{end:<12.12}")).collect();
    format!("{fault:<52} {}", ends.join(" "))
        .trim_end()
        .to_owned()
}

fn end(cell: &Cell) -> String {
    match (&*cell.outcome, cell.said.split_once(' ')) {
        ("skipped", _) => "-".to_owned(),
        ("as expected", Some(("0", _))) => "done".to_owned(),
        // The walk has no exit codes: its error's kind says more.
        ("as expected", Some((_, kind))) if cell.job == "Walk" => kind.to_owned(),
        ("as expected", Some((exit, ""))) => format!("signal {}", exit.trim_start_matches('-')),
        ("as expected", Some((exit, _))) => format!("exit {exit}"),
        _ => "! WRONG".to_owned(),
    }
}

fn counts(cells: &[Cell]) -> String {
    let of = |outcome: &str| cells.iter().filter(|cell| cell.outcome == outcome).count();
    let skipped = of("skipped");
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.outcome == "skipped") {
        *reasons.entry(&cell.said).or_default() += 1;
    }
    let harmed = |harm: fn(&Cell) -> bool| cells.iter().filter(|cell| harm(cell)).count();
    let mut lines = vec![
        format!(
            "\ncells: {}   run: {}   as expected: {}   wrong: {}   skipped: {skipped}",
            cells.len(),
            cells.len() - skipped,
            of("as expected"),
            of("wrong"),
        ),
        format!(
            "lost something: {}   leaked something: {}",
            harmed(|cell| cell.lost),
            harmed(|cell| cell.leaked),
        ),
    ];
    lines.extend(
        reasons
            .iter()
            .map(|(reason, times)| format!("  {times} skipped: {reason}")),
    );
    let wrong = cells.iter().filter(|cell| cell.outcome == "wrong");
    lines.extend(wrong.map(|cell| format!("\n{} x {}:\n  {}", cell.fault, cell.job, cell.said)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lost_or_leaked_is_counted_and_told() {
        let cell = |job: &str, outcome: &str, said: &str| Cell {
            fault: "a reset".to_owned(),
            job: job.to_owned(),
            outcome: outcome.to_owned(),
            said: said.to_owned(),
            lost: said.contains("lost"),
            leaked: said.contains("secret"),
        };
        let cells = [
            cell("Connect", "as expected", "8 offline"),
            cell("Search", "as expected", "0 "),
            cell("Preview", "wrong", "connection lost"),
            cell("Import", "wrong", "a secret on the screen"),
            cell("Walk", "skipped", "the walk writes nothing"),
        ];
        let told = counts(&cells);
        let lines: Vec<&str> = told.trim_start().lines().collect();
        assert_eq!(
            lines[..3],
            [
                "cells: 5   run: 4   as expected: 2   wrong: 2   skipped: 1",
                "lost something: 1   leaked something: 1",
                "  1 skipped: the walk writes nothing",
            ]
        );
        assert!(told.contains("a reset x Import:\n  a secret on the screen"));
        let matrix = matrix(&cells);
        let row = matrix.lines().nth(1).unwrap();
        let ends: Vec<&str> = row.split("  ").filter(|part| !part.is_empty()).collect();
        let ends: Vec<&str> = ends.iter().map(|part| part.trim()).collect();
        assert_eq!(
            ends,
            ["a reset", "exit 8", "done", "! WRONG", "! WRONG", "-"]
        );
    }
}
