//! The documents that `ils` writes, and the promise that within a major version their schemas only grow.

mod growth;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::scene::Scene;

/// The schemas as they were committed. `ILS_UPDATE_SCHEMA=1` writes them anew, but only when what was valid stays valid.
#[tokio::test(flavor = "multi_thread")]
async fn a_schema_changes_with_a_new_major_only() {
    let scene = Scene::new().await;
    let update = std::env::var_os("ILS_UPDATE_SCHEMA").is_some();
    let mut files = Vec::new();
    for name in names(&scene) {
        let now = schema(&scene, &name);
        let path = committed(&name);
        let before: Option<Value> = std::fs::read_to_string(&path)
            .ok()
            .map(|text| serde_json::from_str(&text).unwrap());
        let broken = before.as_ref().map(|before| growth::breaks(before, &now));
        let mut broken = broken.unwrap_or_default();
        if name.starts_with("ils.") {
            broken.retain(|change| !change.ends_with(growth::REQUIRED_NOW));
        }
        assert!(
            broken.is_empty(),
            "{name} may only grow. These need a new major version: {broken:#?}"
        );
        if before.as_ref() != Some(&now) && update {
            std::fs::write(&path, format!("{now:#}\n")).unwrap();
        } else {
            assert!(
                before.as_ref() == Some(&now),
                "{name} has grown: run this test with ILS_UPDATE_SCHEMA=1, and commit what it writes"
            );
        }
        files.push(path);
    }
    for folder in ["ils-cli/schemas", "ils-import/schemas"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(files.contains(&path), "{} is gone", path.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_is_printed_alone_and_as_a_document() {
    let scene = Scene::new().await;
    for name in ["preview", "ils.preview", "ils.preview/1"] {
        let alone = schema(&scene, name);
        assert_eq!(alone["title"], "ils.preview/1");
        assert_eq!(alone["properties"]["schema"]["const"], "ils.preview/1");
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        assert_eq!(alone["$schema"], dialect);
        let document = scene.json(0, &["schema", name]);
        assert_eq!(document["data"]["schema"], alone);
    }
    let error = scene.json(5, &["schema", "ils.preview/2"]);
    assert_eq!(error["error"]["code"], "schema_not_found");
}

fn names(scene: &Scene) -> Vec<String> {
    let lines = scene.expect(0, &["schema", "--format", "lines"]).stdout;
    lines.lines().map(ToOwned::to_owned).collect()
}

fn schema(scene: &Scene, name: &str) -> Value {
    serde_json::from_str(&scene.expect(0, &["schema", name]).stdout).unwrap()
}

fn committed(name: &str) -> PathBuf {
    let owner = if name.starts_with("ils-client/") {
        "ils-import"
    } else {
        "ils-cli"
    };
    root()
        .join(owner)
        .join("schemas")
        .join(format!("{}.json", name.replace('/', "-")))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
