//! Over a real Secret Service (T20, T21), where `ILS_TEST_SECRET_SERVICE` says that one is unlocked on the session bus.

use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use super::*;
use crate::stand_in::skipped;

/// One at a time: a test that stops the daemon stops it for all.
static DAEMON: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn is_expected(test: &str) -> bool {
    let expected = std::env::var_os("ILS_TEST_SECRET_SERVICE").is_some();
    if !expected {
        skipped(
            test,
            "ILS_TEST_SECRET_SERVICE is not set, so no Secret Service is expected here",
        );
    }
    expected
}

fn store(folder: &TempDir) -> KeyringStore {
    KeyringStore::new(folder.path().join("locks"))
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn passes_the_suite_over_a_secret_service() {
    use crate::store::conformance;
    if !is_expected("passes_the_suite_over_a_secret_service") {
        return;
    }
    let _alone = DAEMON.lock().await;
    let folder = TempDir::new().unwrap();
    conformance::run(&|| Arc::new(store(&folder))).await;
    conformance::run_shared(&|| (Arc::new(store(&folder)), Arc::new(store(&folder)))).await;
}

/// T20.
#[tokio::test]
async fn a_stopped_daemon_costs_a_deadline_and_serves_again() {
    if !is_expected("a_stopped_daemon_costs_a_deadline_and_serves_again") {
        return;
    }
    let _alone = DAEMON.lock().await;
    let folder = TempDir::new().unwrap();
    let store = store(&folder);
    let key = key().for_user("stopped");
    store.remove(&key).await.unwrap();
    let saved = store.save(&key, &tokens("one", 60), Generation(0)).await;
    saved.unwrap();

    let daemon = Stopped::now();
    let error = store.load(&key).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    drop(daemon);

    let found = loop {
        // The one thread may still be in the call that hung.
        if let Ok(found) = store.load(&key).await {
            break found;
        }
    };
    assert!(found.is_some(), "neither lost nor taken for nothing stored");
    store.remove(&key).await.unwrap();
}

/// The daemon behind the session bus, stopped until this is dropped.
struct Stopped(Pid);

impl Stopped {
    fn now() -> Self {
        let asked = Command::new("dbus-send")
            .args([
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/",
            ])
            .arg("org.freedesktop.DBus.GetConnectionUnixProcessID")
            .arg("string:org.freedesktop.secrets")
            .output()
            .unwrap();
        let answer = String::from_utf8(asked.stdout).unwrap();
        let pid = answer.split_whitespace().last().unwrap().parse().unwrap();
        let pid = Pid::from_raw(pid).unwrap();
        kill_process(pid, Signal::STOP).unwrap();
        Self(pid)
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        kill_process(self.0, Signal::CONT).unwrap();
    }
}
