//! ARCHITECTURE.md names for each invariant the tests that hold it. They have to be there, and to be tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::read;

/// Commands that can hold an invariant.
const COMMANDS: [&str; 2] = ["cargo build", "cargo clippy"];

pub(super) fn broken(sources: &[PathBuf]) -> Result<Vec<String>> {
    let page = read(Path::new("ARCHITECTURE.md"))?;
    let mut tests = BTreeSet::new();
    for path in sources {
        tests.extend(tests_in(&read(path)?).map(str::to_owned));
    }
    Ok(wrong(&page, &tests))
}

fn wrong(page: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut open: Option<&str> = None;
    for line in page.lines() {
        if let Some(title) = title(line) {
            broken.extend(open.replace(title).map(unheld));
        }
        if line.starts_with("## ") {
            broken.extend(open.take().map(unheld));
        }
        if line.trim_start().starts_with("Held by") {
            open = None;
            let names = line.split('`').skip(1).step_by(2);
            let missing = names.filter(|name| !is_there(name, tests));
            broken.extend(missing.map(|name| {
                format!("ARCHITECTURE.md names `{name}`, which is no test and no task")
            }));
        }
    }
    broken.extend(open.map(unheld));
    if !page.lines().any(|line| title(line).is_some()) {
        broken.push("ARCHITECTURE.md has no invariants".to_owned());
    }
    broken
}

fn unheld(title: &str) -> String {
    format!("ARCHITECTURE.md says of no test that holds \"{title}\"")
}

/// `3. **Libraries never print.** …`
fn title(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". **")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    rest.split_once("**")
        .filter(|_| is_number)
        .map(|(title, _)| title)
}

fn is_there(name: &str, tests: &BTreeSet<String>) -> bool {
    let function = name.rsplit("::").next().unwrap_or(name);
    tests.contains(function)
        || COMMANDS.contains(&name)
        || name
            .strip_prefix("cargo xtask ")
            .is_some_and(|task| crate::USAGE.contains(&format!("cargo xtask {task} ")))
}

/// The functions under `#[test]` or `#[tokio::test…]`; those of proptest carry the former.
fn tests_in(text: &str) -> impl Iterator<Item = &str> {
    let mut is_test = false;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        }
        let name = line.trim_start_matches("async ").strip_prefix("fn ")?;
        let was_test = std::mem::take(&mut is_test);
        let (name, _) = name.split_once(['(', '<'])?;
        was_test.then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
fn helper() {}
#[test]
fn plain() { helper() }
#[tokio::test(start_paused = true)]
#[expect(clippy::unwrap_used, reason = \"x\")]
async fn paused() {}
proptest! {
    #[test]
    fn any(bytes: Vec<u8>) {}
}
async fn setup() {}
";

    #[test]
    fn only_tests_are_tests() {
        assert_eq!(
            tests_in(SOURCE).collect::<Vec<_>>(),
            ["plain", "paused", "any"]
        );
    }

    #[test]
    fn each_invariant_names_tests_that_are_there() {
        let tests = tests_in(SOURCE).map(str::to_owned).collect();
        let good = "## Invariants\n1. **One.** Yes.\n   Held by `plain`, `cargo xtask tidy`,\n   Held by `cargo clippy`.\n2. **Two.**\n   Held by `all::paused`.\n## Next";
        assert_eq!(wrong(good, &tests), Vec::<String>::new());
        for (page, rules) in [
            (good.replace("`plain`", "`helper`"), 1),
            (good.replace("`plain`", "`gone`"), 1),
            (good.replace("xtask tidy", "xtask nothing"), 1),
            (good.replace("   Held by `all::paused`.\n", ""), 1),
            (String::new(), 1),
        ] {
            assert_eq!(wrong(&page, &tests).len(), rules, "{page}");
        }
    }
}
