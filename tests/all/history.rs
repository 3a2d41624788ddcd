//! After an import: taking it back, removing, restoring, exporting, and what the history says of it.

use std::fs;

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn starting_over_keeps_the_newer_client() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let undone = scene.json(0, &["undo", "--yes"])["data"].clone();
    assert_eq!(undone["client_id"], "1", "{undone}");
    assert!(scene.saved_clients().is_empty());
    scene.expect(5, &["clients", "show", "1"]);
    let again = scene.expect(6, &["undo", "--yes"]);
    assert!(
        again.stderr.contains("Nothing was changed."),
        "{}",
        again.stderr
    );

    let imported = scene.json(0, &["import", HOLLIS, "--yes"])["data"].clone();
    assert_eq!(
        (&imported["client_id"], &imported["import_id"]),
        (&"2".into(), &"3".into())
    );
    let refused = scene.json(6, &["clients", "restore", "1"])["error"].clone();
    assert_eq!(
        (&refused["code"], &refused["details"]["client_id"]),
        (&"client_exists".into(), &"2".into())
    );
    let removed = scene.expect(0, &["clients", "remove", "2", "--yes"]);
    assert!(
        removed.stdout.contains("ils clients restore 2"),
        "{}",
        removed.stdout
    );
    scene.expect(0, &["clients", "restore", "2"]);
    let listed = scene.json(
        0,
        &["clients", "list", "--include-removed", "--sort", "date"],
    )["data"]
        .clone();
    assert_eq!(listed["count"], 2, "{listed}");
    assert_eq!(
        scene.json(0, &["clients", "list", "--search", "hollis"])["data"]["count"],
        1
    );
    assert_eq!(
        scene.json(0, &["clients", "list", "--search", "nobody"])["data"]["count"],
        0
    );

    let entries = scene.json(0, &["history"])["data"]["entries"].clone();
    let actions: Vec<&str> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["restore", "remove", "import", "undo", "import"]);
    assert_eq!(
        entries[2]["import"]["digest"].as_str().map(str::len),
        Some(71)
    );
    let one = scene.expect(0, &["history", "show", "3"]).stdout;
    assert!(
        one.contains("Imported") && one.contains(HOLLIS) && one.contains("Dana Hollis"),
        "{one}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_exported_in_every_format() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.toml");
    fs::write(&map, "\"client.name.full\" = \"Client Name TE\"").unwrap();
    for (format, begins) in [
        ("csv", "\u{FEFF}Client no.,"),
        ("xlsx", "PK"),
        ("json", "[\n{\"schema\":\"ils-client/1\""),
        ("ndjson", "{\"schema\":\"ils-client/1\""),
        ("html", "<!DOCTYPE html>"),
        ("vcard", "BEGIN:VCARD\r\n"),
        ("anx", "<?xml "),
    ] {
        let file = folder.path().join(format!("clients.{format}"));
        let file = file.to_str().unwrap();
        let mut line = vec!["clients", "export", "--format", format, "--out", file];
        if format == "anx" {
            line.extend(["--map", map.to_str().unwrap()]);
        }
        let written = scene.json(0, &line)["data"].clone();
        assert_eq!(
            (&written["format"], &written["client_ids"][0]),
            (&format.into(), &"1".into())
        );
        let bytes = fs::read(file).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{format}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(file).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        let refused = scene.json(6, &line)["error"].clone();
        assert_eq!(refused["code"], "file_exists", "{refused}");
        line.push("--overwrite");
        scene.expect(0, &line);
        if format != "xlsx" {
            let on_screen = [&["clients", "export", "1"], &line[2..4], &line[6..]].concat();
            let shown = scene.expect(0, &on_screen).stdout;
            assert!(shown.starts_with(begins), "{format}: {shown}");
        }
    }
    scene.expect(5, &["clients", "export", "99"]);
    let entries =
        scene.json(0, &["history", "--client", "1", "--limit", "1"])["data"]["entries"].clone();
    assert_eq!(
        (&entries[0]["action"], &entries[0]["format"]),
        (&"export".into(), &"anx".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_is_at_hand_without_a_connection() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    scene.expect(0, &["disconnect", "--yes"]);
    scene.expect(0, &["clients", "export"]);
    scene.expect(0, &["clients", "remove", "1", "--yes"]);
    scene.expect(0, &["clients", "restore", "1"]);
    scene.expect(0, &["undo", "1", "--yes"]);
    scene.expect(0, &["history"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn undo_says_which_import_and_takes_back_that_one() {
    let scene = Scene::connected().await;
    let none = scene.json(5, &["undo", "--yes"])["error"].clone();
    assert_eq!(none["code"], "import_not_found");
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    for number in ["99", "x", "0"] {
        let none = scene.json(5, &["undo", number, "--yes"])["error"].clone();
        assert_eq!(none["code"], "import_not_found", "{none}");
    }
    let would = scene.json(0, &["undo", "--dry-run"])["data"].clone();
    assert_eq!(
        (&would["client_id"], &would["dry_run"]),
        (&"1".into(), &true.into())
    );
    assert_eq!(scene.saved_clients().len(), 1, "only said");

    for (answer, exit, left) in [("n", 3, 1), ("y", 0, 0)] {
        let mut terminal = scene.ils.on_terminal(["undo"]).unwrap();
        let shown = terminal.wait_for("> ").unwrap();
        assert!(
            shown.contains("import 1") && shown.contains("Dana Hollis"),
            "{shown}"
        );
        terminal.type_line(answer).unwrap();
        let (status, shown) = terminal.finish().unwrap();
        assert_eq!(status.code(), Some(exit), "{shown}");
        assert_eq!(scene.saved_clients().len(), left);
    }
    assert_eq!(
        scene.json(6, &["undo", "1", "--yes"])["error"]["code"],
        "already_removed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_import_is_taken_back_by_its_number_only() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    scene.expect(0, &["disconnect", "--yes"]);
    let mut scene = scene;
    scene.ils.set("USER", "night-clerk");
    let none = scene.json(5, &["undo", "--yes"])["error"].clone();
    assert_eq!(none["code"], "import_not_found", "{none}");
    assert!(
        none["advice"][0].as_str().unwrap().ends_with("ils undo 1"),
        "{none}"
    );
    assert_eq!(scene.saved_clients().len(), 1);
    scene.expect(0, &["undo", "1", "--yes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_good_needs_the_name() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let remove = ["clients", "remove", "1", "--for-good"];
    scene.expect(2, &[&remove[..], &["--yes"]].concat());
    scene.expect(6, &[&remove[..], &["--confirm", "Dan Hollis"]].concat());
    scene.expect(6, &[&remove[..], &["--confirm", ""]].concat());
    assert_eq!(scene.saved_clients().len(), 1);
    let removed =
        scene.json(0, &[&remove[..], &["--confirm", "dana  hollis"]].concat())["data"].clone();
    assert!(removed["restorable_until"].is_null(), "{removed}");
    scene.expect(5, &["clients", "restore", "1"]);
    let entries = scene.json(0, &["history"])["data"]["entries"].clone();
    assert_eq!(entries[0]["action"], "forget");
    assert!(
        entries
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["name"].is_null()),
        "{entries}"
    );
    scene.expect(5, &["undo", "1", "--yes"]);
}
