//! What `cargo xtask faults` reads: one file a group, below the folder it names.

use serde_json::json;

use super::Said;
use super::stage::Job;

/// Names the folder.
const FOLDER: &str = "ILS_FAULTS_REPORT";

#[derive(Debug)]
pub(super) enum Outcome {
    AsExpected(Said),
    Wrong(String),
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
        let Outcome::Wrong(why) = &self.outcome else {
            return None;
        };
        Some(format!("{} × {:?}:\n    {why}", self.fault, self.job))
    }
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
                Outcome::Wrong(why) => ("wrong", why.clone()),
                Outcome::Skipped(reason) => ("skipped", (*reason).to_owned()),
            };
            json!({"fault": cell.fault, "job": format!("{:?}", cell.job), "outcome": outcome, "said": said})
        })
        .collect();
    let file = std::path::Path::new(&folder).join(format!("{group}.json"));
    std::fs::write(file, json!(lines).to_string()).expect("the report is written");
}
