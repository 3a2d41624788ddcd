//! The saved clients that may be the same person under another contact of Clio.

use ils_import::client::Person;
use ils_import::store::{Lookalike, SqliteStore};
use ils_import::{ClientStore, ImportedClient};

use crate::failure;
use crate::message::Problem;
use crate::output::{Form, screen};

/// Everybody who is saved and looks like this person.
pub(super) async fn to(
    store: &SqliteStore,
    person: &Person,
) -> Result<Vec<ImportedClient>, Problem> {
    let ids = store.lookalikes(&Lookalike::of(person)).await;
    records(store, ids.map_err(|error| failure::client_store(&error))?).await
}

/// The warning on a screen; nothing when nobody looks alike.
pub(super) fn warning(form: Form, alike: &[ImportedClient]) -> String {
    if alike.is_empty() {
        return String::new();
    }
    let who = failure::resembles(alike);
    screen::paragraph(form, &who, "POSSIBLE DUPLICATE: ", "")
}

/// The clients of these ids; who is gone by now is left out.
pub(super) async fn records(
    store: &SqliteStore,
    ids: Vec<String>,
) -> Result<Vec<ImportedClient>, Problem> {
    let mut records = Vec::new();
    for id in ids {
        let record = store.show(&id).await;
        records.extend(record.map_err(|error| failure::client_store(&error))?);
    }
    Ok(records)
}
