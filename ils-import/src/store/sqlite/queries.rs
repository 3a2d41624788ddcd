//! What is asked of the tables.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{ClientSummary, ContactKey, Existing, Failed, NewImport, Saved, StoreError};
use crate::ImportedClient;

/// An unknown firm equals any firm: rather a refusal too many than a client twice.
const FIND: &str = "
    SELECT clients.id, imports.id, clients.name, imports.matter_number, imports.imported_by, imports.imported_at
    FROM clients JOIN imports ON imports.client_id = clients.id
    WHERE clients.region = ?1 AND clients.contact_id = ?2
      AND (?3 IS NULL OR clients.firm_id IS NULL OR clients.firm_id = ?3)
    ORDER BY clients.id, imports.id LIMIT 1";

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

pub(super) fn insert(connection: &Connection, new: &NewImport) -> Result<Saved, Failed> {
    let plan = &new.plan;
    let key = new.key();
    connection.execute(
        "INSERT INTO clients (region, firm_id, contact_id, name, people, record) VALUES (?1, ?2, ?3, ?4, ?5, '')",
        params![key.region, key.firm_id, key.contact_id, plan.draft.client.client.name.full, count_of(plan)],
    )?;
    let client_id = connection.last_insert_rowid();
    let record = new.record(&client_id.to_string());
    connection.execute(
        "UPDATE clients SET record = ?1 WHERE id = ?2",
        params![json(&record)?, client_id],
    )?;
    connection.execute(
        "INSERT INTO imports (client_id, matter_id, matter_number, digest, findings, imported_by, imported_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            client_id,
            plan.matter_id,
            plan.matter_number,
            plan.digest,
            json(&plan.draft.findings)?,
            new.imported_by,
            new.second().to_string()
        ],
    )?;
    Ok(Saved::new(
        client_id.to_string(),
        connection.last_insert_rowid().to_string(),
    ))
}

pub(super) fn list(connection: &Connection) -> Result<Vec<ClientSummary>, Failed> {
    let mut statement = connection.prepare(
        "SELECT clients.id, clients.name, imports.matter_number, clients.people, imports.imported_at
         FROM clients JOIN imports ON imports.client_id = clients.id ORDER BY clients.id",
    )?;
    let rows = statement.query_map([], |row: &Row<'_>| {
        Ok((
            ClientSummary {
                id: row.get::<_, i64>(0)?.to_string(),
                name: row.get(1)?,
                matter_number: row.get(2)?,
                people: usize::try_from(row.get::<_, i64>(3)?).unwrap_or_default(),
                saved_at: Timestamp::UNIX_EPOCH,
            },
            row.get::<_, String>(4)?,
        ))
    })?;
    rows.map(|row| {
        let (summary, at) = row?;
        Ok(ClientSummary {
            saved_at: time(&at)?,
            ..summary
        })
    })
    .collect()
}

pub(super) fn show(
    connection: &Connection,
    client_id: &str,
) -> Result<Option<ImportedClient>, Failed> {
    let Ok(id) = client_id.parse::<i64>() else {
        return Ok(None);
    };
    let record: Option<String> = connection
        .query_row("SELECT record FROM clients WHERE id = ?1", [id], |row| {
            row.get(0)
        })
        .optional()?;
    record
        .map(|record| serde_json::from_str(&record).map_err(|_| StoreError::Damaged.into()))
        .transpose()
}

pub(super) fn count(connection: &Connection) -> Result<u64, Failed> {
    let count: i64 = connection.query_row("SELECT count(*) FROM clients", [], |row| row.get(0))?;
    u64::try_from(count).map_err(|_| StoreError::Damaged.into())
}

fn count_of(plan: &crate::Plan) -> i64 {
    i64::try_from(plan.draft.counts().total()).unwrap_or(i64::MAX)
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Other(Box::new(error)))
}

fn time(text: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged)
}
