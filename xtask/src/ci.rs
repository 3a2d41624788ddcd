//! Everything that must be true before a change lands, one step after the other.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::{codegen, complain, demo, features, fences, fuzz, package, say, test, tidy};

/// A step and what it runs; the tests are the last, so that their closing lines are too.
type Step = (&'static str, fn() -> Result<ExitCode>);

const STEPS: [Step; 11] = [
    ("fmt", || {
        cargo_does(cargo().args(["fmt", "--all", "--check"]))
    }),
    ("clippy", || {
        let everything = ["--workspace", "--all-targets", "--all-features"];
        cargo_does(
            cargo()
                .arg("clippy")
                .args(everything)
                .args(["--", "-D", "warnings"]),
        )
    }),
    ("features", features::run),
    ("clippy of the fuzz targets", fuzz::lint),
    ("doc", || {
        let ours = ["--workspace", "--no-deps", "--all-features"];
        cargo_does(
            cargo()
                .arg("doc")
                .args(ours)
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    }),
    ("codegen --check", || codegen::run(&["--check".to_owned()])),
    ("tidy", tidy::run),
    ("fences", fences::run),
    ("demo", demo::run),
    ("package", package::try_out),
    ("test", || test::run(&[])),
];

pub(crate) fn run() -> Result<ExitCode> {
    walk(&STEPS)
}

/// Stops at the first step that fails.
fn walk(steps: &[Step]) -> Result<ExitCode> {
    for (name, step) in steps {
        say(&format!("\n== {name}"));
        let begun = Instant::now();
        let done = step().with_context(|| format!("the step `{name}` could not be done"))?;
        if done != ExitCode::SUCCESS {
            complain(&format!(
                "\nThe step `{name}` failed; the steps after it were not run."
            ));
            return Ok(done);
        }
        say(&format!("== {name}: good, {} s", begun.elapsed().as_secs()));
    }
    Ok(ExitCode::SUCCESS)
}

fn cargo_does(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cargo could not be started")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_the_end() {
        let good: Step = ("good", || Ok(ExitCode::SUCCESS));
        let bad: Step = ("bad", || Ok(ExitCode::FAILURE));
        let never: Step = ("never", || panic!("a step after a failure was run"));
        assert_eq!(walk(&[good, good]).unwrap(), ExitCode::SUCCESS);
        assert_eq!(walk(&[good, bad, never]).unwrap(), ExitCode::FAILURE);
        let broken: Step = ("broken", || anyhow::bail!("no such program"));
        let told = walk(&[broken, never]).unwrap_err();
        assert_eq!(told.to_string(), "the step `broken` could not be done");
    }
}
