//! The fuzz targets, each for so many seconds, and how many inputs each has seen.
//!
//! Built by the stable compiler with coverage and debug assertions, as `cargo fuzz --sanitizer none` would: the libraries
//! hold no unsafe code, so panics and broken promises are what can be found.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::cargo::{cargo, host};
use crate::{complain, root, say};

const SECONDS: u64 = 30;
const INSTRUMENTED: &str = "--cfg fuzzing -Cdebug-assertions -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";
/// How libFuzzer says how many inputs there were.
const COUNT: &str = "stat::number_of_executed_units:";

/// `[TARGET…] [--seconds N]`; fails when a target finds something.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let (seconds, wanted) = read(arguments)?;
    let targets = build()?;
    for name in &wanted {
        ensure!(
            targets.iter().any(|target| target.name == *name),
            "there is no target `{name}`"
        );
    }
    let mut found = 0;
    for target in targets {
        if !wanted.is_empty() && !wanted.contains(&target.name) {
            continue;
        }
        let outcome = target.run(seconds)?;
        if outcome.is_none() {
            found += 1;
        }
        let told = outcome.map_or("FOUND SOMETHING".to_owned(), |runs| {
            format!("{runs} inputs")
        });
        say(&format!("{}: {told} in {seconds} s", target.name));
    }
    say(&format!("targets that found something: {found}"));
    Ok(if found == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What clippy says of the targets, a workspace of their own. Without a C++ compiler or a Unix they do not build, and it says so.
pub(crate) fn lint() -> Result<ExitCode> {
    if cfg!(not(unix)) {
        say("left out: the fuzz targets are written for Unix");
        return Ok(ExitCode::SUCCESS);
    }
    let compiler = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let version = Command::new(&compiler).arg("--version").output();
    if version.is_err() {
        let compiler = compiler.to_string_lossy();
        say(&format!(
            "left out: libFuzzer needs a C++ compiler, and there is no {compiler} here"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let status = cargo()
        .args(["clippy", "--all-targets", "--target-dir"])
        .arg(root().join("target"))
        .args(["--", "-D", "warnings"])
        .current_dir(root().join("fuzz"))
        .status()
        .context("cargo could not be started")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

struct Target {
    name: String,
    program: PathBuf,
}

impl Target {
    /// How many inputs it has seen, or nothing when one of them broke a promise; that one is kept under `artifacts`.
    fn run(&self, seconds: u64) -> Result<Option<u64>> {
        let folder = root().join("fuzz");
        let corpus = folder.join("corpus").join(&self.name);
        let artifacts = folder.join("artifacts").join(&self.name);
        std::fs::create_dir_all(&corpus)?;
        std::fs::create_dir_all(&artifacts)?;
        complain(&format!("{} for {seconds} s", self.name));
        let output = Command::new(&self.program)
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .args(["-timeout=30", "-rss_limit_mb=2048", "-print_final_stats=1"])
            .args([corpus, folder.join("seeds").join(&self.name)])
            .stdin(Stdio::null())
            .output()
            .context("a target could not be started")?;
        let talk = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            complain(&talk);
            return Ok(None);
        }
        let count = talk.lines().find_map(|line| line.strip_prefix(COUNT));
        let count = count.and_then(|count| count.trim().parse().ok());
        count.context("the target told no count").map(Some)
    }
}

fn read(arguments: &[String]) -> Result<(u64, Vec<String>)> {
    let (mut seconds, mut wanted) = (SECONDS, Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--seconds" => {
                let number = rest.next().context("--seconds needs a number")?;
                seconds = number.parse().context("--seconds needs a number")?;
            }
            flag if flag.starts_with('-') => bail!("there is no flag `{flag}`"),
            name => wanted.push(name.to_owned()),
        }
    }
    Ok((seconds, wanted))
}

/// Builds all of them; cargo names the files.
fn build() -> Result<Vec<Target>> {
    complain("building the fuzz targets");
    // The host is named, so that only the targets are instrumented and not what builds them.
    let built = cargo()
        .args(["build", "--quiet", "--bins", "--target", &host()?])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root().join("fuzz"))
        .env("RUSTFLAGS", INSTRUMENTED)
        .stderr(Stdio::inherit())
        .output()
        .context("cargo could not be started")?;
    ensure!(built.status.success(), "the fuzz targets do not build");
    let mut targets: Vec<Target> = String::from_utf8(built.stdout)?
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|message| {
            Some(Target {
                name: message["target"]["name"].as_str()?.to_owned(),
                program: message["executable"].as_str()?.into(),
            })
        })
        .collect();
    targets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_chosen_by_name() {
        let chosen = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            read(&words).map(|(seconds, names)| format!("{seconds} {}", names.join("+")))
        };
        assert_eq!(chosen("").unwrap(), "30 ");
        assert_eq!(chosen("a --seconds 310 b").unwrap(), "310 a+b");
        for wrong in ["--seconds", "--seconds soon", "--all"] {
            assert!(chosen(wrong).is_err(), "{wrong}");
        }
    }
}
