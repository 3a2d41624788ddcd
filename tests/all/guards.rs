//! What stands between a preview and a saved client: lookalikes, a trial, a sheet; and leaving without a word to Clio.

use std::fs;

use crate::scene::{HOLLIS, Scene};

/// Another contact of Clio with the name and birth date of the demo client.
fn second_dana(scene: &Scene) -> String {
    scene.clio.change(|firm| {
        let client = firm.person("Dana", "Hollis", |dana| {
            dana.born("1951-03-09");
        });
        firm.matter("00904-Hollis", client, |_| {}).to_string()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lookalike_is_refused_unless_allowed_in_so_many_words() {
    let scene = Scene::connected().await;
    let second = second_dana(&scene);
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    for how in [&["--yes"][..], &["--yes", "--no-input"], &["--dry-run"]] {
        let refused = scene.json(6, &[&["import", &second], how].concat())["error"].clone();
        assert_eq!(refused["code"], "possible_duplicate", "{refused}");
        assert_eq!(refused["details"]["client_ids"][0], "1", "{refused}");
    }
    let refused = scene.expect(6, &["import", &second, "--yes"]).stderr;
    for told in [
        "client 1 (Dana",
        "Nothing was saved",
        "ils clients show 1",
        "--allow-possible-duplicate",
    ] {
        assert!(refused.contains(told), "{told}: {refused}");
    }
    assert_eq!(scene.saved_clients().len(), 1);
    scene.expect(
        0,
        &["import", &second, "--yes", "--allow-possible-duplicate"],
    );
    assert_eq!(scene.saved_clients().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_lookalike_is_none_and_the_same_contact_is_never_allowed() {
    let scene = Scene::connected().await;
    let second = second_dana(&scene);
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let same = scene.json(
        6,
        &["import", HOLLIS, "--yes", "--allow-possible-duplicate"],
    );
    assert_eq!(same["error"]["code"], "client_exists");
    scene.expect(0, &["undo", "--yes"]);
    scene.expect(0, &["import", &second, "--yes"]);

    let back = scene.json(0, &["clients", "restore", "1"]);
    let warned = &back["warnings"][0];
    assert_eq!(warned["code"], "possible_duplicate", "{back}");
    let who = warned["message"].as_str().unwrap();
    assert!(who.contains("client 2 (") && !who.contains("client 1 ("));
    scene.expect(0, &["clients", "remove", "1", "--yes"]);
    let back = scene.expect(0, &["clients", "restore", "1"]).stdout;
    assert!(back.contains("POSSIBLE DUPLICATE: "), "{back}");
    scene.expect(0, &["clients", "remove", "1", "--yes"]);
    scene.expect(0, &["clients", "remove", "2", "--yes"]);
    let alone = scene.json(0, &["clients", "restore", "2"]);
    assert_eq!(alone["warnings"].as_array().unwrap().len(), 0, "{alone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_asked_about_a_lookalike() {
    let scene = Scene::connected().await;
    let second = second_dana(&scene);
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    for (answer, exit, saved) in [("n", 3, 1), ("y", 0, 2)] {
        let mut terminal = scene.ils.on_terminal(["import", &second]).unwrap();
        let shown = terminal.wait_for("as another NEW client").unwrap();
        assert!(shown.contains("POSSIBLE DUPLICATE: "), "{shown}");
        terminal.type_line("s").unwrap();
        terminal.wait_for("Name of the sheet's file").unwrap();
        let sheet = scene.ils.home().join(format!("{answer}.html"));
        terminal.type_line(sheet.to_str().unwrap()).unwrap();
        terminal.wait_for("as another NEW client").unwrap();
        terminal.type_line(answer).unwrap();
        let (status, shown) = terminal.finish().unwrap();
        assert_eq!(status.code(), Some(exit), "{shown}");
        assert_eq!(scene.saved_clients().len(), saved);
    }
}

/// Each has looked, and seen nobody, before the other has saved.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_lookalikes_at_once_one_is_saved() {
    let scene = Scene::connected().await;
    let second = second_dana(&scene);
    let mut asked: Vec<_> = [HOLLIS, &second]
        .map(|matter| {
            let mut terminal = scene.ils.on_terminal(["import", matter]).unwrap();
            let shown = terminal.wait_for("as a NEW client").unwrap();
            assert!(!shown.contains("POSSIBLE DUPLICATE"), "{shown}");
            terminal
        })
        .into();
    for terminal in &mut asked {
        terminal.type_line("y").unwrap();
    }
    let mut codes: Vec<_> = asked
        .into_iter()
        .map(|mut terminal| {
            let (status, shown) = terminal.finish().unwrap();
            let refused = shown.contains("Reference: possible_duplicate");
            assert_eq!(status.code() == Some(6), refused, "{shown}");
            status.code()
        })
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(6)]);
    assert_eq!(scene.saved_clients().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_saves_nothing() {
    let scene = Scene::connected().await;
    let trial = scene.json(0, &["import", HOLLIS, "--dry-run", "--yes"])["data"].clone();
    assert!(
        trial["client_id"].is_null() && trial["dry_run"] == true,
        "{trial}"
    );
    let shown = scene.expect(0, &["import", HOLLIS, "--dry-run"]).stdout;
    assert!(
        shown.contains("WILL BE SAVED") && shown.contains("nothing was saved"),
        "{shown}"
    );
    assert!(scene.saved_clients().is_empty());
    let saved = scene.json(0, &["import", HOLLIS, "--yes"])["data"].clone();
    assert_eq!(
        (&trial["counts"], &trial["not_saved"]),
        (&saved["counts"], &saved["not_saved"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_made_before_the_answer_and_nothing_is_replaced() {
    let scene = Scene::connected().await;
    let file = scene.ils.home().join("dana.html");
    let name = file.to_str().unwrap();
    let shown = scene
        .expect(0, &["preview", HOLLIS, "--sheet", name])
        .stdout;
    assert!(shown.contains(name), "{shown}");
    let page = fs::read_to_string(&file).unwrap();
    assert!(
        page.contains("Dana Hollis") && page.contains("Pat Rivera"),
        "{page}"
    );
    scene.expect(6, &["preview", HOLLIS, "--sheet", name]);

    let mut terminal = scene.ils.on_terminal(["import", HOLLIS]).unwrap();
    let second = scene.ils.home().join("second.html");
    for (name, told) in [
        (name, "There is a file of this name"),
        (second.to_str().unwrap(), "The sheet is in"),
    ] {
        terminal.wait_for("S  make a sheet").unwrap();
        terminal.type_line("s").unwrap();
        terminal.wait_for("Name of the sheet's file").unwrap();
        terminal.type_line(name).unwrap();
        terminal.wait_for(told).unwrap();
    }
    terminal.wait_for("S  make a sheet").unwrap();
    terminal.type_line("y").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    assert_eq!(fs::read_to_string(&file).unwrap(), page, "left as it was");
    assert!(fs::read_to_string(second).unwrap().contains("Dana Hollis"));
    assert!(
        shown.contains("ils undo") && shown.contains("ils history show 1"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_without_a_word_to_clio() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    scene.clio.reset_record();
    let left = scene.json(0, &["disconnect", "--local-only", "--yes"])["data"].clone();
    assert_eq!(
        (&left["was_connected"], &left["ended_at_clio"]),
        (&true.into(), &false.into())
    );
    assert!(scene.clio.record().is_empty(), "Clio was told");
    assert_eq!(scene.json(0, &["status"])["data"]["connected"], false);
    assert_eq!(scene.saved_clients().len(), 1);
    let again = scene
        .expect(0, &["disconnect", "--local-only", "--yes"])
        .stdout;
    assert!(again.contains("no connection"), "{again}");
}
