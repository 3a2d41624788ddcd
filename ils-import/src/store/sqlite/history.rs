//! The history's table.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::changes::id;
use super::queries::{json, time};
use super::{By, Exported, Failed, HistoryEntry, HistoryFilter, StoreError};
use crate::store::{Action, Imported};

/// What is written down of something that was done to one client, imports apart.
pub(super) struct Note<'a> {
    pub(super) action: Action,
    pub(super) client: i64,
    pub(super) by: &'a By,
    pub(super) undoes: Option<i64>,
}

impl<'a> Note<'a> {
    pub(super) fn of(action: Action, client: i64, by: &'a By) -> Self {
        Self {
            action,
            client,
            by,
            undoes: None,
        }
    }
}

pub(super) fn note(connection: &Connection, note: &Note<'_>) -> Result<(), Failed> {
    connection.execute(
        "INSERT INTO history (action, client_id, at, by, undoes) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            word(note.action)?,
            note.client,
            note.by.second().to_string(),
            note.by.who,
            note.undoes
        ],
    )?;
    Ok(())
}

pub(super) fn note_export(connection: &Connection, export: &Exported) -> Result<String, Failed> {
    connection.execute(
        "INSERT INTO history (action, at, by, format, client_ids) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            word(Action::Export)?,
            export.by.second().to_string(),
            export.by.who,
            export.format,
            json(&export.client_ids)?
        ],
    )?;
    Ok(connection.last_insert_rowid().to_string())
}

/// `entry` with its client's id; gives its number.
pub(super) fn note_import(
    connection: &Connection,
    client: i64,
    entry: &HistoryEntry,
    import: &Imported,
) -> Result<i64, Failed> {
    connection.execute(
        "INSERT INTO history (action, client_id, at, by, matter_id, matter_number, digest, counts, findings)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            word(entry.action)?,
            client,
            entry.at.to_string(),
            entry.by,
            import.matter_id,
            import.matter_number,
            import.digest,
            json(&import.counts)?,
            json(&import.findings)?
        ],
    )?;
    Ok(connection.last_insert_rowid())
}

pub(super) fn read(
    connection: &Connection,
    filter: &HistoryFilter,
) -> Result<Vec<HistoryEntry>, Failed> {
    let mut wanted = vec!["1"];
    let mut values = Vec::new();
    // What is no id names nothing.
    let number = |text: &String| Value::Integer(id(text).unwrap_or_default());
    if let Some(client) = &filter.client_id {
        wanted.push(
            "(history.client_id = ? OR EXISTS (SELECT 1 FROM json_each(history.client_ids) WHERE value = ?))",
        );
        values.extend([number(client), Value::Text(client.clone())]);
    }
    if let Some(entry) = &filter.number {
        wanted.push("history.id = ?");
        values.push(number(entry));
    }
    if let Some(before) = &filter.before {
        wanted.push("history.id < ?");
        values.push(number(before));
    }
    let limit = filter.limit.and_then(|limit| i64::try_from(limit).ok());
    values.push(Value::Integer(limit.unwrap_or(-1)));
    let question = format!(
        "SELECT history.id, action, at, by, history.client_id, client_ids, clients.name, matter_id, matter_number,
                digest, counts, findings, undoes, format
         FROM history LEFT JOIN clients ON clients.id = history.client_id
         WHERE {} ORDER BY history.id DESC LIMIT ?",
        wanted.join(" AND ")
    );
    let mut statement = connection.prepare_cached(&question)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<HistoryEntry, Failed> {
    let client: Option<i64> = row.get(4)?;
    let import = match row.get::<_, Option<String>>(7)? {
        None => None,
        Some(matter_id) => Some(Imported {
            matter_id,
            matter_number: row.get(8)?,
            digest: row.get(9)?,
            counts: parsed(&row.get::<_, String>(10)?)?,
            findings: parsed(&row.get::<_, String>(11)?)?,
        }),
    };
    Ok(HistoryEntry {
        number: row.get::<_, i64>(0)?.to_string(),
        action: parsed(&format!("\"{}\"", row.get::<_, String>(1)?))?,
        at: time(&row.get::<_, String>(2)?)?,
        by: row.get(3)?,
        client_ids: match client {
            Some(client) => vec![client.to_string()],
            None => parsed(&row.get::<_, String>(5)?)?,
        },
        name: row.get(6)?,
        import,
        undoes: row.get::<_, Option<i64>>(12)?.map(|id| id.to_string()),
        format: row.get(13)?,
    })
}

/// `import`, `undo` …: the word that JSON has too.
fn word(action: Action) -> Result<String, StoreError> {
    Ok(json(&action)?.trim_matches('"').to_owned())
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged)
}
