//! The firm's own rules, from the file that the settings name.

use serde_json::Value;

use crate::scene::{HOLLIS, Scene};

const SENSELESS: &str = "[[fields]]\nname = \"Known as\"\ntarget = \"nothing\"\n";

/// A field that Dana has, and a file of rules that the settings name.
async fn with_rules(rules: &str) -> Scene {
    let scene = Scene::connected().await;
    scene.clio.change(|firm| {
        let known_as = firm.custom_field(
            "Known as",
            contract_tests::firm::FieldType::TextLine,
            |_| (),
        );
        for contact in firm.contacts.values_mut() {
            if contact.first_name.as_deref() == Some("Dana") {
                contact.set(known_as, "Dee");
            }
        }
    });
    let file = scene.ils.home().join("rules.toml");
    std::fs::write(&file, rules).unwrap();
    scene.expect(0, &["config", "set", "rules", file.to_str().unwrap()]);
    scene
}

fn preferred(document: &Value) -> &Value {
    &document["data"]["record"]["client"]["name"]["preferred"]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_gives_a_field_its_place() {
    let rules = "[[fields]]\nname = \"Known as\"\ntarget = \"preferred_name\"\n";
    let scene = with_rules(rules).await;
    assert_eq!(preferred(&scene.json(0, &["preview", HOLLIS])), "Dee");
    scene.json(0, &["import", HOLLIS, "--yes"]);
    assert_eq!(preferred(&scene.json(0, &["clients", "show", "1"])), "Dee");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_make_no_sense_stop_everything() {
    let scene = with_rules("").await;
    std::fs::write(scene.ils.home().join("rules.toml"), SENSELESS).unwrap();
    for arguments in [&["preview", HOLLIS][..], &["import", HOLLIS, "--yes"]] {
        let refused = scene.json(2, arguments);
        assert_eq!(refused["error"]["code"], "rules_wrong", "{refused}");
    }
    let told = scene.expect(2, &["preview", HOLLIS]).stderr;
    let told: Vec<&str> = told.split_whitespace().collect();
    let told = told.join(" ");
    assert!(told.contains("line 3: unknown variant `nothing`"));
    assert!(told.contains("Go on without rules"));
    assert!(
        scene.asked("/api/v4/").is_empty(),
        "nothing is read with half of the rules"
    );
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_nobody_could_follow_are_not_set() {
    let scene = with_rules("").await;
    let home = scene.ils.home();
    let before = scene.json(0, &["config", "get", "rules"])["data"]["value"].clone();
    let (senseless, missing) = (home.join("senseless.toml"), home.join("missing.toml"));
    std::fs::write(&senseless, SENSELESS).unwrap();
    let cases = [
        (2, &senseless, "rules_wrong", "line 3"),
        (5, &missing, "file_not_found", "missing.toml"),
        (1, &home.to_owned(), "file_failed", "folder"),
    ];
    for (exit, file, code, told) in cases {
        let set = ["config", "set", "rules", file.to_str().unwrap()];
        let error = scene.json(exit, &set)["error"].clone();
        assert_eq!(error["code"], code);
        assert_eq!(error["changed"], "The settings stay as they were.");
        assert!(error.to_string().contains(told), "{error}");
        assert!(!error["advice"].to_string().contains("without rules"));
    }
    let now = scene.json(0, &["config", "get", "rules"])["data"]["value"].clone();
    assert_eq!(now, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_rules_holds_in_every_folder() {
    let rules = "[[fields]]\nname = \"Known as\"\ntarget = \"preferred_name\"\n";
    let scene = with_rules(rules).await;
    let mut beside_it = scene
        .ils
        .command(["config", "set", "rules", "rules.toml"])
        .unwrap();
    let set = beside_it.current_dir(scene.ils.home()).output().unwrap();
    assert!(set.status.success());
    assert_eq!(preferred(&scene.json(0, &["preview", HOLLIS])), "Dee");
}
