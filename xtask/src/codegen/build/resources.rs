//! Which operations are verbs of which resource.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::super::api::{Api, Argument, Kind, List, Operation, Resource, Verb};
use super::super::document::{Described, Parameter, words};
use super::super::names;
use super::super::overlay::Side;
use super::Build;
use super::inputs::Shapes;

/// Said by the request itself, not by a filter.
const OF_THE_REQUEST: [&str; 3] = ["fields", "limit", "page_token"];

impl Build<'_> {
    pub(super) fn resources(&mut self, shapes: &Shapes<'_>, api: &mut Api) -> Result<()> {
        for operation in self.document.operations()? {
            let verb = self.verb(&operation);
            if let Some((record, verb)) = &verb {
                let resource = api.resources.entry(record.clone()).or_default();
                self.add(record, *verb, &operation, shapes, resource)
                    .with_context(|| operation.id.to_owned())?;
            } else if let Some((properties, _)) = operation.body {
                // Its words are met in bodies that are written by hand.
                let owner = names::pascal(operation.id.split('#').next().unwrap_or_default());
                for (wire, property) in properties {
                    self.member(&owner, wire, property, shapes)?;
                }
            }
            api.operations.push(Operation {
                id: operation.id.to_owned(),
                method: operation.method.to_ascii_uppercase(),
                path: operation.path.to_owned(),
                query: parameters(&operation, "query"),
                headers: parameters(&operation, "header"),
                body: operation
                    .body
                    .as_ref()
                    .map(|(properties, _)| properties.keys().cloned().collect())
                    .unwrap_or_default(),
                verb,
            });
        }
        for (record, resource) in &mut api.resources {
            let id = api.records[record]
                .fields
                .iter()
                .find(|field| field.wire == "id");
            resource.text_key = matches!(id, Some(field) if matches!(field.kind, Kind::TextKey(_)));
        }
        Ok(())
    }

    /// The five verbs, by the operation's name and its path; everything else is written by hand.
    fn verb(&self, operation: &Described<'_>) -> Option<(String, Verb)> {
        let (_, action) = operation.id.split_once('#')?;
        let one = operation.path.ends_with("/{id}.json");
        let paged = operation
            .parameters
            .iter()
            .any(|parameter| parameter.name == "page_token");
        let verb = match (action, operation.method) {
            ("index" | "list", "get") if paged => Verb::List,
            ("show", "get") if one => Verb::Get,
            ("create", "post") if !one => Verb::Create,
            ("update", "patch") if one => Verb::Update,
            ("destroy", "delete") if one && operation.body.is_none() => Verb::Delete,
            _ => return None,
        };
        let record = match operation.answer {
            Some(answer) => answer
                .strip_suffix("_Show")
                .or_else(|| answer.strip_suffix("_List"))
                .unwrap_or(answer)
                .to_owned(),
            None => operation.id.split('#').next()?.replace("::", ""),
        };
        // A singleton is made where it is read: no collection.
        let singleton = operation.path == "/timer.json";
        let record = self.records.get(&record)?;
        (!singleton).then(|| (record.clone(), verb))
    }

    fn add(
        &mut self,
        record: &str,
        verb: Verb,
        operation: &Described<'_>,
        shapes: &Shapes<'_>,
        resource: &mut Resource,
    ) -> Result<()> {
        let path = operation
            .path
            .trim_start_matches('/')
            .trim_end_matches(".json")
            .trim_end_matches("/{id}");
        let nested = path.contains('{');
        let path = if nested {
            path.rsplit('/').next().unwrap_or(path)
        } else {
            path
        };
        ensure!(
            resource.path.is_empty() || (resource.path == path && resource.nested == nested),
            "{record} is at {} and at {path}",
            resource.path
        );
        path.clone_into(&mut resource.path);
        resource.nested = nested;
        resource.narrows |= verb != Verb::List
            && parameters(operation, "query")
                .iter()
                .any(|name| name == "custom_field_ids[]");
        match verb {
            Verb::List => {
                resource.list = Some(List {
                    parameters: self.parameters(record, operation)?,
                    orders: orders(operation),
                    largest_page: self.overlay.largest_page(operation.id),
                });
            }
            Verb::Get => resource.get = true,
            Verb::Delete => resource.delete = true,
            Verb::Create => resource.new = Some(self.body(record, operation, shapes, true)?),
            Verb::Update => resource.patch = Some(self.body(record, operation, shapes, false)?),
        }
        Ok(())
    }

    fn parameters(&mut self, record: &str, operation: &Described<'_>) -> Result<Vec<Argument>> {
        let mut arguments = Vec::new();
        let query = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == "query");
        for parameter in query.filter(|parameter| !OF_THE_REQUEST.contains(&parameter.name)) {
            // Said by the path already, or by an enumeration of its own.
            if operation.path.contains(&format!("{{{}}}", parameter.name))
                || (parameter.name == "order" && !orders(operation).is_empty())
            {
                continue;
            }
            arguments.push(Argument {
                wire: parameter.name.to_owned(),
                ident: names::field(parameter.name, false)?,
                kind: self.parameter(record, operation.id, parameter)?,
                required: parameter.required,
                lower: words(parameter.schema)
                    .is_some_and(|words| words.iter().all(|word| *word == word.to_lowercase())),
            });
        }
        Ok(arguments)
    }

    fn parameter(
        &mut self,
        record: &str,
        operation: &str,
        parameter: &Parameter<'_>,
    ) -> Result<Kind> {
        let wire = parameter.name;
        match wire {
            "custom_field_values" => return Ok(Kind::CustomFieldConditions),
            "ids[]" | "exclude_ids[]" => return Ok(Kind::Keys(record.to_owned())),
            _ => {}
        }
        let plain = names::field(wire, false)?;
        let plain = if plain == "kind" && wire == "type" {
            "type"
        } else {
            &plain
        };
        let compares =
            words(parameter.schema).is_some_and(|words| words.iter().any(|word| word == ">=DATE"));
        if compares {
            return Ok(Kind::DateConditions);
        }
        if words(parameter.schema).is_some_and(|words| words.len() == 1) {
            // One word is an example, not a choice.
            return Ok(Kind::Text);
        }
        if wire.ends_with("[]") {
            return self.several(record, plain, parameter.schema, Side::Answer);
        }
        let kind = self.scalar(record, plain, parameter.schema, Side::Answer)?;
        Ok(match kind {
            Kind::Choice(name) if self.overlay.is_set(operation, wire) => Kind::Set(name),
            kind => kind,
        })
    }

    fn body(
        &mut self,
        record: &str,
        operation: &Described<'_>,
        shapes: &Shapes<'_>,
        new: bool,
    ) -> Result<Vec<Argument>> {
        let (properties, required) = operation.body.as_ref().context("a write without a body")?;
        let corrected = self.overlay.required(record);
        let mut arguments = Vec::new();
        let has_kind = properties.contains_key("kind");
        for (wire, property) in sorted(properties) {
            arguments.push(Argument {
                wire: wire.clone(),
                ident: names::field(wire, has_kind)?,
                kind: self
                    .member(record, wire, property, shapes)
                    .with_context(|| wire.clone())?,
                required: new
                    && match corrected {
                        Some(fields) => fields.contains(wire),
                        None => required.contains(&wire.as_str()),
                    },
                lower: false,
            });
        }
        Ok(arguments)
    }
}

fn sorted(properties: &serde_json::Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut sorted: Vec<_> = properties.iter().collect();
    sorted.sort_by_key(|(wire, _)| *wire);
    sorted
}

fn parameters(operation: &Described<'_>, place: &str) -> Vec<String> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.place == place && parameter.name != "X-API-VERSION")
        .map(|parameter| parameter.name.to_owned())
        .collect()
}

fn orders(operation: &Described<'_>) -> Vec<String> {
    operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == "order")
        .and_then(|parameter| words(parameter.schema))
        .unwrap_or_default()
}
