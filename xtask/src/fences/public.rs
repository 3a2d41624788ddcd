//! Whose types stand in what embedders see: signatures, bounds, fields, implemented traits.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::documents::Document;
use crate::say;

/// A library, and the crates whose types its embedders have to do with.
const ALLOWED: [(&str, &[&str]); 3] = [
    (
        "clio-api",
        // serde_json: its values can stand in a projection. clio_api_derive: the macros.
        &[
            "alloc",
            "bytes",
            "clio_api_derive",
            "core",
            "futures_core",
            "http",
            "jiff",
            "secrecy",
            "serde_core",
            "serde_json",
            "std",
        ],
    ),
    (
        "ils-auth",
        &["alloc", "clio_api", "core", "jiff", "secrecy", "std"],
    ),
    (
        "ils-import",
        // schemars: the record's JSON Schema is made from the types.
        &[
            "alloc",
            "clio_api",
            "core",
            "jiff",
            "schemars",
            "secrecy",
            "serde_json",
            "serde_core",
            "std",
        ],
    ),
];

/// Looks at the public items of the libraries.
pub(super) fn check(documents: &[Document]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for Document { of: library, path } in documents {
        let text = fs::read_to_string(path)?;
        let document = serde_json::from_str(&text).context("rustdoc writes JSON")?;
        let used = used(&document).with_context(|| (*library).to_owned())?;
        say(&format!("{library} shows types of {}", names(&used)));
        let allowed = ALLOWED.iter().find(|(name, _)| name == library);
        let (_, allowed) = allowed.with_context(|| format!("no list for {library}"))?;
        broken.extend(foreign(library, &used, allowed));
    }
    Ok(broken)
}

/// Other crates, and where their types stand.
type Used = BTreeMap<String, BTreeSet<String>>;

fn names(used: &Used) -> String {
    used.keys()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

fn foreign(library: &str, used: &Used, allowed: &[&str]) -> Vec<String> {
    let strangers = used
        .iter()
        .filter(|(name, _)| !allowed.contains(&name.as_str()));
    strangers
        .flat_map(|(_, places)| places.iter().take(5))
        .map(|place| format!("{library} shows {place}"))
        .collect()
}

/// Collects the crates whose types public items name. Private items are not in the document.
fn used(document: &Value) -> Result<Used> {
    let index = document["index"].as_object().context("it has an index")?;
    let blanket = blanket(index.values());
    let mut used = Used::new();
    for (id, item) in index {
        let is_ours = item["crate_id"] == 0 && !blanket.contains(id);
        let is_public = ["public", "default"]
            .iter()
            .any(|word| item["visibility"] == *word);
        if is_ours && is_public {
            scan(&item["inner"], item, document, &mut used);
        }
    }
    ensure!(
        used.contains_key("core"),
        "this rustdoc writes another form of JSON: no item names a type of core"
    );
    Ok(used)
}

/// What everything implements, and what the compiler adds, says nothing about a crate.
fn blanket<'a>(items: impl Iterator<Item = &'a Value>) -> HashSet<String> {
    let mut blanket = HashSet::new();
    for item in items {
        let block = &item["inner"]["impl"];
        if !block["blanket_impl"].is_null() || block["is_synthetic"] == true {
            blanket.insert(item["id"].to_string());
            let members = block["items"].as_array().into_iter().flatten();
            blanket.extend(members.map(Value::to_string));
        }
    }
    blanket
}

/// Finds every path to a type or trait, however deep, and every re-export.
fn scan(part: &Value, item: &Value, document: &Value, used: &mut Used) {
    match part {
        Value::Object(members) => {
            let is_path = ["path", "id", "args"]
                .iter()
                .all(|name| members.contains_key(*name));
            let is_export = members.contains_key("source") && members.contains_key("is_glob");
            if is_path || is_export {
                note(&members["id"], item, document, used);
            }
            for member in members.values() {
                scan(member, item, document, used);
            }
        }
        Value::Array(parts) => {
            for part in parts {
                scan(part, item, document, used);
            }
        }
        _ => {}
    }
}

fn note(id: &Value, item: &Value, document: &Value, used: &mut Used) {
    let summary = &document["paths"][id.to_string()];
    if summary["crate_id"] == 0
        || (summary.is_null() && document["index"].get(id.to_string()).is_some())
    {
        return;
    }
    let owner = summary["crate_id"].to_string();
    let owner = document["external_crates"][owner]["name"]
        .as_str()
        .unwrap_or("a crate nobody names");
    let parts = summary["path"].as_array().into_iter().flatten();
    let path: Vec<&str> = parts.filter_map(Value::as_str).collect();
    let place = format!(
        "{} in `{}`, {}",
        path.join("::"),
        item["name"].as_str().unwrap_or("impl"),
        item["span"]["filename"].as_str().unwrap_or("a macro")
    );
    used.entry(owner.to_owned()).or_default().insert(place);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A crate with one public function, whose signature is `types`, and a blanket implementation of another crate's trait.
    fn document(types: &Value, visibility: &str) -> Value {
        let path =
            |name: &str, id: u32| json!({"resolved_path": {"path": name, "id": id, "args": null}});
        json!({
            "index": {
                "1": {"id": 1, "crate_id": 0, "name": "send", "visibility": visibility, "span": {"filename": "src/a.rs"},
                    "inner": {"function": {"sig": {"inputs": [["request", types]], "output": path("String", 10)}}}},
                "2": {"id": 2, "crate_id": 0, "name": "Record", "visibility": "public", "span": null,
                    "inner": {"struct_field": path("Option", 12)}},
                "3": {"id": 3, "crate_id": 0, "name": null, "visibility": "default", "span": null,
                    "inner": {"impl": {"blanket_impl": {"generic": "T"}, "is_synthetic": false, "items": [4],
                        "trait": {"path": "Instrument", "id": 13, "args": null}}}},
                "4": {"id": 4, "crate_id": 0, "name": "instrument", "visibility": "default", "span": null,
                    "inner": {"function": {"sig": {"inputs": [], "output": path("Span", 13)}}}},
            },
            "paths": {
                "2": {"crate_id": 0, "path": ["ours", "Record"]},
                "10": {"crate_id": 7, "path": ["alloc", "string", "String"]},
                "11": {"crate_id": 8, "path": ["reqwest", "Request"]},
                "12": {"crate_id": 9, "path": ["core", "option", "Option"]},
                "13": {"crate_id": 10, "path": ["tracing", "Instrument"]},
            },
            "external_crates": {"7": {"name": "alloc"}, "8": {"name": "reqwest"}, "9": {"name": "core"}, "10": {"name": "tracing"}},
        })
    }

    fn broken(document: &Value) -> Vec<String> {
        foreign("ours", &used(document).unwrap(), &["alloc", "core"])
    }

    #[test]
    fn a_foreign_type_is_found_wherever_it_stands() {
        let request = json!({"path": "reqwest::Request", "id": 11, "args": null});
        let plain = json!({"resolved_path": request});
        for types in [
            plain.clone(),
            json!({"borrowed_ref": {"type": plain}}),
            json!({"resolved_path": {"path": "Option", "id": 12, "args": {"angle_bracketed": {"args": [{"type": plain}]}}}}),
            json!({"impl_trait": [{"trait_bound": {"trait": request}}]}),
            json!({"qualified_path": {"name": "Item", "self_type": {"generic": "T"}, "trait": request}}),
        ] {
            assert_eq!(
                broken(&document(&types, "public")),
                ["ours shows reqwest::Request in `send`, src/a.rs"],
                "{types}"
            );
        }
        let export = json!({"use": {"source": "reqwest::Request", "name": "Request", "id": 11, "is_glob": false}});
        assert_eq!(
            broken(&document(&export, "default")).len(),
            1,
            "a re-export"
        );
    }

    #[test]
    fn our_own_types_private_items_and_blanket_implementations_are_not() {
        let ours = json!({"resolved_path": {"path": "Record", "id": 2, "args": null}});
        assert_eq!(broken(&document(&ours, "public")), Vec::<String>::new());
        let foreign =
            json!({"resolved_path": {"path": "reqwest::Request", "id": 11, "args": null}});
        assert_eq!(broken(&document(&foreign, "crate")), Vec::<String>::new());
    }

    #[test]
    fn another_form_of_json_is_an_error_and_a_type_nobody_knows_is_foreign() {
        assert!(used(&json!({"index": {}})).is_err());
        assert!(used(&json!({})).is_err());
        let unknown = json!({"resolved_path": {"path": "Mystery", "id": 99, "args": null}});
        assert_eq!(broken(&document(&unknown, "public")).len(), 1);
    }
}
