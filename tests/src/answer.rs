//! A child process that is given its input, and what it left behind.

use std::io::{self, Write as _};
use std::process::{Child, Command, ExitStatus, Output, Stdio};

/// What one run of `ils` left behind.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The exit code; the number of the signal that ended it, negative; `None` when the system tells neither.
    pub code: Option<i32>,
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
}

/// Starts `command` with `input` on its standard input, its standard error kept for [`Answer::read`]. Its standard output goes where
/// the command has it.
///
/// # Errors
/// When it cannot be started.
pub fn start(mut command: Command, input: &str) -> io::Result<Child> {
    let mut child = command
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that needs no input may be gone before it is written: that is no failure.
        match stdin.write_all(input.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    Ok(child)
}

impl Answer {
    /// Waits for the end of `child`.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn read(child: Child) -> io::Result<Self> {
        child.wait_with_output().map(Self::from)
    }

    /// Standard output, read as exactly one JSON document.
    ///
    /// # Errors
    /// When it is none, or more than one.
    pub fn json(&self) -> io::Result<serde_json::Value> {
        serde_json::from_str(&self.stdout).map_err(|error| {
            io::Error::other(format!("{error}; standard output:\n{}", self.stdout))
        })
    }

    /// The answer when the exit code is 0.
    ///
    /// # Errors
    /// With both streams when it is another.
    pub fn done(self) -> io::Result<Self> {
        if self.code == Some(0) {
            return Ok(self);
        }
        Err(io::Error::other(format!(
            "exit {:?}\n{}{}",
            self.code, self.stdout, self.stderr
        )))
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: code(output.status),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

#[cfg(unix)]
fn code(status: ExitStatus) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt as _;
    status
        .code()
        .or_else(|| status.signal().map(|signal| -signal))
}

#[cfg(not(unix))]
fn code(status: ExitStatus) -> Option<i32> {
    status.code()
}
