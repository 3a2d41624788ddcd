//! Bodies: what is made, what is changed, and their parts.

use super::super::api::{Argument, Input, Resource};
use super::{article, is_list, rust, words};

pub(super) fn requests(name: &str, resource: &Resource) -> String {
    let mut text = String::new();
    if let Some(arguments) = &resource.new {
        text += &new(name, arguments);
    }
    if let Some(arguments) = &resource.patch {
        text += &patch(name, arguments);
    }
    text
}

pub(super) fn input(name: &str, input: &Input) -> String {
    let mut text = format!(
        "/// A part of request bodies: `{name}`. What is not set is not sent.\n#[derive(Clone, Default, Serialize)]\npub struct {name} {{\n"
    );
    for argument in &input.fields {
        text += &field(argument);
    }
    text + &format!("}}\n\ndebug_name_only!({name});\n\n")
}

fn new(name: &str, arguments: &[Argument]) -> String {
    let required: Vec<&Argument> = arguments
        .iter()
        .filter(|argument| argument.required)
        .collect();
    let default = if required.is_empty() { "Default, " } else { "" };
    let mut text = format!(
        "/// {} `{name}` to be made.\n#[derive(Clone, {default}Serialize)]\npub struct New{name} {{\n",
        article(name)
    );
    for argument in arguments {
        text += &field(argument);
    }
    text += &format!("}}\n\ndebug_name_only!(New{name});\n\n");
    if required.is_empty() {
        return text;
    }
    let parameters: Vec<String> = required
        .iter()
        .map(|argument| format!("{}: {}", argument.ident, parameter(argument)))
        .collect();
    text += &format!(
        "impl New{name} {{\n/// With what Clio needs, and nothing else.\npub fn new({}) -> Self {{\nSelf {{\n",
        parameters.join(", ")
    );
    for argument in arguments {
        text += &if !argument.required {
            let empty = if is_list(&argument.kind) {
                "Vec::new()"
            } else {
                "None"
            };
            format!("{}: {empty},\n", argument.ident)
        } else if parameter(argument).starts_with("impl") {
            format!("{}: {}.into(),\n", argument.ident, argument.ident)
        } else {
            format!("{},\n", argument.ident)
        };
    }
    text + "}\n}\n}\n\n"
}

fn parameter(argument: &Argument) -> String {
    match rust(&argument.kind, "") {
        text if text == "String" || text.starts_with("Link<") => format!("impl Into<{text}>"),
        plain => plain,
    }
}

fn patch(name: &str, arguments: &[Argument]) -> String {
    let mut text = format!(
        "/// What changes in {} `{name}`: what is kept is not sent.\n#[derive(Clone, Default, Serialize)]\npub struct {name}Patch {{\n",
        article(name).to_lowercase()
    );
    for argument in arguments {
        text += &format!("/// `{}`: {}.\n", argument.wire, words(&argument.kind));
        let rename = rename(argument);
        text += &format!("#[serde({rename}skip_serializing_if = \"Change::is_keep\")]\n");
        text += &format!(
            "pub {}: Change<{}>,\n",
            argument.ident,
            rust(&argument.kind, "")
        );
    }
    text + &format!("}}\n\ndebug_name_only!({name}Patch);\n\n")
}

fn field(argument: &Argument) -> String {
    let mut text = format!("/// `{}`: {}.\n", argument.wire, words(&argument.kind));
    let plain = rust(&argument.kind, "");
    let rename = rename(argument);
    if argument.required {
        let rename = rename.trim_end_matches(", ");
        if !rename.is_empty() {
            text += &format!("#[serde({rename})]\n");
        }
        text += &format!("pub {}: {plain},\n", argument.ident);
    } else if is_list(&argument.kind) {
        text += &format!("#[serde({rename}skip_serializing_if = \"Vec::is_empty\")]\n");
        text += &format!("pub {}: {plain},\n", argument.ident);
    } else {
        text += &format!("#[serde({rename}skip_serializing_if = \"Option::is_none\")]\n");
        text += &format!("pub {}: Option<{plain}>,\n", argument.ident);
    }
    text
}

fn rename(argument: &Argument) -> String {
    if argument.ident == argument.wire {
        String::new()
    } else {
        format!("rename = \"{}\", ", argument.wire)
    }
}
