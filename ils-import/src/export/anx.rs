//! HotDocs answer files (`.anx`): the record's values under the names of a firm's own components.
//!
//! ILS's documents are assembled by HotDocs, and how its components are called is the firm's or the publisher's to know. So the firm says
//! which value goes where, in TOML or JSON:
//!
//! ```toml
//! "client.name.full" = "Client Name TE"
//! "client.birth_date" = "Client DOB DA"
//! "client.residence.city" = "Client City TE"
//! "client.phones[mobile].number" = "Client Mobile TE"
//! "client.custom[Golf club].value" = "Golf Club TE"
//! "spouses[0].name.full" = "Spouse Name TE"
//! "children[].name.full" = "Child Name TE"          # one answer a child
//! "children[].birth_date" = "Child DOB DA"
//! "client.gender" = { name = "Client Gender MC", type = "choice", words = { female = "Female", male = "Male" } }
//! ```
//!
//! A path is a path of the record, with `residence` for the address where a person lives. `[]` repeats, `[0]` is the first, `[mobile]` the
//! first of this kind or name, `[#7]` the custom field of this id. The facts about the format are those of HotDocs' open SDK: dates are
//! day/month/year without padding, a component that is not answered says so, an answer that repeats is a `RptValue`.

use std::io::{self, Write};

use serde_json::Value;

use super::{Sensitive, sensitive};
use crate::ImportedClient;
use crate::client::Person;

mod answer;
mod map;
mod path;

pub use map::{AnswerMap, MapError};

/// Writes the answer file of one client.
///
/// Texts are kept as they are, but for controls, which XML 1.0 has no way to write: they are made visible.
///
/// # Errors
/// When the writer fails.
pub fn write(
    mut writer: impl Write,
    client: &ImportedClient,
    map: &AnswerMap,
    sensitive: Sensitive,
) -> io::Result<()> {
    let record = with_residences(&sensitive::allowed(client, sensitive))?;
    writer.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n")?;
    writer.write_all(b"<AnswerSet title=\"ILS client\" version=\"1.1\">\r\n")?;
    for entry in map.entries() {
        let answers = entry.path.answers(&record);
        write!(writer, "<Answer name=\"{}\">", answer::escaped(&entry.name))?;
        answer::write(&mut writer, entry, &answers)?;
        writer.write_all(b"</Answer>\r\n")?;
    }
    writer.write_all(b"</AnswerSet>\r\n")?;
    writer.flush()
}

/// The record, and where each person lives.
fn with_residences(client: &ImportedClient) -> io::Result<Value> {
    let mut record = serde_json::to_value(client)?;
    set_residence(&mut record["client"], &client.client)?;
    for (class, people) in [
        ("spouses", &client.spouses),
        ("children", &client.children),
        ("grandchildren", &client.grandchildren),
        ("parties", &client.parties),
    ] {
        for (at, related) in people.iter().enumerate() {
            set_residence(&mut record[class][at], &related.person)?;
        }
    }
    Ok(record)
}

fn set_residence(value: &mut Value, person: &Person) -> io::Result<()> {
    value[path::RESIDENCE] = serde_json::to_value(person.residence())?;
    Ok(())
}

#[cfg(test)]
mod tests;
