//! Questions: one line each, no raw terminal, so that they work over remote desktops and with screen readers.

#[cfg(unix)]
mod hidden;

use std::io::{self, IsTerminal};

use secrecy::SecretString;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::failure;
use crate::message::Problem;
use crate::output::Output;

/// Whether there is a person to ask.
pub(crate) fn can_ask(output: &Output) -> bool {
    output.may_ask && io::stdin().is_terminal()
}

/// Shows `question` and waits for a line. The end of the input is an answer too: the person is gone.
///
/// The line is read on a thread of its own, so that Ctrl+C is heard meanwhile. A question may be withdrawn: what was typed
/// for it before the next one is shown answers nothing.
pub(crate) async fn ask(output: &Output, question: &str) -> Result<String, Problem> {
    static KEYBOARD: Mutex<Option<Keyboard>> = Mutex::const_new(None);
    let mut keyboard = KEYBOARD.lock().await;
    if keyboard.is_none() {
        *keyboard = Keyboard::new().ok();
    }
    let keyboard = keyboard.as_mut().ok_or_else(failure::stopped)?;
    keyboard.forget_early_answer();
    output.say_without_end(question);
    let line = keyboard.line().await.ok_or_else(failure::stopped)?;
    Ok(line.trim().to_owned())
}

/// The same for a secret: what is typed is not shown. The terminal is as before afterwards, also when Ctrl+C ends the wait.
#[cfg(unix)]
pub(crate) async fn ask_hidden(output: &Output, question: &str) -> Result<SecretString, Problem> {
    let hidden = hidden::Echo::off();
    if hidden.is_none() {
        output.say("This terminal shows what you type: see that nobody looks on.");
    }
    let typed = ask(output, question).await;
    drop(hidden);
    // The Enter was not shown either.
    output.say("");
    typed.map(SecretString::from)
}

/// The same for a secret: what is typed is not shown.
#[cfg(windows)]
pub(crate) async fn ask_hidden(output: &Output, question: &str) -> Result<SecretString, Problem> {
    output.say_without_end(question);
    let typed = tokio::task::spawn_blocking(rpassword::read_password).await;
    let typed = typed.map_err(|_| failure::stopped())?;
    let typed = typed.map_err(|_| failure::stopped())?;
    Ok(SecretString::from(typed.trim().to_owned()))
}

/// The one reader of standard input: two would each get half of what is typed.
struct Keyboard {
    wanted: std::sync::mpsc::Sender<()>,
    lines: UnboundedReceiver<Option<String>>,
    /// A line has been asked for and not been taken.
    owed: bool,
}

impl Keyboard {
    fn new() -> io::Result<Self> {
        let (wanted, wishes) = std::sync::mpsc::channel();
        let (tell, lines) = unbounded_channel();
        std::thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || {
                while wishes.recv().is_ok() {
                    let mut line = String::new();
                    let read = io::stdin().read_line(&mut line);
                    let line = read.ok().filter(|read| *read > 0).map(|_| line);
                    if tell.send(line).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self {
            wanted,
            lines,
            owed: false,
        })
    }

    fn forget_early_answer(&mut self) {
        if self.owed && self.lines.try_recv().is_ok() {
            self.owed = false;
        }
    }

    async fn line(&mut self) -> Option<String> {
        if !self.owed {
            self.wanted.send(()).ok()?;
            self.owed = true;
        }
        let line = self.lines.recv().await;
        self.owed = false;
        line.flatten()
    }
}

/// Asks until the answer is a clear yes or no.
pub(crate) async fn confirm(output: &Output, question: &str) -> Result<bool, Problem> {
    output.say(question);
    loop {
        match ask(output, "> ").await?.to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" | "q" => return Ok(false),
            _ => output.say("Please type Y or N."),
        }
    }
}
