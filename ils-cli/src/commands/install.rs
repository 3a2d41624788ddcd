//! `ils completions` and `ils man`: what a package installs beside the program, made from the command line itself.

use std::io;
use std::path::Path;

use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Serialize;

use crate::clean::clean;
use crate::message::Problem;
use crate::output::Answer;
use crate::output::document::Document;
use crate::{cli, failure};

/// What a shell reads to complete the words of `ils`.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Completions {
    /// The shell.
    shell: String,
    /// For one of its start files, or a folder of completions.
    script: String,
}

/// The written manual pages.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ManualPages {
    /// Where they are.
    folder: String,
    /// Their names, in order.
    files: Vec<String>,
}

impl Document for Completions {
    const NAME: &'static str = "ils.completions/1";
}

impl Document for ManualPages {
    const NAME: &'static str = "ils.man/1";
}

pub(super) fn completions(shell: Shell) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::definition(), "ils", &mut script);
    let completions = Completions {
        shell: shell.to_string(),
        script: String::from_utf8_lossy(&script).into_owned(),
    };
    let screen = completions.script.clone();
    Answer::new(&completions, screen)
}

pub(super) fn manual(folder: &Path) -> Result<Answer, Problem> {
    let files = write(folder)
        .map_err(|error| failure::file("The manual could not be written", folder, &error))?;
    let pages = ManualPages {
        folder: folder.display().to_string(),
        files,
    };
    let screen = format!(
        "{} manual pages are in {}.\n",
        pages.files.len(),
        clean(&pages.folder)
    );
    Ok(Answer::new(&pages, screen))
}

fn write(folder: &Path) -> io::Result<Vec<String>> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(cli::definition(), folder)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_ours = name.starts_with("ils") && name.ends_with(".1");
        files.extend(is_ours.then_some(name));
    }
    files.sort();
    Ok(files)
}
