//! `ils status`: who is connected.

use clio_api::ErrorKind;
use ils_auth::{Identity, Tokens, identify};
use ils_import::ClientStore;
use schemars::JsonSchema;
use serde::Serialize;

use crate::context;
use crate::failure;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Form, Output, screen};

/// Who is connected.
#[derive(Default, JsonSchema, Serialize)]
pub(crate) struct Status {
    /// Whether there is a connection.
    connected: bool,
    /// Who allowed the access; `null` when Clio does not tell.
    person: Option<String>,
    /// The person's firm; `null` when Clio does not tell.
    firm: Option<String>,
    /// The person's address; `null` when Clio does not tell.
    email: Option<String>,
    /// Where the connection is kept.
    stored_in: Option<String>,
    /// When it was made.
    since: Option<String>,
    /// Until when Clio accepts it without its being renewed; `null` when Clio does not tell.
    good_until: Option<String>,
    /// How many clients are saved.
    clients: u64,
}

impl Document for Status {
    const NAME: &'static str = "ils.status/1";
}

pub(super) async fn run(output: &Output, check: bool) -> Result<Answer, Problem> {
    let clients = context::clients()?
        .count()
        .await
        .map_err(|error| failure::client_store(&error))?;
    // Without an app there can be no connection: that is an answer, not a failure.
    let connection = match context::connection().await {
        Ok(connection) => Some(connection),
        Err(problem) if problem.code.starts_with("app_") => None,
        Err(problem) => return Err(problem),
    };
    let stored = match &connection {
        Some(connection) => context::stored(connection).await?,
        None => None,
    };
    let (Some(connection), Some(tokens)) = (connection, stored) else {
        if check {
            return Err(failure::not_connected());
        }
        let status = Status {
            clients,
            ..Status::default()
        };
        let shown =
            format!("Not connected to Clio.\nSaved clients: {clients}\n\nNext:  ils connect\n");
        return Ok(Answer::new(&status, shown));
    };
    if check {
        // Asked through the connection, so that one that can be renewed is renewed.
        let clio = context::clio(output, &connection)?;
        let asked = match context::ask_who(&clio).await {
            Err(error) if error.kind() != clio_api::ErrorKind::Forbidden => {
                Err(failure::clio(&error, "Users: read"))
            }
            _ => Ok(()),
        };
        context::settle(&connection, asked).await?;
    }
    let place = connection.store().place();
    let identity = tokens.identity().cloned().unwrap_or_default();
    let status = Status {
        connected: true,
        person: identity.person,
        firm: identity.firm,
        email: identity.email,
        stored_in: Some(place.clone()),
        since: Some(tokens.connected_at().to_string()),
        good_until: tokens.expires_at().map(|end| end.to_string()),
        clients,
    };
    let mut shown = format!("Connected.\n{}", who(output.form, &tokens, &place));
    let saved = usize::try_from(clients).unwrap_or(usize::MAX);
    let saved = screen::count(saved, "client", "clients");
    for (label, text) in [
        ("Since", screen::moment(tokens.connected_at())),
        ("Saved", saved),
    ] {
        shown.push_str(&screen::labelled(output.form, "  ", label, &text));
    }
    if check {
        shown.push_str("Clio was asked: the connection works.\n");
    }
    Ok(Answer::new(&status, shown))
}

/// Person, firm and place, one a line.
pub(super) fn who(form: Form, tokens: &Tokens, place: &str) -> String {
    let mut shown = String::new();
    if let Some(Identity {
        person: Some(person),
        email,
        firm,
        ..
    }) = tokens.identity()
    {
        let email = email.as_deref().map(|email| format!(" ({email})"));
        let email = email.unwrap_or_default();
        let person = format!("{person}{email}");
        shown.push_str(&screen::labelled(form, "  ", "Person", &person));
        if let Some(firm) = firm {
            let place = format!("{firm}, United States");
            shown.push_str(&screen::labelled(form, "  ", "Firm", &place));
        }
    } else {
        let why =
            "Clio does not show ILS your name; ask for the Users permission if you want it shown.";
        shown.push_str(&screen::paragraph(
            form,
            why,
            if form == Form::Plain { "" } else { "  " },
            "  ",
        ));
    }
    let stored = format!("in {place}, on this computer only");
    shown + &screen::labelled(form, "  ", "Stored", &stored)
}

/// Who these fresh tokens belong to.
pub(super) async fn identity(tokens: Tokens) -> Result<Tokens, Problem> {
    let identity = identify(&context::site()?, tokens.access()).await;
    // The code is spent by now, and who a connection belongs to must be known or be refused by Clio: it is not kept.
    let identity = identity.map_err(|error| {
        let problem = match error.kind() {
            ErrorKind::Unauthorized => failure::access_ended_at_once(),
            _ => failure::clio(&error, "Users: read")
                .why("Clio took the Success Code, but then did not say who is connected.")
                .advice(["ils connect  gives a new code".to_owned()]),
        };
        problem.changed("Nothing was connected and nothing was changed.")
    })?;
    Ok(tokens.with_identity(identity))
}
