//! Nothing secret is printed, and nothing secret lies readable on the disk.

mod logs;
#[cfg(target_os = "linux")]
mod process;
mod screens;

use std::fs;
use std::path::Path;

use contract_tests::files_below;

use crate::scene::{HOLLIS, Scene};

const CANARY: &str = "CANARY";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_printed_or_stored_in_clear() {
    let scene = Scene::new().await;
    let mut said = String::new();
    let started = scene.run(&["connect", "--start", "--json"]);
    let address = started.json().unwrap()["data"]["open_this_address"]
        .as_str()
        .unwrap()
        .to_owned();
    let approval = scene.clio.press_allow(&address).await.unwrap();
    let finished = scene
        .ils
        .run_with_input(
            ["connect", "--finish", "--code-file", "-", "-vv"],
            &approval.code,
        )
        .unwrap();
    said += &finished.stdout;
    said += &finished.stderr;
    for arguments in [
        &["status", "--check"][..],
        &["preview", HOLLIS],
        &["import", HOLLIS, "--yes"],
        &["import", HOLLIS, "--yes", "--json"],
    ] {
        let answer = scene.run(arguments);
        said += &answer.stdout;
        said += &answer.stderr;
    }
    scene.clio.revoke_all();
    let refused = scene.run(&["preview", HOLLIS]);
    said += &refused.stdout;
    said += &refused.stderr;

    // Every secret the fake gives out holds this word: tokens, codes, the app's secret.
    assert!(approval.code.contains(CANARY) && scene.clio.client_secret().contains(CANARY));
    assert!(!said.contains(CANARY), "a secret was printed: {said}");
    nowhere_below(scene.ils.home(), CANARY.as_bytes());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn everything_kept_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let scene = Scene::connected().await;
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    let mut folders = vec![scene.ils.home().to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(
                mode & 0o077,
                0,
                "{} has mode {mode:o}",
                entry.path().display()
            );
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                files += 1;
            }
        }
    }
    assert!(files >= 2, "tokens and clients are kept");
}

fn nowhere_below(folder: &Path, secret: &[u8]) {
    for path in files_below(folder) {
        let bytes = fs::read(&path).unwrap();
        let found = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!found, "{} holds a secret in clear", path.display());
    }
}
