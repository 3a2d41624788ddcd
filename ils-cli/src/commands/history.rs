//! `ils history`: what was done on this computer, and what each import found.

use ils_import::store::{Action, HistoryEntry, HistoryFilter};
use ils_import::{ClientStore, Finding};
use schemars::JsonSchema;
use serde::Serialize;

use super::people;
use crate::cli::History;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{Document, List};
use crate::output::{Answer, Output, screen};
use crate::{context, failure};

/// So many entries are shown when nobody says how many.
pub(crate) const USUAL: usize = 20;

/// What was done, the latest first.
#[derive(JsonSchema, Serialize)]
pub(crate) struct HistoryList {
    /// How many.
    count: usize,
    /// One entry each.
    entries: Vec<HistoryEntry>,
}

impl Document for HistoryList {
    const NAME: &'static str = "ils.history/1";
    const LIST: Option<List> = Some(List {
        items: "entries",
        columns: &["number", "at", "action", "client_ids", "name", "by"],
    });
}

pub(super) async fn run(
    output: &Output,
    what: Option<&History>,
    client: Option<String>,
    limit: usize,
) -> Result<Answer, Problem> {
    let number = what.map(|History::Show { number }| number.clone());
    let filter = HistoryFilter {
        client_id: client,
        number: number.clone(),
        before: None,
        limit: Some(limit),
    };
    let entries = context::clients()?.history(&filter).await;
    let entries = entries.map_err(|error| failure::client_store(&error))?;
    let shown = match (&number, entries.as_slice()) {
        (Some(number), []) => return Err(no_entry(number)),
        (Some(_), [entry, ..]) => one(output, entry),
        (None, []) => "Nothing has been done yet.\n\nNext:  ils import\n".to_owned(),
        (None, entries) => table(output, entries),
    };
    let list = HistoryList {
        count: entries.len(),
        entries,
    };
    Ok(Answer::new(&list, shown))
}

fn table(output: &Output, entries: &[HistoryEntry]) -> String {
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            vec![
                entry.number.clone(),
                screen::moment(entry.at),
                word(entry.action).to_owned(),
                who(entry),
                entry.by.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let columns = [
        ("No.", 6),
        ("When", 27),
        ("What", 10),
        ("Client", 20),
        ("By", 14),
    ];
    format!(
        "{}\n{}. One of them with all it found:  ils history show NUMBER\n",
        screen::table(output.form, "Entry", &columns, &rows),
        screen::count(entries.len(), "entry", "entries")
    )
}

fn one(output: &Output, entry: &HistoryEntry) -> String {
    let by = entry.by.as_deref().map(|by| format!(", by {by}"));
    let labelled = |label: &str, text: &str| screen::labelled(output.form, "", label, text);
    let done = format!(
        "{}, {}{}",
        screen::capitalised(word(entry.action)),
        screen::moment(entry.at),
        by.unwrap_or_default()
    );
    let mut shown = screen::facts(output.form, "Number ", &[entry.number.clone(), done]);
    shown.push_str(&labelled("Client", &who(entry)));
    if let Some(format) = &entry.format {
        shown.push_str(&labelled("Format", format));
    }
    if let Some(import) = &entry.undoes {
        shown.push_str(&labelled("Import", import));
    }
    let Some(import) = &entry.import else {
        return shown;
    };
    let matter = import.matter_number.as_deref().unwrap_or(&import.matter_id);
    shown.push_str(&labelled("Matter", matter));
    shown.push_str(&labelled("People", &people::counted(import.counts)));
    for (heading, is_not_saved) in [("PLEASE CHECK", false), ("NOT SAVED, AND WHY", true)] {
        let findings = import.findings.iter();
        let of_list: Vec<String> = findings
            .filter(|finding| finding.is_not_saved() == is_not_saved)
            .map(Finding::sentence)
            .collect();
        if !of_list.is_empty() {
            shown.push_str(&format!("\n{heading} - {}\n", of_list.len()));
            shown.push_str(&screen::numbered(output.form, of_list));
        }
    }
    shown
}

fn who(entry: &HistoryEntry) -> String {
    match (entry.client_ids.as_slice(), &entry.name) {
        ([id], Some(name)) => format!("{id}  {name}"),
        ([id], None) => id.clone(),
        (ids, _) => screen::count(ids.len(), "client", "clients"),
    }
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Import => "imported",
        Action::Undo => "taken back",
        Action::Remove => "removed",
        Action::Restore => "restored",
        Action::Forget => "deleted",
        Action::Export => "exported",
        _ => "changed",
    }
}

fn no_entry(number: &str) -> Problem {
    Problem::new(
        "entry_not_found",
        Exit::NotFound,
        &format!("The history has no entry {number}."),
    )
    .advice(["ils history".to_owned()])
}
