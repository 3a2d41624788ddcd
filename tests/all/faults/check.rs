//! What has to hold after every cell: nothing lost, nothing leaked, nothing half, and words that help.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use contract_tests::{Answer, files_below};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::Said;
use super::launch::ils;
use super::report::{Complaint, Harm};
use super::stage::{Job, Stage};
use crate::scene::HOLLIS;

/// Every secret of the fake holds it.
const CANARY: &str = "CANARY";
/// Words that do not belong on a lawyer's screen.
const JARGON: [&str; 9] = [
    "OAuth", "token ", "null", "JSON", "HTTP", " 401", " 429", " 5xx", "panicked",
];
/// More requests of one kind than this are a storm.
const STORM: usize = 9;

/// What a job changed, as complaints.
pub(super) struct Checks(pub(super) Vec<Complaint>);

impl Checks {
    pub(super) fn that(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.0.push(complaint().into());
        }
    }

    /// Nothing that a user had is gone.
    pub(super) fn kept(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.harm(Harm::Lost, complaint());
        }
    }

    /// Nothing is shown, stored or sent where it may not be.
    pub(super) fn hidden(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.harm(Harm::Leaked, complaint());
        }
    }

    pub(super) fn harm(&mut self, harm: Harm, told: String) {
        self.0.push(Complaint { harm, told });
    }

    /// Both streams of a run: no secret, and a failure that reads well.
    pub(super) fn screen(&mut self, said: &Said, answer: &Answer) {
        let all = format!("{}{}", answer.stdout, answer.stderr);
        self.hidden(!all.contains(CANARY), || {
            format!("a secret on the screen: {all}")
        });
        self.that(!all.contains('\u{1b}'), || {
            format!("Clio's escapes on the screen: {all}")
        });
        let Ok(document) = answer.json() else {
            return;
        };
        let error = &document["error"];
        if said.exit == 0 || error.is_null() {
            self.that(said.exit == 0, || {
                format!("exit {} and no error: {all}", said.exit)
            });
            return;
        }
        self.that(error["exit"] == said.exit, || {
            format!("not the exit code: {error}")
        });
        self.that(error["retryable"] == (said.exit == 8), || {
            format!("retryable: {error}")
        });
        let message = error["message"].as_str().unwrap_or_default();
        self.that(message.ends_with('.'), || format!("no sentence: {error}"));
        let advice = error["advice"].as_array().map_or(0, Vec::len);
        self.that(advice > 0, || format!("no advice: {error}"));
        for word in JARGON {
            let told = format!("{message} {}", error["advice"]);
            self.that(!told.contains(word), || format!("{word:?}: {told}"));
        }
    }

    /// No secret lies readable below the home folder.
    pub(super) fn home(&mut self, home: &Path) {
        for path in files_below(home) {
            let bytes = fs::read(&path).unwrap_or_default();
            let found = bytes
                .windows(CANARY.len())
                .any(|window| window == CANARY.as_bytes());
            self.hidden(!found, || format!("a secret in {}", path.display()));
        }
    }

    /// Nobody else was called, and Clio not in a storm.
    pub(super) fn callers(&mut self, stage: &Stage) {
        self.hidden(!stage.stranger_was_called(), || {
            "a stranger was called".to_owned()
        });
        self.that(stage.was_upset(), || "the fault never came".to_owned());
        let asked = stage.asked();
        self.that(asked <= STORM, || format!("{asked} requests of one kind"));
    }

    /// The connection is the old one or a working one; the store holds no client or a whole one; and the import goes now.
    pub(super) async fn afterwards(&mut self, stage: &Stage, before: &BTreeMap<String, Vec<u8>>) {
        if stage.ends_connection {
            let kept = crate::connect::tokens(stage.scene.ils.home());
            self.kept(kept == *before, || {
                "tokens that Clio ended were not left alone".to_owned()
            });
            let again = stage.scene.ils.connect(&stage.scene.clio).await;
            self.kept(again.is_ok(), || format!("connects no more: {again:?}"));
        } else {
            let status = self.healthy(stage, &["status", "--check", "--json"]).await;
            self.kept(status["data"]["connected"] == true, || {
                format!("connection lost: {status}")
            });
        }
        let clients = self.healthy(stage, &["clients", "list", "--json"]).await;
        let saved = clients["data"]["clients"].as_array().map_or(0, Vec::len);
        let may_save = usize::from(stage.job == Job::Import);
        self.that(saved <= may_save, || format!("{saved} clients were saved"));
        let import = ["import", HOLLIS, "--yes", "--json"];
        let (exit, word) = if saved == 0 {
            (0, "")
        } else {
            (6, "client_exists")
        };
        match ils(stage, &import, "").await {
            Ok(answer) => {
                let said = Said::of(&answer);
                self.kept(said == Said::new(exit, word), || {
                    format!("the next import: {answer:?}")
                });
            }
            Err(error) => self.0.push(error.to_string().into()),
        }
        let id = clients["data"]["clients"][0]["id"]
            .as_str()
            .unwrap_or("1")
            .to_owned();
        if saved > 0 {
            let shown = self
                .healthy(stage, &["clients", "show", &id, "--json"])
                .await;
            let (found, whole) = (sizes(&shown["data"]["record"]), whole(stage).await);
            self.kept(&found == whole, || {
                format!("half a client: {found:?} of {whole:?}")
            });
        }
    }

    async fn healthy(&mut self, stage: &Stage, arguments: &[&str]) -> Value {
        match ils(stage, arguments, "").await.and_then(Answer::done) {
            Ok(answer) => answer.json().unwrap_or_default(),
            Err(error) => {
                let told = format!("ils {arguments:?} afterwards: {error}");
                self.harm(Harm::Lost, told);
                Value::Null
            }
        }
    }
}

/// How many people of each class a record has.
fn sizes(record: &Value) -> [usize; 4] {
    ["spouses", "children", "grandchildren", "parties"]
        .map(|class| record[class].as_array().map_or(usize::MAX, Vec::len))
}

/// The same of a client that was imported without a fault.
async fn whole(stage: &Stage) -> &'static [usize; 4] {
    static WHOLE: OnceCell<[usize; 4]> = OnceCell::const_new();
    WHOLE
        .get_or_init(|| async {
            let shown = ils(stage, &["preview", HOLLIS, "--json"], "").await;
            let shown = shown.and_then(|answer| answer.json()).unwrap_or_default();
            sizes(&shown["data"]["record"])
        })
        .await
}
