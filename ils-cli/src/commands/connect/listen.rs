//! Whether ILS listens for Clio's answer, and where.

use std::num::NonZeroU16;

use ils_auth::{App, Attempt, First, ListenError, Listener, Pasted, SystemClock};

use super::browser;
use crate::cli::{Callback, Connect};
use crate::message::Problem;
use crate::output::Output;
use crate::{failure, settings};

/// An attempt, and the listener whose address Clio was given. Without a listener, the answer is pasted.
pub(super) struct Begun {
    pub(super) app: App,
    pub(super) attempt: Attempt,
    pub(super) listener: Option<Listener>,
}

/// Opens the listener first, when one is wanted: Clio is never given the address of a port that somebody else has.
pub(super) async fn begin(output: &Output, how: &Connect, app: App) -> Result<Begun, Problem> {
    let (app, listener) = match port(how)? {
        Some(port) => listen(output, how, app.with_loopback_callback(port)).await?,
        None => (app, None),
    };
    let attempt = match &listener {
        Some(listener) => Attempt::begin_listening(&app, listener, &SystemClock),
        None => Attempt::begin(&app, &SystemClock),
    };
    let attempt = attempt.map_err(|error| failure::connect(&error))?;
    Ok(Begun {
        app,
        attempt,
        listener,
    })
}

/// Nobody to ask, but somebody at the browser: asked for in so many words.
pub(super) fn without_terminal(how: &Connect) -> bool {
    matches!(how.callback, Some(Callback::Listen | Callback::Both))
}

/// Opens the browser and waits.
pub(super) async fn alone(
    output: &Output,
    how: &Connect,
    attempt: &Attempt,
    listener: &mut Listener,
) -> Result<Pasted, Problem> {
    if how.no_browser {
        browser::show(output, attempt);
    } else {
        browser::open(output, attempt);
    }
    output.say("Click ALLOW ACCESS there. Waiting for Clio, at most 10 minutes...");
    let heard = listener.hear(attempt, &SystemClock).await;
    heard.map_err(|error| failure::connect(&error))
}

/// What comes first: Clio's answer, or what the person does.
pub(super) async fn first<T>(
    attempt: &Attempt,
    listener: Option<&mut Listener>,
    person: impl Future<Output = T>,
) -> Result<First<T>, Problem> {
    let first = match listener {
        Some(listener) => listener.hear_or(attempt, &SystemClock, person).await,
        None => attempt.within(&SystemClock, person).await.map(First::Other),
    };
    first.map_err(|error| failure::connect(&error))
}

async fn listen(
    output: &Output,
    how: &Connect,
    app: App,
) -> Result<(App, Option<Listener>), Problem> {
    if how.callback.is_some() || how.port.is_some() {
        let addresses: Vec<String> = app.loopback_callbacks().collect();
        output.say(&format!(
            "Your firm's Clio app must have this address registered, to the letter:\n\n  {}\n",
            addresses.join("\n  ")
        ));
    }
    match Listener::open(&app).await {
        Ok(listener) => Ok((app, Some(listener))),
        Err(error) if how.callback == Some(Callback::Listen) => Err(no_port(&error)),
        Err(error) => {
            output.say(&format!(
                "{}. You can paste the Success Code instead.\n",
                crate::output::screen::capitalised(&error.to_string())
            ));
            Ok((app, None))
        }
    }
}

/// The port to listen at; `None` when the answer is to be pasted.
fn port(how: &Connect) -> Result<Option<NonZeroU16>, Problem> {
    let port = match how.port {
        Some(port) => Some(port),
        None => settings::value(settings::Key::LoopbackPort)
            .map(|text| text.trim().parse())
            .transpose()
            .map_err(|_| {
                failure::setting(
                    settings::LOOPBACK_PORT,
                    "is no port: a number from 1 to 65535",
                )
            })?,
    };
    match (how.callback, port) {
        (Some(Callback::Paste), _) | (None, None) => Ok(None),
        (Some(Callback::Listen | Callback::Both), None) => Err(failure::input_needed(
            "Listening needs the port of the address that your firm has registered with Clio.",
            [
                "ils connect --callback listen --port PORT".to_owned(),
                format!("Or set {} to it once and for all", settings::LOOPBACK_PORT),
            ],
        )),
        (_, port) => Ok(port),
    }
}

fn no_port(error: &ListenError) -> Problem {
    let code = match error {
        ListenError::PortInUse { .. } => "port_in_use",
        _ => "port_unavailable",
    };
    let what = crate::output::screen::capitalised(&error.to_string());
    Problem::new(code, crate::exit::Exit::Failed, &format!("{what}."))
        .changed("Nothing was connected and nothing was changed.")
        .advice([
            "Close the program that uses it, another  ils connect  perhaps, and try again"
                .to_owned(),
            "Or paste the Success Code:  ils connect --callback paste".to_owned(),
        ])
}
