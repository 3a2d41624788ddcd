//! Nested objects of request bodies. The same field has the same input wherever its shapes fit together; making and changing share it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use super::super::api::{Argument, Input, Kind};
use super::super::document::Document;
use super::super::names;
use super::super::overlay::Side;
use super::Build;

/// Whose body it was in, and its properties.
type Met<'a> = (String, &'a Map<String, Value>);

/// Every nested object of every body, by the singular of its field's name.
pub(super) struct Shapes<'a> {
    met: BTreeMap<String, Vec<Met<'a>>>,
}

impl<'a> Shapes<'a> {
    pub(super) fn collect(document: &'a Document) -> Result<Self> {
        let mut shapes = Self {
            met: BTreeMap::new(),
        };
        for operation in document.operations()? {
            let owner = operation.id.split('#').next().unwrap_or_default();
            if let Some((properties, _)) = operation.body {
                shapes.walk(owner, properties);
            }
        }
        Ok(shapes)
    }

    fn walk(&mut self, owner: &str, properties: &'a Map<String, Value>) {
        for (wire, property) in properties {
            let Some(nested) = nested(property) else {
                continue;
            };
            if !is_link(nested) {
                let field = names::singular(wire);
                let met = self.met.entry(field).or_default();
                met.push((owner.to_owned(), nested));
                self.walk(owner, nested);
            }
        }
    }

    /// Whether one input serves all owners of a field.
    fn fit(&self, field: &str) -> bool {
        let mut known = BTreeMap::new();
        self.met[field].iter().all(|(_, properties)| {
            properties.iter().all(|(wire, property)| {
                *known.entry(wire).or_insert_with(|| signature(property)) == signature(property)
            })
        })
    }

    /// The input's name for a field of an owner.
    pub(super) fn name(&self, owner: &str, field: &str) -> String {
        let field_name = names::pascal(field);
        if self.fit(field) {
            format!("{field_name}Input")
        } else {
            format!("{owner}{field_name}Input")
        }
    }
}

impl Build<'_> {
    pub(super) fn inputs(&mut self, shapes: &Shapes<'_>) -> Result<BTreeMap<String, Input>> {
        let mut inputs: BTreeMap<String, Input> = BTreeMap::new();
        for (field, met) in &shapes.met {
            for (owner, properties) in met {
                let name = shapes.name(&names::pascal(owner), field);
                let mut seen: BTreeSet<String> = inputs
                    .get(&name)
                    .map(|input| {
                        input
                            .fields
                            .iter()
                            .map(|known| known.wire.clone())
                            .collect()
                    })
                    .unwrap_or_default();
                let has_kind = properties.contains_key("kind");
                for (wire, property) in *properties {
                    if !seen.insert(wire.clone()) {
                        // Its words may be other ones.
                        self.argument(&name, wire, property, field, shapes)?;
                        continue;
                    }
                    let kind = self
                        .argument(&name, wire, property, field, shapes)
                        .with_context(|| format!("{name}.{wire}"))?;
                    let ident = names::field(wire, has_kind)?;
                    inputs
                        .entry(name.clone())
                        .or_default()
                        .fields
                        .push(Argument {
                            wire: wire.clone(),
                            ident,
                            kind,
                            required: false,
                            lower: false,
                        });
                }
            }
        }
        for (name, input) in &mut inputs {
            input.fields.sort_by(|a, b| a.wire.cmp(&b.wire));
            ensure!(!input.fields.is_empty(), "{name} is empty");
        }
        Ok(inputs)
    }

    /// The kind of a nested object's member.
    fn argument(
        &mut self,
        input: &str,
        wire: &str,
        property: &Value,
        field: &str,
        shapes: &Shapes<'_>,
    ) -> Result<Kind> {
        let owner = input.strip_suffix("Input").unwrap_or(input);
        if wire == "id"
            && self
                .overlay
                .field_type(input, wire, Side::Request)
                .is_none()
        {
            return Ok(Kind::Key(self.target(owner, &format!("{field}_id"))));
        }
        let owner = if self
            .overlay
            .field_type(input, wire, Side::Request)
            .is_some()
        {
            input
        } else {
            owner
        };
        self.member(owner, wire, property, shapes)
    }

    /// The kind of a member of a body, on any level.
    pub(super) fn member(
        &mut self,
        owner: &str,
        wire: &str,
        property: &Value,
        shapes: &Shapes<'_>,
    ) -> Result<Kind> {
        if let Some(kind) = self.overlay.field_type(owner, wire, Side::Request) {
            return super::kinds::by_name(kind);
        }
        let many = property["type"] == "array";
        let field = names::singular(wire);
        match nested(property) {
            Some(properties) if is_link(properties) => {
                let target = self.target(owner, &format!("{field}_id"));
                Ok(if many {
                    Kind::Links(target)
                } else {
                    Kind::Link(target)
                })
            }
            Some(_) => {
                let name = shapes.name(owner, &field);
                Ok(if many {
                    Kind::Inputs(name)
                } else {
                    Kind::Input(name)
                })
            }
            None if many => self.several(owner, wire, &property["items"], Side::Request),
            None => self.scalar(owner, wire, property, Side::Request),
        }
    }
}

/// The properties of an object, or of the objects in an array.
fn nested(property: &Value) -> Option<&Map<String, Value>> {
    property["properties"]
        .as_object()
        .or_else(|| property["items"]["properties"].as_object())
}

/// An object that only says which record is meant.
fn is_link(properties: &Map<String, Value>) -> bool {
    properties.len() == 1 && properties.contains_key("id")
}

fn signature(property: &Value) -> String {
    let many = if property["type"] == "array" {
        "many "
    } else {
        ""
    };
    match nested(property) {
        Some(properties) if is_link(properties) => format!("{many}link"),
        Some(_) => format!("{many}object"),
        None => format!("{many}{}{}", property["type"], property["format"]),
    }
}
