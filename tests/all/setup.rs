//! First questions, and settings that say who set them.

use std::fs;
use std::path::PathBuf;

use contract_tests::{Ils, files_below};

use crate::scene::{HOLLIS, Scene};
#[cfg(unix)]
use crate::stops::interrupt;

const KEY: &str = "ILS_CLIO_CLIENT_ID";
const SECRET: &str = "ILS_CLIO_CLIENT_SECRET";

/// A user whose computer knows nothing of the firm's app.
async fn newcomer() -> (Scene, String, String) {
    let mut scene = Scene::new().await;
    scene.ils.set(KEY, "");
    scene.ils.set(SECRET, "");
    let (key, secret) = (scene.clio.client_id(), scene.clio.client_secret());
    let (key, secret) = (key.to_owned(), secret.to_owned());
    (scene, key, secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_sets_up_and_connects() {
    let (scene, key, secret) = newcomer().await;
    let missing = scene.json(2, &["connect", "--start"])["error"].clone();
    assert_eq!(missing["code"], "app_not_set");
    assert!(
        missing["advice"][0]
            .as_str()
            .unwrap()
            .ends_with("ils setup"),
        "{missing}"
    );
    scene.json(2, &["setup"]);
    scene.json(2, &["setup", "--app-key", &key]);
    scene.json(
        2,
        &[
            "setup",
            "--app-key",
            &key,
            "--secret-file",
            "-",
            "--region",
            "ca",
        ],
    );

    let line = ["setup", "--app-key", &key, "--secret-file", "-", "--json"];
    let answer = scene
        .ils
        .run_with_input(line, &format!("{secret}\r\n"))
        .unwrap();
    let data = answer.done().unwrap().json().unwrap()["data"].clone();
    assert_eq!(
        (&data["app_key"], &data["connected"]),
        (&key.as_str().into(), &false.into())
    );
    let file = scene.ils.home().join("config").join("config.toml");
    assert_eq!(data["config_file"], file.to_str().unwrap());
    assert!(holding(&scene.ils, &key) >= 1, "the key is in the settings");
    assert_eq!(
        holding(&scene.ils, &secret),
        0,
        "the secret is nowhere in clear"
    );

    scene.ils.connect(&scene.clio).await.unwrap();
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    // Once set up, the key may be given again without the secret.
    scene.expect(0, &["setup", "--app-key", &key]);
    let refused = scene.json(2, &["setup", "--app-key", "another"])["error"].clone();
    assert_eq!(
        refused["code"], "input_needed",
        "that app has no secret here"
    );
    assert_eq!(scene.json(0, &["status"])["data"]["connected"], true);
}

/// What is set up and not used is worse than nothing: a firm looks for the fault at Clio.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_sets_up_below_a_variable_is_warned() {
    let (mut scene, key, secret) = newcomer().await;
    let file = scene.ils.home().join("secret");
    fs::write(&file, &secret).unwrap();
    let setup = [
        "setup",
        "--app-key",
        &key,
        "--secret-file",
        file.to_str().unwrap(),
    ];
    let warned_of = |scene: &Scene| {
        let told: String = scene.json(0, &setup)["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|warning| {
                assert_eq!(warning["code"], "environment_goes_before");
                warning["message"].as_str().unwrap().to_owned()
            })
            .collect();
        let shown = scene.expect(0, &[&setup[..], &["--plain"]].concat()).stderr;
        assert_eq!(shown.contains("WARNING: "), !told.is_empty(), "{shown}");
        assert!(!(shown.clone() + &told).contains("CANARY"), "{shown}");
        [KEY, SECRET].map(|variable| {
            assert_eq!(shown.contains(variable), told.contains(variable));
            told.contains(variable)
        })
    };
    assert_eq!(warned_of(&scene), [false, false]);
    scene.ils.set(KEY, &key);
    scene.ils.set(SECRET, &secret);
    assert_eq!(warned_of(&scene), [false, false], "the same goes before");
    scene.ils.set(SECRET, "CANARY of another secret");
    assert_eq!(warned_of(&scene), [false, true]);
    scene.ils.set(KEY, "CANARY of another key");
    assert_eq!(warned_of(&scene), [true, true]);
    scene.ils.set(SECRET, "");
    assert_eq!(warned_of(&scene), [true, false]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_person_sets_up_connects_and_shows_no_secret() {
    let (scene, key, secret) = newcomer().await;
    let mut terminal = scene.ils.on_terminal(["setup"]).unwrap();
    terminal.wait_for("App Key (Q stops): ").unwrap();
    terminal.type_line(&key).unwrap();
    let mut shown = terminal.wait_for("App Secret (it is not shown): ").unwrap();
    terminal.type_line(&secret).unwrap();
    shown += &terminal.wait_for("Connect to Clio now?").unwrap();
    assert!(!shown.contains(&secret), "{shown}");
    terminal.type_line("n").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success() && shown.contains("ils connect"), "{shown}");
    scene.ils.connect(&scene.clio).await.unwrap();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_at_the_secret_gives_the_terminal_back() {
    let (scene, key, _) = newcomer().await;
    let mut terminal = scene.ils.on_terminal(["setup"]).unwrap();
    let before = terminal.settings().unwrap();
    terminal.wait_for("App Key (Q stops): ").unwrap();
    terminal.type_line(&key).unwrap();
    terminal.wait_for("App Secret (it is not shown): ").unwrap();
    assert_ne!(terminal.settings().unwrap(), before, "typing is hidden");
    interrupt(&terminal);
    terminal.wait_for("Reference: interrupted").unwrap();
    assert_eq!(terminal.settings().unwrap(), before);
    let (status, _) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(
        !scene.ils.home().join("config/config.toml").exists(),
        "nothing was kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_says_who_set_it() {
    let mut scene = Scene::new().await;
    let of = |scene: &Scene, name: &str, flags: &[&str]| {
        let data = scene.json(0, &[&["config", "get", name], flags].concat())["data"].clone();
        (
            data["value"].as_str().unwrap_or_default().to_owned(),
            data["source"].as_str().unwrap().to_owned(),
        )
    };
    let expect = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    assert_eq!(of(&scene, "timeout", &[]), expect("30", "built_in"));
    scene.expect(0, &["config", "set", "timeout", "41"]);
    assert_eq!(of(&scene, "timeout", &[]), expect("41", "user_file"));
    scene.ils.set("ILS_TIMEOUT", "42");
    assert_eq!(of(&scene, "timeout", &[]), expect("42", "environment"));
    assert_eq!(
        of(&scene, "timeout", &["--timeout", "43"]),
        expect("43", "flag")
    );
    let shown = scene.expect(0, &["config", "list"]).stdout;
    assert!(
        shown
            .lines()
            .any(|line| line.contains("timeout") && line.contains("ILS_TIMEOUT")),
        "{shown}"
    );
    let secret = scene.clio.client_secret();
    assert!(!shown.contains(secret), "no secret among the settings");
    scene.ils.set("ILS_TIMEOUT", "");
    scene.expect(0, &["config", "set", "timeout", ""]);
    assert_eq!(of(&scene, "timeout", &[]), expect("30", "built_in"));

    for (name, value) in [
        ("timeout", "0"),
        ("region", "eu"),
        ("token_store", "paper"),
        ("plain", "maybe"),
    ] {
        scene.expect(2, &["config", "set", name, value]);
    }
    scene.expect(5, &["config", "set", "app_secret", "canary"]);
    scene.expect(5, &["config", "get", "colour"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_the_settings_is_used_and_a_broken_file_is_told() {
    let scene = Scene::connected().await;
    let place = scene.ils.home().join("elsewhere.sqlite");
    scene.expect(0, &["config", "set", "store", place.to_str().unwrap()]);
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    assert!(place.exists());
    let other = scene.ils.home().join("other.sqlite");
    let listed = scene.json(0, &["clients", "list", "--store", other.to_str().unwrap()]);
    assert_eq!(listed["data"]["count"], 0);

    let file = scene.expect(0, &["config", "path"]).stdout;
    fs::write(file.trim(), "timeout = \"soon\"\n").unwrap();
    let wrong = scene.json(2, &["clients", "list"])["error"].clone();
    assert_eq!(wrong["code"], "settings_wrong", "{wrong}");
    scene.expect(0, &["config", "list"]);
    let mine = scene.ils.home().join("mine.toml");
    fs::write(&mine, "timeout = 9\n").unwrap();
    let mine = mine.to_str().unwrap();
    assert_eq!(
        scene.json(0, &["config", "get", "timeout", "--config", mine])["data"]["value"],
        "9"
    );
}

/// How many files below the home hold this text.
fn holding(ils: &Ils, text: &str) -> usize {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    files_below(ils.home())
        .iter()
        .filter(|path| holds(path))
        .count()
}
