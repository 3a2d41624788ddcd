//! The one door to standard output and standard error. Nothing else prints.

pub(crate) mod document;
mod list;
pub(crate) mod screen;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

pub(crate) use self::list::Rows;

use self::document::{Document, Envelope, Failure, List, Tool, Warning};
use crate::exit::Exit;
use crate::failure;
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
    /// A list for programs.
    Rows(Rows),
}

/// What a command has to say in the end.
#[derive(Debug)]
pub(crate) struct Answer {
    name: &'static str,
    list: Option<List>,
    data: serde_json::Result<Value>,
    warnings: Vec<Warning>,
    /// The same for people, cleaned.
    pub(crate) screen: String,
    pub(crate) exit: Option<Exit>,
    /// An answer that is not read to its end is a failure: an export, unlike a list.
    pub(crate) must_arrive: bool,
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
    pub(crate) fn new<D: Document>(document: &D, screen: String) -> Self {
        Self {
            name: D::NAME,
            list: D::LIST,
            data: serde_json::to_value(document),
            warnings: Vec::new(),
            screen,
            exit: None,
            must_arrive: false,
        }
    }

    /// Something that went well but should be looked at; the screen says it in its own words.
    pub(crate) fn warn(&mut self, code: &'static str, message: &str) {
        let message = message.to_owned();
        self.warnings.push(Warning { code, message });
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
        match answer {
            Ok(answer) => self.answer(answer),
            Err(problem) => self.problem(&problem),
        }
    }

    fn answer(&self, answer: Answer) -> ExitCode {
        let exit = answer.exit;
        let must_arrive = answer.must_arrive;
        match self.write(answer) {
            Ok(()) => code(exit),
            // Whoever has read enough closes the pipe (`| head`).
            Err(error) if error.kind() == ErrorKind::BrokenPipe && !must_arrive => code(exit),
            Err(error) => self.problem(&failure::unwritable(&error)),
        }
    }

    fn write(&self, answer: Answer) -> io::Result<()> {
        let data = match self.form {
            Form::Text | Form::Plain => return text(&answer.screen),
            _ => answer.data?,
        };
        match (self.form, answer.list) {
            (Form::Rows(rows), Some(list)) => bytes(&list::text(rows, list, &data)?),
            _ => document(&Envelope {
                schema: answer.name,
                ok: answer.exit.is_none(),
                generated_at: &now(),
                tool: Tool::this(),
                data,
                warnings: &answer.warnings,
            }),
        }
    }

    fn problem(&self, problem: &Problem) -> ExitCode {
        if matches!(self.form, Form::Json | Form::Rows(Rows::Ndjson)) {
            let written = document(&Failure {
                schema: document::ERROR,
                ok: false,
                generated_at: &now(),
                tool: Tool::this(),
                error: problem.reported(),
                warnings: &[],
            });
            // Nobody can read it there: a person may still see it here.
            if written.is_err() {
                self.say(problem.screen(Form::Text, self.verbose).trim_end());
            }
        } else {
            self.say(problem.screen(self.form, self.verbose).trim_end());
        }
        code(Some(problem.exit))
    }

    /// Talks on standard error: what the answer is not.
    pub(crate) fn say(&self, line: &str) {
        self.say_without_end(&format!("{line}\n"));
    }

    #[expect(clippy::unused_self, reason = "only who holds the door may use it")]
    pub(crate) fn say_without_end(&self, text: &str) {
        let mut stderr = anstream::stderr().lock();
        let written = stderr
            .write_all(text.as_bytes())
            .and_then(|()| stderr.flush());
        // Talk that nobody hears is no failure, and there is nowhere left to tell it.
        drop(written);
    }
}

/// One document, on one line.
fn document(document: &impl Serialize) -> io::Result<()> {
    text(&format!("{}\n", serde_json::to_string(document)?))
}

/// To standard output, whole or with an error: a full disk behind `>` is one.
fn text(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// The same for what no terminal acts on.
fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

fn now() -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second);
    now.unwrap_or_default().to_string()
}

fn code(exit: Option<Exit>) -> ExitCode {
    exit.map_or(ExitCode::SUCCESS, |exit| ExitCode::from(exit as u8))
}
