//! The walk over every contact, with the connection that `ils` stored.

use std::sync::Arc;
use std::time::Duration;

use clio_api::{Clio, Contact, Error};
use futures_util::TryStreamExt as _;
use ils_auth::store::{FileStore, KeySource};
use ils_auth::{AccountKey, App, Connection, Endpoint, Site, SystemClock};

use super::Said;
use crate::scene::Scene;

/// Walks. A short list is worse than any error.
pub(super) async fn walk(scene: &Scene, patience: Option<u64>) -> (Said, String) {
    let clio = match handle(scene, patience) {
        Ok(clio) => clio,
        Err(error) => return told(&error),
    };
    let walked: Result<Vec<Contact>, Error> = clio.contacts().list().items().try_collect().await;
    match walked {
        Ok(contacts) => {
            let hidden = scene.clio.read(|firm| firm.hidden_contacts.len());
            let expected = scene.clio.read(|firm| firm.contacts.len()) - hidden;
            let mut ids: Vec<_> = contacts.iter().filter_map(|contact| contact.id).collect();
            ids.sort_unstable();
            ids.dedup();
            let is_whole = (contacts.len(), ids.len()) == (expected, expected);
            let word = if is_whole {
                ""
            } else {
                "not every contact once"
            };
            (Said::new(i32::from(!is_whole), word), String::new())
        }
        Err(error) => told(&error),
    }
}

fn handle(scene: &Scene, patience: Option<u64>) -> Result<Clio, Error> {
    let site = Site::parse(&scene.clio.origin()).expect("loopback");
    let origin = site.origin().clone();
    let secret = scene.clio.client_secret().to_owned();
    let app = App::new(site, scene.clio.client_id(), secret.into());
    let key = AccountKey::new(&app, "default");
    let home = scene.ils.home();
    let store = FileStore::new(
        home.join("data/connection"),
        KeySource::KeyFile(home.join("config/token.key")),
    );
    let connection = Connection::new(
        Endpoint::new(app),
        key,
        Arc::new(store),
        Arc::new(SystemClock),
    );
    Clio::builder()
        .origin(origin)
        .token_source(connection)
        .timeout(Duration::from_secs(patience.unwrap_or(30)))
        .build()
}

/// The kind as the word; everything the error and its causes say, for the canaries.
fn told(error: &Error) -> (Said, String) {
    let mut all = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(at) = cause {
        all += &format!(" {at} {at:?}");
        cause = at.source();
    }
    (Said::new(1, &format!("{:?}", error.kind())), all)
}
