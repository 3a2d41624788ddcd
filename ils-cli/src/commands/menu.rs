//! Bare `ils` on a terminal: a numbered menu, in which every line shows the command it stands for.

use ils_auth::{Connection, Tokens};
use ils_import::ClientStore;
use schemars::JsonSchema;
use serde::Serialize;

use super::{clients, connect, doctor, history, import, preview, setup, undo};
use crate::clean::clean;
use crate::cli::{Clients, Connect, Doctor, Import, List, Preview, Setup};
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Form, Output, screen};
use crate::{context, failure, prompt};

/// Nothing was chosen. The menu asks people, so no program ever sees this.
#[derive(JsonSchema, Serialize)]
struct NothingChosen {}

impl Document for NothingChosen {
    const NAME: &'static str = "ils.menu/1";
}

#[derive(Clone, Copy)]
enum Choice {
    SetUp,
    Connect,
    Reconnect,
    Import,
    Preview,
    Clients,
    Undo,
    History,
    Doctor,
}

impl Choice {
    /// What it does, and the command it stands for.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SetUp => ("Set up ILS", "ils setup"),
            Self::Connect => ("Connect to Clio", "ils connect"),
            Self::Reconnect => ("Reconnect to Clio", "ils reconnect"),
            Self::Import => ("Import a client from Clio", "ils import"),
            Self::Preview => ("Look at a matter first", "ils preview"),
            Self::Clients => ("See saved clients", "ils clients list"),
            Self::Undo => ("Take back the last import", "ils undo"),
            Self::History => ("See what was done", "ils history"),
            Self::Doctor => ("Something is wrong", "ils doctor"),
        }
    }
}

pub(super) async fn run(output: &Output) -> Result<Answer, Problem> {
    let connection = match context::connection().await {
        Ok(connection) => Some(connection),
        Err(problem) if problem.code.starts_with("app_") => None,
        Err(problem) => return Err(problem),
    };
    let tokens = match &connection {
        Some(connection) => context::stored(connection).await?,
        None => None,
    };
    let clients = context::clients()?.count().await;
    let clients = clients.map_err(|error| failure::client_store(&error))?;
    let clients = usize::try_from(clients).unwrap_or(usize::MAX);

    let choices = choices(connection.as_ref(), tokens.as_ref());
    output.say(&format!(
        "ILS {}   {}   {}\n",
        env!("CARGO_PKG_VERSION"),
        who(connection.as_ref(), tokens.as_ref()),
        screen::count(clients, "client", "clients")
    ));
    output.say(&lines(output.form, &choices));
    let Some(choice) = ask(output, &choices).await? else {
        return Ok(Answer::new(&NothingChosen {}, String::new()));
    };
    output.say("");
    follow(output, choice, connection.as_ref()).await
}

/// What can be done now comes first.
fn choices(connection: Option<&Connection>, tokens: Option<&Tokens>) -> Vec<Choice> {
    let saved = [Choice::Clients, Choice::Undo, Choice::History];
    let first = match (connection, tokens) {
        (None, _) => [&[Choice::SetUp][..], &saved].concat(),
        (Some(_), None) => [
            &[Choice::Connect, Choice::Import][..],
            &saved,
            &[Choice::SetUp],
        ]
        .concat(),
        (Some(_), Some(_)) => [
            &[Choice::Import, Choice::Preview][..],
            &saved,
            &[Choice::Reconnect],
        ]
        .concat(),
    };
    [&first[..], &[Choice::Doctor]].concat()
}

fn who(connection: Option<&Connection>, tokens: Option<&Tokens>) -> String {
    let Some(tokens) = tokens else {
        return if connection.is_some() {
            "Not connected to Clio"
        } else {
            "Not set up yet"
        }
        .to_owned();
    };
    let Some(identity) = tokens.identity() else {
        return "Connected".to_owned();
    };
    let names = [&identity.person, &identity.firm];
    let names: Vec<String> = names
        .into_iter()
        .flatten()
        .map(|name| clean(name))
        .collect();
    if names.is_empty() {
        "Connected".to_owned()
    } else {
        format!("Connected: {}", names.join(", "))
    }
}

fn lines(form: Form, choices: &[Choice]) -> String {
    let lines = choices.iter().zip(1..).map(|(choice, number)| {
        let (words, command) = choice.words();
        match form {
            Form::Plain => format!("{number}. {words}. Command: {command}.\n"),
            _ => format!("  {number}  {words:<32}{command}\n"),
        }
    });
    let quit = if form == Form::Plain {
        "Q. Quit.\n"
    } else {
        "  Q  Quit\n"
    };
    lines.collect::<String>() + quit
}

async fn ask(output: &Output, choices: &[Choice]) -> Result<Option<Choice>, Problem> {
    loop {
        let typed = prompt::ask(output, "Number: ").await?;
        if typed.eq_ignore_ascii_case("q") {
            return Ok(None);
        }
        let number = typed.parse::<usize>().ok();
        match number.and_then(|number| choices.get(number.checked_sub(1)?)) {
            Some(choice) => return Ok(Some(*choice)),
            None => output.say(&format!(
                "Please type a number from 1 to {}, or Q.",
                choices.len()
            )),
        }
    }
}

async fn follow(
    output: &Output,
    choice: Choice,
    connection: Option<&Connection>,
) -> Result<Answer, Problem> {
    match (choice, connection) {
        (Choice::SetUp, _) => setup::run(output, &Setup::default()).await,
        (Choice::Connect | Choice::Reconnect, _) => connect::run(output, &Connect::default()).await,
        (Choice::Import, _) => import::run(output, &Import::default()).await,
        (Choice::Preview, Some(connection)) => {
            let clio = context::clio(output, connection)?;
            let matter = import::pick::matter(output, &clio).await;
            let matter = context::settle(connection, matter).await?;
            preview::run(output, &Preview::of(matter)).await
        }
        (Choice::Preview, None) => Err(failure::not_connected()),
        (Choice::Clients, _) => clients::run(output, &Clients::List(List::default())).await,
        (Choice::Undo, _) => undo::run(output, None, false).await,
        (Choice::Doctor, _) => doctor::run(output, &Doctor::default()).await,
        (Choice::History, _) => history::run(output, None, None, history::USUAL).await,
    }
}
