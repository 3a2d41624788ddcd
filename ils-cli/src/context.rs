//! Builds what a command needs, when it needs it: no store, socket or thread before.

pub(crate) mod app_secret;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clio_api::{Clio, Id, Projection, User};
use ils_auth::store::{FileStore, KeySource, KeyringStore};
use ils_auth::{AccountKey, App, Connection, Endpoint, Site, SystemClock, TokenStore, Tokens};
use ils_import::store::{By, SqliteStore};
use ils_import::{Family, Outline, Rules, matters};
use jiff::Timestamp;
use serde::Deserialize;

use crate::message::Problem;
use crate::output::Output;
use crate::settings::{self, Folders, Key};
use crate::{failure, files};

/// The file of the client store.
const CLIENTS: &str = "clients.sqlite";

/// The Clio this computer talks to.
pub(crate) fn site() -> Result<Site, Problem> {
    settings::value(Key::ClioUrl).map_or_else(
        || Ok(Site::united_states()),
        |text| Site::parse(text.trim()).map_err(|error| failure::site(&error)),
    )
}

/// The firm's app at that Clio. Its secret is the environment's, else the one that `ils setup` keeps beside the connection.
pub(crate) async fn app() -> Result<App, Problem> {
    let site = site()?;
    let id = settings::value(Key::AppKey).ok_or_else(failure::app_not_set)?;
    match settings::secret() {
        Some(secret) => Ok(App::new(site, id.trim(), secret)),
        None => app_of(id.trim()).await,
    }
}

/// The app of this key with the secret that `ils setup` keeps.
pub(crate) async fn app_of(id: &str) -> Result<App, Problem> {
    let site = site()?;
    let kept = app_secret::load(&*token_store()?, site.clone(), id).await?;
    kept.map(|secret| App::new(site, id, secret))
        .ok_or_else(failure::app_secret_not_set)
}

pub(crate) fn folders() -> Result<Folders, Problem> {
    Folders::find().ok_or_else(failure::no_home)
}

/// Whose connection it is: this profile's with the firm's app.
pub(crate) async fn account() -> Result<AccountKey, Problem> {
    Ok(account_of(&app().await?))
}

fn account_of(app: &App) -> AccountKey {
    AccountKey::new(app, &settings::profile())
}

/// The connection of this profile; whether there is one, only its store knows.
pub(crate) async fn connection() -> Result<Connection, Problem> {
    connection_with(app().await?)
}

/// The same with this app.
pub(crate) fn connection_with(app: App) -> Result<Connection, Problem> {
    let key = account_of(&app);
    Ok(Connection::new(
        endpoint(app),
        key,
        token_store()?,
        Arc::new(SystemClock),
    ))
}

/// The addresses where the app's connections are made and renewed, with the patience that the settings give a request.
pub(crate) fn endpoint(app: App) -> Endpoint {
    match settings::timeout() {
        Some(seconds) => Endpoint::with_timeout(app, Duration::from_secs(seconds)),
        None => Endpoint::new(app),
    }
}

/// What is stored for this profile; nothing is asked of Clio.
pub(crate) async fn stored(connection: &Connection) -> Result<Option<Tokens>, Problem> {
    connection
        .stored()
        .await
        .map_err(|error| failure::connection(&error))
}

/// Who does it and when, for the history: the connected person, else the user of this computer. Works without a connection.
pub(crate) async fn by() -> By {
    let tokens = match connection().await {
        Ok(connection) => stored(&connection).await.ok().flatten(),
        Err(_) => None,
    };
    let identity = tokens.as_ref().and_then(Tokens::identity);
    let person = identity.and_then(|identity| identity.person.clone());
    By {
        who: person.or_else(settings::user_name),
        at: Timestamp::now(),
    }
}

/// Stops a command that needs a connection and has none, before anything else is done.
pub(crate) async fn connected(connection: &Connection) -> Result<Tokens, Problem> {
    stored(connection).await?.ok_or_else(failure::not_connected)
}

/// Waits for a renewal of the connection that is still under way: ended in the middle, it could lose what Clio gave.
pub(crate) async fn settle<T>(
    connection: &Connection,
    answer: Result<T, Problem>,
) -> Result<T, Problem> {
    match (answer, connection.settle().await) {
        (Ok(_), Err(error)) => Err(failure::connection(&error)),
        (answer, _) => answer,
    }
}

/// The shortest question that needs a good connection: who asks. One request for one field.
pub(crate) async fn ask_who(clio: &Clio) -> Result<(), clio_api::Error> {
    let asked = clio.who_am_i().select::<AnyUser>().send().await;
    asked.map(drop)
}

#[derive(Deserialize, Projection)]
#[projection(resource = User)]
struct AnyUser {
    #[expect(dead_code, reason = "whether it may be read is what is asked")]
    id: Id<User>,
}

/// A handle on Clio that tells how far it is, and when it has to wait.
pub(crate) fn clio(output: &Output, connection: &Connection) -> Result<Clio, Problem> {
    let (waiting, reading) = (output.clone(), output.clone());
    let mut builder = Clio::builder()
        .origin(site()?.origin().clone())
        .token_source(connection.clone())
        .on_wait(move |wait| waiting.waits(wait))
        .on_progress(move |progress| {
            let unit = progress.operation.split('.').next();
            reading.advances(unit.unwrap_or_default(), progress.page_records);
        });
    if let Some(seconds) = settings::timeout() {
        builder = builder.timeout(Duration::from_secs(seconds));
    }
    builder.build().map_err(|error| failure::clio(&error, ""))
}

/// The matter of this number or id, and its people.
pub(crate) async fn family(
    output: &Output,
    clio: &Clio,
    matter: &str,
    rules: &Rules,
) -> Result<Family, Problem> {
    let found = matters::find(clio, matter).await;
    let outline = found.map_err(|error| failure::find(&error, matter))?;
    people(output, clio, outline, rules).await
}

/// The people of a matter, all of them asked for at once.
pub(crate) async fn people(
    output: &Output,
    clio: &Clio,
    outline: Outline,
    rules: &Rules,
) -> Result<Family, Problem> {
    output.expects("contacts", outline.people());
    let read = outline.read_people(clio, rules, Timestamp::now()).await;
    read.map_err(|error| failure::read(&error))
}

/// The firm's rules: the file that the settings name, else those that are built in.
pub(crate) fn rules() -> Result<Rules, Problem> {
    match settings::value(Key::Rules) {
        Some(file) => rules_in(Path::new(&file)).map_err(failure::without_rules),
        None => Ok(Rules::default()),
    }
}

pub(crate) fn rules_in(file: &Path) -> Result<Rules, Problem> {
    let text = files::read_text(file)
        .map_err(|error| failure::file("The firm's rules could not be read", file, &error))?;
    Rules::from_toml(&text).map_err(|error| failure::rules(file, &error))
}

/// The client store. Nothing is opened yet.
pub(crate) fn clients() -> Result<SqliteStore, Problem> {
    match settings::value(Key::Store) {
        Some(address) if address.contains("://") => Err(failure::setting(
            settings::STORE,
            "names a store that this version of ILS does not have",
        )),
        Some(path) => Ok(SqliteStore::new(path)),
        None => Ok(SqliteStore::new(folders()?.data.join(CLIENTS))),
    }
}

pub(crate) fn token_store() -> Result<Arc<dyn TokenStore>, Problem> {
    let folders = folders()?;
    match settings::value(Key::TokenStore).as_deref() {
        None | Some("keyring") => Ok(Arc::new(KeyringStore::new(folders.state.join("locks")))),
        Some("file") => Ok(Arc::new(FileStore::new(
            folders.data.join("connection"),
            KeySource::KeyFile(settings::token_key_file(&folders)),
        ))),
        Some(_) => Err(failure::setting(
            settings::TOKEN_STORE,
            "is neither keyring nor file",
        )),
    }
}

/// Where something is kept when no setting says so.
pub(crate) fn place_of(key: Key) -> Option<PathBuf> {
    let folders = Folders::find()?;
    match key {
        Key::Store => Some(folders.data.join(CLIENTS)),
        Key::TokenKeyFile => Some(settings::token_key_file(&folders)),
        _ => None,
    }
}
