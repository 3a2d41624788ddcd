//! What happens, for programs that watch: one JSON object a line, to a file or to standard output. Ids and numbers, never names.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use clio_api::WaitReason;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::document;
use super::progress::Work;

/// Name and major version of the lines.
pub(crate) const NAME: &str = "ils.events/1";
/// Progress is told at most four times a second.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(250);
/// What of an answer the last event repeats, when the answer has it.
const IDS: [&str; 3] = ["client_id", "export_id", "import_id"];

/// One line.
#[derive(JsonSchema, Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    event: Event<'a>,
    /// 0 for the first line, then one more each.
    seq: u64,
}

/// What happened. More kinds may come: pass over those you do not know.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Event<'a> {
    /// Always the first line.
    Start {
        /// Name and major version of these lines. Within a major, members and kinds are added only.
        schema: &'a str,
        /// The command, `import` or `clients export`.
        command: &'a str,
        /// When, in UTC, to the second.
        at: String,
    },
    /// How many records there will be, where that is known.
    Total {
        /// What is counted, `contacts`.
        unit: &'a str,
        total: usize,
    },
    /// How many of them are done; at most four lines a second.
    Progress {
        /// What is counted.
        unit: &'a str,
        done: usize,
        /// How many there will be; null when that is not known.
        total: Option<usize>,
    },
    /// It waits and goes on by itself.
    Wait {
        /// `rate_limited`: Clio asked for it. `no_answer`: Clio is tried again.
        reason: &'a str,
        seconds: u64,
    },
    /// Always the last line, also after Ctrl+C.
    Result {
        /// Whether everything that was asked for was done.
        ok: bool,
        /// The exit code.
        exit: u8,
        /// The problem's word for programs; null when there is none.
        code: Option<&'a str>,
        /// What was made or changed: `client_id`, `import_id`, `export_id`.
        ids: Ids,
    },
}

/// Ids by their names.
pub(super) type Ids = BTreeMap<&'static str, String>;

/// Where the lines go.
#[derive(Debug)]
enum Target {
    Stdout,
    File(File),
}

/// The lines of one run.
#[derive(Debug)]
pub(crate) struct Events {
    target: Target,
    seq: u64,
    told: Option<Instant>,
    /// Progress that came too soon to be told.
    untold: Option<Work>,
    /// The first line that could not be written; none is tried after it.
    failed: Option<io::Error>,
}

impl Events {
    /// Opens the file, or takes standard output for `-`. A file that is there is added to: nothing in it is lost.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let target = if path == Path::new("-") {
            Target::Stdout
        } else {
            Target::File(OpenOptions::new().create(true).append(true).open(path)?)
        };
        Ok(Self {
            target,
            seq: 0,
            told: None,
            untold: None,
            failed: None,
        })
    }

    /// Nothing else may be written to standard output.
    pub(super) fn own_stdout(&self) -> bool {
        matches!(self.target, Target::Stdout)
    }

    pub(super) fn start(&mut self, command: &str, at: String) {
        self.write(Event::Start {
            schema: NAME,
            command,
            at,
        });
    }

    pub(super) fn total(&mut self, unit: &str, total: usize) {
        self.write(Event::Total { unit, total });
    }

    pub(super) fn progress(&mut self, work: &Work, now: Instant) {
        let is_early = |told| now.saturating_duration_since(told) < BETWEEN_PROGRESS;
        // The end of what was announced is always told.
        if self.told.is_some_and(is_early) && work.total != Some(work.done) {
            self.untold = Some(*work);
            return;
        }
        self.told = Some(now);
        self.untold = None;
        self.write_progress(work);
    }

    fn write_progress(&mut self, work: &Work) {
        self.write(Event::Progress {
            unit: work.unit,
            done: work.done,
            total: work.total,
        });
    }

    pub(super) fn wait(&mut self, reason: WaitReason, duration: Duration) {
        let reason = match reason {
            WaitReason::RateLimited => "rate_limited",
            _ => "no_answer",
        };
        let seconds = duration.as_secs();
        if seconds == 0 {
            return;
        }
        self.write(Event::Wait { reason, seconds });
    }

    /// What the last line repeats of an answer.
    pub(super) fn ids(data: &Value) -> Ids {
        let id = |name| Some((name, data.get(name)?.as_str()?.to_owned()));
        IDS.into_iter().filter_map(id).collect()
    }

    /// The last line. Gives what kept a line from being written.
    pub(super) fn result(&mut self, exit: u8, code: Option<&str>, ids: Ids) -> Option<io::Error> {
        if let Some(work) = self.untold.take() {
            self.write_progress(&work);
        }
        self.write(Event::Result {
            ok: exit == 0,
            exit,
            code,
            ids,
        });
        self.failed.take()
    }

    fn write(&mut self, event: Event<'_>) {
        if self.failed.is_some() {
            return;
        }
        let seq = self.seq;
        self.seq += 1;
        let line = serde_json::to_string(&Line { event, seq }).map_err(io::Error::from);
        let written = line.and_then(|line| {
            let line = format!("{line}\n");
            // Whole lines, at once: a watcher reads along.
            match &mut self.target {
                Target::File(file) => file.write_all(line.as_bytes()),
                Target::Stdout => {
                    let mut stdout = io::stdout().lock();
                    stdout.write_all(line.as_bytes())?;
                    stdout.flush()
                }
            }
        });
        self.failed = written.err();
    }
}

/// JSON Schema (2020-12) of one line.
pub(crate) fn schema() -> Value {
    let mut schema = document::of::<Line<'static>>();
    schema.insert("title".to_owned(), json!(NAME));
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_four_times_a_second_and_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let mut events = Events::open(&path).unwrap();
        let begun = Instant::now();
        for (done, after) in [
            (1, 0),
            (2, 100),
            (3, 249),
            (4, 250),
            (5, 499),
            (6, 510),
            (7, 520),
        ] {
            let work = Work {
                unit: "contacts",
                done,
                total: Some(5),
            };
            events.progress(&work, begun + Duration::from_millis(after));
        }
        assert!(events.result(0, None, Ids::new()).is_none());
        let lines = std::fs::read_to_string(path).unwrap();
        let done: Vec<u64> = lines
            .lines()
            .filter(|line| line.contains("progress"))
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["done"]
                    .as_u64()
                    .unwrap()
            })
            .collect();
        assert_eq!(done, [1, 4, 5, 7]);
    }
}
