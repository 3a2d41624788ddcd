//! `ils matters`: finds matters.

use clio_api::Clio;
use ils_auth::Tokens;
use ils_import::matters::{Found, MatterLine, Status, search};
use ils_import::{ClientStore, ContactKey, Existing, Rules, SavedAs};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::people::{self, Matter};
use crate::clean::clean;
use crate::cli::Matters;
use crate::message::Problem;
use crate::output::document::{Document, List};
use crate::output::{Answer, Form, Output, screen};
use crate::{context, failure, shell};

/// What a search found.
#[derive(JsonSchema, Serialize)]
pub(crate) struct MatterList {
    /// The words.
    query: String,
    /// How many are listed.
    count: usize,
    /// Whether there are more.
    more: bool,
    /// In Clio's order.
    matters: Vec<FoundMatter>,
}

#[derive(JsonSchema, Serialize)]
struct FoundMatter {
    /// Clio's id.
    id: String,
    /// The number Clio shows.
    number: Option<String>,
    /// What it is about.
    description: Option<String>,
    /// `open`, `pending` or `closed`.
    status: Option<String>,
    /// When it was opened, `YYYY-MM-DD`.
    #[schemars(with = "Option<String>")]
    opened_on: Option<Date>,
    /// The matter's client; `null` when it has none.
    client: Option<MatterClient>,
    /// The id of the ILS client that this client was saved as; `null` when it was not, and when the warning `imported_as_unknown` says that
    /// nobody could look.
    imported_as: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct MatterClient {
    /// The contact's id.
    id: String,
    /// The name; `null` when Clio hides it.
    name: Option<String>,
    /// Whether Clio hides the contact from this user.
    hidden: bool,
}

/// One matter and the relationships of its people.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ShownMatter<'a> {
    /// The matter.
    matter: Matter<'a>,
    /// The client first, then the relationships.
    people: Vec<MatterPerson<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct MatterPerson<'a> {
    /// The contact's id; `null` when Clio does not tell.
    clio_contact_id: Option<String>,
    /// The name; `null` when Clio hides it.
    name: Option<String>,
    /// The relationship's text, verbatim; `null` for the client, and when Clio has none.
    clio_says: Option<&'a str>,
    /// Whether this is the matter's client.
    is_client: bool,
    /// Whether Clio hides the contact from this user.
    hidden: bool,
}

impl Document for MatterList {
    const NAME: &'static str = "ils.matters/1";
    const LIST: Option<List> = Some(List {
        items: "matters",
        columns: &[
            "id",
            "number",
            "description",
            "status",
            "opened_on",
            "client.id",
            "client.name",
            "client.hidden",
            "imported_as",
        ],
    });
}

impl Document for ShownMatter<'_> {
    const NAME: &'static str = "ils.matter/1";
}

/// Matters a search shows.
const MOST: u16 = 20;

pub(super) async fn run(output: &Output, what: &Matters) -> Result<Answer, Problem> {
    let connection = context::connection().await?;
    let tokens = context::connected(&connection).await?;
    let clio = context::clio(output, &connection)?;
    let answer = answer(output, &tokens, &clio, what).await;
    context::settle(&connection, answer).await
}

async fn answer(
    output: &Output,
    tokens: &Tokens,
    clio: &Clio,
    what: &Matters,
) -> Result<Answer, Problem> {
    match what {
        Matters::Search { words, all } => {
            let status = if *all { Status::All } else { Status::Current };
            let query = words.join(" ");
            let found = look(clio, &query, status).await?;
            list(output, tokens, &query, status, &found).await
        }
        Matters::Show { matter } => show(output, clio, matter).await,
    }
}

/// Searches, with the first matters only.
pub(super) async fn look(clio: &Clio, query: &str, status: Status) -> Result<Found, Problem> {
    search(clio, query, status, MOST)
        .await
        .map_err(|error| failure::read(&error))
}

/// The found matters as a numbered table.
pub(super) fn table(output: &Output, matters: &[MatterLine]) -> String {
    let rows: Vec<Vec<String>> = matters
        .iter()
        .zip(1..)
        .map(|(matter, number)| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let client = if matter.client_hidden {
                "(hidden from you)".to_owned()
            } else {
                text(&matter.client_name)
            };
            let opened = matter
                .opened_on
                .map(|date| match output.form {
                    Form::Plain => screen::date(date),
                    _ => date.to_string(),
                })
                .unwrap_or_default();
            vec![
                number.to_string(),
                text(&matter.number),
                client,
                text(&matter.description),
                screen::capitalised(&text(&matter.status)),
                opened,
            ]
        })
        .collect();
    let columns = [
        ("No.", 3),
        ("Matter", 16),
        ("Client", 17),
        ("Description", 17),
        ("Status", 7),
        ("Opened", 10),
    ];
    screen::table(output.form, "Matter", &columns, &rows)
}

async fn list(
    output: &Output,
    tokens: &Tokens,
    query: &str,
    status: Status,
    found: &Found,
) -> Result<Answer, Problem> {
    let (imported, unknown) = match imported(tokens, &found.matters).await {
        Ok(imported) => (imported, None),
        // Whoever looks for a matter need not have a client store that works.
        Err(problem) => (vec![None; found.matters.len()], Some(problem)),
    };
    let matters = found.matters.iter().zip(imported);
    let list = MatterList {
        query: query.to_owned(),
        count: found.matters.len(),
        more: found.more,
        matters: matters.map(FoundMatter::new).collect(),
    };
    let which = if status == Status::All {
        ""
    } else {
        "open or pending "
    };
    let word = shell::word(query).unwrap_or_else(|| "WORDS".to_owned());
    let query = clean(query);
    let shown = if found.matters.is_empty() {
        let hint = if status == Status::All {
            String::new()
        } else {
            format!(", or:  ils matters search {word} --all")
        };
        format!(
            "No {which}matter fits \"{query}\".\nTry fewer letters, or the client's name{hint}\n"
        )
    } else {
        let more = if found.more {
            format!("\nThere are more; these are the first {MOST}. Use more words.")
        } else {
            String::new()
        };
        let all = if status == Status::All {
            String::new()
        } else {
            format!(" (open and pending). Closed ones too:  ils matters search {word} --all")
        };
        format!(
            "{}\n{}{all}{more}\n",
            table(output, &found.matters),
            screen::count(found.matters.len(), "matter", "matters")
        )
    };
    let mut answer = Answer::new(&list, shown);
    if let Some(problem) = unknown {
        let warning = format!(
            "Who of these is a client in ILS already could not be looked up: {} See what is wrong:  ils doctor",
            problem.message()
        );
        answer.screen.push('\n');
        answer
            .screen
            .push_str(&screen::paragraph(output.form, &warning, "WARNING: ", ""));
        answer.warn("imported_as_unknown", &warning);
    }
    Ok(answer)
}

/// The client each matter's client was saved as.
async fn imported(
    tokens: &Tokens,
    matters: &[MatterLine],
) -> Result<Vec<Option<Existing>>, Problem> {
    let keys: Vec<ContactKey> = matters
        .iter()
        .map(|matter| key(tokens, matter.client_id))
        .collect();
    context::clients()?
        .find(&keys)
        .await
        .map_err(|error| failure::client_store(&error))
}

/// What makes this contact the same client.
pub(super) fn key(tokens: &Tokens, contact_id: Option<i64>) -> ContactKey {
    ContactKey {
        region: "us".to_owned(),
        firm_id: tokens
            .identity()
            .and_then(|identity| identity.firm_id.clone()),
        contact_id: contact_id.map(|id| id.to_string()).unwrap_or_default(),
    }
}

impl FoundMatter {
    fn new((matter, existing): (&MatterLine, Option<Existing>)) -> Self {
        Self {
            id: matter.id.to_string(),
            number: matter.number.clone(),
            description: matter.description.clone(),
            status: matter.status.clone(),
            opened_on: matter.opened_on,
            client: matter.client_id.map(|id| MatterClient {
                id: id.to_string(),
                name: matter.client_name.clone(),
                hidden: matter.client_hidden,
            }),
            imported_as: existing.map(|existing| existing.client_id),
        }
    }
}

/// A matter and its relationships as Clio has them.
async fn show(output: &Output, clio: &Clio, matter: &str) -> Result<Answer, Problem> {
    let family = context::family(output, clio, matter, &Rules::default()).await?;
    let head = &family.matter;
    let named = |id: Option<i64>| {
        id.and_then(|id| family.people.get(&id))
            .and_then(|contact| contact.name.clone())
    };
    let mut people = vec![MatterPerson {
        clio_contact_id: Some(family.client_id.to_string()),
        name: named(Some(family.client_id)),
        clio_says: None,
        is_client: true,
        hidden: false,
    }];
    let mut rows = vec![vec![
        people::name(&named(Some(family.client_id)).unwrap_or_default()),
        people::says(SavedAs::Client, None),
    ]];
    for row in &family.relationships {
        let hidden = row
            .contact_id
            .is_none_or(|id| !family.people.contains_key(&id));
        let name = named(row.contact_id);
        rows.push(vec![
            if hidden {
                "(hidden from you)".to_owned()
            } else {
                people::name(name.as_deref().unwrap_or_default())
            },
            people::says(SavedAs::Party, row.description.as_deref()),
        ]);
        people.push(MatterPerson {
            clio_contact_id: row.contact_id.map(|id| id.to_string()),
            name,
            clio_says: row.description.as_deref(),
            is_client: false,
            hidden,
        });
    }
    let shown = format!(
        "{}\n{}",
        people::heading(output.form, head),
        screen::table(
            output.form,
            "Person",
            &[("Name", 40), ("Clio says", 30)],
            &rows
        )
    );
    let shown_matter = ShownMatter {
        matter: head.into(),
        people,
    };
    Ok(Answer::new(&shown_matter, shown))
}
