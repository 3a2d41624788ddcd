//! `ils clients`: what has been saved.

use ils_import::store::ClientSummary;
use ils_import::{ClientFilter, ClientStore, ImportedClient, SavedAs};
use schemars::JsonSchema;
use serde::Serialize;

use super::people::person_row;
use crate::clean::clean;
use crate::cli::Clients;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{Document, List};
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
    const LIST: Option<List> = Some(List {
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
        Clients::List => list(output).await,
        Clients::Show { client } => show(output, client).await,
    }
}

async fn list(output: &Output) -> Result<Answer, Problem> {
    let clients = context::clients()?
        .list(&ClientFilter::default())
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
                screen::moment(client.saved_at),
            ]
        })
        .collect();
    let shown = if clients.is_empty() {
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

async fn show(output: &Output, id: &str) -> Result<Answer, Problem> {
    let record = context::clients()?
        .show(id)
        .await
        .map_err(|error| failure::client_store(&error))?;
    let Some(record) = record.map(ImportedClient::without_secrets) else {
        return Err(Problem::new(
            "client_not_found",
            Exit::NotFound,
            &format!("There is no client {id}."),
        )
        .advice(["ils clients list".to_owned()]));
    };
    let mut rows = vec![person_row(SavedAs::Client, &record.client, None)];
    for (saved_as, class) in [
        (SavedAs::Spouse, &record.spouses),
        (SavedAs::Child, &record.children),
        (SavedAs::Grandchild, &record.grandchildren),
        (SavedAs::Party, &record.parties),
    ] {
        rows.extend(
            class.iter().map(|related| {
                person_row(saved_as, &related.person, related.relationship.as_deref())
            }),
        );
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
        "Client {}   {}\nFrom     Clio matter {matter}{saved}\n\n{}",
        clean(&record.id),
        clean(&record.client.name.full),
        screen::table(output.form, "Person", &columns, &rows)
    );
    Ok(Answer::new(&Client { record }, shown))
}
