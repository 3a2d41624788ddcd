//! `ils connect` and `ils reconnect`: a Success Code becomes a connection.

mod account;
mod ask;
mod saved;

use std::path::Path;

use ils_auth::{Attempt, Connection, Endpoint, Pasted, SuccessCode, SystemClock, Tokens};
use serde_json::json;

use super::status::{identity, who};
use crate::cli::Connect;
use crate::message::Problem;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, files, prompt};

pub(super) async fn run(output: &Output, how: &Connect) -> Result<Answer, Problem> {
    if how.start {
        return start(output);
    }
    let connection = context::connection(output)?;
    let tokens = connect(output, how, &connection).await?;
    let place = connection.store().place();
    let data = json!({
        "person": tokens.identity().and_then(|identity| identity.person.as_ref()),
        "firm": tokens.identity().and_then(|identity| identity.firm.as_ref()),
        "email": tokens.identity().and_then(|identity| identity.email.as_ref()),
        "stored_in": place,
    });
    let shown = format!(
        "\nConnected.\n{}\nNext:  ils import\n",
        who(&tokens, &place)
    );
    Ok(Answer::new("ils.connect/1", data, shown))
}

/// Connects, however the code comes, and saves the connection.
pub(super) async fn connect(
    output: &Output,
    how: &Connect,
    connection: &Connection,
) -> Result<Tokens, Problem> {
    let endpoint = Endpoint::new(context::app()?);
    let attempt = match &how.code_file {
        Some(_) if how.finish => saved::take_up(output, endpoint.app())?,
        _ => begin(&endpoint)?,
    };
    let tokens = match &how.code_file {
        Some(file) => {
            if !how.finish {
                output.say(&format!(
                    "Open this address, press ALLOW ACCESS, and give the Success Code:\n\n  {}\n",
                    attempt.address()
                ));
            }
            let outcome = from_file(&attempt, &endpoint, file).await;
            if how.finish {
                saved::after(output, &attempt, &outcome)?;
            }
            outcome?
        }
        None if prompt::can_ask(output) => {
            ask::person(output, &attempt, &endpoint, how.no_browser).await?
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

fn begin(endpoint: &Endpoint) -> Result<Attempt, Problem> {
    let attempt =
        Attempt::begin(endpoint.app(), &SystemClock).map_err(|error| failure::connect(&error))?;
    Ok(attempt.for_user(crate::settings::user()))
}

/// The first of two steps: the address goes out, the attempt is kept for ten minutes.
fn start(output: &Output) -> Result<Answer, Problem> {
    let endpoint = Endpoint::new(context::app()?);
    let attempt = begin(&endpoint)?;
    saved::keep(output, &attempt)?;
    let next_step = "ils connect --finish --code-file -";
    let data = json!({"open_this_address": attempt.address(), "expires_at": attempt.expires_at().to_string(), "next_step": next_step});
    let shown = format!(
        "Open this address in any browser and press ALLOW ACCESS:\n\n  {}\n\nThen, before {}:  {next_step}\n",
        attempt.address(),
        screen::moment(attempt.expires_at())
    );
    Ok(Answer::new("ils.connect_started/1", data, shown))
}

async fn from_file(attempt: &Attempt, endpoint: &Endpoint, file: &Path) -> Result<Tokens, Problem> {
    let path = file.to_owned();
    let text = tokio::task::spawn_blocking(move || files::read_code(&path))
        .await
        .map_err(|_| failure::stopped())?;
    let text =
        text.map_err(|error| failure::file("The Success Code could not be read", file, &error))?;
    match attempt
        .read(&text)
        .map_err(|error| failure::pasted(&error))?
    {
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
