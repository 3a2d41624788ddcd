//! The list of Clio's operations, and one call of each verb with everything it can take: the test compares what is sent with the list.

use anyhow::{Context, Result};

use super::super::api::{Api, Argument, Kind, Operation, Resource, Verb};
use super::super::names::pascal;
use super::record::variant;
use super::resource::accessor;
use super::{NOTICE, is_list};

/// One line an operation: id, method, path, query, conditional headers, body.
pub(super) fn list(api: &Api) -> String {
    let mut text = format!(
        "# Clio's operations. {NOTICE}\n# id, method, path, query parameters, conditional headers, members of the body\n"
    );
    for operation in &api.operations {
        let Operation {
            id,
            method,
            path,
            query,
            headers,
            body,
            ..
        } = operation;
        let columns = [query, headers, body].map(|names| {
            if names.is_empty() {
                "-".to_owned()
            } else {
                names.join(",")
            }
        });
        text += &format!("{id} {method} {path} {}\n", columns.join(" "));
    }
    text
}

/// Every record with every field, for tests that hold for all of them.
pub(super) fn records(api: &Api) -> String {
    let mut text = format!("//! Every record. {NOTICE}\n\nuse super::super::{{Check, check}};\n\n");
    text += "/// Runs the check on each record, with its fields.\n#[expect(clippy::too_many_lines, reason = \"one call a record\")]\npub(crate) fn each(all: Check) {\n";
    for (name, record) in &api.records {
        let fields: Vec<String> = record
            .fields
            .iter()
            .map(|field| format!("\"{}\"", field.wire))
            .collect();
        text += &format!(
            "check::<clio_api::{name}>(all, \"{name}\", &[{}]);\n",
            fields.join(", ")
        );
    }
    text + "}\n"
}

/// `fn call(clio, operation)` for every operation that is one of the verbs of a collection.
pub(super) fn calls(api: &Api) -> Result<String> {
    let mut text = format!(
        "//! One call of each verb of each collection. {NOTICE}

use clio_api::*;

use super::super::{{
    Call, conditions, create, create_narrowed, day, delete, get, get_narrowed, list, moment, update, update_narrowed,
}};

/// The call that is this operation of Clio's document.
#[expect(clippy::too_many_lines, reason = \"one arm an operation\")]
pub(crate) fn call(clio: &Clio, operation: &str) -> Option<Call> {{
Some(match operation {{
"
    );
    for operation in &api.operations {
        let Some((record, verb)) = &operation.verb else {
            continue;
        };
        let resource = api
            .resources
            .get(record)
            .context("an operation without its resource")?;
        if !resource.nested {
            text += &format!(
                "\"{}\" => {},\n",
                operation.id,
                arm(api, record, *verb, resource)?
            );
        }
    }
    Ok(text + "_ => return None,\n})\n}\n")
}

fn arm(api: &Api, record: &str, verb: Verb, resource: &Resource) -> Result<String> {
    let collection = format!("clio.{}()", accessor(resource));
    let id = if resource.text_key {
        "TextId::new(\"1001\")"
    } else {
        "Id::new(1001)"
    };
    Ok(match verb {
        Verb::List => {
            let list = resource.list.as_ref().context("a list without a filter")?;
            let mut members = Vec::new();
            for argument in &list.parameters {
                let value = sample(api, &argument.kind)?;
                let value = if is_list(&argument.kind) {
                    value
                } else {
                    format!("Some({value})")
                };
                members.push(format!("{}: {value}", argument.ident));
            }
            if let Some(order) = list.orders.first() {
                members.push(format!("order: Some({record}Order::{})", pascal(order)));
            }
            format!(
                "list({collection}, {record}Filter {{ {} }})",
                members.join(", ")
            )
        }
        Verb::Get if resource.narrows => format!("get_narrowed({collection}, {id})"),
        Verb::Get => format!("get({collection}, {id})"),
        Verb::Create => {
            let new = resource.new.as_deref().unwrap_or_default();
            let create = if resource.narrows {
                "create_narrowed"
            } else {
                "create"
            };
            format!(
                "{create}({collection}, New{record} {{ {} }})",
                members(api, new)?
            )
        }
        Verb::Update => {
            let mut changes = Vec::new();
            for argument in resource.patch.as_deref().unwrap_or_default() {
                changes.push(format!(
                    "{}: Change::Set({})",
                    argument.ident,
                    sample(api, &argument.kind)?
                ));
            }
            {
                let update = if resource.narrows {
                    "update_narrowed"
                } else {
                    "update"
                };
                format!(
                    "{update}({collection}, {id}, {record}Patch {{ {} }})",
                    changes.join(", ")
                )
            }
        }
        Verb::Delete => format!("delete({collection}, {id})"),
    })
}

fn members(api: &Api, arguments: &[Argument]) -> Result<String> {
    let mut members = Vec::new();
    for argument in arguments {
        let value = sample(api, &argument.kind)?;
        let plain = argument.required || is_list(&argument.kind);
        let value = if plain {
            value
        } else {
            format!("Some({value})")
        };
        members.push(format!("{}: {value}", argument.ident));
    }
    Ok(members.join(", "))
}

fn sample(api: &Api, kind: &Kind) -> Result<String> {
    let word = |name: &String| -> Result<String> {
        let choice = api.choices.get(name).context("an unknown enumeration")?;
        let value = choice.values.first().context("an empty enumeration")?;
        Ok(format!("{name}::{}", variant(value)))
    };
    let input = |name: &String| -> Result<String> {
        let input = api.inputs.get(name).context("an unknown input")?;
        Ok(format!("{name} {{ {} }}", members(api, &input.fields)?))
    };
    Ok(match kind {
        Kind::Text => "\"text\".to_owned()".to_owned(),
        Kind::Secret => "\"secret\".into()".to_owned(),
        Kind::Flag => "true".to_owned(),
        Kind::Whole => "3".to_owned(),
        Kind::Decimal => "2.5".to_owned(),
        Kind::Day => "day()".to_owned(),
        Kind::Moment => "moment()".to_owned(),
        Kind::Json => "FieldValue::Text(\"text\".to_owned())".to_owned(),
        Kind::Key(_) => "Id::new(1001)".to_owned(),
        Kind::TextKey(_) => "TextId::new(\"text-1\")".to_owned(),
        Kind::Choice(name) => word(name)?,
        Kind::Texts => "vec![\"text\".to_owned()]".to_owned(),
        Kind::Wholes => "vec![3]".to_owned(),
        Kind::Choices(name) => format!("vec![{}]", word(name)?),
        Kind::Set(name) => format!("[{}].into()", word(name)?),
        Kind::Keys(_) => "vec![Id::new(1001)]".to_owned(),
        Kind::Link(_) => "Link::new(Id::new(1001))".to_owned(),
        Kind::Links(_) => "vec![Link::new(Id::new(1001))]".to_owned(),
        Kind::Input(name) => input(name)?,
        Kind::Inputs(name) => format!("vec![{}]", input(name)?),
        Kind::DateConditions => "vec![DateCondition::on(day())]".to_owned(),
        Kind::CustomFieldConditions => "conditions()".to_owned(),
        Kind::One(_) | Kind::Many(_) => anyhow::bail!("a request holds no answered record"),
    })
}
