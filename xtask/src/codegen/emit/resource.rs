//! What can be done with a record, and the handle's methods.

use super::super::api::{Api, Resource};
use super::super::names::snake;
use super::NOTICE;

pub(super) fn resource(name: &str, resource: &Resource) -> String {
    let path = &resource.path;
    let operations = path.replace('/', ".");
    let id = if resource.text_key {
        "TextId<Self>"
    } else {
        "Id<Self>"
    };
    let mut text = format!(
        "impl Resource for {name} {{\ntype Id = {id};\nconst NAME: &'static str = \"{name}\";\nconst PATH: &'static str = \"{path}\";\n}}\n\n"
    );
    if let Some(list) = &resource.list {
        let largest = list.largest_page.map_or_else(String::new, |largest| {
            format!("const LARGEST_PAGE: u16 = {largest};\n")
        });
        let by_id = list.orders.iter().any(|order| order == "id(asc)");
        text += &format!(
            "impl List for {name} {{\ntype Filter = {name}Filter;\nconst LIST: &'static str = \"{operations}.list\";\nconst ORDER_BY_ID: bool = {by_id};\n{largest}}}\n\n"
        );
    }
    if resource.get {
        text += &format!(
            "impl Get for {name} {{\nconst GET: &'static str = \"{operations}.get\";\n}}\n\n"
        );
    }
    if resource.new.is_some() {
        text += &format!(
            "impl Create for {name} {{\ntype New = New{name};\nconst CREATE: &'static str = \"{operations}.create\";\n}}\n\n"
        );
    }
    if resource.patch.is_some() {
        text += &format!(
            "impl Update for {name} {{\ntype Patch = {name}Patch;\nconst UPDATE: &'static str = \"{operations}.update\";\n}}\n\n"
        );
    }
    if resource.delete {
        text += &format!(
            "impl Delete for {name} {{\nconst DELETE: &'static str = \"{operations}.delete\";\n}}\n\n"
        );
    }
    if resource.narrows {
        text += &format!("impl HasCustomFields for {name} {{}}\n\n");
    }
    text
}

/// The name of a resource's collection on the handle.
pub(super) fn accessor(resource: &Resource) -> String {
    resource.path.replace('/', "_")
}

/// What a collection can do, for its documentation.
fn verbs(resource: &Resource) -> String {
    let verbs = [
        ("list", resource.list.is_some()),
        ("get", resource.get),
        ("create", resource.new.is_some()),
        ("update", resource.patch.is_some()),
        ("delete", resource.delete),
    ];
    let offered = verbs.iter().filter(|(_, offered)| *offered);
    let offered: Vec<&str> = offered.map(|(verb, _)| *verb).collect();
    offered.join(", ")
}

/// `generated.rs`: the files, what they share, and the handle's methods.
pub(super) fn index(api: &Api) -> String {
    let mut text = format!(
        "//! Clio's records, filters and requests. {NOTICE}

#![cfg_attr(not(test), expect(clippy::wildcard_imports, reason = \"generated files share one list of imports\"))]

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::SecretString;
use serde::{{Deserialize, Serialize}};

use crate::filter::{{CustomFieldCondition, DateCondition, Filter, Query, order_enum}};
use crate::record::{{AnyRecord, debug_id_only, debug_name_only, lenient}};
use crate::resource::HasCustomFields;
use crate::value::open_enum;
use crate::{{
    Change, Clio, Collection, Create, Delete, FieldValue, Get, Id, Link, List, Projection, Resource, TextId, Update,
}};

"
    );
    let files: Vec<String> = api
        .records
        .keys()
        .chain(api.inputs.keys())
        .map(|name| snake(name))
        .collect();
    for file in &files {
        text += &format!("mod {file};\n");
    }
    text += "mod accessors;\n\n";
    for file in &files {
        text += &format!("pub use {file}::*;\n");
    }
    text
}

/// One method for each kind of record that has an address of its own.
pub(super) fn accessors(api: &Api) -> String {
    let mut text = format!("//! The collections of the handle. {NOTICE}\n\nuse super::*;\n\n");
    text += "/// One method for each kind of record that has an address of its own.\nimpl Clio {\n";
    for (name, resource) in &api.resources {
        if !resource.nested {
            text += &format!(
                "/// `/{}.json`: {}.\npub fn {}(&self) -> Collection<{name}> {{\nself.collection()\n}}\n\n",
                resource.path,
                verbs(resource),
                accessor(resource)
            );
        }
    }
    text + "}\n"
}
