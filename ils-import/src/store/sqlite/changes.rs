//! Removing, restoring, taking back, forgetting. Each runs in a transaction of its caller's.

use rusqlite::{Connection, OptionalExtension, params};

use super::history::{self, Note};
use super::queries::{find, time};
use super::{By, ContactKey, Failed, Removed, StoreError};
use crate::store::Action;
use crate::store::history::restorable_until;

/// Deletes what cannot be restored any more.
pub(super) fn forget_old(connection: &Connection, by: &By) -> Result<(), Failed> {
    let mut old = connection
        .prepare_cached("SELECT id FROM clients WHERE state = 'removed' AND removed_at <= ?1")?;
    let old = old.query_map([by.oldest_restorable().to_string()], |row| row.get(0))?;
    for id in old.collect::<Result<Vec<i64>, _>>()? {
        // Nobody asked for it now: it was asked for when the client was removed.
        let store_itself = By {
            who: None,
            at: by.at,
        };
        delete(connection, id, &store_itself)?;
    }
    Ok(())
}

pub(super) fn undo(
    connection: &Connection,
    import_id: Option<&str>,
    by: &By,
) -> Result<Removed, Failed> {
    let number = import_id.map(|number| id(number).unwrap_or_default());
    let import: Option<(i64, i64)> = connection
        .query_row(
            "SELECT id, client_id FROM history
             WHERE action = 'import' AND (?1 IS NULL OR id = ?1) AND (?1 IS NOT NULL OR ?2 IS NULL OR by = ?2)
             ORDER BY id DESC LIMIT 1",
            params![number, by.who],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let (import, client) = import.ok_or(StoreError::NotFound)?;
    take_away(connection, client, by, Action::Undo, Some(import))
}

pub(super) fn remove(connection: &Connection, client: &str, by: &By) -> Result<Removed, Failed> {
    let client = id(client).ok_or(StoreError::NotFound)?;
    take_away(connection, client, by, Action::Remove, None)
}

pub(super) fn restore(connection: &Connection, client: &str, by: &By) -> Result<(), Failed> {
    let client = id(client).ok_or(StoreError::NotFound)?;
    if state(connection, client)?.removed_at.is_none() {
        return Err(StoreError::NotRemoved.into());
    }
    let key = connection.query_row(
        "SELECT region, firm_id, contact_id FROM clients WHERE id = ?1",
        [client],
        |row| {
            Ok(ContactKey {
                region: row.get(0)?,
                firm_id: row.get(1)?,
                contact_id: row.get(2)?,
            })
        },
    )?;
    if let Some(newer) = find(connection, &key)? {
        return Err(StoreError::Exists(Box::new(newer)).into());
    }
    connection.execute(
        "UPDATE clients SET state = 'saved', removed_at = NULL WHERE id = ?1",
        [client],
    )?;
    history::note(connection, &Note::of(Action::Restore, client, by))?;
    Ok(())
}

pub(super) fn forget(connection: &Connection, client: &str, by: &By) -> Result<(), Failed> {
    let client = id(client).ok_or(StoreError::NotFound)?;
    state(connection, client)?;
    delete(connection, client, by)
}

struct State {
    name: String,
    removed_at: Option<String>,
}

fn state(connection: &Connection, client: i64) -> Result<State, Failed> {
    let state = connection
        .query_row(
            "SELECT name, removed_at FROM clients WHERE id = ?1",
            [client],
            |row| {
                Ok(State {
                    name: row.get(0)?,
                    removed_at: row.get(1)?,
                })
            },
        )
        .optional()?;
    Ok(state.ok_or(StoreError::NotFound)?)
}

fn take_away(
    connection: &Connection,
    client: i64,
    by: &By,
    action: Action,
    undoes: Option<i64>,
) -> Result<Removed, Failed> {
    let state = state(connection, client)?;
    if let Some(removed_at) = state.removed_at {
        return Err(StoreError::AlreadyRemoved {
            restorable_until: restorable_until(time(&removed_at)?),
        }
        .into());
    }
    connection.execute(
        "UPDATE clients SET state = 'removed', removed_at = ?2 WHERE id = ?1",
        params![client, by.second().to_string()],
    )?;
    history::note(
        connection,
        &Note {
            undoes,
            ..Note::of(action, client, by)
        },
    )?;
    Ok(Removed::new(client.to_string(), state.name, by.at))
}

/// The client goes, and what the history says of people: names are in findings and in matter numbers.
fn delete(connection: &Connection, client: i64, by: &By) -> Result<(), Failed> {
    connection.execute("DELETE FROM lookalikes WHERE client_id = ?1", [client])?;
    connection.execute("DELETE FROM clients WHERE id = ?1", [client])?;
    connection.execute(
        "UPDATE history SET findings = '[]', matter_number = NULL WHERE client_id = ?1",
        [client],
    )?;
    history::note(connection, &Note::of(Action::Forget, client, by))?;
    Ok(())
}

/// Only what this store would write is an id: `007` and `+7` are not `7`.
pub(super) fn id(text: &str) -> Option<i64> {
    text.parse()
        .ok()
        .filter(|id: &i64| *id > 0 && id.to_string() == text)
}
