//! The firm's app secret, kept where connections are kept: in the keyring, or in the encrypted file. Never in a settings file.

use clio_api::AccessToken;
use ils_auth::{AccountKey, App, Generation, Site, StoreError, TokenStore, Tokens};
use jiff::Timestamp;
use secrecy::SecretString;

use crate::failure;
use crate::message::Problem;

/// No connection is kept for a user; only this is.
const PLACE: &str = "app secret";

pub(crate) async fn load(
    store: &dyn TokenStore,
    site: Site,
    app_key: &str,
) -> Result<Option<SecretString>, Problem> {
    let stored = store.load(&place(site, app_key)).await;
    let stored = stored.map_err(|error| failure::token_store(&error))?;
    Ok(stored.map(|(kept, _)| kept.access().expose().to_owned().into()))
}

pub(crate) async fn save(
    store: &dyn TokenStore,
    site: Site,
    app_key: &str,
    secret: SecretString,
) -> Result<(), Problem> {
    let key = place(site, app_key);
    let kept = Tokens::new(AccessToken::new(secret), None, Timestamp::now(), None);
    let failed = |error: &StoreError| failure::token_store(error);
    // One that cannot be read any more is replaced: the person has just given another.
    let expected = match store.load(&key).await {
        Ok(stored) => stored.map_or(Generation(0), |(_, generation)| generation),
        Err(StoreError::WrongKey | StoreError::Damaged) => {
            let removed = store.remove(&key).await;
            removed.map_err(|error| failed(&error))?;
            Generation(0)
        }
        Err(error) => return Err(failed(&error)),
    };
    let saved = store.save(&key, &kept, expected).await;
    saved.map(drop).map_err(|error| failed(&error))
}

fn place(site: Site, app_key: &str) -> AccountKey {
    let app = App::new(site, app_key, SecretString::from(String::new()));
    AccountKey::new(&app, PLACE).for_user(PLACE)
}
