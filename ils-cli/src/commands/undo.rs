//! `ils undo`: takes an import back. Which one is said before it is done, and that one it is.

use ils_import::ClientStore;
use ils_import::store::{Action, By, HistoryEntry, HistoryFilter, SqliteStore};
use schemars::JsonSchema;
use serde::Serialize;

use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, prompt};

/// Entries of the history read at a time.
const PAGE: usize = 50;

/// An import that was taken back.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct Undone {
    /// The import.
    import_id: String,
    /// The client it had saved.
    client_id: String,
    /// The client's name.
    name: Option<String>,
    /// Until when the client can be restored; null when nothing was done.
    restorable_until: Option<String>,
    /// Nothing was done: it was only asked what would be.
    dry_run: bool,
}

impl Document for Undone {
    const NAME: &'static str = "ils.undo/1";
}

pub(super) async fn run(
    output: &Output,
    import: Option<&str>,
    dry_run: bool,
) -> Result<Answer, Problem> {
    let store = context::clients()?;
    let by = context::by().await;
    let entry = wanted(&store, import, &by).await?;
    let client_id = entry.client_ids.first().cloned().unwrap_or_default();
    let name = entry.name.clone();
    let named = named(&client_id, name.as_deref());
    let mut data = Undone {
        import_id: entry.number.clone(),
        client_id,
        name,
        restorable_until: None,
        dry_run,
    };
    if dry_run {
        let what = format!(
            "Would take back import {}: {named} would be removed, and could be restored for thirty days. Nothing was changed.",
            entry.number
        );
        let shown = screen::paragraph(output.form, &what, "", "");
        return Ok(Answer::new(&data, shown));
    }
    agree(output, &entry, &named).await?;
    let undone = store.undo(Some(&entry.number), &by).await;
    let undone = undone.map_err(|error| failure::client_store(&error))?;
    data.restorable_until = Some(undone.restorable_until.to_string());
    let what = format!("Taken back. {} was removed.", screen::capitalised(&named));
    let shown = format!(
        "{}It can be restored until {}.\n\nChanged your mind?  ils clients restore {}\n",
        screen::paragraph(output.form, &what, "", ""),
        screen::moment(undone.restorable_until),
        undone.client_id
    );
    Ok(Answer::new(&data, shown))
}

async fn agree(output: &Output, entry: &HistoryEntry, named: &str) -> Result<(), Problem> {
    if output.yes {
        return Ok(());
    }
    let number = &entry.number;
    if !prompt::can_ask(output) {
        return Err(failure::input_needed(
            "Taking an import back needs a clear yes, and there is nobody to ask.",
            [format!("ils undo {number} --yes")],
        ));
    }
    let named = screen::capitalised(named);
    let question = [
        format!(
            "Take back import {number} of {}?\n",
            screen::moment(entry.at)
        ),
        screen::point(
            output.form,
            &format!("{named} is removed from ILS, and can be restored for thirty days."),
        ),
        screen::point(output.form, "Clio is not changed."),
        screen::choices(output.form, &[("Y", "take back"), ("N", "keep")]),
    ];
    if prompt::confirm(output, &question.concat()).await? {
        return Ok(());
    }
    Err(failure::stopped_with(
        "The client stays as it was.",
        "To take it back after all:  ils undo",
    ))
}

/// The import of this number, else the last one of the same person: what the store would take back.
async fn wanted(
    store: &SqliteStore,
    import: Option<&str>,
    by: &By,
) -> Result<HistoryEntry, Problem> {
    let mut filter = HistoryFilter {
        number: import.map(ToOwned::to_owned),
        limit: Some(PAGE),
        ..HistoryFilter::default()
    };
    let mut of_somebody_else = None;
    loop {
        let entries = store.history(&filter).await;
        let entries = entries.map_err(|error| failure::client_store(&error))?;
        filter.before = entries.last().map(|entry| entry.number.clone());
        let is_last_page = import.is_some() || entries.len() < PAGE;
        for entry in entries {
            if entry.action != Action::Import {
                continue;
            }
            if import.is_some() || by.who.is_none() || entry.by == by.who {
                return Ok(entry);
            }
            of_somebody_else.get_or_insert(entry);
        }
        if is_last_page {
            return Err(none(import, of_somebody_else));
        }
    }
}

fn none(import: Option<&str>, of_somebody_else: Option<HistoryEntry>) -> Problem {
    let found = |what: &str| Problem::new("import_not_found", Exit::NotFound, what);
    match (import, of_somebody_else) {
        (Some(number), _) => found(&format!("The history has no import {number}."))
            .advice(["See the numbers:  ils history".to_owned()]),
        (None, Some(entry)) => found("None of the imports on this computer was yours.")
            .why(format!(
                "The last one is number {}, {}, by {}.",
                entry.number,
                entry.name.as_deref().unwrap_or("a client that is gone"),
                entry.by.as_deref().unwrap_or("somebody")
            ))
            .advice([format!("Take that one back:  ils undo {}", entry.number)]),
        (None, None) => found("Nothing has been imported on this computer.")
            .advice(["See what was done:  ils history".to_owned()]),
    }
}

fn named(client_id: &str, name: Option<&str>) -> String {
    let name = name.map(|name| format!(", {name},")).unwrap_or_default();
    format!("client {client_id}{name}")
}
