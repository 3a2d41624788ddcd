//! How many lines of each crate the tests run, against a goal.
//!
//! Every test of the workspace is run by `cargo xtask test` in a build that counts, `ils` and its processes too. Lines of
//! test modules are not counted, the generated files are told apart. The tests of what must not compile run no line of a
//! library, so they are left out.

mod lines;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::cargo::{self, cargo};
use crate::{complain, root, say};
use lines::Lines;

/// A row of the table: its name, where its files are, and how many of a hundred lines must be run.
type Row = (&'static str, &'static str, Option<usize>);

/// The first that a file lies in is the one that it counts for.
const ROWS: [Row; 6] = [
    ("clio-api (generated)", "clio-api/src/generated/", None),
    ("clio-api", "clio-api/src/", Some(90)),
    ("clio-api-derive", "clio-api/derive/src/", None),
    ("ils-auth", "ils-auth/src/", Some(90)),
    ("ils-import", "ils-import/src/", Some(90)),
    ("ils-cli", "ils-cli/src/", None),
];

/// `[--lines]`: with the lines that no test runs. Fails below a goal, and when a test fails.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let with_lines = match arguments {
        [] => false,
        [flag] if flag == "--lines" => true,
        _ => bail!("cargo xtask coverage [--lines]"),
    };
    let counted = Counted::new()?;
    counted.cargo(&["clean", "--workspace"])?;
    let tests = Command::new(std::env::current_exe()?)
        .args(["test", "--tests", "--exclude", "xtask"])
        .args(["--", "--skip", "compile::"])
        .envs(counted.environment()?)
        .status()
        .context("the tests could not be started")?;
    // A process that a test kills while it writes its counts leaves a part of them, which tells nothing.
    let report = counted.cargo(&["report", "--lcov", "--failure-mode", "all"])?;
    // Every process leaves some: gigabytes that nobody reads again.
    counted.cargo(&["clean", "--profraw-only"])?;
    let files = lines::read(&report, root());
    say("");
    let is_good = tell(&files, with_lines);
    if !tests.success() {
        complain("A test failed: the figures are of what was run until then.");
    }
    Ok(if is_good && tests.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether every goal is met.
fn tell(files: &[Lines], with_lines: bool) -> bool {
    let mut is_good = true;
    say("| crate | lines | run | % | goal |\n|---|---|---|---|---|");
    for (index, (name, _, goal)) in ROWS.iter().enumerate() {
        let own: Vec<&Lines> = files
            .iter()
            .filter(|file| row(&file.path) == Some(index))
            .collect();
        let all: usize = own.iter().map(|file| file.all).sum();
        let missed: usize = own.iter().map(|file| file.missed.len()).sum();
        let is_met = goal.is_none_or(|goal| all > 0 && (all - missed) * 100 >= goal * all);
        is_good &= is_met;
        // Rounded down: 89.99 is below 90.
        let tenths = (all - missed) * 1_000 / all.max(1);
        let goal = goal.map_or(String::new(), |goal| {
            format!("{goal} %{}", if is_met { "" } else { ", NOT MET" })
        });
        let (run, percent) = (all - missed, format!("{}.{}", tenths / 10, tenths % 10));
        say(&format!("| {name} | {all} | {run} | {percent} | {goal} |"));
    }
    if with_lines {
        say("\nlines that no test runs:");
        for file in files.iter().filter(|file| {
            !file.missed.is_empty() && row(&file.path).is_some_and(|row| ROWS[row].2.is_some())
        }) {
            say(&format!("{}: {}", file.path, file.ranges()));
        }
    }
    is_good
}

fn row(path: &str) -> Option<usize> {
    ROWS.iter()
        .position(|(_, folder, _)| path.starts_with(folder))
}

/// A build that counts lines, in a folder of its own: the everyday build stays as it is.
struct Counted {
    target: PathBuf,
    tools: Vec<(&'static str, String)>,
}

impl Counted {
    fn new() -> Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root().join("target"), Into::into);
        ensure!(
            answers("cargo-llvm-cov", &["llvm-cov", "--version"]),
            "lines are counted by cargo-llvm-cov: cargo install cargo-llvm-cov --locked"
        );
        Ok(Self {
            target: target.join("coverage"),
            tools: tools()?,
        })
    }

    fn cargo(&self, arguments: &[&str]) -> Result<String> {
        let mut command = cargo();
        command.arg("llvm-cov").args(arguments);
        cargo::output(command.envs(self.environment()?))
    }

    /// What makes cargo build what counts, and what was built leave its counts.
    fn environment(&self) -> Result<Vec<(String, String)>> {
        let folder = self.target.to_str().context("a folder's name is text")?;
        let mut own = vec![("CARGO_TARGET_DIR".to_owned(), folder.to_owned())];
        own.extend(
            self.tools
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        let mut asked = cargo();
        asked
            .args(["llvm-cov", "show-env", "--no-cfg-coverage"])
            .envs(own.iter().cloned());
        let shown = cargo::output(&mut asked)?;
        own.extend(shown.lines().filter_map(setting));
        Ok(own)
    }
}

/// `NAME=value` or `NAME='value'`.
fn setting(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('=')?;
    Some((name.to_owned(), value.trim_matches('\'').to_owned()))
}

/// The two tools that read the counts: given, the toolchain's own, or the system's of the compiler's LLVM.
fn tools() -> Result<Vec<(&'static str, String)>> {
    const NAMES: [(&str, &str); 2] = [("LLVM_COV", "llvm-cov"), ("LLVM_PROFDATA", "llvm-profdata")];
    let has_own = || -> Result<bool> {
        let folder = cargo::output(Command::new("rustc").args(["--print", "target-libdir"]))?;
        let folder = Path::new(folder.trim()).with_file_name("bin");
        Ok(NAMES.iter().all(|(_, name)| folder.join(name).is_file()))
    };
    if NAMES.iter().all(|(set, _)| std::env::var_os(set).is_some()) || has_own()? {
        return Ok(Vec::new());
    }
    let talk = cargo::output(Command::new("rustc").arg("-vV"))?;
    let version = talk
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))
        .and_then(|version| version.split('.').next())
        .context("rustc named no LLVM version")?;
    let found = NAMES.map(|(set, name)| (set, format!("{name}-{version}")));
    ensure!(
        found.iter().all(|(_, name)| answers(name, &["--version"])),
        "the counts are read by llvm-cov and llvm-profdata of LLVM {version}: rustup component add llvm-tools, or on \
         Debian apt install llvm-{version}, or set LLVM_COV and LLVM_PROFDATA"
    );
    Ok(found.into())
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    let asked = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, all: usize, missed: usize) -> Lines {
        Lines {
            path: path.to_owned(),
            all,
            missed: (1..=missed).collect(),
        }
    }

    #[test]
    fn generated_files_neither_help_nor_hurt_their_crate() {
        assert_eq!(row("clio-api/src/generated/matter.rs"), Some(0));
        assert_eq!(row("clio-api/src/id.rs"), Some(1));
        assert_eq!(row("tests/src/ils.rs"), None);
    }

    #[test]
    fn a_line_below_a_goal_is_below_it() {
        let of = |missed| {
            [
                lines("clio-api/src/generated/matter.rs", 500, 500),
                lines("clio-api/src/id.rs", 1_000, missed),
                lines("ils-auth/src/app.rs", 10, 1),
                lines("ils-import/src/map.rs", 10, 0),
            ]
        };
        assert!(tell(&of(100), false));
        assert!(!tell(&of(101), false));
        assert!(!tell(&of(0)[..3], false), "a crate without figures");
    }

    #[test]
    fn settings_are_read_without_their_quotes() {
        let read = |line| setting(line).map(|(name, value)| format!("{name} {value}"));
        assert_eq!(read("A='b c=d'").as_deref(), Some("A b c=d"));
        assert_eq!(read("A=1").as_deref(), Some("A 1"));
        assert_eq!(read("info"), None);
    }
}
