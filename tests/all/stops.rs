//! Ctrl+C while connecting: T13 of the security notes. And T8's last words: a code is in no argument and no variable.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use contract_tests::{Fault, Terminal, files_below};
use rustix::process::{Pid, Signal, kill_process};

use crate::connect::{address, tokens};
use crate::listen::registered_port;
use crate::scene::Scene;

pub(crate) fn interrupt(terminal: &Terminal) {
    let pid = Pid::from_raw(i32::try_from(terminal.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
}

/// Ends with 130, and the terminal is as it was.
#[track_caller]
fn assert_interrupted(mut terminal: Terminal, settings: &str) {
    interrupt(&terminal);
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(130), "{shown}");
    assert!(
        shown.contains("What to do:  ils status") && !shown.contains("client"),
        "connecting saves nobody: {shown}"
    );
    assert_eq!(terminal.settings().unwrap(), settings);
}

#[tokio::test(flavor = "multi_thread")]
async fn t13_ctrl_c_while_waiting_frees_the_port() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    let port = registered_port(&scene);
    let how = ["reconnect", "--no-browser", "--port", &port];
    let mut terminal = scene.ils.on_terminal(how).unwrap();
    let settings = terminal.settings().unwrap();
    terminal.wait_for("type ? for help").unwrap();
    let number: u16 = port.parse().unwrap();
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_err());
    assert_interrupted(terminal, &settings);
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok());
    assert_eq!(tokens(scene.ils.home()), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn t13_ctrl_c_while_exchanging_leaves_the_old_connection() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    // Longer than any patience: that it ends at all is Ctrl+C's doing.
    let never = Fault::slow(Duration::from_secs(600)).on("/oauth/token");
    scene.clio.fault(never);
    let mut terminal = scene
        .ils
        .on_terminal(["reconnect", "--no-browser"])
        .unwrap();
    let settings = terminal.settings().unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    terminal.type_line(&approval.title).unwrap();
    terminal.wait_for("Checking the code with Clio...").unwrap();
    // T8
    #[cfg(target_os = "linux")]
    for what in ["cmdline", "environ"] {
        match fs::read(format!("/proc/{}/{what}", terminal.id())) {
            Ok(bytes) => {
                let code = approval.code.as_bytes();
                assert!(!bytes.windows(code.len()).any(|window| window == code));
            }
            // A process that cannot be dumped shows its environment to root alone.
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied),
        }
    }
    assert_interrupted(terminal, &settings);
    assert_eq!(tokens(scene.ils.home()), before);
    scene.expect(0, &["status", "--check"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t13_ctrl_c_while_saving_leaves_the_old_connection() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    // Somebody else holds the store.
    let held: Vec<fs::File> = locks(scene.ils.home());
    assert!(!held.is_empty());
    let mut terminal = scene
        .ils
        .on_terminal(["reconnect", "--no-browser"])
        .unwrap();
    let settings = terminal.settings().unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    terminal.type_line(&approval.title).unwrap();
    terminal.wait_for("accepted.").unwrap();
    while scene.asked("/api/v4/users/who_am_i").is_empty() {
        tokio::task::yield_now().await;
    }
    assert_interrupted(terminal, &settings);
    assert_eq!(tokens(scene.ils.home()), before);
    drop(held);
    scene.expect(0, &["status"]);
}

/// Every lock file below the home folder, locked.
pub(crate) fn locks(home: &std::path::Path) -> Vec<fs::File> {
    files_below(home)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "lock"))
        .map(|path| {
            let file = fs::File::open(path).unwrap();
            file.lock().unwrap();
            file
        })
        .collect()
}
