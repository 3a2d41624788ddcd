//! The rules of the house that no compiler checks.

mod invariants;
mod libraries;
mod links;
mod logging;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::{root, say};

const LONGEST: usize = 500;
const MEDIAN: usize = 150;
const NINETY_PERCENT: usize = 350;
const NAMELESS: [&str; 4] = ["common", "helpers", "misc", "utils"];

pub(crate) fn run() -> Result<ExitCode> {
    let sources = sources()?;
    let mut broken = lengths(&sources)?;
    broken.extend(names(&sources));
    broken.extend(words(&sources)?);
    broken.extend(invariants::broken(&sources)?);
    broken.extend(libraries::broken(&sources)?);
    broken.extend(links::broken()?);
    broken.extend(logging::broken(&sources)?);
    for rule in &broken {
        say(&format!("- {rule}"));
    }
    say(&format!(
        "{} source files, {} broken rules",
        sources.len(),
        broken.len()
    ));
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every hand-written Rust file.
fn sources() -> Result<Vec<PathBuf>> {
    let mut sources = listed("*.rs")?;
    sources.retain(|path| !path.iter().any(|part| part == "generated"));
    Ok(sources)
}

/// Every file of this kind that git knows or would add.
fn listed(kind: &str) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .arg(kind)
        .current_dir(root())
        .output()
        .context("git lists the files")?;
    ensure!(output.status.success(), "git cannot list the files here");
    Ok(String::from_utf8(output.stdout)?
        .lines()
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect())
}

fn lengths(sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut lengths = Vec::new();
    let mut broken = Vec::new();
    for path in sources {
        let lines = read(path)?.lines().count();
        if lines > LONGEST {
            broken.push(format!(
                "{} has {lines} lines, {LONGEST} at most",
                path.display()
            ));
        }
        lengths.push(lines);
    }
    lengths.sort_unstable();
    for (share, most) in [(50, MEDIAN), (90, NINETY_PERCENT)] {
        let at = lengths.len() * share / 100;
        let reached = lengths.get(at).copied().unwrap_or_default();
        say(&format!(
            "{share} % of the files have at most {reached} lines (goal {most})"
        ));
        if reached > most {
            broken.push(format!(
                "{share} % of the files reach {reached} lines, {most} at most"
            ));
        }
    }
    Ok(broken)
}

fn names(sources: &[PathBuf]) -> Vec<String> {
    let nameless = |path: &&PathBuf| {
        path.components().any(|part| {
            let part = part.as_os_str().to_string_lossy();
            let name = part.strip_suffix(".rs").unwrap_or(&part);
            NAMELESS.contains(&name) || part == "mod.rs"
        })
    };
    sources
        .iter()
        .filter(nameless)
        .map(|path| format!("{} has a name that says nothing", path.display()))
        .collect()
}

/// Unfinished work must not look finished.
fn words(sources: &[PathBuf]) -> Result<Vec<String>> {
    let unfinished = ["todo", "unimplemented"].map(|word| format!("{word}!("));
    let ignored = format!("#[{}", "ignore");
    let mut broken = Vec::new();
    for path in sources {
        let text = read(path)?;
        for word in unfinished.iter().chain([&ignored]) {
            if text.contains(word.as_str()) {
                broken.push(format!("{} holds `{word}`", path.display()));
            }
        }
    }
    Ok(broken)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| path.display().to_string())
}
