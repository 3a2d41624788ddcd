//! What is asked of the clients' table.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::changes::id;
use super::{
    ClientFilter, ClientSummary, ContactKey, Existing, Failed, Lookalike, NewImport, Saved,
    StoreError, history,
};
use crate::ImportedClient;

/// An unknown firm equals any firm: rather a refusal too many than a client twice.
const FIND: &str = "
    SELECT clients.id, history.id, clients.name, history.matter_number, history.by, history.at
    FROM clients JOIN history ON history.client_id = clients.id AND history.action = 'import'
    WHERE clients.state = 'saved' AND clients.region = ?1 AND clients.contact_id = ?2
      AND (?3 IS NULL OR clients.firm_id IS NULL OR clients.firm_id = ?3)
    ORDER BY clients.id, history.id LIMIT 1";

pub(super) fn find(connection: &Connection, key: &ContactKey) -> Result<Option<Existing>, Failed> {
    let found = connection
        .prepare_cached(FIND)?
        .query_row(params![key.region, key.contact_id, key.firm_id], |row| {
            Ok((
                Existing {
                    client_id: row.get::<_, i64>(0)?.to_string(),
                    import_id: row.get::<_, i64>(1)?.to_string(),
                    name: row.get(2)?,
                    matter_number: row.get(3)?,
                    imported_by: row.get(4)?,
                    saved_at: Timestamp::UNIX_EPOCH,
                },
                row.get::<_, String>(5)?,
            ))
        })
        .optional()?;
    found
        .map(|(existing, at)| {
            Ok(Existing {
                saved_at: time(&at)?,
                ..existing
            })
        })
        .transpose()
}

/// Saves a client that is new; the caller's transaction makes both one.
pub(super) fn insert(connection: &Connection, new: &NewImport) -> Result<Saved, Failed> {
    let key = new.key();
    if let Some(existing) = find(connection, &key)? {
        return Err(StoreError::Exists(Box::new(existing)).into());
    }
    new.refuse_others(lookalikes(connection, &new.lookalike())?)?;
    let plan = &new.plan;
    connection.execute(
        "INSERT INTO clients (region, firm_id, contact_id, name, people, record) VALUES (?1, ?2, ?3, ?4, ?5, '')",
        params![key.region, key.firm_id, key.contact_id, plan.draft.client.client.name.full, count_of(plan)],
    )?;
    let client = connection.last_insert_rowid();
    let record = new.record(&client.to_string());
    connection.execute(
        "UPDATE clients SET record = ?1 WHERE id = ?2",
        params![json(&record)?, client],
    )?;
    keep_lookalike(connection, client, &new.lookalike())?;
    let mut saved = Saved::new(client.to_string(), "");
    let entry = new.entry(&saved);
    if let Some(import) = &entry.import {
        saved.import_id = history::note_import(connection, client, &entry, import)?.to_string();
    }
    Ok(saved)
}

pub(super) fn keep_lookalike(
    connection: &Connection,
    client: i64,
    of: &Lookalike,
) -> Result<(), Failed> {
    let mut keep =
        connection.prepare_cached("INSERT INTO lookalikes (mark, client_id) VALUES (?1, ?2)")?;
    for key in of.keys() {
        keep.execute(params![key, client])?;
    }
    Ok(())
}

pub(super) fn lookalikes(connection: &Connection, of: &Lookalike) -> Result<Vec<String>, Failed> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT id FROM lookalikes JOIN clients ON clients.id = client_id
         WHERE state = 'saved' AND mark IN (SELECT value FROM json_each(?1)) ORDER BY id",
    )?;
    let ids = statement.query_map([json(&of.keys())?], |row| row.get::<_, i64>(0))?;
    ids.map(|id| Ok(id?.to_string())).collect()
}

pub(super) fn list(
    connection: &Connection,
    filter: &ClientFilter,
) -> Result<Vec<ClientSummary>, Failed> {
    let mut statement = connection.prepare_cached(
        "SELECT clients.id, name, matter_number, people, at, removed_at
         FROM clients JOIN history ON history.client_id = clients.id AND action = 'import'
         WHERE ?1 OR state = 'saved'",
    )?;
    let mut rows = statement.query([filter.include_removed])?;
    let mut clients = Vec::new();
    while let Some(row) = rows.next()? {
        clients.push(summary(row)?);
    }
    Ok(filter.apply(clients))
}

fn summary(row: &Row<'_>) -> Result<ClientSummary, Failed> {
    let removed_at: Option<String> = row.get(5)?;
    Ok(ClientSummary {
        id: row.get::<_, i64>(0)?.to_string(),
        name: row.get(1)?,
        matter_number: row.get(2)?,
        people: usize::try_from(row.get::<_, i64>(3)?).unwrap_or_default(),
        saved_at: time(&row.get::<_, String>(4)?)?,
        removed_at: removed_at.as_deref().map(time).transpose()?,
    })
}

pub(super) fn show(
    connection: &Connection,
    client_id: &str,
) -> Result<Option<ImportedClient>, Failed> {
    let Some(id) = id(client_id) else {
        return Ok(None);
    };
    let record: Option<String> = connection
        .prepare_cached("SELECT record FROM clients WHERE id = ?1 AND state = 'saved'")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    record
        .map(|record| serde_json::from_str(&record).map_err(|_| StoreError::Damaged.into()))
        .transpose()
}

pub(super) fn count(connection: &Connection) -> Result<u64, Failed> {
    let count: i64 = connection.query_row(
        "SELECT count(*) FROM clients WHERE state = 'saved'",
        [],
        |row| row.get(0),
    )?;
    u64::try_from(count).map_err(|_| StoreError::Damaged.into())
}

fn count_of(plan: &crate::Plan) -> i64 {
    i64::try_from(plan.draft.counts().total()).unwrap_or(i64::MAX)
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Other(Box::new(error)))
}

pub(super) fn time(text: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged)
}
