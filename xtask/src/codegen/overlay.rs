//! Our corrections to Clio's document, each with its reason.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// `clio-api/overlay.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overlay {
    /// Records under another name than the document's schema.
    #[serde(default)]
    record: Vec<RecordName>,
    /// What an id points to, where its name does not say.
    #[serde(default)]
    id: Vec<IdTarget>,
    /// Fields whose type is another one than the document's.
    #[serde(default)]
    field: Vec<FieldType>,
    /// What Clio's answers hold and its document does not, in every record.
    #[serde(default)]
    everywhere: Vec<Everywhere>,
    /// What a new record needs, where the document's list is wrong.
    #[serde(default)]
    required: Vec<Required>,
    /// Fields a full model does not ask for by itself.
    #[serde(default)]
    unasked: Vec<Unasked>,
    /// The values of an enumeration that are written otherwise than the document says.
    #[serde(default)]
    value: Vec<Value>,
    /// Lists that take several values of an enumeration, with commas.
    #[serde(default)]
    set: Vec<Set>,
    /// Lists whose largest page is not 200 records.
    #[serde(default)]
    page: Vec<PageSize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordName {
    schema: String,
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdTarget {
    field: String,
    record: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldType {
    /// The record's or the input's name in Rust.
    record: String,
    field: String,
    /// Only where it is answered, or only where it is written.
    side: Option<Side>,
    #[serde(rename = "type")]
    kind: String,
    reason: String,
}

/// Whether Clio writes a value or we do.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Answer,
    Request,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Everywhere {
    field: String,
    #[serde(rename = "type")]
    kind: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Required {
    record: String,
    fields: Vec<String>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unasked {
    field: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    #[serde(rename = "enum")]
    name: String,
    from: String,
    to: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    list: String,
    parameter: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageSize {
    list: String,
    largest: u16,
    reason: String,
}

impl Overlay {
    pub(crate) fn read(text: &str) -> Result<Self> {
        let overlay: Self = toml::from_str(text).context("the overlay cannot be read")?;
        let reasons = (overlay.record.iter().map(|entry| &entry.reason))
            .chain(overlay.id.iter().map(|entry| &entry.reason))
            .chain(overlay.field.iter().map(|entry| &entry.reason))
            .chain(overlay.everywhere.iter().map(|entry| &entry.reason))
            .chain(overlay.required.iter().map(|entry| &entry.reason))
            .chain(overlay.unasked.iter().map(|entry| &entry.reason))
            .chain(overlay.value.iter().map(|entry| &entry.reason))
            .chain(overlay.set.iter().map(|entry| &entry.reason))
            .chain(overlay.page.iter().map(|entry| &entry.reason));
        for reason in reasons {
            ensure!(reason.len() > 10, "a correction needs its reason");
        }
        Ok(overlay)
    }

    pub(crate) fn record_name<'a>(&'a self, schema: &'a str) -> Option<&'a str> {
        let entry = self.record.iter().find(|entry| entry.schema == schema)?;
        Some(&entry.name)
    }

    pub(crate) fn id_targets(&self) -> BTreeMap<&str, &str> {
        self.id
            .iter()
            .map(|entry| (entry.field.as_str(), entry.record.as_str()))
            .collect()
    }

    pub(crate) fn field_type(&self, record: &str, field: &str, side: Side) -> Option<&str> {
        let entry = self.field.iter().find(|entry| {
            entry.record == record
                && entry.field == field
                && entry.side.is_none_or(|only| only == side)
        })?;
        Some(&entry.kind)
    }

    /// Wire name and type of what every record may hold.
    pub(crate) fn everywhere(&self) -> impl Iterator<Item = (&str, &str)> {
        self.everywhere
            .iter()
            .map(|entry| (entry.field.as_str(), entry.kind.as_str()))
    }

    pub(crate) fn required(&self, record: &str) -> Option<&[String]> {
        let entry = self.required.iter().find(|entry| entry.record == record)?;
        Some(&entry.fields)
    }

    /// A name, or its beginning with `*`.
    pub(crate) fn is_unasked(&self, field: &str) -> bool {
        self.unasked
            .iter()
            .any(|entry| match entry.field.strip_suffix('*') {
                Some(start) => field.starts_with(start),
                None => entry.field == field,
            })
    }

    pub(crate) fn value<'a>(&'a self, name: &str, value: &'a str) -> &'a str {
        self.value
            .iter()
            .find(|entry| entry.name == name && entry.from == value)
            .map_or(value, |entry| &entry.to)
    }

    pub(crate) fn is_set(&self, list: &str, parameter: &str) -> bool {
        self.set
            .iter()
            .any(|entry| entry.list == list && entry.parameter == parameter)
    }

    pub(crate) fn largest_page(&self, list: &str) -> Option<u16> {
        let entry = self.page.iter().find(|entry| entry.list == list)?;
        Some(entry.largest)
    }
}
