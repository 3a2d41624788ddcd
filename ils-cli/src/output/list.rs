//! A list for programs that read lines: tab-separated, comma-separated, or one JSON item a line.

use std::io::{self, Write};

use ils_import::export::json;
use serde_json::Value;

use super::document::List;
use crate::clean::clean;

/// How a list is given to a program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rows {
    /// One item a line, tab-separated, without headings.
    Lines,
    /// One JSON item a line.
    Ndjson,
    /// With headings, as RFC 4180 says.
    Csv,
}

/// The list inside `data`.
pub(super) fn text(rows: Rows, list: List, data: &Value) -> csv::Result<Vec<u8>> {
    let items = data[list.items].as_array().map_or(&[][..], Vec::as_slice);
    let mut text = Vec::new();
    match rows {
        Rows::Lines => {
            for item in items {
                let cells = list.columns.iter().map(|column| cell(item, column));
                let line = cells.map(|cell| clean(&cell)).collect::<Vec<_>>();
                writeln!(text, "{}", line.join("\t"))?;
            }
        }
        Rows::Ndjson => {
            for item in items {
                writeln!(text, "{}", json::line(item).map_err(io::Error::from)?)?;
            }
        }
        Rows::Csv => {
            let mut writer = csv::Writer::from_writer(&mut text);
            writer.write_record(list.columns.iter().map(|column| column.replace('.', "_")))?;
            for item in items {
                let cells = list.columns.iter().map(|column| cell(item, column));
                writer.write_record(cells.map(|cell| harmless(clean(&cell))))?;
            }
            writer.flush()?;
            drop(writer);
        }
    }
    Ok(text)
}

/// Empty for what is not there.
fn cell(item: &Value, column: &str) -> String {
    match column.split('.').fold(item, |value, name| &value[name]) {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A spreadsheet runs what looks like a formula (OWASP, CSV Injection).
fn harmless(cell: String) -> String {
    if cell
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LIST: List = List {
        items: "matters",
        columns: &["id", "client.name", "people"],
    };

    fn shown(rows: Rows, data: &Value) -> String {
        String::from_utf8(text(rows, LIST, data).unwrap()).unwrap()
    }

    #[test]
    fn every_form_holds_every_item() {
        let data = json!({"matters": [
            {"id": "1", "client": {"name": "Hollis, Dana\u{1b}[31m\nx\ty"}, "people": 7},
            {"id": "2", "client": null, "people": 1},
            {"id": "3", "client": {"name": "=1+1 \"山田\""}, "people": null},
        ]});
        assert_eq!(
            shown(Rows::Lines, &data),
            "1\tHollis, Dana⟨U+001B⟩[31m x y\t7\n2\t\t1\n3\t=1+1 \"山田\"\t\n"
        );
        assert_eq!(
            shown(Rows::Csv, &data),
            "id,client_name,people\n1,\"Hollis, Dana⟨U+001B⟩[31m x y\",7\n2,,1\n3,\"'=1+1 \"\"山田\"\"\",\n"
        );
        let lines = shown(Rows::Ndjson, &data);
        let items: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(json!({ "matters": items }), data);
    }

    #[test]
    fn an_empty_list_has_headings_in_csv_only() {
        let data = json!({"matters": []});
        assert_eq!(shown(Rows::Lines, &data), "");
        assert_eq!(shown(Rows::Ndjson, &data), "");
        assert_eq!(shown(Rows::Csv, &data), "id,client_name,people\n");
    }
}
