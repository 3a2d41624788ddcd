//! What the shipped crates are built of, on any platform, with all features.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::Value;

use crate::cargo::{cargo, output};
use crate::say;

/// Everything a crate is built of: names and their versions.
type Tree = BTreeMap<String, BTreeSet<String>>;

/// What a shipped crate is never built of, beside [`NOWHERE`].
struct Fence {
    package: &'static str,
    never: &'static [&'static str],
    always: &'static [&'static str],
}

/// One TLS stack (rustls on ring), one date crate (jiff), one async runtime (tokio), no HTTP/2.
const NOWHERE: [&str; 11] = [
    "async-std",
    "aws-lc-rs",
    "aws-lc-sys",
    "h2",
    "h3",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "smol",
    "time",
];

const FENCES: [Fence; 4] = [
    Fence {
        package: "clio-api",
        never: &[
            "anyhow",
            "chrono",
            "clap",
            "ils-auth",
            "ils-cli",
            "ils-import",
            "keyring-core",
            "oauth2",
            "rusqlite",
        ],
        always: &["reqwest", "ring", "rustls"],
    },
    Fence {
        // No `chrono` here: it comes with oauth2, whose types name it, and is not used by ours.
        package: "ils-auth",
        never: &["anyhow", "clap", "ils-cli", "ils-import", "rusqlite"],
        always: &["clio-api"],
    },
    Fence {
        package: "ils-import",
        never: &[
            "anyhow",
            "chrono",
            "clap",
            "ils-auth",
            "ils-cli",
            "keyring-core",
            "oauth2",
        ],
        always: &["clio-api"],
    },
    Fence {
        package: "ils-cli",
        never: &[],
        always: &["clap", "clio-api", "ils-auth", "ils-import"],
    },
];

/// Dependencies of ours that are there in a second version, and who brings it.
const TWICE: [(&str, &str); 6] = [
    ("base64", "oauth2 5 has not moved on"),
    (
        "getrandom",
        "ring, and the rand of oauth2 5, have not moved on",
    ),
    (
        "hmac",
        "the Secret Service client (dbus-secret-service 4) is on digest 0.10",
    ),
    (
        "sha2",
        "oauth2 5 and dbus-secret-service 4 are on digest 0.10",
    ),
    (
        "syn",
        "the derives of others have not moved on; build time only",
    ),
    ("thiserror", "oauth2 5 has not moved on"),
];

/// Looks at the trees of all shipped crates.
pub(super) fn check(metadata: &Value) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for fence in &FENCES {
        broken.extend(fence.broken(&tree(&[fence.package])?));
    }
    let shipped = tree(&FENCES.map(|fence| fence.package))?;
    let ours = ours(metadata);
    broken.extend(twice(&shipped, &ours));
    say(&format!(
        "{} crates are built into what is shipped, {} are asked for by name",
        shipped.len(),
        ours.len()
    ));
    Ok(broken)
}

impl Fence {
    fn broken(&self, tree: &Tree) -> Vec<String> {
        let package = self.package;
        let never = self.never.iter().chain(&NOWHERE);
        let inside = never
            .filter(|name| tree.contains_key(**name))
            .map(|name| format!("{package} is built of {name}: `cargo tree -p {package} -i {name} --target all` says why"));
        let missing = self
            .always
            .iter()
            .filter(|name| !tree.contains_key(**name))
            .map(|name| {
                format!("{package} is not built of {name}: this fence looks at the wrong tree")
            });
        inside.chain(missing).collect()
    }
}

/// Dependencies of ours that come in two versions without an excuse, and excuses nobody needs any more.
fn twice(tree: &Tree, ours: &BTreeSet<String>) -> Vec<String> {
    let excuse = |name: &str| TWICE.iter().any(|(known, _)| *known == name);
    let several = |name: &str| tree.get(name).is_some_and(|versions| versions.len() > 1);
    let new = ours
        .iter()
        .filter(|name| several(name) && !excuse(name))
        .map(|name| format!("{name} is there in versions {:?}", tree[name]));
    let old = TWICE
        .iter()
        .filter(|(name, _)| !several(name))
        .map(|(name, why)| {
            format!("{name} is there once: take it off the list of exceptions ({why})")
        });
    new.chain(old).collect()
}

/// What the members of the workspace ask for by name, tests apart.
fn ours(metadata: &Value) -> BTreeSet<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let dependencies =
        packages.flat_map(|package| package["dependencies"].as_array().into_iter().flatten());
    dependencies
        .filter(|dependency| dependency["kind"] != "dev")
        .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
        .collect()
}

fn tree(packages: &[&str]) -> Result<Tree> {
    let mut command = cargo();
    command.args([
        "tree",
        "--edges",
        "normal,build",
        "--target",
        "all",
        "--all-features",
        "--prefix",
        "none",
    ]);
    for package in packages {
        command.args(["--package", package]);
    }
    Ok(read(&output(&mut command)?))
}

/// Lines like `rustls v0.23.46 (*)`.
fn read(text: &str) -> Tree {
    let mut tree = Tree::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            tree.entry(name.to_owned())
                .or_default()
                .insert(version.to_owned());
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_stays_outside() {
        let good =
            read("clio-api v0.1.0 (/x)\nreqwest v0.13.5\nring v0.17.14\nrustls v0.23.46 (*)\n");
        assert_eq!(FENCES[0].broken(&good), Vec::<String>::new());
        for (name, fence) in [
            ("openssl", 0),
            ("h2", 1),
            ("chrono", 0),
            ("clap", 1),
            ("ils-import", 1),
            ("ils-auth", 2),
            ("aws-lc-rs", 3),
        ] {
            let mut tree = good.clone();
            tree.insert(name.to_owned(), BTreeSet::new());
            let broken = FENCES[fence].broken(&tree);
            assert!(
                broken
                    .iter()
                    .any(|told| told.contains(&format!("is built of {name}:"))),
                "{broken:?}"
            );
        }
        let without = read("clio-api v0.1.0\nreqwest v0.13.5\nrustls v0.23.46\n");
        assert_eq!(
            FENCES[0].broken(&without).len(),
            1,
            "without ring it is another TLS stack"
        );
    }

    #[test]
    fn two_versions_need_an_excuse_and_an_excuse_two_versions() {
        let mut text: String = TWICE
            .iter()
            .map(|(name, _)| format!("{name} v1.0.0\n{name} v2.0.0\n"))
            .collect();
        let ours = ["reqwest", "serde"].map(str::to_owned).into();
        text.push_str("reqwest v0.13.5\nserde v1.0.0 (*)\nserde v1.0.0\n");
        assert_eq!(twice(&read(&text), &ours), Vec::<String>::new());
        text.push_str("reqwest v0.12.0\n");
        assert_eq!(twice(&read(&text), &ours).len(), 1);
        let once = text.replace("syn v2.0.0\n", "");
        assert_eq!(twice(&read(&once), &ours).len(), 2);
    }
}
