//! Killed at any instant, a save has happened or it has not (T22).

use std::time::Duration;

use tempfile::TempDir;

use crate::child::{Kind, Place};
use crate::session::{Session, is_there};
use crate::times;

const KILLS: usize = 500;
/// A save takes milliseconds: this hits all of it.
const LONGEST: u64 = 25_000;

/// What one child found, and what it was told that it had saved.
struct Round {
    found: u64,
    acknowledged: u64,
}

/// Kills `kills` children while they save. Each finds what the one before it left.
fn kill_savers(place: &Place, kills: usize, mut when: impl FnMut()) -> usize {
    let mut last = None::<Round>;
    let mut between = 0;
    for round in 0..=kills {
        let mut child = place.start();
        child.tell("saves");
        let first = child.hear().expect("what is stored");
        let found = match first.split(' ').collect::<Vec<_>>().as_slice() {
            ["nothing"] => 0,
            ["found", generation, name] => {
                assert_eq!(generation, name, "a whole save, never a mixture");
                generation.parse().unwrap()
            }
            other => panic!("round {round}: {other:?}"),
        };
        if let Some(before) = last {
            let is_whole = found == before.acknowledged || found == before.acknowledged + 1;
            assert!(
                is_whole,
                "round {round}: {found} after {}",
                before.acknowledged
            );
            between += usize::from(found > before.acknowledged);
        }
        let saved = |line: &str| line.strip_prefix("saved ").map(|n| n.parse().unwrap());
        let mut acknowledged = saved(&child.hear().unwrap()).unwrap();
        std::thread::sleep(Duration::from_micros(fastrand::u64(0..LONGEST)));
        when();
        child.kill();
        while let Some(line) = child.hear() {
            acknowledged = saved(&line).unwrap_or(acknowledged);
        }
        last = Some(Round {
            found,
            acknowledged,
        });
    }
    let last = last.unwrap();
    assert!(last.acknowledged > last.found);
    between
}

#[test]
fn t22_a_killed_save_to_a_file_leaves_the_old_tokens_or_the_new() {
    let folder = TempDir::new().unwrap();
    let place = Place::new(Kind::File, folder.path(), "http://127.0.0.1:9");
    let kills = times("ILS_TEST_KILLS", KILLS);
    let between = kill_savers(&place, kills, || {});
    println!("file: {kills} kills, {between} after the save and before its answer");
}

#[test]
fn t22_a_killed_save_to_a_keyring_leaves_the_old_tokens_or_the_new() {
    if !is_there("t22_a_killed_save_to_a_keyring_leaves_the_old_tokens_or_the_new") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let session = Session::unlocked();
    let mut place = Place::new(Kind::Keyring, folder.path(), "http://127.0.0.1:9");
    place.bus = Some(session.address.clone());
    let kills = times("ILS_TEST_KILLS", KILLS);
    let between = kill_savers(&place, kills, || {});
    println!("keyring: {kills} kills, {between} after the save and before its answer");
}

#[test]
fn t22_a_keyring_daemon_killed_during_a_save_keeps_the_old_tokens_or_the_new() {
    if !is_there("t22_a_keyring_daemon_killed_during_a_save_keeps_the_old_tokens_or_the_new") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut session = Session::unlocked();
    let mut place = Place::new(Kind::Keyring, folder.path(), "http://127.0.0.1:9");
    place.bus = Some(session.address.clone());
    let kills = times("ILS_TEST_KILLS", KILLS).div_ceil(20);
    kill_savers(&place, kills, || {
        session.kill_daemon();
        session.start_daemon(Some("testing"));
    });
}
