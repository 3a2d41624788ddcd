//! The bill of materials (`CycloneDX`, JSON): every crate that is built into `ils`, its version, licence and checksum.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{SOURCE_DATE, answers, source_date};
use crate::cargo::{cargo, metadata};
use crate::root;

pub(super) fn possible() -> Result<()> {
    ensure!(
        answers(cargo().arg("cyclonedx")),
        "the bill of materials is made by cargo-cyclonedx: cargo install cargo-cyclonedx --locked"
    );
    Ok(())
}

pub(super) fn write(folder: &Path, name: &str) -> Result<PathBuf> {
    let file = format!("{name}.cdx");
    let made = cargo()
        .args([
            "cyclonedx",
            "--format",
            "json",
            "--spec-version",
            "1.5",
            "--quiet",
        ])
        .args(["--override-filename", &file])
        .envs(source_date().map(|date| (SOURCE_DATE, date)))
        .status();
    let made = made.is_ok_and(|status| status.success());
    // One beside each manifest of the workspace, whichever was asked for.
    let mut ours = None;
    let metadata = metadata()?;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let manifest = package["manifest_path"]
            .as_str()
            .context("a package has a manifest")?;
        let beside = Path::new(manifest).with_file_name(format!("{file}.json"));
        if package["name"] == "ils-cli" {
            ours = fs::read_to_string(&beside).ok();
        }
        drop(fs::remove_file(beside));
    }
    ensure!(made, "cargo-cyclonedx made no bill of materials");
    let ours = ours.context("cargo-cyclonedx writes one for ils-cli")?;
    // Where it was built is nobody's business: what is ours is told from the workspace's folder on.
    let ours = ours.replace(
        &format!("path+file://{}/", root().display()),
        "path+file:///",
    );
    let bill: Value = serde_json::from_str(&ours).context("it is JSON")?;
    for needed in ["clio-api", "reqwest", "rustls", "rusqlite"] {
        let mut parts = bill["components"].as_array().into_iter().flatten();
        ensure!(
            parts.any(|part| part["name"] == needed),
            "it does not name {needed}"
        );
    }
    let path = folder.join(format!("{file}.json"));
    fs::write(&path, ours)?;
    Ok(path)
}
