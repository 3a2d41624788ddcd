//! The real `ils` binary with a home of its own, aimed at a [`FakeClio`].

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

#[cfg(unix)]
use crate::Terminal;
use crate::answer::start;
use crate::{Answer, FakeClio, cargo, heeding_signals};

/// One user of `ils`: a private home folder and the settings that lead to a fake Clio.
///
/// The environment is emptied first, so nothing of the person who runs the tests leaks in.
#[derive(Debug)]
pub struct Ils {
    home: TempDir,
    settings: Vec<(String, String)>,
}

impl Ils {
    /// A new user whose firm uses `clio`; tokens go to the encrypted file store.
    ///
    /// # Errors
    /// When no temporary folder can be made.
    pub fn new(clio: &FakeClio) -> io::Result<Self> {
        let home = tempfile::Builder::new().prefix("ils-").tempdir()?;
        let settings = [
            ("ILS_CLIO_URL", clio.origin()),
            ("ILS_CLIO_CLIENT_ID", clio.client_id().to_owned()),
            ("ILS_CLIO_CLIENT_SECRET", clio.client_secret().to_owned()),
            ("ILS_TOKEN_STORE", "file".to_owned()),
            ("ILS_HOME", home.path().display().to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
        Ok(Self { home, settings })
    }

    /// The settings, as a person would export them.
    pub fn settings(&self) -> &[(String, String)] {
        &self.settings
    }

    /// The value of `ILS_HOME`.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sets or replaces one environment variable.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.into()));
    }

    /// `ils` with these arguments, not started yet.
    ///
    /// # Errors
    /// When the binary cannot be built.
    pub fn command<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> io::Result<Command> {
        let mut command = heeding_signals(binary()?);
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm");
        // The second is where a build that counts lines leaves its counts: `cargo xtask coverage`.
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }

    /// Runs `ils` without a terminal and without input.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> io::Result<Answer> {
        self.run_with_input(arguments, "")
    }

    /// Runs `ils` without a terminal, with `input` on its standard input.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run_with_input<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &str,
    ) -> io::Result<Answer> {
        let mut command = self.command(arguments)?;
        command.stdout(Stdio::piped());
        Answer::read(start(command, input)?)
    }

    /// Runs `ils` on a pseudo-terminal, as a person would.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn on_terminal<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> io::Result<Terminal> {
        Terminal::spawn(self.command(arguments)?)
    }

    /// Connects in two steps without a terminal: start, ALLOW ACCESS in the browser, finish.
    ///
    /// # Errors
    /// When a step fails; the error holds what `ils` said.
    pub async fn connect(&self, clio: &FakeClio) -> io::Result<Answer> {
        let started = self.run(["connect", "--start", "--json"])?.done()?;
        let address = started.json()?["data"]["open_this_address"]
            .as_str()
            .map(ToOwned::to_owned)
            .ok_or_else(|| io::Error::other("no address to open"))?;
        let approval = clio.press_allow(&address).await.map_err(io::Error::other)?;
        self.run_with_input(
            ["connect", "--finish", "--code-file", "-", "--json"],
            &approval.title,
        )?
        .done()
    }
}

/// The `ils` binary: `ILS_BIN` when that is set, else built now.
///
/// # Errors
/// When it cannot be built.
pub fn binary() -> io::Result<&'static Path> {
    static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match BINARY.get_or_init(|| build().map_err(|error| error.to_string())) {
        Ok(path) => Ok(path),
        Err(error) => Err(io::Error::other(error.clone())),
    }
}

fn build() -> io::Result<PathBuf> {
    if let Some(given) = std::env::var_os("ILS_BIN") {
        return Ok(given.into());
    }
    let output = cargo()
        .args(["build", "--quiet", "--package", "ils-cli"])
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other("cargo could not build `ils`"));
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "ils")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| io::Error::other("cargo built no `ils`"))
}
