//! What within a major version may become of a schema: it grows.

use serde_json::{Map, Value, json};

/// No break for documents that are only ever written: their readers find more than before.
pub(super) const REQUIRED_NOW: &str = " is required now";

/// What a reader of the old schema could not live with. Added members and added words of a list are no such thing.
pub(super) fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    found
}

fn compare(at: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => compare_members(at, old, new, found),
        (Value::Array(old), Value::Array(new)) if at.ends_with("/required") => {
            let gone = old.iter().filter(|member| !new.contains(member));
            found.extend(gone.map(|member| format!("{at}: {member} is gone")));
            let more = new.iter().filter(|member| !old.contains(member));
            found.extend(more.map(|member| format!("{at}: {member}{REQUIRED_NOW}")));
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
    let old = ils_import::export::json::schema();
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
