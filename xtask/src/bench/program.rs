//! The measured program: built once with the release profile, run as a process of its own each time.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::callgrind;
use crate::cargo::{built, cargo};
use crate::complain;

pub(super) struct Program(PathBuf);

/// What a run cost.
pub(super) struct Cost {
    /// CPU time, the system's on its behalf included.
    pub(super) nanoseconds: f64,
    /// The most memory that was ever resident; 0 where the system does not tell.
    pub(super) kilobytes: f64,
}

/// The other end, as long as it lives.
pub(super) struct Server {
    process: Child,
    pub(super) origin: String,
}

impl Program {
    /// Builds a package's.
    pub(super) fn build(package: &str) -> Result<Self> {
        complain(&format!(
            "building the measured program of {package} with the release profile"
        ));
        let mut command = cargo();
        command.args(["build", "--release", "--quiet"]).args([
            "--package",
            package,
            "--bench",
            "measured",
        ]);
        Ok(Self(built(&mut command, "measured")?))
    }

    /// Runs it to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Cost> {
        let answer = self.finish(Command::new(&self.0).args(arguments))?;
        let numbers = answer
            .split_whitespace()
            .map(str::parse::<f64>)
            .collect::<Result<Vec<_>, _>>();
        match numbers.as_deref() {
            Ok([nanoseconds, kilobytes]) => Ok(Cost {
                nanoseconds: *nanoseconds,
                kilobytes: *kilobytes,
            }),
            _ => bail!("{} {answer}", arguments.join(" ")),
        }
    }

    /// How many instructions a run takes, where valgrind is there to count them.
    pub(super) fn instructions(&self, arguments: &[&str]) -> Result<Option<f64>> {
        if !callgrind::is_here() {
            return Ok(None);
        }
        let run = |command: &mut Command| self.finish(command.args(arguments));
        Ok(Some(callgrind::count(&self.0, run)?.1))
    }

    /// Instructions of `count NAME` for so many contacts, free of what a process costs to start; `None` without valgrind.
    pub(super) fn instructions_of(&self, name: &str, contacts: u32) -> Result<Option<f64>> {
        let count = |contacts: u32| self.instructions(&["count", name, &contacts.to_string()]);
        let (once, twice) = (count(contacts)?, count(2 * contacts)?);
        Ok(once.zip(twice).map(|(once, twice)| twice - once))
    }

    /// Starts the other end of a list of so many contacts.
    pub(super) fn serve(&self, contacts: &str) -> Result<Server> {
        let mut process = Command::new(&self.0)
            .args(["serve", contacts])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut origin = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut origin)?;
        }
        let origin = origin.trim().to_owned();
        Ok(Server { process, origin })
    }

    fn finish(&self, command: &mut Command) -> Result<String> {
        let done = command
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("{} cannot be run", self.0.display()))?;
        let answer = String::from_utf8(done.stdout)?;
        ensure!(
            done.status.success(),
            "the measured program {}",
            answer.trim()
        );
        Ok(answer.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its standard input ends, and so does it.
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}
