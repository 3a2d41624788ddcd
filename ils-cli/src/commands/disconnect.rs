//! `ils disconnect`: ends the access at Clio and forgets it here.

use ils_auth::{Connection, EndpointError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::clean::clean;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, prompt};

/// What became of the connection.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Disconnect {
    /// Whether there was one.
    was_connected: bool,
    /// Whether Clio was told and agreed.
    ended_at_clio: bool,
    /// Whether this computer has forgotten it.
    removed_here: bool,
}

impl Document for Disconnect {
    const NAME: &'static str = "ils.disconnect/1";
}

pub(super) async fn run(output: &Output, local_only: bool) -> Result<Answer, Problem> {
    let connection = context::connection().await?;
    // A damaged store must not stand in the way of forgetting it.
    let stored = connection.stored().await.ok().flatten();
    if !output.yes {
        if !prompt::can_ask(output) {
            return Err(failure::input_needed(
                "Disconnecting needs a clear yes, and there is nobody to ask.",
                ["ils disconnect --yes".to_owned()],
            ));
        }
        let identity = stored.as_ref().and_then(|tokens| tokens.identity());
        let who = identity
            .and_then(|identity| identity.person.clone())
            .map(|person| format!(" ({})", clean(&person)))
            .unwrap_or_default();
        let how = if local_only {
            "ILS forgets the access here. Clio is not told."
        } else {
            "ILS tells Clio to end the access and forgets it here."
        };
        let question = [
            format!("Disconnect from Clio{who}?\n"),
            screen::point(output.form, how),
            screen::point(output.form, "Your saved clients stay."),
            screen::choices(output.form, &[("Y", "disconnect"), ("N", "stay connected")]),
        ];
        if !prompt::confirm(output, &question.concat()).await? {
            return Err(failure::stopped_with(
                "The connection stays as it was.",
                "To disconnect after all:  ils disconnect",
            ));
        }
    }
    if local_only {
        return forget_here(&connection).await;
    }
    let done = connection
        .disconnect()
        .await
        .map_err(|error| failure::connection(&error))?;
    let ended = done.ended_at_clio.is_ok();
    let disconnect = Disconnect {
        was_connected: done.was_connected,
        ended_at_clio: done.was_connected && ended,
        removed_here: true,
    };
    let shown = match (done.was_connected, &done.ended_at_clio) {
        (false, _) => "There was no connection. Nothing was changed.\n".to_owned(),
        (true, Ok(())) => {
            "Clio ended the access. The connection was removed from this computer.\n".to_owned()
        }
        (true, Err(error)) => {
            let why = match error {
                EndpointError::Unreachable => "Clio could not be reached",
                EndpointError::NothingToSend => "The stored connection could not be read",
                _ => "Clio did not end the access",
            };
            let told = format!(
                "{why}, so only this computer's copy was removed. To be sure, open Clio, Settings, Apps, and remove ILS."
            );
            format!(
                "{}\nReference: disconnected_here_only\n",
                screen::paragraph(output.form, &told, "", "")
            )
        }
    };
    let mut answer = Answer::new(&disconnect, shown);
    answer.exit = (done.was_connected && !ended).then_some(Exit::InPart);
    Ok(answer)
}

/// Clio is not told: the access lasts there until somebody ends it.
async fn forget_here(connection: &Connection) -> Result<Answer, Problem> {
    // What cannot be read is forgotten too.
    let was_connected = !matches!(connection.stored().await, Ok(None));
    let key = context::account().await?;
    let removed = connection.store().remove(&key).await;
    removed.map_err(|error| failure::token_store(&error))?;
    let disconnect = Disconnect {
        was_connected,
        ended_at_clio: false,
        removed_here: true,
    };
    let shown = if was_connected {
        "The connection was removed from this computer. Clio was not told: to end the\naccess there too, open Clio, Settings, Apps, and remove ILS.\n"
    } else {
        "There was no connection. Nothing was changed.\n"
    };
    Ok(Answer::new(&disconnect, shown.to_owned()))
}
