//! What rustdoc knows of the libraries, with all features, as JSON.
//!
//! Only its nightly builds offer that. `RUSTC_BOOTSTRAP` makes the stable one do it. It is set for rustdoc alone, by way of this program
//! standing in for it: set for all of cargo it would build every dependency anew, and differently. Nothing that is shipped is built this
//! way.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::cargo::{cargo, output};

/// Tells this program that cargo calls it in the place of rustdoc.
const STANDS_IN: &str = "XTASK_STANDS_IN_FOR_RUSTDOC";

const LIBRARIES: [&str; 3] = ["clio-api", "ils-auth", "ils-import"];

/// One library, and where its document is.
pub(super) struct Document {
    pub(super) of: &'static str,
    pub(super) path: PathBuf,
}

/// Has them written.
pub(super) fn write(metadata: &Value) -> Result<Vec<Document>> {
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo tells where it builds")?;
    let mut command = cargo();
    command.args(["doc", "--quiet", "--no-deps", "--all-features"]);
    for library in LIBRARIES {
        command.args(["--package", library]);
    }
    output(
        command
            .env(
                STANDS_IN,
                std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()),
            )
            .env("RUSTDOC", std::env::current_exe()?)
            .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json"),
    )?;
    let folder = Path::new(target).join("doc");
    LIBRARIES
        .map(|library| {
            let path = folder.join(format!("{}.json", library.replace('-', "_")));
            ensure!(path.is_file(), "rustdoc writes {}", path.display());
            Ok(Document { of: library, path })
        })
        .into_iter()
        .collect()
}

/// When cargo calls this program in the place of rustdoc: calls the real one.
pub(crate) fn as_rustdoc() -> Option<ExitCode> {
    let rustdoc = std::env::var_os(STANDS_IN)?;
    let status = Command::new(rustdoc)
        .args(std::env::args_os().skip(1))
        .env("RUSTC_BOOTSTRAP", "1")
        .status();
    let done = status.is_ok_and(|status| status.success());
    Some(if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
