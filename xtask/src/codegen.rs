//! From Clio's OpenAPI document to the generated files of `clio-api`.
//!
//! Names, types and enumerations are taken over, sentences are not: the document is Clio's.

mod api;
mod build;
mod document;
mod emit;
mod names;
mod overlay;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{root, say};

/// Where the document lies beside a checkout that has it.
const BESIDE: &str = "../shared/clio/openapi-2026-04-08.json";
const OVERLAY: &str = "clio-api/overlay.toml";
/// Folders that hold generated files only.
const FOLDERS: [&str; 4] = [
    "clio-api/derive/src/generated",
    "clio-api/src/generated",
    "clio-api/tests/operations/generated",
    "clio-api/tests/records/generated",
];

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let mut check = false;
    let mut spec = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--spec" => spec = Some(arguments.next().context("--spec wants a path")?),
            other => bail!("codegen knows no `{other}`; it takes --spec PATH and --check"),
        }
    }
    let root = root();
    let path = match spec {
        Some(path) => PathBuf::from(path),
        None => root.join(BESIDE),
    };
    if spec.is_none() && !path.exists() {
        say(
            "Clio's OpenAPI document is not here, so the generated files could not be compared with it.",
        );
        say(
            "Clio publishes it at docs.developers.clio.com/openapi.json; pass a copy with --spec PATH.",
        );
        return Ok(if check {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let files = generate(root, &path)?;
    if check {
        return compare(root, &files);
    }
    let mut changed = 0;
    for stale in stale(root, &files)? {
        fs::remove_file(root.join(stale))?;
        changed += 1;
    }
    for (path, text) in &files {
        let path = root.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        fs::create_dir_all(path.parent().context("a file in no folder")?)?;
        fs::write(&path, text)?;
        changed += 1;
    }
    say(&format!(
        "{} generated files, {changed} changed",
        files.len()
    ));
    Ok(ExitCode::SUCCESS)
}

fn generate(root: &Path, spec: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let text =
        fs::read_to_string(spec).with_context(|| format!("{} cannot be read", spec.display()))?;
    let document = document::Document::read(&text)?;
    let overlay = overlay::Overlay::read(&fs::read_to_string(root.join(OVERLAY))?)?;
    let api = build::build(&document, &overlay)?;
    let mut files = emit::emit(&api, &overlay)?;
    for (path, text) in &mut files {
        if path.extension().is_some_and(|extension| extension == "rs") {
            *text = formatted(text).with_context(|| format!("{} is no Rust", path.display()))?;
        }
    }
    Ok(files)
}

fn compare(root: &Path, files: &BTreeMap<PathBuf, String>) -> Result<ExitCode> {
    let mut differing: BTreeSet<PathBuf> = stale(root, files)?;
    for (path, text) in files {
        if fs::read_to_string(root.join(path)).ok().as_deref() != Some(text) {
            differing.insert(path.clone());
        }
    }
    for path in &differing {
        say(&format!(
            "- {} is not what the generator writes",
            path.display()
        ));
    }
    say(&format!(
        "{} generated files compared, {} differ",
        files.len(),
        differing.len()
    ));
    Ok(if differing.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Files that lie in a generated folder and are not written any more.
fn stale(root: &Path, files: &BTreeMap<PathBuf, String>) -> Result<BTreeSet<PathBuf>> {
    let mut stale = BTreeSet::new();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries {
            let path = Path::new(folder).join(entry?.file_name());
            if !files.contains_key(&path) {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

fn formatted(text: &str) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        // A file without its modules: those are formatted by themselves.
        .args(["--config", "skip_children=false"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("rustfmt is needed (rustup component add rustfmt)")?;
    let mut input = rustfmt.stdin.take().context("rustfmt takes no input")?;
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output()?;
    writer.join().ok().context("the writer died")??;
    ensure!(output.status.success(), "rustfmt refuses it");
    Ok(String::from_utf8(output.stdout)?)
}
