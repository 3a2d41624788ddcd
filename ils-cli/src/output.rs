//! The one door to standard output and standard error. Nothing else prints.

pub(crate) mod document;
pub(crate) mod events;
mod list;
pub(crate) mod progress;
pub(crate) mod screen;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clio_api::{Wait, WaitReason};
use ils_import::export::json;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::list::Rows;

use self::document::{Document, Envelope, Failure, List, Tool, Warning};
use self::events::{Events, Ids};
use self::progress::{Motion, Progress, Work};
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
#[derive(Clone, Debug)]
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
    watch: Arc<Mutex<Watch>>,
}

/// Who is told how far the command is.
#[derive(Debug)]
struct Watch {
    work: Work,
    progress: Progress,
    events: Option<Events>,
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
    /// Silent about how far it is.
    pub(crate) fn new(form: Form) -> Self {
        let watch = Watch {
            work: Work::default(),
            progress: Progress::new(Motion::None, form, true),
            events: None,
        };
        Self {
            form,
            quiet: false,
            verbose: false,
            yes: false,
            may_ask: false,
            watch: Arc::new(Mutex::new(watch)),
        }
    }

    /// Tells from now on how far the command is, on the screen and to those who watch.
    pub(crate) fn watch(&self, motion: Motion, command: &str, events: Option<Events>) {
        let mut watch = self.watched();
        watch.progress = Progress::new(motion, self.form, self.quiet);
        watch.events = events;
        watch.tell(|events| events.start(command, now()));
    }

    /// The last word: the answer on standard output, a problem on standard error, in JSON both on standard output.
    pub(crate) fn finish(&self, answer: Result<Answer, Problem>) -> ExitCode {
        let ids = self.ids(answer.as_ref().ok());
        let ended = answer.and_then(|answer| self.answer(answer));
        if let Err(problem) = &ended {
            self.problem(problem);
        }
        let exit = ended
            .as_ref()
            .copied()
            .unwrap_or_else(|problem| Some(problem.exit));
        let code = ended.as_ref().err().map(|problem| problem.code);
        let exit = exit.map_or(0, |exit| exit as u8);
        let mut unwritten = None;
        self.watched()
            .tell(|events| unwritten = events.result(exit, code, ids));
        if let Some(error) = unwritten.filter(|error| error.kind() != ErrorKind::BrokenPipe) {
            let why = failure::no_room(error.kind());
            let why = why.map_or_else(|| error.to_string(), |(why, _)| why.to_owned());
            self.say(&format!(
                "The events could not be written to their end: {why}"
            ));
        }
        ExitCode::from(exit)
    }

    /// What the last event repeats; nothing when nobody watches.
    fn ids(&self, answer: Option<&Answer>) -> Ids {
        let data = answer.and_then(|answer| answer.data.as_ref().ok());
        match data.filter(|_| self.watched().events.is_some()) {
            Some(data) => Events::ids(data),
            None => Ids::new(),
        }
    }

    fn answer(&self, answer: Answer) -> Result<Option<Exit>, Problem> {
        let exit = answer.exit;
        let must_arrive = answer.must_arrive;
        if self.watched().own_stdout() {
            return Ok(exit);
        }
        match self.write(answer) {
            Ok(()) => Ok(exit),
            // Whoever has read enough closes the pipe (`| head`).
            Err(error) if error.kind() == ErrorKind::BrokenPipe && !must_arrive => Ok(exit),
            Err(error) => Err(failure::unwritable(&error)),
        }
    }

    fn write(&self, answer: Answer) -> io::Result<()> {
        self.watched().progress.clear();
        let data = match self.form {
            Form::Text | Form::Plain => return text(&answer.screen),
            _ => answer.data?,
        };
        match (self.form, answer.list) {
            (Form::Rows(rows), Some(list)) => {
                // Rows have no place for them.
                for warning in answer.warnings.iter().filter(|_| !self.quiet) {
                    self.say(&format!("WARNING: {}", warning.message));
                }
                bytes(&list::text(rows, list, &data)?)
            }
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

    fn problem(&self, problem: &Problem) {
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
    }

    /// So many records will be read.
    pub(crate) fn expects(&self, unit: &'static str, total: usize) {
        let mut watch = self.watched();
        watch.work = Work {
            unit,
            done: 0,
            total: Some(total),
        };
        watch.tell(|events| events.total(unit, total));
    }

    /// So many more are done.
    pub(crate) fn advances(&self, unit: &'static str, by: usize) {
        let now = Instant::now();
        let mut watch = self.watched();
        watch.work.advance(unit, by);
        let work = watch.work;
        watch.tell(|events| events.progress(&work, now));
        let line = watch.progress.show(&work, now);
        drop(watch);
        if let Some(line) = line {
            self.say(&line);
        }
    }

    /// It waits for Clio and goes on by itself.
    pub(crate) fn waits(&self, wait: Wait) {
        self.watched()
            .tell(|events| events.wait(wait.reason, wait.duration));
        // Short waits are not worth a word.
        if !self.quiet && wait.duration >= Duration::from_secs(2) {
            let seconds = wait.duration.as_secs();
            self.say(&match wait.reason {
                WaitReason::RateLimited => {
                    format!("Clio asked us to wait {seconds} seconds. Going on by itself.")
                }
                _ => format!("Clio did not answer. Trying again in {seconds} seconds."),
            });
        }
    }

    fn watched(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Talks on standard error: what the answer is not.
    pub(crate) fn say(&self, line: &str) {
        self.say_without_end(&format!("{line}\n"));
    }

    pub(crate) fn say_without_end(&self, text: &str) {
        self.watched().progress.clear();
        let mut stderr = anstream::stderr().lock();
        let written = stderr
            .write_all(text.as_bytes())
            .and_then(|()| stderr.flush());
        // Talk that nobody hears is no failure, and there is nowhere left to tell it.
        drop(written);
    }
}

impl Watch {
    fn tell(&mut self, tell: impl FnOnce(&mut Events)) {
        if let Some(events) = &mut self.events {
            tell(events);
        }
    }

    fn own_stdout(&self) -> bool {
        self.events.as_ref().is_some_and(Events::own_stdout)
    }
}

/// One document, on one line.
fn document(document: &impl Serialize) -> io::Result<()> {
    text(&format!("{}\n", json::line(document)?))
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
