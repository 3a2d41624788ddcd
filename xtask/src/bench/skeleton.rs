//! Packages to compare with: our dependencies, versions, features and profiles, and none of our code nor of what we ask of single packages,
//! but for SQLite's parts: that setting is the environment's, and reaches both.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;
use toml::{Table, Value as Toml};

use crate::cargo::metadata;
use crate::root;

pub(super) const NAME: &str = "bare";
/// Stands for the derive: what it needs is built for the compiler, with another profile.
const DERIVE: &str = "bare-derive";
/// What any program that reads a command line, speaks https and keeps a database is built of.
const PROGRAM: [&str; 5] = ["clap", "tokio", "reqwest", "rustls", "rusqlite"];
/// Uses each of them, or the linker would leave them out.
const USES_ALL: &str = r#"
use clap::Parser;

#[derive(Parser)]
#[command(version)]
struct Line {
    address: String,
    file: String,
}

fn main() {
    let line = Line::parse();
    let _first = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let text = runtime.block_on(async {
        let client = reqwest::Client::builder().build().expect("a client");
        client.get(line.address).send().await.expect("an answer").text().await.expect("a text")
    });
    let store = rusqlite::Connection::open(line.file).expect("a store");
    store.execute("INSERT INTO answers VALUES (?1)", [text]).expect("a row");
}
"#;

/// A library with `clio-api`'s dependencies.
pub(super) fn library() -> Result<TempDir> {
    let metadata = metadata()?;
    let mut derive = manifest(DERIVE, dependencies(&metadata, "clio-api-derive")?);
    let lib = Table::from_iter([("proc-macro".to_owned(), Toml::Boolean(true))]);
    derive.insert("lib".to_owned(), Toml::Table(lib));

    let mut needed = dependencies(&metadata, "clio-api")?;
    let path = Table::from_iter([("path".to_owned(), Toml::String(DERIVE.to_owned()))]);
    needed.insert(DERIVE.to_owned(), Toml::Table(path));
    let folder = workspace(needed, "lib.rs", "")?;
    package(&folder.path().join(DERIVE), &derive, "lib.rs", "")?;
    Ok(folder)
}

/// A program that does nothing.
pub(super) fn nothing() -> Result<TempDir> {
    workspace(Table::new(), "main.rs", "fn main() {}\n")
}

/// A program with the dependencies that any of this kind has, each used once.
pub(super) fn program() -> Result<TempDir> {
    let own = own()?;
    let known = own["workspace"]["dependencies"].as_table();
    let known = known.context("the workspace names dependencies")?;
    let needed = PROGRAM.iter().map(|name| {
        let found = known.get(*name);
        let found = found.with_context(|| format!("{name} is no dependency of the workspace"))?;
        Ok(((*name).to_owned(), found.clone()))
    });
    workspace(needed.collect::<Result<_>>()?, "main.rs", USES_ALL)
}

/// The workspace's own manifest.
fn own() -> Result<Table> {
    let text = fs::read_to_string(root().join("Cargo.toml"))?;
    Ok(toml::from_str(&text)?)
}

/// A package that is a workspace of its own, with our profiles and our lock file.
fn workspace(dependencies: Table, file: &str, source: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let mut bare = manifest(NAME, dependencies);
    if let Some(Toml::Table(mut profiles)) = own()?.remove("profile") {
        for (_, profile) in &mut profiles {
            profile.as_table_mut().and_then(|it| it.remove("package"));
        }
        bare.insert("profile".to_owned(), Toml::Table(profiles));
    }
    let workspace = Table::from_iter([("resolver".to_owned(), Toml::String("3".to_owned()))]);
    bare.insert("workspace".to_owned(), Toml::Table(workspace));
    package(folder.path(), &bare, file, source)?;
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    Ok(folder)
}

/// What `package` needs of others to be built; its own neighbours are left out.
fn dependencies(metadata: &Value, package: &str) -> Result<Table> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages
        .into_iter()
        .find(|found| found["name"] == package)
        .with_context(|| format!("{package} is not in the workspace"))?;
    let mut table = Table::new();
    for needed in found["dependencies"].as_array().into_iter().flatten() {
        if !needed["kind"].is_null() || needed["path"].is_string() || needed["optional"] == true {
            continue;
        }
        let text = |key: &str| {
            let text = needed[key].as_str();
            text.with_context(|| format!("a dependency of {package} has no {key}"))
        };
        let features: Vec<Toml> = needed["features"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|feature| feature.as_str())
            .map(|feature| Toml::String(feature.to_owned()))
            .collect();
        let entry = Table::from_iter([
            ("version".to_owned(), Toml::String(text("req")?.to_owned())),
            (
                "default-features".to_owned(),
                Toml::Boolean(needed["uses_default_features"] == true),
            ),
            ("features".to_owned(), Toml::Array(features)),
        ]);
        table.insert(text("name")?.to_owned(), Toml::Table(entry));
    }
    Ok(table)
}

fn manifest(name: &str, dependencies: Table) -> Table {
    let package = Table::from_iter([
        ("name".to_owned(), Toml::String(name.to_owned())),
        ("version".to_owned(), Toml::String("0.0.0".to_owned())),
        ("edition".to_owned(), Toml::String("2024".to_owned())),
    ]);
    Table::from_iter([
        ("package".to_owned(), Toml::Table(package)),
        ("dependencies".to_owned(), Toml::Table(dependencies)),
    ])
}

fn package(folder: &Path, manifest: &Table, file: &str, source: &str) -> Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), toml::to_string(manifest)?)?;
    fs::write(folder.join("src").join(file), source)?;
    Ok(())
}
