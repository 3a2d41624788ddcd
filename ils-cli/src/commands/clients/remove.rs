//! `ils clients remove` and `restore`: gone for thirty days, for good, or back again.

use ils_import::store::SqliteStore;
use ils_import::{ClientFilter, ClientStore};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::alike;
use super::not_found;
use crate::clean::clean;
use crate::cli::Remove;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, prompt};

/// A client that was removed.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ClientRemoved {
    /// The client.
    client_id: String,
    /// The client's name.
    name: String,
    /// Until when the client can be restored; null when it is gone for good.
    restorable_until: Option<String>,
}

/// A client that is back.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ClientRestored {
    /// The client.
    client_id: String,
}

impl Document for ClientRemoved {
    const NAME: &'static str = "ils.remove/1";
}

impl Document for ClientRestored {
    const NAME: &'static str = "ils.restore/1";
}

pub(super) async fn run(output: &Output, what: &Remove) -> Result<Answer, Problem> {
    let store = context::clients()?;
    if what.for_good {
        return for_good(output, &store, what).await;
    }
    let id = &what.client;
    let record = store.show(id).await;
    let record = record.map_err(|error| failure::client_store(&error))?;
    if let (false, Some(record)) = (output.yes, &record) {
        agree(output, id, &record.client.name.full).await?;
    }
    let removed = store.remove(id, &context::by().await).await;
    let removed = removed.map_err(|error| failure::client_store(&error))?;
    let what = format!(
        "Removed. Client {id}, {}, is no longer in ILS.",
        removed.name
    );
    let shown = format!(
        "{}It can be restored until {}.\n\nChanged your mind?  ils clients restore {}\n",
        screen::paragraph(output.form, &what, "", ""),
        screen::moment(removed.restorable_until),
        clean(id)
    );
    let data = ClientRemoved {
        client_id: removed.client_id,
        name: removed.name,
        restorable_until: Some(removed.restorable_until.to_string()),
    };
    Ok(Answer::new(&data, shown))
}

/// The same person may have been imported again since, from another contact: both stay, and a person looks.
pub(super) async fn restore(output: &Output, id: &str) -> Result<Answer, Problem> {
    let store = context::clients()?;
    let restored = store.restore(id, &context::by().await).await;
    restored.map_err(|error| failure::client_store(&error))?;
    let record = store.show(id).await;
    let alike = match record.map_err(|error| failure::client_store(&error))? {
        Some(record) => alike::to(&store, &record.client).await?,
        None => Vec::new(),
    };
    let alike: Vec<_> = alike.into_iter().filter(|client| client.id != id).collect();
    let data = ClientRestored {
        client_id: id.to_owned(),
    };
    let id = clean(id);
    let shown = format!(
        "Restored. Client {id} is as it was.\n{}\nLook at it:  ils clients show {id}\n",
        alike::warning(output.form, &alike)
    );
    let mut answer = Answer::new(&data, shown);
    if !alike.is_empty() {
        answer.warn("possible_duplicate", &failure::resembles(&alike));
    }
    Ok(answer)
}

async fn agree(output: &Output, id: &str, name: &str) -> Result<(), Problem> {
    let id = clean(id);
    if !prompt::can_ask(output) {
        let what = "Removing needs a clear yes, and there is nobody to ask.";
        let advice = [format!("ils clients remove {id} --yes")];
        return Err(failure::input_needed(what, advice));
    }
    let question = format!("Remove client {id}, {name}? It can be restored for thirty days.");
    let question = screen::paragraph(output.form, &question, "", "");
    let choices = screen::choices(output.form, &[("Y", "remove"), ("N", "keep")]);
    if prompt::confirm(output, &format!("{question}{choices}")).await? {
        return Ok(());
    }
    Err(failure::stopped_with(
        "The client stays as it was.",
        &format!("To remove it after all:  ils clients remove {id}"),
    ))
}

/// Nothing brings these people back: the name has to be typed, and no flag but `--confirm` answers.
async fn for_good(output: &Output, store: &SqliteStore, what: &Remove) -> Result<Answer, Problem> {
    let everybody = ClientFilter {
        include_removed: true,
        ..ClientFilter::default()
    };
    let clients = store.list(&everybody).await;
    let clients = clients.map_err(|error| failure::client_store(&error))?;
    let client = clients.into_iter().find(|client| client.id == what.client);
    let client = client.ok_or_else(|| not_found(&what.client))?;
    let typed = match &what.confirm {
        Some(typed) => typed.clone(),
        None if prompt::can_ask(output) => {
            let question = format!(
                "Delete client {}, {}, for good? Nobody can restore it. Type the client's name to agree, or N:",
                client.id, client.name
            );
            output.say(screen::paragraph(output.form, &question, "", "").trim_end());
            prompt::ask(output, "> ").await?
        }
        None => {
            return Err(failure::input_needed(
                "Deleting for good needs the client's name, and there is nobody to ask.",
                [format!(
                    "ils clients remove {} --for-good --confirm \"NAME\"",
                    client.id
                )],
            ));
        }
    };
    if folded(&typed) != folded(&client.name) || folded(&typed).is_empty() {
        return Err(Problem::new(
            "name_differs",
            if what.confirm.is_some() {
                Exit::Refused
            } else {
                Exit::Stopped
            },
            "That is not the name of this client.",
        )
        .changed("The client stays as it was.")
        .advice([format!("Look at it:  ils clients show {}", client.id)]));
    }
    let done = store.forget(&client.id, &context::by().await).await;
    done.map_err(|error| failure::client_store(&error))?;
    let what = format!("Deleted for good: client {}, {}.", client.id, client.name);
    let data = ClientRemoved {
        client_id: client.id,
        name: client.name,
        restorable_until: None,
    };
    let shown = screen::paragraph(output.form, &what, "", "");
    Ok(Answer::new(&data, shown))
}

fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
