//! `ils setup`: the first questions. The app key goes into the settings, its secret where connections are kept.

use ils_auth::TokenStore;
use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{config, connect, status};
use crate::cli::{Connect, Setup};
use crate::context::app_secret;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::settings::{self, Key, Source};
use crate::{context, failure, files, prompt};

const UNCHANGED: &str = "Nothing was set up and nothing was changed.";

/// What was set up.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct SetUp {
    /// Always `us`.
    region: &'static str,
    /// The firm's app.
    app_key: String,
    /// Where its secret is.
    secret_stored_in: String,
    /// The settings file that was written.
    config_file: String,
    /// Whether connecting followed.
    connected: bool,
}

impl Document for SetUp {
    const NAME: &'static str = "ils.setup/1";
}

pub(super) async fn run(output: &Output, what: &Setup) -> Result<Answer, Problem> {
    if what.region.as_deref().is_some_and(|region| region != "us") {
        return Err(Problem::new(
            "region_not_supported",
            Exit::Usage,
            "ILS works with Clio's United States region only.",
        )
        .changed(UNCHANGED)
        .advice(["ils setup".to_owned()]));
    }
    let app_key = app_key(output, what).await?;
    let store = context::token_store()?;
    let saved = secret(output, what, &*store, &app_key).await?;
    let overruled = overruled(&app_key, &saved);
    let store_flag = settings::current().get(Key::Store);
    let clients = store_flag.value.as_deref();
    let clients = clients.filter(|_| store_flag.source == Source::Flag);
    let mut changes = vec![(Key::AppKey, Some(app_key.as_str()))];
    changes.extend(clients.map(|place| (Key::Store, Some(place))));
    let file = config::write(&changes)?;

    let mut data = SetUp {
        region: "us",
        secret_stored_in: store.place(),
        config_file: file.display().to_string(),
        connected: false,
        app_key,
    };
    let said = format!(
        "Set up. The app key is in {}, its secret in {}.",
        data.config_file, data.secret_stored_in
    );
    let said = screen::paragraph(output.form, &said, "", "");
    for warning in &overruled {
        output.say(screen::paragraph(output.form, warning, "WARNING: ", "").trim_end());
    }
    if wants_to_connect(output, what, &said).await? {
        let app = context::app_of(&data.app_key).await?;
        let connection = context::connection_with(app.clone())?;
        let tokens = connect::connect(output, &Connect::default(), app, &connection).await?;
        data.connected = true;
        let who = status::who(output.form, &tokens, &connection.store().place());
        let shown = format!("\nSet up and connected.\n{who}\nNext:  ils import\n");
        return Ok(answer(&data, shown, &overruled));
    }
    let shown = format!("{said}\nNext:  ils connect\n");
    Ok(answer(&data, shown, &overruled))
}

fn answer(data: &SetUp, shown: String, overruled: &[String]) -> Answer {
    let mut answer = Answer::new(data, shown);
    for warning in overruled {
        answer.warn("environment_goes_before", warning);
    }
    answer
}

/// The variables that hold something else than what is saved, and go before it.
fn overruled(app_key: &str, secret: &SecretString) -> Vec<String> {
    let key = settings::variable(settings::CLIENT_ID).filter(|key| key.trim() != app_key);
    let other = |set: &SecretString| set.expose_secret() != secret.expose_secret();
    let secret = settings::secret().filter(other);
    let variables = [
        key.map(|_| settings::CLIENT_ID),
        secret.map(|_| settings::CLIENT_SECRET),
    ];
    let warn = |variable| {
        format!(
            "The environment sets {variable} too, and goes before what was set up. Take {variable} away, or what was set up is not used."
        )
    };
    variables.into_iter().flatten().map(warn).collect()
}

async fn app_key(output: &Output, what: &Setup) -> Result<String, Problem> {
    let known = settings::value(Key::AppKey).map(|key| key.trim().to_owned());
    let given = what.app_key.as_deref().map(str::trim);
    if let Some(given) = given {
        return match given {
            "" => Err(failure::setting("app_key", "is empty").changed(UNCHANGED)),
            given => Ok(given.to_owned()),
        };
    }
    if !prompt::can_ask(output) {
        return Err(failure::input_needed(
            "Setting up needs the App Key of your firm's Clio app, and there is nobody to ask.",
            ["ils setup --app-key KEY --secret-file FILE".to_owned()],
        )
        .changed(UNCHANGED));
    }
    output.say(
        "Set up ILS (United States)\n\n\
         Your firm has an app of its own at Clio. The person who manages Clio has its App\n\
         Key and its App Secret, from Clio's page for developers.\n",
    );
    let keep = known.as_deref().map(|key| format!(" (Enter keeps {key})"));
    let question = format!("App Key{} (Q stops): ", keep.unwrap_or_default());
    loop {
        let typed = prompt::ask(output, &question).await?;
        match (typed.as_str(), &known) {
            ("q" | "Q", _) => return Err(stopped()),
            ("", Some(known)) => return Ok(known.clone()),
            ("", None) => output.say("The App Key is a long row of letters and digits."),
            (typed, _) => return Ok(typed.to_owned()),
        }
    }
}

/// Keeps the secret that is given, and gives it back; one that is kept already may stay.
async fn secret(
    output: &Output,
    what: &Setup,
    store: &dyn TokenStore,
    app_key: &str,
) -> Result<SecretString, Problem> {
    let site = context::site()?;
    let given = if let Some(file) = &what.secret_file {
        let text = files::read_code(file).map_err(|error| {
            failure::file("The App Secret could not be read", file, &error).changed(UNCHANGED)
        })?;
        SecretString::from(text.trim().to_owned())
    } else {
        // What cannot be read is asked for again.
        let kept = app_secret::load(store, site.clone(), app_key).await;
        let kept = kept.ok().flatten();
        if !prompt::can_ask(output) {
            return kept.ok_or_else(no_secret);
        }
        let keep = if kept.is_some() {
            ", Enter keeps the one that is stored"
        } else {
            ""
        };
        let question = format!("App Secret (it is not shown{keep}): ");
        let typed = prompt::ask_hidden(output, &question).await?;
        match kept {
            Some(kept) if typed.expose_secret().is_empty() => return Ok(kept),
            _ => typed,
        }
    };
    if given.expose_secret().is_empty() {
        return Err(
            Problem::new("no_app_secret", Exit::Usage, "No App Secret was given.")
                .changed(UNCHANGED)
                .advice(["ils setup".to_owned()]),
        );
    }
    app_secret::save(store, site, app_key, given.clone()).await?;
    Ok(given)
}

async fn wants_to_connect(output: &Output, what: &Setup, said: &str) -> Result<bool, Problem> {
    if what.no_connect || what.connect || !prompt::can_ask(output) {
        return Ok(what.connect && !what.no_connect);
    }
    output.say(said);
    let choices = screen::choices(output.form, &[("Y", "connect"), ("N", "later")]);
    prompt::confirm(output, &format!("Connect to Clio now?\n{choices}")).await
}

fn no_secret() -> Problem {
    failure::input_needed(
        "Setting up needs the App Secret of your firm's Clio app, and there is nobody to ask.",
        ["ils setup --app-key KEY --secret-file FILE  (or - for standard input)".to_owned()],
    )
    .changed(UNCHANGED)
}

fn stopped() -> Problem {
    failure::stopped_with(UNCHANGED, "To set up after all:  ils setup")
}
