//! The one door to standard output and standard error. Nothing else prints.

pub(crate) mod screen;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::exit::Exit;
use crate::message::Problem;

/// How answers are given.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Form {
    /// For people who see the screen.
    #[default]
    Text,
    /// One fact a line.
    Plain,
    /// One JSON document.
    Json,
}

/// What a command has to say in the end.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Name and major version of `data`.
    pub(crate) schema: &'static str,
    pub(crate) data: Value,
    /// The same for people, cleaned.
    pub(crate) screen: String,
    pub(crate) exit: Option<Exit>,
}

/// The door, and the flags of how to speak and whom to ask.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Output {
    pub(crate) form: Form,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) yes: bool,
    pub(crate) may_ask: bool,
}

impl Answer {
    pub(crate) fn new(schema: &'static str, data: Value, screen: String) -> Self {
        Self {
            schema,
            data,
            screen,
            exit: None,
        }
    }
}

impl Output {
    pub(crate) fn new(form: Form) -> Self {
        Self {
            form,
            quiet: false,
            verbose: false,
            yes: false,
            may_ask: false,
        }
    }

    /// The last word: the answer on standard output, a problem on standard error, in JSON both on standard output.
    pub(crate) fn finish(&self, answer: Result<Answer, Problem>) -> ExitCode {
        let tool = json!({"name": "ils", "version": env!("CARGO_PKG_VERSION")});
        let generated_at = jiff::Timestamp::now()
            .round(jiff::Unit::Second)
            .unwrap_or_default()
            .to_string();
        match (answer, self.form) {
            (Ok(answer), Form::Json) => {
                let document = json!({"schema": answer.schema, "ok": answer.exit.is_none(), "generated_at": generated_at, "tool": tool,
                    "data": answer.data, "warnings": []});
                self.text(&format!("{document}\n"));
                code(answer.exit)
            }
            (Ok(answer), _) => {
                self.text(&answer.screen);
                code(answer.exit)
            }
            (Err(problem), Form::Json) => {
                let document = json!({"schema": "ils.error/1", "ok": false, "generated_at": generated_at, "tool": tool,
                    "error": problem.json(), "warnings": []});
                self.text(&format!("{document}\n"));
                code(Some(problem.exit))
            }
            (Err(problem), form) => {
                self.say(problem.screen(form, self.verbose).trim_end());
                code(Some(problem.exit))
            }
        }
    }

    /// Writes to standard output. A reader that has gone away is no failure.
    #[expect(clippy::unused_self, reason = "only who holds the door may use it")]
    pub(crate) fn text(&self, text: &str) {
        drop_closed(anstream::stdout().lock().write_all(text.as_bytes()));
    }

    /// Talks on standard error: what the answer is not.
    pub(crate) fn say(&self, line: &str) {
        self.say_without_end(&format!("{line}\n"));
    }

    #[expect(clippy::unused_self, reason = "only who holds the door may use it")]
    pub(crate) fn say_without_end(&self, text: &str) {
        let mut stderr = anstream::stderr().lock();
        drop_closed(
            stderr
                .write_all(text.as_bytes())
                .and_then(|()| stderr.flush()),
        );
    }
}

fn drop_closed(written: io::Result<()>) {
    match written {
        // Nobody reads any more: there is nobody to tell.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        _ => {}
    }
}

fn code(exit: Option<Exit>) -> ExitCode {
    exit.map_or(ExitCode::SUCCESS, |exit| ExitCode::from(exit as u8))
}
