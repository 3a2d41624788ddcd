//! Filters and orders of lists.

use super::super::api::{Argument, Kind, Resource};
use super::super::names::pascal;
use super::{is_list, rust, words};

pub(super) fn filter(name: &str, resource: &Resource) -> String {
    let Some(list) = &resource.list else {
        return String::new();
    };
    let mut text = format!(
        "/// What narrows and orders a list of `{name}`; what is not set is not sent.\n#[derive(Clone, Default)]\npub struct {name}Filter {{\n"
    );
    for argument in &list.parameters {
        let required = if argument.required {
            "; Clio refuses the list without it"
        } else {
            ""
        };
        text += &format!(
            "/// `{}`: {}{required}.\n",
            argument.wire,
            words(&argument.kind)
        );
        text += &format!("pub {}: {},\n", argument.ident, member(&argument.kind));
    }
    if !list.orders.is_empty() {
        text += "/// `order`: when not set, by id, which is the only order a walk over more than 10,000 records can have (Clio: Paging).\n";
        text += &format!("pub order: Option<{name}Order>,\n");
    }
    text += &format!("}}\n\ndebug_name_only!({name}Filter);\n\n");
    let query = if list.parameters.is_empty() && list.orders.is_empty() {
        "_query"
    } else {
        "query"
    };
    text += &format!("impl Filter for {name}Filter {{\nfn write(&self, {query}: &mut Query) {{\n");
    for argument in &list.parameters {
        text += &format!("{};\n", write(argument));
    }
    if !list.orders.is_empty() {
        text += "query.one(\"order\", self.order.as_ref());\n";
    }
    text += "}\n}\n\n";
    if !list.orders.is_empty() {
        text += &format!(
            "order_enum! {{\n    /// The orders of a list of `{name}`.\n    {name}Order {{\n"
        );
        for order in &list.orders {
            text += &format!(
                "        /// `{order}`.\n        {} = \"{order}\",\n",
                pascal(order)
            );
        }
        text += "    }\n}\n\n";
    }
    text
}

fn member(kind: &Kind) -> String {
    let plain = rust(kind, "");
    if is_list(kind) {
        plain
    } else {
        format!("Option<{plain}>")
    }
}

fn write(argument: &Argument) -> String {
    let (wire, ident) = (&argument.wire, &argument.ident);
    match &argument.kind {
        Kind::Set(_) => format!("query.comma(\"{wire}\", &self.{ident})"),
        Kind::CustomFieldConditions => format!("query.custom_fields(&self.{ident})"),
        kind if is_list(kind) => format!("query.many(\"{wire}\", &self.{ident})"),
        Kind::Choice(_) if argument.lower && !argument.required => {
            format!("query.lower(\"{wire}\", self.{ident}.as_ref())")
        }
        _ if argument.required => format!("query.required(\"{wire}\", self.{ident}.as_ref())"),
        _ => format!("query.one(\"{wire}\", self.{ident}.as_ref())"),
    }
}
