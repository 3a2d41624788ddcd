//! `ils clients`: what has been saved.

mod export;
mod remove;

pub(crate) use export::ExportDone;
pub(crate) use remove::{ClientRemoved, ClientRestored};

use ils_import::store::{ClientSummary, Sort};
use ils_import::{ClientFilter, ClientStore, ImportedClient, SavedAs};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use super::people::person_row;
use crate::clean::clean;
use crate::cli::{Clients, List, Order};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{self, Document};
use crate::output::{Answer, Output, screen};
use crate::{context, failure};

/// Saved clients.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ClientList {
    /// How many.
    count: usize,
    /// One line each.
    clients: Vec<ClientSummary>,
}

/// One saved client.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Client {
    /// The client with family and parties.
    record: ImportedClient,
}

impl Document for ClientList {
    const NAME: &'static str = "ils.clients/1";
    const LIST: Option<document::List> = Some(document::List {
        items: "clients",
        columns: &[
            "id",
            "name",
            "matter_number",
            "people",
            "saved_at",
            "removed_at",
        ],
    });
}

impl Document for Client {
    const NAME: &'static str = "ils.client/1";
}

pub(super) async fn run(output: &Output, what: &Clients) -> Result<Answer, Problem> {
    match what {
        Clients::List(what) => list(output, what).await,
        Clients::Show { client } => show(output, client).await,
        Clients::Export(what) => export::run(output, what).await,
        Clients::Remove(what) => remove::run(output, what).await,
        Clients::Restore { client } => remove::restore(output, client).await,
    }
}

async fn list(output: &Output, what: &List) -> Result<Answer, Problem> {
    let filter = ClientFilter {
        search: what.search.clone(),
        since: what.since.map(since),
        include_removed: what.include_removed,
        sort: match what.sort {
            Order::Number => Sort::Id,
            Order::Name => Sort::Name,
            Order::Date => Sort::Latest,
        },
    };
    let clients = context::clients()?
        .list(&filter)
        .await
        .map_err(|error| failure::client_store(&error))?;
    let rows: Vec<Vec<String>> = clients
        .iter()
        .map(|client| {
            let matter = client.matter_number.clone().unwrap_or_default();
            vec![
                client.id.clone(),
                client.name.clone(),
                matter,
                client.people.to_string(),
                client
                    .removed_at
                    .map_or_else(|| screen::moment(client.saved_at), |_| "removed".to_owned()),
            ]
        })
        .collect();
    let shown = if clients.is_empty() && (what.search.is_some() || what.since.is_some()) {
        "No client fits. All of them:  ils clients list\n".to_owned()
    } else if clients.is_empty() {
        "No clients saved yet.\n\nNext:  ils import\n".to_owned()
    } else {
        let columns = [
            ("No.", 6),
            ("Client", 24),
            ("Matter", 14),
            ("People", 6),
            ("Saved", 27),
        ];
        format!(
            "{}\n{}\n",
            screen::table(output.form, "Client", &columns, &rows),
            screen::count(clients.len(), "client", "clients")
        )
    };
    let list = ClientList {
        count: clients.len(),
        clients,
    };
    Ok(Answer::new(&list, shown))
}

/// The first moment of a day, where this computer is.
fn since(day: Date) -> Timestamp {
    day.to_zoned_datetime(TimeZone::system())
        .map_or(Timestamp::MIN, |start| start.timestamp())
}

async fn show(output: &Output, id: &str) -> Result<Answer, Problem> {
    let record = context::clients()?
        .show(id)
        .await
        .map_err(|error| failure::client_store(&error))?;
    let Some(record) = record.map(ImportedClient::without_secrets) else {
        return Err(not_found(id));
    };
    let mut rows = vec![person_row(
        output.form,
        SavedAs::Client,
        &record.client,
        None,
    )];
    for (saved_as, class) in [
        (SavedAs::Spouse, &record.spouses),
        (SavedAs::Child, &record.children),
        (SavedAs::Grandchild, &record.grandchildren),
        (SavedAs::Party, &record.parties),
    ] {
        rows.extend(class.iter().map(|related| {
            person_row(
                output.form,
                saved_as,
                &related.person,
                related.relationship.as_deref(),
            )
        }));
    }
    let source = &record.source;
    let matter = clean(source.matter_number.as_deref().unwrap_or(&source.matter_id));
    let saved = source
        .imported_at
        .map(|at| format!(", saved {}", screen::moment(at)))
        .unwrap_or_default();
    let columns = [
        ("Saved as", 10),
        ("Name", 24),
        ("Clio says", 15),
        ("Born", 11),
        ("Contact", 18),
    ];
    let shown = format!(
        "{}{}\n{}",
        screen::facts(
            output.form,
            "Client ",
            &[record.id.clone(), record.client.name.full.clone()]
        ),
        screen::labelled(
            output.form,
            "",
            "From",
            &format!("Clio matter {matter}{saved}")
        ),
        screen::table(output.form, "Person", &columns, &rows)
    );
    Ok(Answer::new(&Client { record }, shown))
}

fn not_found(id: &str) -> Problem {
    Problem::new(
        "client_not_found",
        Exit::NotFound,
        &format!("There is no client {id}."),
    )
    .advice(["ils clients list".to_owned()])
}
