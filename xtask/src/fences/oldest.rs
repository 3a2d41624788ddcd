//! The oldest compiler that Cargo.toml promises: no dependency may ask for a later one.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::cargo::{cargo, output};
use crate::say;

/// Every package of the lock file counts, for whatever platform.
pub(super) fn check(ours: &Value) -> Result<Vec<String>> {
    let text = output(cargo().args([
        "metadata",
        "--all-features",
        "--locked",
        "--format-version",
        "1",
    ]))?;
    let all: Value = serde_json::from_str(&text).context("cargo metadata gives JSON")?;
    let promised = promised(ours)?;
    let (asking, broken) = newer(&all, promised);
    say(&format!(
        "{asking} packages name their oldest compiler; ours is {}.{}",
        promised.0, promised.1
    ));
    ensure!(
        asking > 0,
        "no package names its oldest compiler: this fence looks at the wrong thing"
    );
    Ok(broken)
}

/// What the members of the workspace say, all the same.
fn promised(ours: &Value) -> Result<(u64, u64)> {
    let packages = ours["packages"].as_array().into_iter().flatten();
    let mut told: Vec<_> = packages.map(|package| &package["rust_version"]).collect();
    told.dedup();
    let [one] = told[..] else {
        anyhow::bail!("the members of the workspace promise different compilers: {told:?}");
    };
    version(one).context("the workspace names a rust-version")
}

/// How many packages ask for a compiler, and those that ask for a later one.
fn newer(all: &Value, promised: (u64, u64)) -> (usize, Vec<String>) {
    let packages = all["packages"].as_array().into_iter().flatten();
    let asking: Vec<_> = packages
        .filter_map(|package| Some((package, version(&package["rust_version"])?)))
        .collect();
    let broken = asking.iter().filter(|(_, asked)| *asked > promised);
    let broken = broken.map(|(package, asked)| {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        format!(
            "{} {} asks for Rust {}.{}, and Cargo.toml promises {}.{}",
            text("name"),
            text("version"),
            asked.0,
            asked.1,
            promised.0,
            promised.1
        )
    });
    (asking.len(), broken.collect())
}

/// `1.89`, `1.89.0`, `1`.
fn version(text: &Value) -> Option<(u64, u64)> {
    let mut numbers = text.as_str()?.split('.').map(str::parse);
    let major = numbers.next()?.ok()?;
    Some((major, numbers.next().unwrap_or(Ok(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_asks_for_a_later_compiler_is_told() {
        let package = |name: &str, asks: Value| json!({"name": name, "version": "1.2.3", "rust_version": asks});
        let all = json!({"packages": [
            package("older", json!("1.56")),
            package("ancient", json!("1")),
            package("same", json!("1.89.1")),
            package("silent", Value::Null),
            package("later", json!("1.90.0")),
            package("much-later", json!("2.0")),
        ]});
        let (asking, broken) = newer(&all, (1, 89));
        assert_eq!(asking, 5);
        assert_eq!(
            broken,
            [
                "later 1.2.3 asks for Rust 1.90, and Cargo.toml promises 1.89",
                "much-later 1.2.3 asks for Rust 2.0, and Cargo.toml promises 1.89",
            ]
        );
    }

    #[test]
    fn the_workspace_promises_one_compiler() {
        let members = |versions: &[&str]| json!({"packages": versions.iter().map(|version| json!({"rust_version": version})).collect::<Vec<_>>()});
        assert_eq!(promised(&members(&["1.89", "1.89"])).unwrap(), (1, 89));
        assert!(promised(&members(&["1.89", "1.90"])).is_err());
        assert!(promised(&json!({"packages": [{"name": "silent"}]})).is_err());
    }
}
