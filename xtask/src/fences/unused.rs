//! Dependencies that a package asks for and never names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::say;

/// Asked for without being named, and why.
const EXCUSED: [(&str, &str, &str); 4] = [
    (
        "contract-tests",
        "tracing",
        "the log of a test is ils-auth's",
    ),
    ("ils-import", "fastrand", OF_CLIO_API),
    ("ils-import", "rustix", OF_CLIO_API),
    ("ils-import", "winsafe", OF_CLIO_API),
];
const OF_CLIO_API: &str = "the benchmark has files of clio-api's, another package";

/// Looks at every source file of each package for the name of each dependency: as a path, in an attribute, in a `use`.
pub(super) fn check(metadata: &Value) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let mut seen = 0;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().context("a package has a name")?;
        let manifest = package["manifest_path"]
            .as_str()
            .context("a package has a manifest")?;
        let folder = Path::new(manifest)
            .parent()
            .context("a manifest is in a folder")?;
        let mut sources = String::new();
        read(folder, true, &mut sources)?;
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let asked = dependency["rename"]
                .as_str()
                .or(dependency["name"].as_str());
            let asked = asked.context("a dependency has a name")?;
            seen += 1;
            if !is_named(asked, &sources) && !excused(name, asked) {
                broken.push(format!("{name} asks for {asked} and never names it"));
            }
        }
    }
    say(&format!(
        "{seen} dependencies of ours are looked for in the sources"
    ));
    Ok(broken)
}

fn excused(package: &str, dependency: &str) -> bool {
    let is_this = |(of, excused, _): &(&str, &str, &str)| *of == package && *excused == dependency;
    EXCUSED.iter().any(is_this)
}

/// A package below this one is another's.
fn read(folder: &Path, is_top: bool, sources: &mut String) -> Result<()> {
    if !is_top && folder.join("Cargo.toml").exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, false, sources)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            sources.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

fn is_named(dependency: &str, sources: &str) -> bool {
    let name = dependency.replace('-', "_");
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    sources.match_indices(&name).any(|(at, _)| {
        let before = sources[..at].chars().next_back();
        let after = &sources[at + name.len()..];
        let is_whole = !before.is_some_and(is_part) && !after.starts_with(is_part);
        is_whole && (after.trim_start().starts_with("::") || is_imported(&sources[..at]))
    })
}

/// `use name;` and `use name as other;` have no colons after the name.
fn is_imported(before: &str) -> bool {
    before.trim_end().ends_with("use")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_path_or_an_import_only() {
        for named in [
            "serde_json::Value",
            "use serde_json;",
            "use serde_json as json;",
            "<serde_json::Value>",
        ] {
            assert!(is_named("serde-json", named), "{named}");
        }
        for other in [
            "// serde_json is fast",
            "my_serde_json::Value",
            "serde_json_path::x",
            "serde::Value",
        ] {
            assert!(!is_named("serde-json", other), "{other}");
        }
    }
}
