//! The public interface of each library as a text, committed beside it: a change of it is seen, and meant.
//!
//! Of generated records only the types are named, with how many items each has: `cargo xtask codegen --check` holds the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use public_api::{Builder, PublicItem};
use serde_json::Value;

use super::documents::Document;
use crate::{complain, root, say};

/// The form of rustdoc's JSON that `public-api` reads; each compiler writes one of its own.
const FORMAT: u64 = 57;
/// Generated too, but what embedders call first: `Clio::contacts` and the like.
const HANDLES: &str = "/generated/accessors.rs";
const FILE: &str = "public-api.txt";
/// Of one library, no more differences than these are shown.
const SHOWN: usize = 20;

/// How the interfaces differ from what is committed.
pub(super) fn check(documents: &[Document]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for document in documents {
        let Some(now) = listing(document)? else {
            continue;
        };
        let path = root().join(document.of).join(FILE);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let differences = differences(&committed, &now);
        let more = differences.len().saturating_sub(SHOWN);
        let named = |line: &String| format!("{}/{FILE}: {line}", document.of);
        broken.extend(differences.iter().take(SHOWN).map(named));
        if more > 0 {
            broken.push(named(&format!("and {more} more")));
        }
    }
    if !broken.is_empty() {
        say("If it is meant: `cargo xtask api --update`, and a line in CHANGELOG.md");
    }
    Ok(broken)
}

/// Writes what is to be committed.
pub(super) fn update(documents: &[Document]) -> Result<()> {
    for document in documents {
        if let Some(now) = listing(document)? {
            fs::write(root().join(document.of).join(FILE), now)?;
            say(&format!("{}/{FILE} is written", document.of));
        }
    }
    Ok(())
}

/// Nothing when this compiler writes another form of JSON; that is said.
fn listing(document: &Document) -> Result<Option<String>> {
    let json: Value = serde_json::from_str(&fs::read_to_string(&document.path)?)?;
    if json["format_version"] != FORMAT {
        complain(&format!(
            "SKIPPED the listing of {}: this rustdoc writes form {}, form {FORMAT} is read",
            document.of, json["format_version"]
        ));
        return Ok(None);
    }
    let api = Builder::from_rustdoc_json(&document.path)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .with_context(|| format!("the interface of {}", document.of))?;
    let (generated, written): (Vec<&PublicItem>, Vec<&PublicItem>) =
        api.items().partition(|item| is_generated(&json, item));
    let mut lines: Vec<String> = written.iter().map(ToString::to_string).collect();
    let generated = generated.iter().map(ToString::to_string).collect();
    lines.extend(counted(generated));
    lines.push(String::new());
    Ok(Some(lines.join("\n")))
}

fn is_generated(json: &Value, item: &PublicItem) -> bool {
    let item = &json["index"][item.id().0.to_string()];
    let file = item["span"]["filename"].as_str().unwrap_or_default();
    let file = file.replace('\\', "/");
    file.contains("/generated/") && !file.ends_with(HANDLES)
}

/// Each type, trait or module with how many items follow it, until the next one.
fn counted(items: Vec<String>) -> Vec<String> {
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = "others".to_owned();
    for item in items {
        let words = item.trim_start_matches("#[non_exhaustive] ");
        let is_type = ["struct", "enum", "trait", "mod", "type"]
            .iter()
            .any(|kind| {
                words
                    .strip_prefix("pub ")
                    .is_some_and(|rest| rest.starts_with(&format!("{kind} ")))
            });
        if is_type {
            open = item;
            types.entry(open.clone()).or_default();
        } else {
            *types.entry(open.clone()).or_default() += 1;
        }
    }
    types
        .into_iter()
        .map(|(name, count)| format!("generated: {name} ({count} items)"))
        .collect()
}

/// The lines that are gone and those that are new, each with its sign.
fn differences(committed: &str, now: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, after) = (lines(committed), lines(now));
    let gone = before.difference(&after).map(|line| format!("- {line}"));
    let new = after.difference(&before).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_signature_is_one_gone_and_one_new() {
        let before = "pub fn a::f(u8)\npub fn a::g()\n";
        let after = "pub fn a::f(u16)\npub fn a::g()\n";
        assert_eq!(
            differences(before, after),
            ["- pub fn a::f(u8)", "+ pub fn a::f(u16)"]
        );
        assert!(differences(before, before).is_empty());
        assert_eq!(differences("", before).len(), 2, "nothing committed yet");
    }

    #[test]
    fn generated_types_are_counted() {
        let items = [
            "#[non_exhaustive] pub struct a::One",
            "pub a::One::id: u8",
            "impl a::One",
            "pub enum a::Two",
            "pub a::Two::Word",
        ];
        assert_eq!(
            counted(items.map(str::to_owned).into()),
            [
                "generated: #[non_exhaustive] pub struct a::One (2 items)",
                "generated: pub enum a::Two (1 items)",
            ]
        );
    }
}
