//! What `cargo xtask faults` reads: one file a group, below the folder it names.

use serde_json::json;

use super::Said;
use super::stage::Job;

/// Names the folder.
const FOLDER: &str = "ILS_FAULTS_REPORT";

/// What a complaint is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Harm {
    /// It ended otherwise, or reads badly.
    End,
    /// Something that was there, or had to be, is not.
    Lost,
    /// A secret came out, or a stranger was called.
    Leaked,
}

#[derive(Debug)]
pub(super) struct Complaint {
    pub(super) harm: Harm,
    pub(super) told: String,
}

impl From<String> for Complaint {
    fn from(told: String) -> Self {
        Self {
            harm: Harm::End,
            told,
        }
    }
}

#[derive(Debug)]
pub(super) enum Outcome {
    AsExpected(Said),
    Wrong(Vec<Complaint>),
    Skipped(&'static str),
}

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) fault: &'static str,
    pub(super) job: Job,
    pub(super) outcome: Outcome,
}

impl Cell {
    pub(super) fn complaint(&self) -> Option<String> {
        let Outcome::Wrong(complaints) = &self.outcome else {
            return None;
        };
        let why = joined(complaints);
        Some(format!("{} × {:?}:\n    {why}", self.fault, self.job))
    }

    fn did(&self, harm: Harm) -> bool {
        let complaints = match &self.outcome {
            Outcome::Wrong(complaints) => &**complaints,
            _ => &[],
        };
        complaints.iter().any(|complaint| complaint.harm == harm)
    }
}

fn joined(complaints: &[Complaint]) -> String {
    let told: Vec<&str> = complaints.iter().map(|one| &*one.told).collect();
    told.join("\n    ")
}

/// Writes the report when somebody wants one.
pub(super) fn write(group: &str, cells: &[Cell]) {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let lines: Vec<_> = cells
        .iter()
        .map(|cell| {
            let (outcome, said) = match &cell.outcome {
                Outcome::AsExpected(said) => ("as expected", format!("{} {}", said.exit, said.word)),
                Outcome::Wrong(complaints) => ("wrong", joined(complaints)),
                Outcome::Skipped(reason) => ("skipped", (*reason).to_owned()),
            };
            json!({
                "fault": cell.fault, "job": format!("{:?}", cell.job), "outcome": outcome, "said": said,
                "lost": cell.did(Harm::Lost), "leaked": cell.did(Harm::Leaked),
            })
        })
        .collect();
    let file = std::path::Path::new(&folder).join(format!("{group}.json"));
    std::fs::write(file, json!(lines).to_string()).expect("the report is written");
}
