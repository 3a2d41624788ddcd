//! What other programs of this computer can see of a running `ils`, and what is left of one that dies.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use contract_tests::{Fault, heeding_signals};
use rustix::process::{Pid, Signal, kill_process};

use super::CANARY;
use crate::namespace::below_shell;
use crate::scene::{HOLLIS, Scene, skipped};

/// An import that waits for Clio with the connection in its memory, below a shell that asks for core dumps.
async fn waiting(scene: &Scene) -> Child {
    scene
        .clio
        .fault(Fault::slow(Duration::from_secs(60)).on("/api/v4/contacts"));
    let ils = scene.ils.command(["import", HOLLIS, "--yes"]).unwrap();
    let script = "ulimit -c \"$(ulimit -H -c)\"; exec \"$@\"";
    let mut shell = below_shell(Command::new("/bin/sh"), script, &ils);
    shell.current_dir(scene.ils.home()).stdin(Stdio::null());
    let child = shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while scene.asked("/api/v4/contacts").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child
}

/// A connected user whose app's secret is kept by `ils setup` instead of the environment.
async fn set_up() -> Scene {
    let mut scene = Scene::new().await;
    let (key, secret) = (
        scene.clio.client_id().to_owned(),
        scene.clio.client_secret().to_owned(),
    );
    scene.ils.set("ILS_CLIO_CLIENT_SECRET", "");
    let setup = ["setup", "--app-key", &key, "--secret-file", "-"];
    scene
        .ils
        .run_with_input(setup, &secret)
        .unwrap()
        .done()
        .unwrap();
    scene.ils.connect(&scene.clio).await.unwrap();
    scene.clio.reset_record();
    scene
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_arguments_or_the_environment() {
    let scene = set_up().await;
    let mut child = waiting(&scene).await;
    for what in ["cmdline", "environ"] {
        // Of a process that cannot be dumped only root may read the environment: then nobody else can.
        match fs::read(format!("/proc/{}/{what}", child.id())) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                assert!(
                    text.contains("import") || text.contains("ILS_HOME"),
                    "{what}: {text}"
                );
                assert!(!text.contains(CANARY), "{what}: {text}");
            }
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied),
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_holds_a_secret_leaves_no_core_dump() {
    let scene = set_up().await;
    let mut child = waiting(&scene).await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    // Not SIGQUIT, which whoever starts programs in the background may have made them ignore.
    kill_process(Pid::from_child(&child), Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()));
    assert!(!status.core_dumped());
}

/// Even where the limit is raised again from outside.
#[tokio::test(flavor = "multi_thread")]
async fn no_core_dump_whatever_the_limit() {
    let scene = set_up().await;
    let folder = scene.ils.home();
    let mut sleeper = heeding_signals("sleep");
    let sleeper = sleeper.arg("60").current_dir(folder).spawn();
    if !dumps_when_raised(sleeper.unwrap()) {
        return skipped(
            "no_core_dump_whatever_the_limit",
            "no program here leaves core dumps",
        );
    }
    assert!(!dumps_when_raised(waiting(&scene).await));
}

/// Whether a process leaves a core dump when somebody takes its limit away first.
fn dumps_when_raised(mut child: Child) -> bool {
    let pid = child.id().to_string();
    let raised = Command::new("prlimit")
        .args(["--pid", &pid, "--core=unlimited"])
        .status();
    let is_raised = raised.is_ok_and(|status| status.success());
    kill_process(Pid::from_child(&child), Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    is_raised && status.core_dumped()
}
