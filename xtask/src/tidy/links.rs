//! Every relative link of a page leads to a file, and its `#part` to a heading there.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::{listed, read};
use crate::root;

pub(super) fn broken() -> Result<Vec<String>> {
    let pages = listed("*.md")?;
    let mut texts = HashMap::new();
    for page in &pages {
        texts.insert(page.clone(), read(page)?);
    }
    let is_there = |path: &Path| root().join(path).exists();
    Ok(pages
        .iter()
        .flat_map(|page| wrong(page, &texts, is_there))
        .collect())
}

fn wrong(
    page: &Path,
    texts: &HashMap<PathBuf, String>,
    is_there: impl Fn(&Path) -> bool,
) -> Vec<String> {
    let text = texts.get(page).map_or("", String::as_str);
    let dead = links(text).filter(|link| {
        let (file, part) = link.split_once('#').unwrap_or((link, ""));
        let target = match (file, page.parent()) {
            ("", _) => Some(page.to_owned()),
            (_, Some(folder)) => resolved(&folder.join(file)),
            (_, None) => None,
        };
        !target.is_some_and(|target| {
            let has_part = || texts.get(&target).is_some_and(|text| has(text, part));
            (target == page || is_there(&target)) && (part.is_empty() || has_part())
        })
    });
    dead.map(|link| format!("{} links to {link}, which is not there", page.display()))
        .collect()
}

/// What stands in `](…)`, outside blocks of code, unless it leads out of the house.
fn links(text: &str) -> impl Iterator<Item = &str> {
    prose(text)
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|rest| rest.split_once(')').map(|(link, _)| link))
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
}

fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// Without `.` and `..`; nothing when it leaves the workspace.
fn resolved(path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => found.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !found.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(found)
}

/// Whether a heading gets this name, by GitHub's rule: small letters, dashes for spaces, no other signs.
fn has(text: &str, part: &str) -> bool {
    prose(text)
        .filter(|line| line.starts_with('#'))
        .any(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter_map(|letter| match letter {
                ' ' => Some('-'),
                '-' | '_' => Some(letter),
                _ => letter.is_alphanumeric().then_some(letter),
            });
            kept.eq(part.chars())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_somewhere() {
        let page = Path::new("docs/one.md");
        for (text, rules) in [
            ("[a](two.md) and [b](../src/lib.rs)", 0),
            ("[a](two.md#what-it-logs) [b](#here)\n# Here", 0),
            ("[a](https://app.clio.com/x) [b](mailto:a@example.test)", 0),
            ("```\n[a](gone.md)\n```", 0),
            ("[a](gone.md)", 1),
            ("[a](two.md#gone) [b](#gone)", 2),
            ("[a](../../out.md) [b](/two.md)", 2),
            ("[a](../src/lib.rs#L7)", 1),
        ] {
            let texts = [
                ("docs/one.md", text),
                (
                    "docs/two.md",
                    "# Two\n## What it logs\n```\n# no heading\n```",
                ),
            ]
            .map(|(path, text)| (PathBuf::from(path), text.to_owned()))
            .into();
            let is_there = |path: &Path| {
                ["docs/two.md", "src/lib.rs"].contains(&path.to_str().unwrap_or_default())
            };
            let told = wrong(page, &texts, is_there);
            assert_eq!(told.len(), rules, "{text}: {told:?}");
        }
    }
}
