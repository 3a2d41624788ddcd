//! A real pseudo-terminal for a child process, so that prompts are met as a person meets them.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};

/// How long a screen may stay without the awaited text before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A child on a terminal of 200 rows.
#[derive(Debug)]
pub struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
    read_up_to: usize,
}

impl Terminal {
    /// Starts `command` with its three standard streams on a new pseudo-terminal of 80 columns.
    ///
    /// # Errors
    /// When the system gives no pseudo-terminal, or the command cannot be started.
    pub fn spawn(command: Command) -> io::Result<Self> {
        Self::spawn_on(80, command)
    }

    /// The same on a terminal of another width.
    ///
    /// # Errors
    /// When the system gives no pseudo-terminal, or the command cannot be started.
    pub fn spawn_on(columns: u16, mut command: Command) -> io::Result<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        tcsetwinsize(
            &master,
            Winsize {
                ws_row: 200,
                ws_col: columns,
                ws_xpixel: 0,
                ws_ypixel: 0,
            },
        )?;
        let name = ptsname(&master, Vec::new())?;
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(i32::try_from(OpenptFlags::NOCTTY.bits()).unwrap_or_default())
            .open(std::ffi::OsStr::from_bytes(name.as_bytes()))?;
        command
            .stdin(slave.try_clone()?)
            .stdout(slave.try_clone()?)
            .stderr(slave);
        let child = command.spawn()?;
        // The command still holds the terminal's other side: without this drop, its end is never seen.
        drop(command);
        let keyboard = File::from(master);
        let screen = read_screen(keyboard.try_clone()?);
        Ok(Self {
            child,
            keyboard,
            screen,
            seen: String::new(),
            read_up_to: 0,
        })
    }

    /// Waits until `text` is on the screen and gives everything shown since the last wait, up to it.
    ///
    /// # Errors
    /// When the command ends or a minute passes without it; the error shows the screen.
    pub fn wait_for(&mut self, text: &str) -> io::Result<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let rest = &self.seen[self.read_up_to..];
            if let Some(at) = rest.find(text) {
                let shown = rest[..at + text.len()].to_owned();
                self.read_up_to += at + text.len();
                return Ok(shown);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(io::Error::other(format!(
                        "`{text}` never came; the screen shows:\n{}",
                        self.seen
                    )));
                }
            }
        }
    }

    /// Types `text` and presses Enter.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn type_line(&mut self, text: &str) -> io::Result<()> {
        self.keyboard.write_all(text.as_bytes())?;
        self.keyboard.write_all(b"\n")
    }

    /// Types raw bytes: a control character, say.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn type_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.keyboard.write_all(bytes)
    }

    /// The terminal's settings (echo, line mode and all), to be compared.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn settings(&self) -> io::Result<String> {
        Ok(format!("{:?}", tcgetattr(&self.keyboard)?))
    }

    /// The process id of the child.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end and gives the exit status with what was shown since the last wait.
    ///
    /// # Errors
    /// When the child cannot be waited for, or does not end within a minute.
    pub fn finish(&mut self) -> io::Result<(ExitStatus, String)> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill()?;
                    return Err(io::Error::other(format!(
                        "the command did not end; the screen shows:\n{}",
                        self.seen
                    )));
                }
            }
        }
        let status = self.child.wait()?;
        Ok((status, self.seen.split_off(self.read_up_to)))
    }
}

fn read_screen(mut master: File) -> Receiver<Vec<u8>> {
    let (tell, screen) = mpsc::channel();
    std::thread::spawn(move || {
        let mut chunk = [0; 4096];
        // Linux answers EIO, other systems an empty read, when the last user of the terminal is gone.
        while let Ok(read @ 1..) = master.read(&mut chunk) {
            if tell.send(chunk[..read].to_vec()).is_err() {
                return;
            }
        }
    });
    screen
}
