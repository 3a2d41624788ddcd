//! Every library with none of its features, each of them alone, and all: what clippy says of it and its tests.

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::cargo::{cargo, metadata};
use crate::{complain, say};

const LIBRARIES: [&str; 3] = ["clio-api", "ils-auth", "ils-import"];

pub(crate) fn run() -> Result<ExitCode> {
    let metadata = metadata()?;
    let mut broken = Vec::new();
    let mut asked = 0;
    for library in LIBRARIES {
        let mut packages = metadata["packages"].as_array().into_iter().flatten();
        let package = packages.find(|package| package["name"] == library);
        let package = package.with_context(|| format!("{library} is in the workspace"))?;
        for choice in choices(package) {
            let line = format!("{library} {}", choice.join(" "));
            complain(&line);
            asked += 1;
            let mut clippy = cargo();
            clippy
                .args(["clippy", "--quiet", "--all-targets", "--package", library])
                .args(&choice)
                .args(["--", "-D", "warnings"]);
            if !clippy.status()?.success() {
                broken.push(line);
            }
        }
    }
    for line in &broken {
        say(&format!("- not good: {line}"));
    }
    say(&format!(
        "{asked} choices of features, {} broken",
        broken.len()
    ));
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What cargo is told, for each choice.
fn choices(package: &Value) -> Vec<Vec<String>> {
    let features = package["features"].as_object().into_iter().flatten();
    let names = features
        .map(|(name, _)| name)
        .filter(|name| *name != "default");
    let none = || vec!["--no-default-features".to_owned()];
    let mut choices = vec![none()];
    choices
        .extend(names.map(|name| [none(), vec!["--features".to_owned(), name.clone()]].concat()));
    choices.push(Vec::new());
    choices.push(vec!["--all-features".to_owned()]);
    choices
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_feature_stands_alone_once() {
        let package = json!({"features": {"default": ["file"], "file": [], "keyring": []}});
        let choices: Vec<String> = choices(&package)
            .iter()
            .map(|choice| choice.join(" "))
            .collect();
        assert_eq!(
            choices,
            [
                "--no-default-features",
                "--no-default-features --features file",
                "--no-default-features --features keyring",
                "",
                "--all-features",
            ]
        );
    }
}
