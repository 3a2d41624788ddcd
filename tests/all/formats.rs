//! A list in each of its forms, and what is no list.

use serde_json::Value;

#[cfg(unix)]
use crate::namespace::below_shell;
use crate::scene::{HOLLIS, Scene};

const LISTS: [&[&str]; 4] = [
    &["clients", "list"],
    &["matters", "search", "hollis"],
    &["words", "list"],
    &["schema"],
];

#[tokio::test(flavor = "multi_thread")]
async fn every_list_has_the_same_items_in_every_form() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    for list in LISTS {
        let form = |form: &str| {
            let arguments = [list, &["--format", form]].concat();
            scene.expect(0, &arguments).stdout
        };
        let document: Value = serde_json::from_str(&form("json")).unwrap();
        let data = document["data"].as_object().unwrap();
        let items = data.values().find_map(Value::as_array).unwrap();
        assert!(!items.is_empty(), "{list:?}");

        let lines = form("ndjson");
        let bare: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(&bare, items, "{list:?}");
        let tabbed = form("lines");
        assert_eq!(tabbed.lines().count(), items.len(), "{list:?}");
        let csv = form("csv");
        assert_eq!(csv.lines().count(), items.len() + 1, "{list:?}");
        // Every column is there in an item: a misspelt one would be empty for ever.
        let headings: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        for heading in headings {
            let path = heading.replace("client_", "client/");
            let is_there = |path: &str| items[0].pointer(&format!("/{path}")).is_some();
            assert!(is_there(heading) || is_there(&path), "{list:?} {heading}");
        }
        assert_eq!(form("table"), scene.expect(0, list).stdout, "{list:?}");
    }
}

/// The store only says who is a client already.
#[tokio::test(flavor = "multi_thread")]
async fn a_search_without_a_client_store_lists_and_warns() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let search = ["matters", "search", "hollis"];
    let marked = scene.json(0, &search);
    assert_eq!(marked["data"]["matters"][0]["imported_as"], "1", "{marked}");
    assert_eq!(marked["warnings"], serde_json::json!([]));
    let store = scene.ils.home().join("data/clients.sqlite");
    std::fs::write(&store, "this is no client store").unwrap();

    let mut list = scene.json(0, &search);
    let warning = list["warnings"][0].take();
    assert_eq!(warning["code"], "imported_as_unknown", "{warning}");
    let told = "WARNING: Who of these is a client in ILS already could not be looked up: The client store is damaged, or is not one. See \
                what is wrong:  ils doctor";
    assert_eq!(
        format!("WARNING: {}", warning["message"].as_str().unwrap()),
        told
    );
    let mut unmarked = marked["data"].clone();
    for matter in unmarked["matters"].as_array_mut().unwrap() {
        matter["imported_as"] = Value::Null;
    }
    assert_eq!(list["data"], unmarked);
    let plain = scene.expect(0, &[&search[..], &["--plain"]].concat());
    assert!(
        plain.stdout.ends_with(&format!("\n\n{told}\n")),
        "{}",
        plain.stdout
    );
    for form in ["lines", "csv", "ndjson"] {
        let rows = scene.expect(0, &[&search[..], &["--format", form]].concat());
        assert!(!rows.stdout.contains("WARNING"), "{}", rows.stdout);
        assert_eq!(rows.stderr, format!("{told}\n"));
    }
    let quiet = [&search[..], &["--format", "lines", "--quiet"]].concat();
    assert_eq!(scene.expect(0, &quiet).stderr, "");
    assert_eq!(std::fs::read(&store).unwrap(), b"this is no client store");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_refused_before_anything_is_done() {
    let mut scene = Scene::connected().await;
    for form in ["lines", "ndjson", "csv"] {
        let answer = scene.expect(2, &["import", HOLLIS, "--yes", "--format", form]);
        let said = answer.stdout + &answer.stderr;
        assert!(said.contains("not_a_list"), "{said}");
    }
    assert!(scene.clio.record().is_empty() && scene.saved_clients().is_empty());
    // A setting is for lists; a flag stands before it.
    scene.ils.set("ILS_FORMAT", "csv");
    let shown = scene.expect(0, &["status"]).stdout;
    assert!(shown.starts_with("Connected."), "{shown}");
    let listed = scene.expect(0, &["words", "list"]).stdout;
    assert!(listed.starts_with("word,saved_as\n"), "{listed}");
    let table = scene.expect(0, &["words", "list", "--format", "table"]);
    assert!(table.stdout.contains("Clio says"), "{}", table.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_the_last_line_of_ndjson() {
    let scene = Scene::new().await;
    for (exit, arguments) in [
        (4, &["matters", "search", "x"][..]),
        (2, &["matters", "search"]),
    ] {
        let arguments = [arguments, &["--format", "ndjson"]].concat();
        let answer = scene.expect(exit, &arguments);
        let error: Value = serde_json::from_str(answer.stdout.trim_end()).unwrap();
        assert_eq!(error["schema"], "ils.error/1", "{error}");
        assert_eq!(error["error"]["exit"], exit, "{error}");
    }
}

/// A limit for files is no riddle: neither for an export nor for the events that tell of it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_may_not_grow_is_told_and_nothing_of_it_is_left() {
    let scene = Scene::connected().await;
    let long = scene.clio.change(|firm| {
        let client = firm.person("Dana", &"x".repeat(200_000), |_| {});
        firm.matter("00904-Long", client, |_| {}).to_string()
    });
    scene.expect(0, &["import", &long, "--yes"]);
    let folder = tempfile::TempDir::new().unwrap();
    let limit = "trap '' XFSZ; ulimit -f 200; exec \"$@\"";
    for format in ["csv", "ndjson", "html", "vcard"] {
        let out = folder.path().join("out");
        let out = out.to_str().unwrap();
        let export = ["clients", "export", "1", "--format", format, "--out", out];
        let ils = scene.ils.command(export).unwrap();
        let shell = std::process::Command::new("/bin/sh");
        let ended = below_shell(shell, limit, &ils).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(ended.status.code(), Some(1), "{format}: {said}");
        let told = "files may not grow that large there.";
        assert!(said.contains(told), "{format}: {said}");
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 0, "{format}");
    }
}

/// Standard output is a full disk, or a program that reads no more.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_written_is_a_failure() {
    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full");
    for arguments in [
        &["clients", "list"][..],
        &["clients", "list", "--format", "csv"],
        &["clients", "show", "1", "--json"],
        &["clients", "export", "1", "--format", "csv"],
    ] {
        let mut command = scene.ils.command(arguments).unwrap();
        let ended = command.stdout(full().unwrap()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{arguments:?} {said}");
        assert!(said.contains("The disk is full."), "{arguments:?} {said}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = scene
            .ils
            .command(arguments)
            .unwrap()
            .stdout(writer)
            .output()
            .unwrap();
        let exported = arguments.contains(&"export");
        assert_eq!(
            ended.status.code(),
            Some(i32::from(exported)),
            "{arguments:?}"
        );
    }
}
