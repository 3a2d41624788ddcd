//! `ils doctor`: what is wrong is named, with what to do; exit 1 when something has to be mended.

use std::time::Duration;

use contract_tests::FakeClio;
use serde_json::Value;

use crate::scene::Scene;

/// State of a check and its whole entry.
fn check(document: &Value, id: &str) -> (String, Value) {
    let checks = document["data"]["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["id"] == id);
    let found = found.unwrap_or_else(|| panic!("no check {id}: {document}"));
    (found["state"].as_str().unwrap().to_owned(), found.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_well_and_clio_is_asked_five_short_things() {
    let scene = Scene::connected().await;
    let document = scene.json(0, &["doctor"]);
    let data = &document["data"];
    assert_eq!(
        (&data["problems"], &data["warnings"]),
        (&0.into(), &0.into()),
        "{data}"
    );
    for id in [
        "settings",
        "address",
        "link",
        "clock",
        "connection",
        "permissions",
        "store",
        "store_place",
        "secrets",
    ] {
        assert_eq!(check(&document, id).0, "ok", "{document}");
    }
    let asked = scene.clio.api_requests();
    assert_eq!(asked.len(), 5);
    let bare = asked.iter().filter(|request| request.bearer.is_none());
    assert_eq!(bare.count(), 1, "the address is asked without a token");

    scene.clio.reset_record();
    let document = scene.json(0, &["doctor", "--offline"]);
    assert_eq!(check(&document, "address").0, "skipped");
    assert!(scene.clio.record().is_empty(), "offline is offline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_is_named() {
    for (id, exit, strict, change) in [
        (
            "Custom fields: read",
            1,
            1,
            (|p: &mut contract_tests::Permissions| p.custom_fields = false) as fn(&mut _),
        ),
        ("Matters: read", 1, 1, |p| p.matters = false),
        ("Contacts: read", 1, 1, |p| p.contacts = false),
        ("Users: read", 0, 1, |p| p.users = false),
    ] {
        let scene = Scene::with(FakeClio::builder().permissions(change).start().await);
        scene.ils.connect(&scene.clio).await.unwrap();
        let document = scene.json(exit, &["doctor"]);
        let (state, entry) = check(&document, "permissions");
        assert_eq!(
            state,
            if exit == 0 { "warning" } else { "problem" },
            "{entry}"
        );
        assert!(
            entry["what_to_do"][0].as_str().unwrap().contains(id),
            "{entry}"
        );
        scene.json(strict, &["doctor", "--strict"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_with_what_to_do() {
    let scene = Scene::new().await;
    let (state, entry) = check(&scene.json(1, &["doctor"]), "connection");
    assert_eq!(
        (&*state, &entry["what_to_do"][0]),
        ("problem", &"ils connect".into())
    );

    scene.ils.connect(&scene.clio).await.unwrap();
    scene.clio.clock().advance(Duration::from_secs(3 * 3_600));
    let document = scene.json(0, &["doctor"]);
    let (state, entry) = check(&document, "clock");
    assert!(
        state == "warning"
            && entry["message"]
                .as_str()
                .unwrap()
                .starts_with("3 hours off"),
        "{entry}"
    );
    scene.json(1, &["doctor", "--strict"]);

    scene.clio.revoke_all();
    let (state, entry) = check(&scene.json(1, &["doctor"]), "connection");
    assert_eq!(
        (&*state, &entry["what_to_do"][0]),
        ("problem", &"ils reconnect".into())
    );

    let config = scene.ils.home().join("config");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "colour = 1\n").unwrap();
    let (state, entry) = check(&scene.json(1, &["doctor", "--offline"]), "settings");
    assert!(
        state == "problem" && entry.to_string().contains("colour"),
        "{entry}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_region_and_a_clio_that_is_away_are_problems() {
    let mut scene = Scene::connected().await;
    scene.ils.set("ILS_CLIO_URL", "https://eu.app.clio.com");
    let (state, entry) = check(&scene.json(1, &["doctor"]), "address");
    assert!(
        state == "problem" && entry.to_string().contains("United States only"),
        "{entry}"
    );

    // A port that was free a moment ago.
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    scene.ils.set("ILS_CLIO_URL", format!("http://{gone}"));
    let (state, _) = check(&scene.json(1, &["doctor"]), "address");
    assert_eq!(state, "problem");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_names_nobody() {
    let scene = Scene::connected().await;
    let file = scene.ils.home().join("report.txt");
    let file = file.to_str().unwrap();
    let shown = scene.expect(0, &["doctor", "--report", file]).stdout;
    assert!(
        shown.contains("Pat Rivera"),
        "the screen tells who is connected: {shown}"
    );
    let report = std::fs::read_to_string(file).unwrap();
    for name in [
        "Pat",
        "Rivera",
        "Hollis",
        "example",
        "CANARY",
        scene.clio.client_id(),
        scene.clio.client_secret(),
    ] {
        assert!(!report.contains(name), "{name}: {report}");
    }
    assert!(
        !report.contains(scene.ils.home().to_str().unwrap()),
        "{report}"
    );
    assert!(
        report.contains("OK       Connection") && report.contains("clio_url"),
        "{report}"
    );
    let again = scene.json(6, &["doctor", "--report", file]);
    assert_eq!(again["error"]["code"], "file_exists");
}
