//! The firm's own fields, and where values came from.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value of one of the firm's own fields.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CustomValue {
    /// The definition's id; empty when Clio did not tell.
    pub field_id: String,
    /// The definition's name.
    pub name: String,
    /// `text_line`, `picklist`, `date` …, as Clio says.
    #[serde(rename = "type")]
    pub kind: String,
    /// `true` or `false` for a checkbox, text for everything else: a picklist's label, a date as `YYYY-MM-DD`, digits as Clio wrote them,
    /// the id of a contact or matter.
    pub value: CustomContent,
}

/// What a custom field holds.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the record's schema fixes these two"
)]
pub enum CustomContent {
    /// A checkbox.
    Flag(bool),
    /// Anything else.
    Text(String),
}

impl Default for CustomContent {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Where a value came from.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// How it came.
    pub kind: ProvenanceKind,
    /// From what: `relationship`, Clio's field, or `custom_field:` and the id of its definition.
    pub from: Cow<'static, str>,
    /// What stood there, verbatim; a picklist's label; nothing for a number that is kept secret.
    pub text: String,
}

/// How a value came.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProvenanceKind {
    /// The relationship word says so.
    Implied,
    /// Worked out from another field of Clio's.
    Derived,
    /// One of the firm's own fields says so.
    CustomField,
}

impl fmt::Debug for CustomContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomContent(…)")
    }
}

debug_hidden!(CustomValue { field_id, kind }, Provenance { kind });
