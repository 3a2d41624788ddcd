//! Versions below which a crate has a known weakness, held against the lock file without asking anybody.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use toml::Table;

use crate::{root, say};

/// A crate, and the first good version of each of its lines.
type Floors = BTreeMap<String, Vec<String>>;

pub(super) fn check() -> Result<Vec<String>> {
    let floors: Floors = toml::from_str(include_str!("floors.toml"))?;
    let lock: Table = toml::from_str(&fs::read_to_string(root().join("Cargo.lock"))?)?;
    let broken = below(&floors, &lock).context("Cargo.lock")?;
    say(&format!("{} crates have a floor", floors.len()));
    Ok(broken)
}

fn below(floors: &Floors, lock: &Table) -> Result<Vec<String>> {
    let packages = lock.get("package").and_then(|packages| packages.as_array());
    let mut broken = Vec::new();
    for package in packages.context("it names packages")? {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str);
        let (name, version) = text("name")
            .zip(text("version"))
            .context("a package has a name")?;
        if let Some(lines) = floors.get(name)
            && !is_good(version, lines).with_context(|| format!("{name} {version}"))?
        {
            let lines = lines.join(", ");
            broken.push(format!(
                "{name} {version} has a known weakness: {lines} or later"
            ));
        }
    }
    Ok(broken)
}

/// At or above the floor of its own line of versions; a line that is older than all floors has none that is good.
fn is_good(version: &str, floors: &[String]) -> Result<bool> {
    let version = numbers(version)?;
    let floors = floors.iter().map(|floor| numbers(floor));
    let floors = floors.collect::<Result<Vec<_>>>()?;
    let own = floors.iter().find(|floor| line(floor) == line(&version));
    Ok(match own {
        Some(floor) => version >= *floor,
        None => floors.iter().all(|floor| version > *floor),
    })
}

/// What cargo takes for one line of compatible versions.
fn line([major, minor, _]: &[u64; 3]) -> (u64, u64) {
    (*major, if *major == 0 { *minor } else { 0 })
}

fn numbers(version: &str) -> Result<[u64; 3]> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    let numbers = plain
        .split('.')
        .map(str::parse)
        .collect::<Result<Vec<u64>, _>>();
    let numbers = numbers.with_context(|| format!("`{version}` is no version"))?;
    numbers
        .try_into()
        .ok()
        .with_context(|| format!("`{version}` has three numbers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(version: &str) -> Vec<String> {
        let floors = toml::from_str("rand = [\"0.8.6\", \"0.9.3\"]\nurl = [\"2.1.0\"]").unwrap();
        let lock = format!(
            "[[package]]\nname = \"rand\"\nversion = \"{version}\"\n[[package]]\nname = \"other\"\nversion = \"0.0.1\"\n"
        );
        below(&floors, &toml::from_str(&lock).unwrap()).unwrap()
    }

    #[test]
    fn each_line_of_versions_has_its_own_floor() {
        for good in ["0.8.6", "0.8.60", "0.9.3", "0.9.4-rc.1", "0.10.0", "1.0.0"] {
            assert_eq!(told(good), Vec::<String>::new(), "{good}");
        }
        for bad in ["0.8.5", "0.9.2", "0.7.3", "0.9.0"] {
            assert_eq!(told(bad).len(), 1, "{bad}");
        }
        assert_eq!(
            told("0.9.2"),
            ["rand 0.9.2 has a known weakness: 0.8.6, 0.9.3 or later"]
        );
    }

    #[test]
    fn a_lock_file_that_cannot_be_read_is_no_pass() {
        let floors = Floors::from([("rand".to_owned(), vec!["0.8".to_owned()])]);
        assert!(below(&floors, &Table::new()).is_err());
        let lock = "[[package]]\nname = \"rand\"\nversion = \"0.8.5\"\n";
        assert!(below(&floors, &toml::from_str(lock).unwrap()).is_err());
    }
}
