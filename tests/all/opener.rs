//! What starts the browser, and nothing else: T1 and T11 of the security notes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use crate::connect::address;
use crate::listen::{end, listening, registered_port};
use crate::scene::Scene;

/// Every program that could open a browser on Linux.
const OPENERS: [&str; 6] = [
    "xdg-open",
    "gio",
    "gnome-open",
    "kde-open6",
    "kde-open5",
    "kde-open",
];

/// A folder with an opener that writes down what it was given, prints, and goes on as `script` says.
pub(crate) fn folder_with(script: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in OPENERS {
        let file = folder.path().join(name);
        let text = format!(
            "#!/bin/sh\necho \"$#\" \"$@\" >> {}\necho noise\necho noise >&2\n{script}\n",
            folder.path().join("log").display()
        );
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}

/// T1 and T11: whatever the opener does, the address is printed and connecting completes.
#[tokio::test(flavor = "multi_thread")]
async fn t11_an_opener_that_fails_hangs_or_prints_disturbs_nothing() {
    let missing = tempfile::tempdir().unwrap();
    let fails = folder_with("exit 1");
    let hangs = folder_with(
        "n=0\nwhile [ ! -e \"$(/usr/bin/dirname \"$0\")/done\" ] && [ $n -lt 600 ]; do /bin/sleep 0.1; n=$((n+1)); done",
    );
    let prints = folder_with("echo more noise\nexit 0");
    for (kind, folder) in [
        ("missing", &missing),
        ("fails", &fails),
        ("hangs", &hangs),
        ("prints", &prints),
    ] {
        let scene = Scene::new().await;
        let port = registered_port(&scene);
        let how = ["connect", "--callback", "listen", "--json", "--port", &port];
        let path = folder.path().to_str().unwrap();
        let (child, shown) = listening(&scene, &how, Some(path));
        let address = address(&shown);
        assert_eq!(zombies(child.id()), 0, "{kind}");
        scene.clio.press_allow(&address).await.unwrap();
        let (code, answer) = end(child);
        assert_eq!(code, Some(0), "{kind}: {answer}");
        // Exactly one document: nothing of the opener's.
        let document: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(document["data"]["person"], "Pat Rivera", "{kind}");
        let said = shown.contains("No web browser");
        assert_eq!(
            said,
            ["missing", "fails"].contains(&kind),
            "{kind}: {shown}"
        );
        for request in scene.clio.token_requests() {
            assert_eq!(request.grant_type.as_deref(), Some("authorization_code"));
            assert!(!request.form.iter().any(|name| name == "password"));
        }
        fs::write(folder.path().join("done"), "").unwrap();
        if kind == "prints" {
            // One program, one argument: the address.
            wait_for_log(folder.path(), &address);
            assert_eq!(log(folder.path()), format!("1 {address}\n"));
        }
    }
}

/// T8: whatever the firm has set in the environment, the browser does not get the app's secret.
#[tokio::test(flavor = "multi_thread")]
async fn t08_a_browser_does_not_get_the_apps_secret() {
    let folder = folder_with(
        "/usr/bin/env >> \"$(/usr/bin/dirname \"$0\")/log\"; echo whole >> \"$(/usr/bin/dirname \"$0\")/log\"",
    );
    let mut scene = Scene::new().await;
    scene.ils.set("PATH", folder.path().to_str().unwrap());
    let mut terminal = scene.ils.on_terminal(["connect"]).unwrap();
    terminal.wait_for("(or type Q to stop): ").unwrap();
    terminal.type_line("").unwrap();
    terminal.wait_for("Opened your web browser").unwrap();
    wait_for_log(folder.path(), "whole");
    let environment = log(folder.path());
    assert!(
        environment.contains("ILS_CLIO_CLIENT_ID="),
        "it is handed on"
    );
    assert!(
        !environment.contains(scene.clio.client_secret()),
        "{environment}"
    );
}

/// The opener is not waited for by `ils`, so its log may come later.
fn wait_for_log(folder: &Path, text: &str) {
    for _ in 0..2_000 {
        if log(folder).contains(text) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Children that ended and were not waited for.
fn zombies(parent: u32) -> usize {
    let parent = parent.to_string();
    let is_zombie = |stat: &str| {
        let words: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        matches!(words.as_slice(), ["Z", of, ..] if *of == parent)
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("stat")).ok())
        .filter(|stat| is_zombie(stat))
        .count()
}

/// T1: no embedded browser, and nothing that could take a password.
#[test]
fn t01_there_is_no_web_view_and_no_password() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    for package in lock.lines().filter_map(|line| line.strip_prefix("name = ")) {
        for word in ["webview", "\"wry\"", "\"tao\"", "webkit", "\"cef", "servo"] {
            assert!(!package.contains(word), "{package}");
        }
    }
    let mut folders = vec![root.join("ils-auth/src"), root.join("ils-cli/src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|kind| kind != "rs") {
                continue;
            }
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            for line in text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
            {
                for word in [
                    "ResourceOwner",
                    "exchange_password",
                    "grant_type\", \"password",
                ] {
                    assert!(!line.contains(word), "{}: {line}", path.display());
                }
                let public = line.trim_start().starts_with("pub ");
                assert!(
                    !(public && line.contains("password")),
                    "{}: {line}",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 40);
}
