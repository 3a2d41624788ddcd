//! From the preview to the saved client, and never a second time.

use std::collections::BTreeSet;

use contract_tests::Firm;
use serde_json::Value;

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_previewed_saved_and_shown() {
    let scene = Scene::connected().await;
    let preview = scene.json(0, &["preview", HOLLIS]);
    let data = &preview["data"];
    assert_eq!(data["matter"]["number"], HOLLIS);
    assert!(data["digest"].as_str().unwrap().starts_with("sha256:"));
    for class in ["client", "spouse", "child", "grandchild", "party"] {
        assert!(
            data["counts"][class].as_u64().unwrap() > 0,
            "{class}: {data}"
        );
    }
    assert!(scene.saved_clients().is_empty(), "a preview saves nothing");

    let saved = scene.json(0, &["import", HOLLIS, "--yes"]);
    assert_eq!(saved["data"]["counts"], data["counts"]);
    assert_eq!(saved["data"]["check"], data["check"]);
    assert_eq!(saved["data"]["not_saved"], data["not_saved"]);

    let id = saved["data"]["client_id"].as_str().unwrap();
    let record = scene.json(0, &["clients", "show", id])["data"]["record"].clone();
    assert_eq!(record["schema"], "ils-client/1");
    assert_eq!(record["id"], id);
    assert_eq!(record["source"]["region"], "us");
    assert_eq!(record["source"]["matter_number"], HOLLIS);
    assert_eq!(
        without_the_saving(&record),
        without_the_saving(&data["record"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_import_is_refused_from_any_matter() {
    let scene = Scene::connected().await;
    scene.json(0, &["import", HOLLIS, "--yes"]);
    scene.clio.reset_record();
    let refused = scene.json(6, &["import", HOLLIS, "--yes"]);
    assert_eq!(refused["error"]["code"], "client_exists");
    assert_eq!(refused["error"]["details"]["client_id"], "1");
    assert!(
        scene.asked("/api/v4/contacts").is_empty(),
        "nobody's data is read for an import that cannot be"
    );
    assert_eq!(scene.saved_clients().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_and_says_yes() {
    let scene = Scene::connected().await;
    let mut terminal = scene.ils.on_terminal(["import", HOLLIS]).unwrap();
    terminal.wait_for("as a NEW client").unwrap();
    terminal.type_line("y").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    assert!(shown.contains("Saved. Client 1, Dana Hollis"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_but_a_clear_yes_saves_nothing() {
    let scene = Scene::connected().await;
    let mut terminal = scene.ils.on_terminal(["import", HOLLIS]).unwrap();
    terminal.wait_for("as a NEW client").unwrap();
    terminal.type_line("").unwrap();
    terminal.type_line("n").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(3), "{shown}");
    assert!(shown.contains("Nothing was saved"), "{shown}");
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_terminal_and_yes_nothing_is_saved() {
    let scene = Scene::connected().await;
    let stopped = scene.json(2, &["import", HOLLIS]);
    assert_eq!(stopped["error"]["code"], "input_needed");
    assert!(
        stopped["error"]["advice"].to_string().contains("--yes"),
        "{stopped}"
    );
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_import_connects_first() {
    let scene = Scene::new().await;
    let mut terminal = scene
        .ils
        .on_terminal(["import", HOLLIS, "--no-browser"])
        .unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let address = shown
        .split_whitespace()
        .find(|word| word.contains("/oauth/authorize"))
        .unwrap();
    let approval = scene.clio.press_allow(address).await.unwrap();
    terminal.type_line(&approval.code).unwrap();
    let shown = terminal.wait_for("as a NEW client").unwrap();
    let told = ["Pat Rivera", "Hollis & Park LLP", "WILL BE SAVED"].map(|text| shown.find(text));
    assert!(
        told.iter().all(Option::is_some) && told.is_sorted(),
        "who is connected comes first: {shown}"
    );
    terminal.type_line("yes").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    assert_eq!(scene.saved_clients().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_matter_is_imported_or_says_why_not() {
    let scene = Scene::connected().await;
    let matters: Vec<String> = scene
        .clio
        .read(|firm| firm.matters.keys().map(ToString::to_string).collect());
    assert!(matters.len() >= 60, "{}", matters.len());
    scene.clio.set_rate_limit(10_000);
    let mut saved = 0;
    for matter in &matters {
        let answer = scene.run(&["import", matter, "--yes", "--json"]);
        let document = answer.json().unwrap();
        match answer.code {
            Some(0) => {
                saved += 1;
                everybody_is_accounted_for(&scene, matter, &document["data"]["client_id"]);
            }
            Some(6 | 11 | 5) => assert!(document["error"]["message"].is_string(), "{document}"),
            other => panic!(
                "matter {matter}: exit {other:?}\n{document}\n{}",
                answer.stderr
            ),
        }
    }
    assert_eq!(scene.saved_clients().len(), saved);
    assert!(saved >= 40, "{saved} of {} matters", matters.len());
}

/// Each related contact that Clio shows is in the record exactly once.
fn everybody_is_accounted_for(scene: &Scene, matter: &str, client_id: &Value) {
    let record =
        scene.json(0, &["clients", "show", client_id.as_str().unwrap()])["data"]["record"].clone();
    let mut people = vec![
        record["client"]["clio_contact_id"]
            .as_str()
            .unwrap()
            .to_owned(),
    ];
    for class in ["spouses", "children", "grandchildren", "parties"] {
        for person in record[class].as_array().unwrap() {
            people.push(person["clio_contact_id"].as_str().unwrap().to_owned());
        }
    }
    people.sort();
    let before = people.len();
    people.dedup();
    assert_eq!(
        people.len(),
        before,
        "matter {matter}: somebody is in the record twice"
    );
    let matter: i64 = matter.parse().unwrap();
    assert_eq!(
        people,
        scene.clio.read(|firm| visible_people(firm, matter)),
        "matter {matter}"
    );
}

/// The client and the related contacts that this user may see, sorted, each once.
fn visible_people(firm: &Firm, matter: i64) -> Vec<String> {
    let client = firm.matters[&matter].client;
    let related = firm.rows_of(matter).map(|row| row.contact);
    let visible = related
        .chain(client)
        .filter(|id| firm.contacts.contains_key(id) && !firm.hidden_contacts.contains(id));
    let ids: BTreeSet<String> = visible.map(|id| id.to_string()).collect();
    ids.into_iter().collect()
}

fn without_the_saving(record: &Value) -> Value {
    let mut record = record.clone();
    record["id"] = Value::Null;
    record["source"]["imported_at"] = Value::Null;
    record
}
