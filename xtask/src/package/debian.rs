//! The Debian package, which cargo-deb makes as `ils-cli/Cargo.toml` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::stage::Staged;
use super::{SOURCE_DATE, answers, complete, source_date};
use crate::cargo::{cargo, output};

const DOCUMENTS: [&str; 3] = ["CHANGELOG.md", "README.md", "copyright"];
const COMPLETIONS: [&str; 3] = [
    "usr/share/bash-completion/completions/ils",
    "usr/share/zsh/vendor-completions/_ils",
    "usr/share/fish/vendor_completions.d/ils.fish",
];

pub(super) fn possible() -> Result<()> {
    ensure!(
        answers(&mut Command::new("dpkg")) && answers(cargo().arg("deb")),
        "the Debian package is made by dpkg and cargo-deb: cargo install cargo-deb --locked"
    );
    Ok(())
}

/// Makes it, then installs it below a folder, tries it and removes it again.
pub(super) fn write(staged: &Staged, folder: &Path, version: &str) -> Result<PathBuf> {
    let told = output(
        cargo()
            .args([
                "deb",
                "--no-build",
                "--quiet",
                "--package",
                "ils-cli",
                "--output",
            ])
            .arg(folder)
            .envs(source_date().map(|date| (SOURCE_DATE, date))),
    )?;
    let path = PathBuf::from(told.lines().last().context("cargo-deb names the package")?);
    let place = tempfile::tempdir()?;
    let root = Installed::new(place.path())?;
    root.dpkg(&["--install"], path.as_os_str())?;
    let known = root.dpkg(
        &["--show", "--showformat", "${Version} ${Status}"],
        "ils".as_ref(),
    )?;
    ensure!(
        known.starts_with(version) && known.ends_with("install ok installed"),
        "dpkg knows ils as {known:?}"
    );
    let mut files = root.files(&COMPLETIONS, "");
    files.extend(root.files(&DOCUMENTS, "usr/share/doc/ils"));
    let pages: Vec<String> = staged.pages().map(|page| format!("{page}.gz")).collect();
    ensure!(!pages.is_empty(), "there are manual pages");
    files.extend(root.files(&pages, "usr/share/man/man1"));
    complete(staged, &place.path().join("usr/bin/ils"), &files)?;

    root.dpkg(&["--purge"], "ils".as_ref())?;
    let left = files.iter().find(|file| file.exists());
    ensure!(
        left.is_none(),
        "{left:?} is left when the package is removed"
    );
    Ok(path)
}

/// A system of its own below a folder, as far as dpkg is concerned.
struct Installed<'a>(&'a Path);

impl<'a> Installed<'a> {
    fn new(root: &'a Path) -> Result<Self> {
        for folder in ["info", "updates", "triggers"] {
            fs::create_dir_all(root.join("var/lib/dpkg").join(folder))?;
        }
        fs::write(root.join("var/lib/dpkg/status"), "")?;
        Ok(Self(root))
    }

    fn files<S: AsRef<str>>(&self, names: &[S], folder: &str) -> Vec<PathBuf> {
        let folder = self.0.join(folder);
        names
            .iter()
            .map(|name| folder.join(name.as_ref()))
            .collect()
    }

    /// What it depends on is on the computer, not below the folder.
    fn dpkg(&self, action: &[&str], package: &std::ffi::OsStr) -> Result<String> {
        let admin = self.0.join("var/lib/dpkg");
        let forced = "--force-depends,not-root,bad-path,security-mac";
        let mut command = Command::new(if action[0] == "--show" {
            "dpkg-query"
        } else {
            "dpkg"
        });
        command.arg(format!("--admindir={}", admin.display()));
        if action[0] != "--show" {
            command.arg(format!("--instdir={}", self.0.display()));
            command.args([forced, "--log=/dev/null"]);
        }
        let done = command.args(action).arg(package).output()?;
        // What it says of missing dependencies is of no account when it goes on.
        ensure!(
            done.status.success(),
            "dpkg {action:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        Ok(String::from_utf8(done.stdout)?)
    }
}
