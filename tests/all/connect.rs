//! Connecting: ALLOW, DENY, codes that do not work, no terminal.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use contract_tests::{Ils, files_below};

use crate::scene::{HOLLIS, Scene};

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn allow_on_a_terminal_connects() {
    let scene = Scene::new().await;
    let mut terminal = scene.ils.on_terminal(["connect", "--no-browser"]).unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    // What a terminal sends for a paste, brackets and all.
    terminal
        .type_bytes(format!("\u{1b}[200~{}\u{1b}[201~\n", approval.title).as_bytes())
        .unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    assert!(shown.contains("Connected"), "{shown}");
    assert!(shown.contains("Pat Rivera"), "{shown}");
    assert!(shown.contains("Hollis & Park LLP"), "{shown}");

    let status = scene.json(0, &["status"]);
    assert_eq!(status["data"]["connected"], true);
    assert_eq!(status["data"]["person"], "Pat Rivera");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_is_taken_bare_as_title_and_as_address() {
    for form in ["code", "title", "address"] {
        let scene = Scene::new().await;
        let started = scene.json(0, &["connect", "--start"]);
        let address = started["data"]["open_this_address"].as_str().unwrap();
        let approval = scene.clio.press_allow(address).await.unwrap();
        let pasted = match form {
            "code" => &approval.code,
            "title" => &approval.title,
            _ => &approval.address,
        };
        let finished = scene
            .ils
            .run_with_input(
                ["connect", "--finish", "--code-file", "-", "--json"],
                pasted,
            )
            .unwrap();
        assert_eq!(finished.code, Some(0), "{form}: {finished:?}");
        let data = &finished.json().unwrap()["data"];
        assert_eq!(data["person"], "Pat Rivera", "{form}");
        assert_eq!(data["firm"], "Hollis & Park LLP", "{form}");
        assert!(data["stored_in"].is_string(), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_can_come_on_standard_input_in_one_go() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::Stdio;

    let scene = Scene::new().await;
    let mut child = scene
        .ils
        .command(["connect", "--no-browser", "--code-file", "-", "--json"])
        .unwrap()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut talk = BufReader::new(child.stderr.take().unwrap());
    let mut shown = String::new();
    while !shown.contains("/oauth/authorize") {
        assert_ne!(talk.read_line(&mut shown).unwrap(), 0, "{shown}");
    }
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(approval.code.as_bytes())
        .unwrap();
    let mut answer = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut answer)
        .unwrap();
    assert!(child.wait().unwrap().success(), "{answer}");
    let document: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(document["data"]["person"], "Pat Rivera");
}

#[tokio::test(flavor = "multi_thread")]
async fn deny_ends_with_3_and_stores_nothing() {
    let scene = Scene::new().await;
    let started = scene.json(0, &["connect", "--start"]);
    let address = started["data"]["open_this_address"].as_str().unwrap();
    let refusal = scene.clio.press_deny(address).await.unwrap();
    for pasted in [&refusal.address, &refusal.title] {
        let denied = scene
            .ils
            .run_with_input(
                ["connect", "--finish", "--code-file", "-", "--json"],
                pasted,
            )
            .unwrap();
        assert_eq!(denied.code, Some(3), "{denied:?}");
        assert_eq!(denied.json().unwrap()["error"]["code"], "access_denied");
        scene.json(0, &["connect", "--start"]);
    }
    assert_eq!(scene.json(0, &["status"])["data"]["connected"], false);
    assert!(scene.clio.token_requests().is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn deny_leaves_the_old_connection_byte_for_byte() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    assert!(!before.is_empty(), "the connection is kept in a file");
    let mut terminal = scene
        .ils
        .on_terminal(["reconnect", "--no-browser"])
        .unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let refusal = scene.clio.press_deny(&address(&shown)).await.unwrap();
    terminal.type_line(&refusal.title).unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(3), "{shown}");
    assert!(shown.contains("access_denied"), "{shown}");
    assert_eq!(tokens(scene.ils.home()), before);
    scene.expect(0, &["status", "--check"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_ends_with_4_and_a_next_step() {
    let scene = Scene::new().await;
    let started = scene.json(0, &["connect", "--start"]);
    let address = started["data"]["open_this_address"].as_str().unwrap();
    let approval = scene.clio.press_allow(address).await.unwrap();
    let other = Ils::new(&scene.clio).unwrap();
    let finish = ["connect", "--finish", "--code-file", "-", "--json"];
    assert_eq!(
        scene
            .ils
            .run_with_input(finish, &approval.code)
            .unwrap()
            .code,
        Some(0)
    );

    other
        .run(["connect", "--start", "--json"])
        .unwrap()
        .done()
        .unwrap();
    let rejected = other.run_with_input(finish, &approval.code).unwrap();
    assert_eq!(rejected.code, Some(4), "{rejected:?}");
    let error = &rejected.json().unwrap()["error"];
    assert_eq!(error["code"], "code_rejected");
    assert!(
        error["advice"]
            .as_array()
            .unwrap()
            .iter()
            .any(|step| step.as_str().unwrap().contains("ils connect"))
    );
}

/// T8, T9: what cannot be a code goes nowhere; three that Clio refuses end it; none is sent twice.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn t09_three_refused_codes_are_enough_and_none_goes_out_twice() {
    let scene = Scene::new().await;
    let mut terminal = scene.ils.on_terminal(["connect", "--no-browser"]).unwrap();
    terminal.wait_for("Paste the Success Code").unwrap();
    for no_code in [
        "Zk3aa",
        "two codes12 of-them1",
        "https://app.clio.com/?code=abcdefghij",
    ] {
        terminal.type_line(no_code).unwrap();
        terminal.wait_for("Copy it again").unwrap();
    }
    assert!(scene.clio.token_requests().is_empty());
    for (code, sent) in [
        ("wrong-code-1", 1),
        ("wrong-code-1", 1),
        ("wrong-code-2", 2),
    ] {
        terminal.type_line(code).unwrap();
        terminal.wait_for("not accepted.").unwrap();
        assert_eq!(scene.clio.token_requests().len(), sent);
    }
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(4), "{shown}");
    assert!(shown.contains("code_rejected"), "{shown}");
    assert!(shown.contains("older than 10 minutes"), "{shown}");
}

/// A begun attempt is finished once, whoever finishes it.
#[tokio::test(flavor = "multi_thread")]
async fn a_begun_attempt_is_finished_once() {
    let scene = Scene::new().await;
    let started = scene.json(0, &["connect", "--start"]);
    let address = started["data"]["open_this_address"].as_str().unwrap();
    let approval = scene.clio.press_allow(address).await.unwrap();
    let finish = ["connect", "--finish", "--code-file", "-", "--json"];
    let finish = || scene.ils.run_with_input(finish, &approval.title).unwrap();
    assert_eq!(finish().code, Some(0));
    let again = finish();
    assert_eq!(again.code, Some(4), "{again:?}");
    assert_eq!(again.json().unwrap()["error"]["code"], "no_attempt");
    assert_eq!(scene.clio.token_requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_code_is_refused() {
    let scene = Scene::new().await;
    let started = scene.json(0, &["connect", "--start"]);
    let approval = scene
        .clio
        .press_allow(started["data"]["open_this_address"].as_str().unwrap())
        .await
        .unwrap();
    scene
        .clio
        .clock()
        .advance(std::time::Duration::from_secs(601));
    let rejected = scene
        .ils
        .run_with_input(
            ["connect", "--finish", "--code-file", "-", "--json"],
            &approval.code,
        )
        .unwrap();
    assert_eq!(rejected.code, Some(4), "{rejected:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_terminal_and_code_it_ends_with_2_and_a_next_step() {
    let scene = Scene::new().await;
    let answer = scene.expect(2, &["connect"]);
    assert!(
        answer.stderr.contains("ils connect --start"),
        "{}",
        answer.stderr
    );
    assert!(answer.stderr.contains("input_needed"), "{}", answer.stderr);
    assert_eq!(scene.json(2, &["connect"])["error"]["code"], "input_needed");
    assert!(scene.clio.record().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_state_is_refused_before_any_request() {
    let scene = Scene::new().await;
    let theirs = scene.json(0, &["connect", "--start"]);
    let approval = scene
        .clio
        .press_allow(theirs["data"]["open_this_address"].as_str().unwrap())
        .await
        .unwrap();
    scene.json(0, &["connect", "--start"]);
    let refused = scene
        .ils
        .run_with_input(
            ["connect", "--finish", "--code-file", "-", "--json"],
            &approval.address,
        )
        .unwrap();
    assert_ne!(refused.code, Some(0), "{refused:?}");
    assert!(scene.clio.token_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_users_permission_it_connects_and_knows_no_name() {
    let scene = Scene::new().await;
    scene.clio.permit(|permissions| permissions.users = false);
    let answer = scene
        .ils
        .connect(&scene.clio)
        .await
        .unwrap()
        .json()
        .unwrap();
    assert!(answer["data"]["person"].is_null(), "{answer}");
    assert!(answer["data"]["firm"].is_null(), "{answer}");
    scene.expect(0, &["preview", HOLLIS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnect_ends_the_access_at_clio_and_here() {
    let scene = Scene::connected().await;
    scene.expect(0, &["disconnect", "--yes"]);
    assert_eq!(scene.asked("/oauth/deauthorize").len(), 1);
    assert_eq!(scene.json(0, &["status"])["data"]["connected"], false);
    let answer = scene.json(4, &["preview", HOLLIS]);
    assert_eq!(answer["error"]["code"], "not_connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_connect_side_by_side() {
    let scene = Scene::new().await;
    let profiles = ["one", "two", "t-w o", "two\u{e9}"];
    let started = profiles.map(|profile| {
        let started = scene.json(0, &["connect", "--start", "--profile", profile]);
        started["data"]["open_this_address"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    for (profile, address) in profiles.iter().zip(started) {
        let approval = scene.clio.press_allow(&address).await.unwrap();
        let finish = ["connect", "--finish", "--code-file", "-", "--profile"];
        let finished = scene
            .ils
            .run_with_input([&finish[..], &[profile]].concat(), &approval.address)
            .unwrap();
        assert_eq!(finished.code, Some(0), "{profile}: {finished:?}");
        let status = scene.json(0, &["status", "--profile", profile]);
        assert_eq!(status["data"]["connected"], true, "{profile}");
    }
}

/// The address `ils` tells the person to open.
pub(crate) fn address(shown: &str) -> String {
    shown
        .split_whitespace()
        .find(|word| word.contains("/oauth/authorize"))
        .expect("an address to open")
        .to_owned()
}

/// Everything below the home folder that could hold a token: path and content.
pub(crate) fn tokens(home: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(home)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "tokens"))
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect()
}
