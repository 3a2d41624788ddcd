//! What decoding, walking, mapping, starting and building cost, each figure held against a baseline that is measured in the same run.

mod build;
mod callgrind;
mod decode;
mod figure;
mod map;
mod memory;
mod program;
mod size;
mod skeleton;
mod start;
mod walk;

use std::process::ExitCode;

use anyhow::{Result, bail};

use self::figure::Figure;
use self::program::Program;
use crate::say;

/// Measured when none is named: seconds each, once the program is built.
const QUICK: [&str; 4] = ["decode", "walk", "memory", "map"];
/// These build everything with the release profile, `build` and `size` from nothing and more than once, which takes minutes.
const SLOW: [&str; 3] = ["start", "build", "size"];

/// `[NAME…] [--all]`; fails when a goal is missed.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let names = names(arguments)?;
    let mut figures = Vec::new();
    let of_clio_api = ["decode", "walk", "memory"];
    if names.iter().any(|name| of_clio_api.contains(name)) {
        let program = Program::build("clio-api")?;
        for name in names.iter().filter(|name| of_clio_api.contains(name)) {
            figures.push(match *name {
                "decode" => decode::measure(&program)?,
                "walk" => walk::measure(&program)?,
                _ => memory::measure(&program)?,
            });
        }
    }
    for name in &names {
        match *name {
            "map" => figures.push(map::measure(&Program::build("ils-import")?)?),
            "start" => figures.extend(start::measure()?),
            "build" => figures.push(build::measure()?),
            "size" => figures.extend(size::measure()?),
            _ => {}
        }
    }
    say(&Figure::table(&figures));
    let left: Vec<&str> = SLOW
        .into_iter()
        .filter(|name| !names.contains(name))
        .collect();
    if !left.is_empty() {
        say(&format!(
            "left out: {}; name them, or --all",
            left.join(", ")
        ));
    }
    Ok(if figures.iter().all(Figure::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn names(arguments: &[String]) -> Result<Vec<&str>> {
    let known = || QUICK.into_iter().chain(SLOW);
    let mut named = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--all" => return Ok(known().collect()),
            name if known().any(|known| known == name) => named.push(name),
            other => bail!(
                "there is no figure `{other}`: {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        }
    }
    if named.is_empty() {
        named.extend(QUICK);
    }
    // In the order of the table, each once.
    Ok(known().filter(|name| named.contains(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_chosen_by_name() {
        let chosen = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            names(&arguments).map(|names| names.join(" ")).ok()
        };
        assert_eq!(chosen(&[]).as_deref(), Some("decode walk memory map"));
        assert_eq!(
            chosen(&["memory", "decode", "memory"]).as_deref(),
            Some("decode memory")
        );
        assert_eq!(chosen(&["build"]).as_deref(), Some("build"));
        assert_eq!(
            chosen(&["walk", "--all"]).as_deref(),
            Some("decode walk memory map start build size")
        );
        assert_eq!(chosen(&["speed"]), None);
    }
}
