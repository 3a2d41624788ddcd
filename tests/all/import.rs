//! From the preview to the saved client, and never a second time.

use std::collections::BTreeSet;

use contract_tests::firm::sample;
use contract_tests::{Firm, RedactedKeys};
use serde_json::{Value, json};

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

/// SQLite has names for places that are no files; to `ils` each is a file's name. On Windows no file may have a colon in its name.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_a_file_whatever_its_name() {
    let scene = Scene::connected().await;
    for name in [":memory:", "file:clients.sqlite?mode=memory"] {
        let run = |arguments: &[&str]| {
            let mut command = scene.ils.command(arguments).unwrap();
            command.env("ILS_STORE", name).current_dir(scene.ils.home());
            command.output().unwrap()
        };
        assert!(run(&["import", HOLLIS, "--yes"]).status.success(), "{name}");
        let list = run(&["clients", "list", "--json"]).stdout;
        let list: Value = serde_json::from_slice(&list).unwrap();
        assert_eq!(
            list["data"]["clients"].as_array().unwrap().len(),
            1,
            "{name}"
        );
        assert!(scene.ils.home().join(name).metadata().unwrap().len() > 0);
    }
}

#[cfg(unix)]
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

#[cfg(unix)]
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

#[cfg(unix)]
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

/// Nobody knows how Clio hides a contact: each way gives the same preview.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_hidden_is_told_however_clio_hides_them() {
    let scene = Scene::connected().await;
    let expected = scene.json(0, &["preview", HOLLIS])["data"]["digest"].clone();
    for (lists_show_shells, redacted_keys) in [
        (true, RedactedKeys::Absent),
        (true, RedactedKeys::Null),
        (false, RedactedKeys::Null),
    ] {
        scene.clio.switch(|switches| {
            switches.lists_show_shells = lists_show_shells;
            switches.redacted_keys = redacted_keys;
        });
        let preview = scene.json(0, &["preview", HOLLIS]);
        assert_eq!(preview["data"]["digest"], expected);
        assert_eq!(preview["data"]["not_saved"][0]["code"], "hidden_contact");
        scene.json(11, &["preview", &sample::CLIENT_HIDDEN.to_string()]);
    }
}

/// Names in parts, an employer, kinds and countries of Clio's own: over HTTP and into the record.
#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_a_contact_arrives() {
    let scene = Scene::connected().await;
    let preview = scene.json(0, &["preview", &sample::PREFIX_AND_TITLE.to_string()]);
    let doctor = &preview["data"]["record"]["children"][0];
    assert_eq!(
        doctor["name"],
        json!({"prefix": "Dr", "first": "Ada", "middle": "Maren", "last": "Addison", "suffix": null, "full": "Ada Maren Addison"})
    );
    assert_eq!(
        doctor["employer"],
        json!({"name": "Example General Hospital", "job_title": "Chief Surgeon"})
    );
    let numbers: Vec<_> = doctor["phones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|phone| (phone["kind"].as_str().unwrap(), &phone["primary"]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(
        numbers,
        [("home", &yes), ("work", &no), ("fax", &no), ("other", &no)]
    );
    let states: Vec<_> = doctor["addresses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|address| (&address["kind"], &address["state"], &address["country"]))
        .collect();
    assert_eq!(
        states,
        [
            (&json!("home"), &json!("OR"), &json!("US")),
            (&json!("billing"), &json!("OR"), &Value::Null),
            (&json!("work"), &json!("Ontario"), &json!("Canada")),
        ]
    );
    let told = &doctor["provenance"];
    assert_eq!(told["addresses[0].country"]["text"], "United States");
    assert_eq!(told["phones[3].kind"]["text"], "Skype");
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_that_cannot_be_are_told_and_not_saved() {
    let scene = Scene::connected().await;
    let preview = scene.json(0, &["preview", &sample::ODD_DATES.to_string()]);
    let told = preview["data"]["not_saved"].as_array().unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|finding| (&finding["code"], &finding["clio_says"]))
        .map(|(code, says)| (code.as_str().unwrap(), says.as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("date_invalid", "2051-03-09"),
            ("date_invalid", "1801-01-01"),
            // Of death, and the person was born in 2000.
            ("date_invalid", "1999-12-31")
        ]
    );
    assert!(preview["data"]["record"]["client"]["birth_date"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_matter_is_imported_or_says_why_not() {
    let scene = Scene::connected().await;
    let matters: Vec<String> = scene
        .clio
        .read(|firm| firm.matters.keys().map(ToString::to_string).collect());
    assert!(matters.len() >= 60, "{}", matters.len());
    scene.clio.set_rate_limit(10_000);
    let mut refused: Vec<i64> = Vec::new();
    for matter in &matters {
        let answer = scene.run(&["import", matter, "--yes", "--json"]);
        let document = answer.json().unwrap();
        match answer.code {
            Some(0) => {
                everybody_is_accounted_for(&scene, matter, &document["data"]["client_id"]);
            }
            Some(6 | 11 | 5) => {
                assert!(document["error"]["message"].is_string(), "{document}");
                refused.push(matter.parse().unwrap());
            }
            other => panic!(
                "matter {matter}: exit {other:?}\n{document}\n{}",
                answer.stderr
            ),
        }
    }
    assert_eq!(refused, [sample::NO_CLIENT, sample::CLIENT_HIDDEN]);
    assert_eq!(scene.saved_clients().len(), matters.len() - refused.len());
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
