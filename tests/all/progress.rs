//! How far a command is: for a person on the screen, for programs as events.

use std::path::Path;
use std::time::Duration;

use contract_tests::Fault;
#[cfg(unix)]
use contract_tests::Terminal;
use contract_tests::firm::sample;
use serde_json::Value;

use crate::scene::{HOLLIS, Scene};
#[cfg(unix)]
use crate::stops::interrupt;

/// The lines of a file of events: numbered, valid, begun and ended as they must.
#[track_caller]
fn events(scene: &Scene, text: &str) -> Vec<Value> {
    let schema = scene.expect(0, &["schema", "events"]).stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (line, seq) in lines.iter().zip(0_u64..) {
        assert!(validator.is_valid(line), "{line}");
        assert_eq!(line["seq"], seq, "{line}");
    }
    assert_eq!(lines[0]["event"], "start");
    assert_eq!(lines[0]["schema"], "ils.events/1");
    let ends: Vec<bool> = lines.iter().map(|line| line["event"] == "result").collect();
    assert!(ends.last().is_some_and(|is_end| *is_end), "{text}");
    assert_eq!(ends.iter().filter(|is_end| **is_end).count(), 1, "{text}");
    // A schema that everything fits proves nothing.
    let mut other = lines[0].clone();
    other["event"] = "party".into();
    assert!(!validator.is_valid(&other));
    lines
}

#[track_caller]
fn events_in(scene: &Scene, file: &Path) -> Vec<Value> {
    events(scene, &std::fs::read_to_string(file).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_import_tells_its_events_in_ids_and_numbers() {
    let scene = Scene::connected().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.ndjson");
    let matter = sample::FAMILY_OF_130.to_string();
    let arguments = [
        "import",
        &matter,
        "--yes",
        "--events",
        file.to_str().unwrap(),
    ];
    let saved = scene.json(0, &arguments);
    let lines = events_in(&scene, &file);
    assert_eq!(lines[0]["command"], "import");
    let total = lines.iter().find(|line| line["event"] == "total").unwrap();
    assert_eq!(
        (&total["unit"], &total["total"]),
        (&"contacts".into(), &130.into())
    );
    let last = lines
        .iter()
        .rfind(|line| line["event"] == "progress")
        .unwrap();
    assert_eq!(
        (&last["unit"], &last["done"]),
        (&"contacts".into(), &130.into())
    );
    let end = lines.last().unwrap();
    assert_eq!((&end["ok"], &end["exit"]), (&true.into(), &0.into()));
    assert_eq!(end["ids"]["client_id"], saved["data"]["client_id"]);
    assert_eq!(end["ids"]["import_id"], saved["data"]["import_id"]);
    let client = scene.saved_clients()[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let text = std::fs::read_to_string(&file).unwrap();
    for name in client.split(' ') {
        assert!(!text.contains(name), "{name} is in the events");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_ends_the_events_and_standard_output_holds_nothing_else() {
    let scene = Scene::connected().await;
    let failed = scene.expect(5, &["preview", "00000-Nobody", "--events", "-"]);
    let lines = events(&scene, &failed.stdout);
    let end = lines.last().unwrap();
    assert_eq!((&end["ok"], &end["exit"]), (&false.into(), &5.into()));
    assert_eq!(end["code"], "matter_not_found");
    assert!(failed.stderr.contains("Reference: matter_not_found"));
    let done = scene.expect(0, &["preview", HOLLIS, "--events", "-"]);
    assert_eq!(events(&scene, &done.stdout).last().unwrap()["ok"], true);
    assert!(!done.stdout.contains("Hollis"), "{}", done.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_output_has_one_purpose() {
    let scene = Scene::connected().await;
    for arguments in [
        &["status", "--json", "--events", "-"][..],
        &["clients", "list", "--format", "ndjson", "--events", "-"],
        &["clients", "list", "--format", "csv", "--events", "-"],
        &["preview", HOLLIS, "--out", "-", "--events", "-"],
        &["clients", "export", "1", "--format", "csv", "--events", "-"],
    ] {
        let refused = scene.expect(2, arguments);
        let said = format!("{}{}", refused.stdout, refused.stderr);
        assert!(said.contains("cannot both go to standard output"), "{said}");
        assert!(said.contains("--events FILE"), "{said}");
    }
    assert_eq!(scene.clio.record().len(), 0);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn events_that_cannot_be_written_are_told_and_stop_nothing() {
    let scene = Scene::connected().await;
    let done = scene.expect(0, &["import", HOLLIS, "--yes", "--events", "/dev/full"]);
    assert!(done.stdout.contains("Saved. Client 1"), "{}", done.stdout);
    let told = "The events could not be written to their end";
    assert!(done.stderr.contains(told), "{}", done.stderr);
    let refused = scene.expect(5, &["status", "--events", "/no/such/folder/events"]);
    let told = "The events could not be written";
    assert!(refused.stderr.contains(told), "{}", refused.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_events_is_added_to() {
    let scene = Scene::connected().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events");
    std::fs::write(&file, "somebody's notes\n").unwrap();
    scene.expect(0, &["status", "--events", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    let events_of_run = text.strip_prefix("somebody's notes\n").unwrap();
    assert_eq!(events(&scene, events_of_run)[0]["command"], "status");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_and_a_long_wait_are_events_too() {
    let scene = Scene::connected().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events");
    // Nothing but Ctrl+C ends it this soon.
    scene
        .clio
        .fault(Fault::too_many("40").on("/api/v4/relationships"));
    let arguments = ["preview", HOLLIS, "--events", file.to_str().unwrap()];
    let mut terminal = scene.ils.on_terminal(arguments).unwrap();
    terminal.wait_for("Clio asked us to wait").unwrap();
    interrupt(&terminal);
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(130), "{shown}");
    let lines = events_in(&scene, &file);
    let wait = lines.iter().find(|line| line["event"] == "wait").unwrap();
    assert_eq!(wait["reason"], "rate_limited");
    assert!(wait["seconds"].as_u64().unwrap() >= 40, "{wait}");
    let end = lines.last().unwrap();
    assert_eq!((&end["ok"], &end["exit"]), (&false.into(), &130.into()));
    assert_eq!(end["code"], "interrupted");
}

/// A preview whose people come late, on a terminal.
#[cfg(unix)]
fn late(scene: &Scene, arguments: &[&str]) -> Terminal {
    let late = Fault::slow(Duration::from_millis(1_100)).on("/api/v4/contacts");
    scene.clio.fault(late);
    let matter = sample::FAMILY_OF_130.to_string();
    let all = [&["preview", matter.as_str()], arguments].concat();
    scene.ils.on_terminal(all).unwrap()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_takes_a_second_shows_a_bar_that_goes_away() {
    let scene = Scene::connected().await;
    let mut terminal = late(&scene, &[]);
    terminal.wait_for("] 130 of 130 contacts").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    // The line is wiped before the answer is written over it.
    let (bar, answer) = shown.split_once("\u{1b}[2K").unwrap();
    assert!(!bar.contains('\n'), "{shown}");
    assert!(!answer.contains("of 130 contacts"), "{shown}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_for_a_screen_reader_or_when_it_is_not_wanted() {
    let scene = Scene::connected().await;
    for arguments in [
        &["--plain"][..],
        &["--progress", "none"],
        &["--progress", "lines"],
        &["--quiet"],
    ] {
        let (status, shown) = late(&scene, arguments).finish().unwrap();
        assert!(status.success(), "{shown}");
        assert!(!shown.contains("130 contacts"), "{arguments:?}\n{shown}");
        assert!(!shown.contains("\u{1b}["), "{arguments:?}\n{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_ten_seconds_tells_a_line() {
    let scene = Scene::connected().await;
    let late = Fault::slow(Duration::from_millis(10_100)).on("/api/v4/contacts");
    scene.clio.fault(late);
    let matter = sample::FAMILY_OF_130.to_string();
    let done = scene.expect(0, &["preview", &matter]);
    let line = "Still at it: 130 of 130 contacts so far.";
    assert!(done.stderr.contains(line), "{}", done.stderr);
    assert!(!done.stderr.contains('\u{1b}'), "{}", done.stderr);
}
