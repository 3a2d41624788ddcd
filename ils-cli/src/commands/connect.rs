//! `ils connect` and `ils reconnect`: a Success Code becomes a connection.

mod account;
mod ask;
mod browser;
mod listen;
mod saved;

use std::path::Path;

use ils_auth::{App, Attempt, Connection, Endpoint, Pasted, SuccessCode, SystemClock, Tokens};
use schemars::JsonSchema;
use serde::Serialize;

use super::status::{identity, who};
use crate::cli::{Callback, Connect};
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, files, prompt};

/// A new connection.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Connected {
    /// Who allowed the access; `null` when Clio does not tell.
    person: Option<String>,
    /// The person's firm; `null` when Clio does not tell.
    firm: Option<String>,
    /// The person's address; `null` when Clio does not tell.
    email: Option<String>,
    /// Where the connection is kept.
    stored_in: String,
}

/// A begun attempt to connect.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ConnectStarted {
    /// For any browser, anywhere.
    open_this_address: String,
    /// When the attempt ends.
    expires_at: String,
    /// The command that takes the Success Code.
    next_step: &'static str,
}

impl Document for Connected {
    const NAME: &'static str = "ils.connect/1";
}

impl Document for ConnectStarted {
    const NAME: &'static str = "ils.connect_started/1";
}

pub(super) async fn run(output: &Output, how: &Connect) -> Result<Answer, Problem> {
    if how.start {
        return start().await;
    }
    let app = context::app().await?;
    let connection = context::connection_with(app.clone())?;
    let tokens = connect(output, how, app, &connection).await?;
    let place = connection.store().place();
    let shown = format!(
        "\nConnected.\n{}\nNext:  ils import\n",
        who(output.form, &tokens, &place)
    );
    let identity = tokens.identity().cloned().unwrap_or_default();
    let connected = Connected {
        person: identity.person,
        firm: identity.firm,
        email: identity.email,
        stored_in: place,
    };
    let mut answer = Answer::new(&connected, shown);
    if connected.person.is_none() {
        answer.warn(
            "person_not_told",
            "Clio does not show ILS who is connected: the permission Users: read is missing.",
        );
    }
    Ok(answer)
}

/// Connects, however the code comes, and saves the connection.
pub(super) async fn connect(
    output: &Output,
    how: &Connect,
    app: App,
    connection: &Connection,
) -> Result<Tokens, Problem> {
    let (endpoint, tokens) = match &how.code_file {
        Some(file) => from_file(output, how, app, file).await?,
        None if prompt::can_ask(output) || listen::without_terminal(how) => {
            in_the_browser(output, how, app).await?
        }
        None => {
            return Err(failure::input_needed(
                "This needs a person, and there is no terminal to ask in.",
                [
                    "ils connect --start        and open the address it prints, anywhere"
                        .to_owned(),
                    "ils connect --finish --code-file FILE".to_owned(),
                ],
            ));
        }
    };
    let tokens = identity(tokens).await?;
    account::guard(output, how, connection, &endpoint, &tokens).await?;
    connection
        .adopt(tokens.clone())
        .await
        .map_err(|error| failure::connection(&error))?;
    Ok(tokens)
}

/// A person at the browser; the answer is pasted here, heard from there, or both.
async fn in_the_browser(
    output: &Output,
    how: &Connect,
    app: App,
) -> Result<(Endpoint, Tokens), Problem> {
    let begun = listen::begin(output, how, app).await?;
    let (attempt, mut listener) = (begun.attempt, begun.listener);
    let endpoint = context::endpoint(begun.app);
    let tokens = match &mut listener {
        Some(listener) if how.callback == Some(Callback::Listen) || !prompt::can_ask(output) => {
            let heard = listen::alone(output, how, &attempt, listener).await?;
            outcome(&attempt, &endpoint, heard).await?
        }
        None if !prompt::can_ask(output) => {
            return Err(failure::input_needed(
                "The Success Code has to be pasted, and there is no terminal to ask in.",
                [
                    "ils connect --start        and open the address it prints, anywhere"
                        .to_owned(),
                ],
            ));
        }
        listener => ask::person(output, how, &attempt, &endpoint, listener.as_mut()).await?,
    };
    Ok((endpoint, tokens))
}

/// The first of two steps: the address goes out, the attempt is kept for ten minutes.
async fn start() -> Result<Answer, Problem> {
    let app = context::app().await?;
    let attempt = begin(&app)?;
    saved::keep(&app, &attempt)?;
    let next_step = "ils connect --finish --code-file -";
    let started = ConnectStarted {
        open_this_address: attempt.address().to_owned(),
        expires_at: attempt.expires_at().to_string(),
        next_step,
    };
    let shown = format!(
        "Open this address in any browser and press ALLOW ACCESS:\n\n  {}\n\nThen, before {}:  {next_step}\n",
        attempt.address(),
        screen::moment(attempt.expires_at())
    );
    Ok(Answer::new(&started, shown))
}

fn begin(app: &App) -> Result<Attempt, Problem> {
    Attempt::begin(app, &SystemClock).map_err(|error| failure::connect(&error))
}

async fn from_file(
    output: &Output,
    how: &Connect,
    app: App,
    file: &Path,
) -> Result<(Endpoint, Tokens), Problem> {
    let endpoint = context::endpoint(app.clone());
    if how.finish {
        let attempt = saved::take_up(&app)?;
        let outcome = read_file(&attempt, &endpoint, file).await;
        saved::after(&app, &attempt, &outcome)?;
        return Ok((endpoint, outcome?));
    }
    let attempt = begin(&app)?;
    output.say(&format!(
        "Open this address, press ALLOW ACCESS, and give the Success Code:\n\n  {}\n",
        attempt.address()
    ));
    let tokens = read_file(&attempt, &endpoint, file).await?;
    Ok((endpoint, tokens))
}

async fn read_file(attempt: &Attempt, endpoint: &Endpoint, file: &Path) -> Result<Tokens, Problem> {
    let path = file.to_owned();
    let text = tokio::task::spawn_blocking(move || files::read_code(&path))
        .await
        .map_err(|_| failure::stopped())?;
    let text =
        text.map_err(|error| failure::file("The Success Code could not be read", file, &error))?;
    let pasted = attempt
        .read(&text)
        .map_err(|error| failure::pasted(&error))?;
    outcome(attempt, endpoint, pasted).await
}

async fn outcome(
    attempt: &Attempt,
    endpoint: &Endpoint,
    pasted: Pasted,
) -> Result<Tokens, Problem> {
    match pasted {
        Pasted::Code(code) => exchange(attempt, endpoint, code).await,
        _ => Err(failure::denied()),
    }
}

async fn exchange(
    attempt: &Attempt,
    endpoint: &Endpoint,
    code: SuccessCode,
) -> Result<Tokens, Problem> {
    attempt
        .exchange(endpoint, &SystemClock, code)
        .await
        .map_err(|error| failure::connect(&error))
}
