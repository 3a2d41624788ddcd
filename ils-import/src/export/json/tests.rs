//! The documents, and the promise that their schema only grows.

use std::path::Path;

use serde_json::{Map, json};

use super::*;

fn exported(mut exporter: Box<dyn Exporter + '_>, clients: &[ImportedClient]) {
    for client in clients {
        exporter.add(client).unwrap();
    }
    exporter.finish().unwrap();
}

#[test]
fn records_come_back() {
    let mut first = ImportedClient::default();
    first.client.name.full = "Ann\u{202E}\u{1b}\u{7f}\u{e0041}山田 \"x\" \\".to_owned();
    let both = [first, ImportedClient::default()];
    for clients in [&both[..], &both[..1], &[]] {
        let mut array = Vec::new();
        exported(
            Box::new(Json::new(&mut array, Sensitive::LeftOut).unwrap()),
            clients,
        );
        let array = String::from_utf8(array).unwrap();
        assert!(
            !array.chars().any(|letter| letter != '\n' && acts(letter)),
            "{array}"
        );
        let back: Vec<ImportedClient> = serde_json::from_str(&array).unwrap();
        assert!(back == clients);

        let mut lines = Vec::new();
        exported(
            Box::new(Ndjson::new(&mut lines, Sensitive::LeftOut)),
            clients,
        );
        let lines = String::from_utf8(lines).unwrap();
        let back: Vec<ImportedClient> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(back == clients);
    }
}

/// The schema as it was committed. `ILS_UPDATE_SCHEMA=1` writes it anew, but only when what was valid stays valid.
#[test]
fn the_schema_changes_with_a_new_major_only() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/ils-client-1.json");
    let committed: Value = std::fs::read_to_string(&path)
        .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
    let now = schema();
    let broken = breaks(&committed, &now);
    assert!(
        broken.is_empty(),
        "ils-client/1 may only grow. These need ils-client/2: {broken:#?}"
    );
    if now != committed && std::env::var_os("ILS_UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, format!("{now:#}\n")).unwrap();
    } else {
        assert!(
            now == committed,
            "the schema has grown: run this test with ILS_UPDATE_SCHEMA=1, and commit what it writes"
        );
    }
}

/// What a reader of the old schema could not live with. Added members and added words of a list are no such thing.
fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    found
}

fn compare(at: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => compare_members(at, old, new, found),
        (Value::Array(old), Value::Array(new)) if at.ends_with("/required") => {
            let is_other = |member: &&Value| !(old.contains(member) && new.contains(member));
            found.extend(
                old.iter()
                    .chain(new)
                    .filter(is_other)
                    .map(|member| format!("{at}: {member}")),
            );
        }
        // A word of a list is an object with its description, or stands in `enum`.
        (Value::Array(old), Value::Array(new))
            if at.ends_with("/enum") || at.ends_with("/oneOf") =>
        {
            let word = |value: &Value| value.get("const").unwrap_or(value).clone();
            let words: Vec<Value> = new.iter().map(word).collect();
            found.extend(
                old.iter()
                    .map(word)
                    .filter(|old| !words.contains(old))
                    .map(|old| format!("{at}: {old}")),
            );
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (number, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{at}/{number}"), old, new, found);
            }
        }
        (old, new) if old != new => found.push(format!("{at}: {old} is {new}")),
        _ => {}
    }
}

fn compare_members(
    at: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    found: &mut Vec<String>,
) {
    for (name, old) in old {
        // Words about a member are no promise, unless a member is called so.
        let is_member = at.ends_with("/properties") || at.ends_with("/$defs");
        match new.get(name) {
            _ if !is_member && ["description", "title", "default"].contains(&name.as_str()) => {}
            Some(new) => compare(&format!("{at}/{name}"), old, new, found),
            None => found.push(format!("{at}/{name} is gone")),
        }
    }
    if !old.contains_key("required") && new.contains_key("required") && !old.is_empty() {
        found.push(format!("{at}/required is new"));
    }
}

#[test]
fn growth_is_told_from_breakage() {
    let old = schema();
    let changed = |change: fn(&mut Value)| {
        let mut new = old.clone();
        change(&mut new);
        breaks(&old, &new).len()
    };
    let grown: [fn(&mut Value); 4] = [
        |new| new["properties"]["note"] = json!({"type": ["string", "null"]}),
        |new| new["$defs"]["Note"] = json!({"type": "string", "required": []}),
        |new| new["description"] = json!("other words"),
        |new| {
            new["$defs"]["Gender"]["oneOf"]
                .as_array_mut()
                .unwrap()
                .push(json!({"const": "other"}));
        },
    ];
    for change in grown {
        assert_eq!(changed(change), 0);
    }
    let broken: [fn(&mut Value); 5] = [
        |new| drop(new["properties"].as_object_mut().unwrap().remove("parties")),
        |new| new["required"].as_array_mut().unwrap().push(json!("note")),
        |new| drop(new["required"].as_array_mut().unwrap().pop()),
        |new| new["properties"]["id"]["type"] = json!("integer"),
        |new| {
            drop(
                new["$defs"]["Gender"]["oneOf"]
                    .as_array_mut()
                    .unwrap()
                    .remove(0),
            );
        },
    ];
    for (number, change) in broken.into_iter().enumerate() {
        assert_ne!(changed(change), 0, "{number}");
    }
}
