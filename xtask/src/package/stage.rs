//! What is installed: the program, and what it says about itself as files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::tried;
use crate::root;

/// A shell, and the name of its file.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "ils.bash"),
    ("zsh", "_ils"),
    ("fish", "ils.fish"),
    ("powershell", "_ils.ps1"),
    ("elvish", "ils.elv"),
];
const PAPERS: [&str; 5] = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
];

/// A folder with all of it.
pub(super) struct Staged {
    pub(super) folder: PathBuf,
    /// Names below it, the program's first.
    pub(super) files: Vec<PathBuf>,
    /// What the program answers to `--version`.
    pub(super) version: String,
}

impl Staged {
    pub(super) fn program(&self) -> Result<&Path> {
        self.files
            .first()
            .map(PathBuf::as_path)
            .context("a program is staged")
    }

    /// Names of the manual pages.
    pub(super) fn pages(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().filter_map(|file| file.to_str());
        files.filter_map(|file| file.strip_prefix("man/"))
    }
}

pub(super) fn write(ils: &Path, folder: &Path) -> Result<Staged> {
    let program = PathBuf::from(ils.file_name().context("the program has a name")?);
    fs::create_dir_all(folder.join("completions"))?;
    fs::copy(ils, folder.join(&program))?;
    let mut files = vec![program];
    for paper in PAPERS {
        fs::copy(root().join(paper), folder.join(paper))?;
        files.push(paper.into());
    }
    for (shell, name) in SHELLS {
        let file = Path::new("completions").join(name);
        fs::write(folder.join(&file), tried(ils, &["completions", shell])?)?;
        files.push(file);
    }
    let pages = folder.join("man");
    tried(
        ils,
        &[
            "man",
            pages.to_str().context("a path that can be written down")?,
        ],
    )?;
    for page in fs::read_dir(pages)? {
        files.push(Path::new("man").join(page?.file_name()));
    }
    files[1..].sort();
    Ok(Staged {
        folder: folder.to_owned(),
        files,
        version: tried(ils, &["--version"])?,
    })
}
