//! A firm's file of rules, and what it changes: which findings of a family it settles, and which stay.
//!
//! ```sh
//! cargo run -p ils-import --example firm_rules [RULES.toml [FAMILY.json]]
//! ```

use std::error::Error;

use ils_import::{Family, Finding, Rules, map};

const RULES: &str = include_str!("data/firm_rules.toml");
const FAMILY: &str = include_str!("data/family.json");

/// What there is to look at with these rules, one line each.
fn findings(family: &Family, rules: &Rules) -> Vec<String> {
    let draft = map(family.clone(), rules);
    draft.findings.iter().map(Finding::sentence).collect()
}

/// Lines that begin with `settled` are gone with the firm's rules, those with `new` came with them, the others stay.
fn report(rules: &str, family: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let rules = Rules::from_toml(rules)?;
    let family: Family = serde_json::from_str(family)?;
    let (before, after) = (
        findings(&family, &Rules::default()),
        findings(&family, &rules),
    );
    let was_there = before.iter().map(|line| {
        let word = if after.contains(line) {
            "stays"
        } else {
            "settled"
        };
        format!("{word}: {line}")
    });
    let came = after.iter().filter(|line| !before.contains(line));
    Ok(was_there
        .chain(came.map(|line| format!("new: {line}")))
        .collect())
}

#[expect(clippy::print_stdout, reason = "an example tells what it did")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args_os().skip(1);
    let mut file_or = |usual: &str| match paths.next() {
        Some(path) => std::fs::read_to_string(path),
        None => Ok(usual.to_owned()),
    };
    let (rules, family) = (file_or(RULES)?, file_or(FAMILY)?);
    for line in report(&rules, &family)? {
        // Clio's texts are a stranger's: a terminal must not obey them.
        println!("{}", line.replace(char::is_control, "\u{FFFD}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_settle_what_they_name_and_nothing_else() {
        let lines = report(RULES, FAMILY).unwrap();
        let with = |word: &str, part: &str| {
            let is_it = |line: &&String| line.starts_with(word) && line.contains(part);
            lines.iter().filter(is_it).count()
        };
        for field in ["Born on", "Origin", "Known as"] {
            assert_eq!(with("settled: ", field), 1, "{field}: {lines:#?}");
        }
        assert_eq!(with("stays: ", "Did you mean \"step-son\"?"), 1);
        assert_eq!(with("stays: ", "Social Security Number"), 1);
        assert_eq!(with("new: ", ""), 0, "{lines:#?}");
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        let error = report("[[fields]]\ntarget = \"gender\"", FAMILY).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rule 1 for a field needs either an id or a name"
        );
    }
}
