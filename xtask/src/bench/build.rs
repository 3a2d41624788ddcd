//! What compiling all of Clio's records costs.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::figure::Figure;
use super::skeleton;
use crate::cargo;
use crate::{complain, root};

/// Runs a command, then says what it and everything it started cost.
const TIMED: &str = "\"$@\" >&2 || exit 1; times";

pub(super) fn measure() -> Result<Figure> {
    let skeleton = skeleton::library()?;
    let (mut ours, mut bare) = (0.0, 0.0);
    // There and back: what changes on this computer meanwhile meets both.
    for is_ours in [false, true, true, false] {
        if is_ours {
            ours += CleanBuild::of(root(), "clio-api")?.seconds;
        } else {
            bare += CleanBuild::of(skeleton.path(), skeleton::NAME)?.seconds;
        }
    }
    Ok(Figure {
        name: "build",
        what: "a clean release build of `clio-api`".to_owned(),
        baseline: "an empty library with the same dependencies".to_owned(),
        measured: format!(
            "{:.1} against {:.1} s of CPU (the middle of two builds each)",
            ours / 2.0,
            bare / 2.0
        ),
        ratio: ours / bare,
        goal: 1.25,
    })
}

/// What was built from nothing, and what that cost.
pub(super) struct CleanBuild {
    /// Of CPU.
    pub(super) seconds: f64,
    pub(super) target: TempDir,
}

impl CleanBuild {
    /// `package` and everything it needs, with the release profile.
    pub(super) fn of(workspace: &Path, package: &str) -> Result<Self> {
        complain(&format!("building {package} from nothing"));
        let target = tempfile::tempdir()?;
        let done = Command::new("sh")
            .args(["-c", TIMED, "sh"])
            .arg(cargo::program())
            .args(["build", "--release", "--quiet", "--package", package])
            .arg("--target-dir")
            .arg(target.path())
            .current_dir(workspace)
            // A compiler cache would answer for the compiler.
            .env("RUSTC_WRAPPER", "")
            .stderr(Stdio::inherit())
            .output()
            .context("sh could not be started")?;
        ensure!(done.status.success(), "{package} does not build");
        let seconds = children(&String::from_utf8(done.stdout)?).context("sh said no times")?;
        Ok(Self { seconds, target })
    }
}

/// The second line that `times` says is the children's: `1m2.5s 0m3.25s`.
fn children(times: &str) -> Option<f64> {
    let line = times.lines().nth(1)?;
    line.split_whitespace().try_fold(0.0, |sum, part| {
        let (minutes, seconds) = part.strip_suffix('s')?.split_once('m')?;
        let minutes: f64 = minutes.parse().ok()?;
        let seconds: f64 = seconds.parse().ok()?;
        Some(sum + minutes * 60.0 + seconds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_a_shell_are_read() {
        let times = "0m0.000000s 0m0.010000s\n1m2.500000s 0m3.250000s\n";
        assert_eq!(children(times), Some(65.75));
        assert_eq!(children("0m0s 0m0s\n"), None);
    }
}
