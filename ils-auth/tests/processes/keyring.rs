//! Real Secret Services in every state (T19–T21), each on a session bus of its own.

use std::fs;
use std::path::Path;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::child::{Kind, Place};
use crate::session::{Session, is_there};

fn place(folder: &TempDir, session: Option<&Session>) -> Place {
    let mut place = Place::new(Kind::Keyring, folder.path(), "http://127.0.0.1:9");
    place.bus = session.map(|session| session.address.clone());
    place
}

/// Neither "nothing stored" nor saved.
fn assert_unavailable(place: &Place, words: &str) {
    for order in ["load", "save one"] {
        let heard = place.start().ask(order);
        assert!(
            heard.starts_with("error") && heard.contains(words),
            "{order}: {heard}"
        );
    }
}

#[test]
fn t19_without_a_keyring_nothing_is_kept_anywhere() {
    let folder = TempDir::new().unwrap();
    let place = place(&folder, None);
    assert_unavailable(&place, "no keyring service could be reached");
    let mut written = Vec::new();
    files_with_content(folder.path(), &mut written);
    assert!(written.is_empty(), "{written:?}");
}

fn files_with_content(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.metadata().unwrap() {
            about if about.is_dir() => files_with_content(&entry.path(), found),
            about if about.len() > 0 => found.push(entry.path().display().to_string()),
            // A lock, which holds nothing.
            _ => {}
        }
    }
}

#[test]
fn t20_a_stopped_daemon_costs_a_deadline_one_thread_and_no_hanging_process() {
    if !is_there("t20_a_stopped_daemon_costs_a_deadline_one_thread_and_no_hanging_process") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let session = Session::unlocked();
    let place = place(&folder, Some(&session));
    let mut child = place.start();
    assert_eq!(child.ask("save one"), "saved 1");
    let before: usize = child.ask("threads").parse().unwrap();
    session.signal_daemon(Signal::STOP);
    let heard = child.ask("loads 100");
    assert!(heard.contains("does not answer"), "{heard}");
    let is_error = |part: &str| part.starts_with("error");
    assert!(heard.split(" | ").all(is_error), "{heard}");
    let after: usize = child.ask("threads").parse().unwrap();
    assert!(after <= before, "{before} threads, then {after}");
    // The daemon is still stopped, and a call to it under way.
    child.tell("loads 1");
    assert!(child.ends(), "a stuck call keeps no process alive");
    session.signal_daemon(Signal::CONT);
    assert_eq!(place.start().ask("load"), "found 1 one");
}

#[test]
fn t20_the_same_process_goes_on_when_the_daemon_does() {
    if !is_there("t20_the_same_process_goes_on_when_the_daemon_does") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let session = Session::unlocked();
    let mut child = place(&folder, Some(&session)).start();
    assert_eq!(child.ask("save one"), "saved 1");
    session.signal_daemon(Signal::STOP);
    assert!(child.ask("load").starts_with("error"));
    session.signal_daemon(Signal::CONT);
    // The one thread may still be in the call that hung.
    let found = (0..50).any(|_| child.ask("load") == "found 1 one");
    assert!(found);
}

#[test]
fn t21_no_service_and_no_keyring_are_not_taken_for_not_connected() {
    if !is_there("t21_no_service_and_no_keyring_are_not_taken_for_not_connected") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut session = Session::without_a_service();
    let place = place(&folder, Some(&session));
    assert_unavailable(&place, "no keyring service could be reached");
    session.start_daemon(None);
    let heard = place.start().ask("load");
    assert!(heard.contains("no keyring has been set up"), "{heard}");
    assert!(place.start().ask("save one").starts_with("error"));
}

#[test]
fn t21_a_locked_keyring_is_not_taken_for_not_connected() {
    if !is_there("t21_a_locked_keyring_is_not_taken_for_not_connected") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut session = Session::unlocked();
    let place = place(&folder, Some(&session));
    let mut child = place.start();
    assert_eq!(child.ask("load"), "nothing");
    assert_eq!(child.ask("save one"), "saved 1");
    session.lock();
    for order in ["load", "load sam", "save two"] {
        let heard = child.ask(order);
        assert!(
            heard.starts_with("error") && heard.contains("locked"),
            "{order}: {heard}"
        );
    }
    // Restarted with another password than the keyring's: it stays locked.
    session.kill_daemon();
    session.start_daemon(Some("wrong"));
    for order in ["load", "load sam"] {
        let heard = place.start().ask(order);
        assert!(
            heard.starts_with("error") && heard.contains("locked"),
            "{order}: {heard}"
        );
    }
    session.kill_daemon();
    session.start_daemon(Some("testing"));
    assert_eq!(place.start().ask("load"), "found 1 one");
    assert_eq!(place.start().ask("load sam"), "nothing");
}

#[test]
fn t21_a_restarted_daemon_serves_the_same_process() {
    if !is_there("t21_a_restarted_daemon_serves_the_same_process") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut session = Session::unlocked();
    let mut child = place(&folder, Some(&session)).start();
    assert_eq!(child.ask("save one"), "saved 1");
    for n in 1..=3 {
        session.kill_daemon();
        session.start_daemon(Some("testing"));
        assert_eq!(child.ask("load").split(' ').nth(1).unwrap(), n.to_string());
        assert_eq!(
            child.ask(&format!("save again{n}")),
            format!("saved {}", n + 1)
        );
    }
    session.kill_daemon();
    let heard = child.ask("load");
    assert!(heard.starts_with("error"), "{heard}");
    session.start_daemon(Some("testing"));
    assert_eq!(child.ask("load"), "found 4 again3");
}
