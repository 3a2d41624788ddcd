//! `ils schema`: the JSON Schema of every document that this program writes.

mod catalogue;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::Value;

use self::catalogue::DOCUMENTS;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{Document, List};
use crate::output::{Answer, Output, screen};

/// What can be asked for.
#[derive(JsonSchema, Serialize)]
pub(crate) struct SchemaList {
    /// Every document, by name.
    schemas: Vec<Named>,
}

#[derive(JsonSchema, Serialize)]
struct Named {
    /// Name and major version.
    name: &'static str,
}

/// One of them.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ShownSchema {
    /// Name and major version of the document.
    name: &'static str,
    /// Its JSON Schema (2020-12).
    #[schemars(with = "Schema")]
    schema: Value,
}

impl Document for SchemaList {
    const NAME: &'static str = "ils.schemas/1";
    const LIST: Option<List> = Some(List {
        items: "schemas",
        columns: &["name"],
    });
}

impl Document for ShownSchema {
    const NAME: &'static str = "ils.schema/1";
}

pub(super) fn run(output: &Output, name: Option<&str>) -> Result<Answer, Problem> {
    let Some(name) = name else {
        return Ok(list(output));
    };
    let found = DOCUMENTS
        .iter()
        .find(|document| is_called(document.name, name))
        .ok_or_else(|| unknown(name))?;
    let shown = ShownSchema {
        name: found.name,
        schema: (found.schema)(),
    };
    let screen = format!("{:#}\n", shown.schema);
    Ok(Answer::new(&shown, screen))
}

fn list(output: &Output) -> Answer {
    let names = DOCUMENTS.iter().map(|document| document.name);
    let rows: Vec<Vec<String>> = names.clone().map(|name| vec![name.to_owned()]).collect();
    let screen = screen::table(output.form, "Document", &[("Document", 40)], &rows);
    let schemas = names.map(|name| Named { name }).collect();
    let hint = "Its JSON Schema:  ils schema NAME\n";
    Answer::new(&SchemaList { schemas }, format!("{screen}\n{hint}"))
}

/// `preview`, `ils.preview` and `ils.preview/1` are the same.
fn is_called(whole: &str, name: &str) -> bool {
    let base = whole.split('/').next().unwrap_or(whole);
    name == whole || name == base || base.strip_prefix("ils.") == Some(name)
}

fn unknown(name: &str) -> Problem {
    let message = format!("ILS writes no document called {name}.");
    Problem::new("schema_not_found", Exit::NotFound, &message)
        .advice(["All of them:  ils schema".to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_three_names_and_no_other() {
        for name in ["ils.preview/1", "ils.preview", "preview"] {
            assert!(is_called("ils.preview/1", name), "{name}");
        }
        for name in ["ils-client/1", "ils-client"] {
            assert!(is_called("ils-client/1", name), "{name}");
        }
        for name in ["ils.preview/2", "ils", "", "review", "ils.", "client"] {
            assert!(!is_called("ils.preview/1", name), "{name}");
            assert!(!is_called("ils-client/1", name), "{name}");
        }
    }
}
