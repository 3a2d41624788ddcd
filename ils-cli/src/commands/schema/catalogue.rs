//! Every document. A command's answer that is not listed here fails the test that walks all commands.

use serde_json::Value;

use super::{SchemaList, ShownSchema};
use crate::cli::{Help, Version};
use crate::commands::clients::{Client, ClientList, ClientRemoved, ClientRestored, ExportDone};
use crate::commands::config::{ConfigFile, ConfigList, OneSetting};
use crate::commands::connect::{ConnectStarted, Connected};
use crate::commands::disconnect::Disconnect;
use crate::commands::doctor::Diagnosis;
use crate::commands::help::Topic;
use crate::commands::history::HistoryList;
use crate::commands::import::Imported;
use crate::commands::install::{Completions, ManualPages};
use crate::commands::matters::{MatterList, ShownMatter};
use crate::commands::preview::Preview;
use crate::commands::setup::SetUp;
use crate::commands::status::Status;
use crate::commands::undo::Undone;
use crate::commands::words::{WordList, WordTest};
use crate::output::document::{self, Document};
use crate::output::events;

/// A document's name and how its schema is made.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) schema: fn() -> Value,
}

/// By name.
pub(super) const DOCUMENTS: &[Kind] = &[
    // The record's own crate makes it, so that exports have the same.
    Kind {
        name: ils_import::client::SCHEMA,
        schema: ils_import::export::json::schema,
    },
    Kind::of::<Client>(),
    Kind::of::<ClientList>(),
    Kind::of::<Completions>(),
    Kind::of::<ConfigList>(),
    Kind::of::<ConfigFile>(),
    Kind::of::<Connected>(),
    Kind::of::<ConnectStarted>(),
    Kind::of::<Disconnect>(),
    Kind::of::<Diagnosis>(),
    Kind {
        name: document::ERROR,
        schema: document::error_schema,
    },
    Kind {
        name: events::NAME,
        schema: events::schema,
    },
    Kind::of::<ExportDone>(),
    Kind::of::<Help>(),
    Kind::of::<Topic>(),
    Kind::of::<HistoryList>(),
    Kind::of::<Imported>(),
    Kind::of::<ManualPages>(),
    Kind::of::<ShownMatter>(),
    Kind::of::<MatterList>(),
    Kind::of::<Preview>(),
    Kind::of::<ClientRemoved>(),
    Kind::of::<ClientRestored>(),
    Kind::of::<ShownSchema>(),
    Kind::of::<SchemaList>(),
    Kind::of::<OneSetting>(),
    Kind::of::<SetUp>(),
    Kind::of::<Status>(),
    Kind::of::<Undone>(),
    Kind::of::<Version>(),
    Kind::of::<WordList>(),
    Kind::of::<WordTest>(),
];

impl Kind {
    const fn of<D: Document>() -> Self {
        Self {
            name: D::NAME,
            schema: document::schema::<D>,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_says_what_is_in_the_document() {
        for document in DOCUMENTS {
            let schema = (document.schema)();
            let says = ["properties", "oneOf"].map(|word| schema.get(word).is_some());
            assert!(says.contains(&true), "{}: {schema}", document.name);
        }
    }

    #[test]
    fn names_are_in_order_and_have_a_major_version() {
        assert!(DOCUMENTS.is_sorted_by(|one, next| one.name < next.name));
        for document in DOCUMENTS {
            let (base, major) = document.name.split_once('/').unwrap();
            assert!(base.starts_with("ils"), "{base}");
            assert!(major.parse::<u8>().is_ok_and(|major| major > 0), "{major}");
        }
    }
}
