//! From the document and our corrections to what is written out.

mod choices;
mod inputs;
mod kinds;
mod resources;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::api::{Api, Field, Record};
use super::document::Document;
use super::names;
use super::overlay::Overlay;

use choices::Choices;

/// What every part of the build looks things up in.
struct Build<'a> {
    document: &'a Document,
    overlay: &'a Overlay,
    /// The record's name in Rust, by the document's.
    records: BTreeMap<String, String>,
    choices: Choices<'a>,
}

pub(crate) fn build(document: &Document, overlay: &Overlay) -> Result<Api> {
    let mut names = BTreeMap::new();
    for schema in document.records()? {
        let name = match overlay.record_name(&schema) {
            Some(name) => name.to_owned(),
            None => names::pascal(&schema),
        };
        names.insert(schema, name);
    }
    let mut build = Build {
        document,
        overlay,
        records: names,
        choices: Choices::new(overlay),
    };
    let mut api = Api::default();
    for (schema, name) in build.records.clone() {
        let record = build
            .record(&schema, &name)
            .with_context(|| format!("record {name}"))?;
        ensure!(
            api.records.insert(name.clone(), record).is_none(),
            "two records called {name}"
        );
    }
    let shapes = inputs::Shapes::collect(document)?;
    api.inputs = build.inputs(&shapes)?;
    build.resources(&shapes, &mut api)?;
    api.choices = build.choices.finish();
    for name in api.choices.keys() {
        if api.records.contains_key(name) || api.inputs.contains_key(name) {
            bail!("{name} is an enumeration and a record");
        }
    }
    Ok(api)
}

impl Build<'_> {
    fn record(&mut self, schema: &str, name: &str) -> Result<Record> {
        let properties = self.document.properties(schema)?;
        let has_kind = properties.contains_key("kind");
        let mut fields = Vec::new();
        for (wire, property) in &properties {
            // What is only written: `_destroy`.
            if wire.starts_with('_') {
                continue;
            }
            let kind = self
                .answered(name, wire, property)
                .with_context(|| format!("field {wire}"))?;
            fields.push(Field {
                wire: wire.clone(),
                ident: names::field(wire, has_kind)?,
                kind,
            });
        }
        for (wire, kind) in self.overlay.everywhere() {
            if !properties.contains_key(wire) {
                fields.push(Field {
                    wire: wire.to_owned(),
                    ident: names::field(wire, has_kind)?,
                    kind: kinds::by_name(kind)?,
                });
            }
        }
        fields.sort_by_key(|field| (rank(&field.wire), field.wire.clone()));
        Ok(Record { fields })
    }
}

/// The id first: it is what a reader looks for.
fn rank(wire: &str) -> u8 {
    match wire {
        "id" => 0,
        "etag" => 1,
        _ => 2,
    }
}
