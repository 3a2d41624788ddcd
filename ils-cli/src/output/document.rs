//! What `--json` prints: one envelope, with the data of one kind of answer in it. Its schema is made from these types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::message::Reported;

/// The data of one kind of answer.
///
/// Within a major version members are added only: a test holds the schemas against those that are committed.
pub(crate) trait Document: Serialize + JsonSchema {
    /// Name and major version, `ils.preview/1`.
    const NAME: &'static str;
    /// For a list: what `--format lines`, `ndjson` and `csv` print of it.
    const LIST: Option<List> = None;
}

/// Which member holds the items, and which members of an item are columns (`client.name` is one inside another).
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    pub(crate) items: &'static str,
    pub(crate) columns: &'static [&'static str],
}

/// One answer.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Envelope<'a, D> {
    /// Name and major version of this document. Within a major, members are added only: ignore those you do not know.
    pub(crate) schema: &'a str,
    /// Whether everything that was asked for was done.
    pub(crate) ok: bool,
    /// When, in UTC, to the second.
    pub(crate) generated_at: &'a str,
    /// The program that wrote this.
    pub(crate) tool: Tool,
    /// The answer.
    pub(crate) data: D,
    /// What went well but should be looked at.
    pub(crate) warnings: &'a [Warning],
}

/// A failure, or wrong usage.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Failure<'a> {
    /// Name and major version of this document. Within a major, members are added only: ignore those you do not know.
    pub(crate) schema: &'a str,
    /// Always false.
    pub(crate) ok: bool,
    /// When, in UTC, to the second.
    pub(crate) generated_at: &'a str,
    /// The program that wrote this.
    pub(crate) tool: Tool,
    /// What happened.
    pub(crate) error: Reported<'a>,
    /// What should be looked at besides.
    pub(crate) warnings: &'a [Warning],
}

/// The program that wrote the document.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Tool {
    /// Always `ils`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// What went well but should be looked at.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct Warning {
    /// A word for programs; more may come.
    pub(crate) code: &'static str,
    /// The same for people.
    pub(crate) message: String,
}

/// The document of every failure.
pub(crate) const ERROR: &str = "ils.error/1";

impl Tool {
    pub(crate) const fn this() -> Self {
        Self {
            name: "ils",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// JSON Schema (2020-12) of the whole document around `D`.
pub(crate) fn schema<D: Document>() -> Value {
    named(of::<Envelope<'static, D>>(), D::NAME)
}

/// The same for `ils.error/1`.
pub(crate) fn error_schema() -> Value {
    named(of::<Failure<'static>>(), ERROR)
}

/// JSON Schema (2020-12) of what `T` writes.
pub(crate) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

fn named(mut schema: Schema, name: &str) -> Value {
    schema.insert("title".to_owned(), Value::String(name.to_owned()));
    if let Some(member) = schema.pointer_mut("/properties/schema") {
        member["const"] = json!(name);
    }
    schema.to_value()
}
