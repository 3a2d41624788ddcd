//! What a property of the document is in Rust.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::super::api::{Kind, Nested};
use super::super::document::{reference, words};
use super::super::names;
use super::super::overlay::Side;
use super::Build;

impl Build<'_> {
    /// The kind of a field of an answer.
    pub(super) fn answered(&mut self, record: &str, wire: &str, property: &Value) -> Result<Kind> {
        if let Some(kind) = self.overlay.field_type(record, wire, Side::Answer) {
            return by_name(kind);
        }
        if let Some(schema) = reference(property) {
            return self.nested(schema).map(Kind::One);
        }
        if property["type"] == "array" {
            let items = &property["items"];
            return match reference(items) {
                Some(schema) => self.nested(schema).map(Kind::Many),
                None => self.several(record, wire, items, Side::Answer),
            };
        }
        self.scalar(record, wire, property, Side::Answer)
    }

    pub(super) fn several(
        &mut self,
        owner: &str,
        wire: &str,
        items: &Value,
        side: Side,
    ) -> Result<Kind> {
        Ok(
            match self.scalar(owner, &names::singular(wire), items, side)? {
                Kind::Text => Kind::Texts,
                Kind::Whole => Kind::Wholes,
                Kind::Key(record) => Kind::Keys(record),
                Kind::Choice(name) => Kind::Choices(name),
                other => bail!("a list of {other:?}"),
            },
        )
    }

    /// A value without parts.
    pub(super) fn scalar(
        &mut self,
        owner: &str,
        wire: &str,
        schema: &Value,
        side: Side,
    ) -> Result<Kind> {
        if let Some(kind) = self.overlay.field_type(owner, wire, side) {
            return by_name(kind);
        }
        let format = schema["format"].as_str().unwrap_or_default();
        let is_id = wire == "id" || wire.ends_with("_id");
        Ok(
            match schema["type"].as_str().context("a value without a type")? {
                "boolean" => Kind::Flag,
                "integer" if is_id && format == "int64" => Kind::Key(self.target(owner, wire)),
                "integer" => Kind::Whole,
                "number" => Kind::Decimal,
                "string" => match (words(schema), format) {
                    (Some(words), _) => {
                        let name = format!("{owner}{}", names::pascal(wire));
                        self.choices.add(&name, &words, side)?;
                        Kind::Choice(name)
                    }
                    (None, "date") => Kind::Day,
                    (None, "date-time") => Kind::Moment,
                    (None, _) if wire == "id" && side == Side::Answer => {
                        Kind::TextKey(owner.to_owned())
                    }
                    (None, _) => Kind::Text,
                },
                other => bail!("a value of type {other}"),
            },
        )
    }

    /// What an id points to: the record itself, the one the name says, or what the overlay says.
    pub(super) fn target(&self, owner: &str, wire: &str) -> String {
        if wire == "id" {
            return owner.to_owned();
        }
        if let Some(record) = self.overlay.id_targets().get(wire) {
            return (*record).to_owned();
        }
        let name = names::pascal(wire.trim_end_matches("_id"));
        if self.records.values().any(|record| *record == name) {
            name
        } else {
            "AnyRecord".to_owned()
        }
    }

    fn nested(&self, schema: &str) -> Result<Nested> {
        let plain = schema.strip_suffix("_base");
        let record = self
            .records
            .get(plain.unwrap_or(schema))
            .with_context(|| format!("no record for {schema}"))?;
        Ok(Nested {
            record: record.clone(),
            base: plain.is_some(),
        })
    }
}

/// The overlay's names of kinds.
pub(super) fn by_name(name: &str) -> Result<Kind> {
    Ok(match name.split_once(' ') {
        None => match name {
            "text" => Kind::Text,
            "secret" => Kind::Secret,
            "flag" => Kind::Flag,
            "whole" => Kind::Whole,
            "decimal" => Kind::Decimal,
            "day" => Kind::Day,
            "moment" => Kind::Moment,
            "json" => Kind::Json,
            "texts" => Kind::Texts,
            _ => bail!("the overlay knows no type `{name}`"),
        },
        Some(("key", record)) => Kind::Key(record.to_owned()),
        Some(("text-key", record)) => Kind::TextKey(record.to_owned()),
        Some(("keys", record)) => Kind::Keys(record.to_owned()),
        Some(("link", record)) => Kind::Link(record.to_owned()),
        Some(("one", record)) => Kind::One(Nested {
            record: record.to_owned(),
            base: true,
        }),
        Some(("many", record)) => Kind::Many(Nested {
            record: record.to_owned(),
            base: true,
        }),
        Some(_) => bail!("the overlay knows no type `{name}`"),
    })
}
