//! What a command may do before it needs to, as the system sees it.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::scene::{Scene, skipped};

/// Their answers are in the program, the settings or the line: they open no socket of any kind and start no thread and no program.
const AT_ONCE: [&[&str]; 14] = [
    &["--version"],
    &["--help"],
    &["import", "--help"],
    &["help", "start"],
    &["words", "list"],
    &["words", "test", "son"],
    &["config", "list"],
    &["config", "path"],
    &["completions", "bash"],
    &["schema"],
    &["schema", "ils-client"],
    &["man", "pages"],
    &["nonsense"],
    &["words", "list", "--json"],
];
/// These wait for the client store, and for nobody else.
const OF_THE_STORE: [&[&str]; 3] = [
    &["clients", "list"],
    &["history"],
    &["clients", "show", "1"],
];

const SOCKETS: [&str; 2] = ["socket(", "connect("];
const PAIRS: [&str; 1] = ["socketpair("];
const STARTS: [&str; 5] = ["clone(", "clone3(", "fork(", "vfork(", "execve("];
/// Where systems keep the certificates they trust.
const ROOTS: [&str; 4] = [
    "/etc/ssl",
    "/etc/pki",
    "/usr/share/ca-certificates",
    "/usr/lib/ssl",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_opened_or_started_before_a_command_needs_it() {
    const NAME: &str = "nothing_is_opened_or_started_before_a_command_needs_it";
    let mut scene = Scene::connected().await;
    let home = scene.ils.home().to_owned();
    // The first look at the store makes it.
    scene.expect(0, &["clients", "list"]);
    // Where a keyring would be asked, if a command did.
    let bus = format!("unix:path={}", home.join("bus").display());
    scene.ils.set("DBUS_SESSION_BUS_ADDRESS", bus);
    let Some(asked) = trace(&scene, &["status", "--check"]) else {
        skipped(NAME, "strace is not here, or may not trace");
        return;
    };
    for word in ["socket(", "connect("].iter().chain(&STARTS[1..2]) {
        assert!(
            asked.iter().any(|line| line.contains(word)),
            "a request is seen, {word} too: {asked:#?}"
        );
    }

    scene.ils.set("ILS_TOKEN_STORE", "keyring");
    for arguments in AT_ONCE {
        let calls = trace(&scene, arguments).expect("it was traced before");
        let forbidden = SOCKETS.iter().chain(&PAIRS).chain(&STARTS).chain(&ROOTS);
        none(arguments, &calls, forbidden);
    }
    for arguments in OF_THE_STORE {
        let calls = trace(&scene, arguments).expect("it was traced before");
        none(arguments, &calls, SOCKETS.iter().chain(&ROOTS));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_is_told_in_one_way() {
    let scene = Scene::new().await;
    let short = scene.expect(0, &["--version"]).stdout;
    assert_eq!(short, scene.expect(0, &["-V"]).stdout);
    // With anything beside it, the whole command line is read.
    assert_eq!(short, scene.expect(0, &["--version", "--plain"]).stdout);
    assert_eq!(
        scene.json(0, &["--version"])["data"]["text"],
        *short.trim_end()
    );
}

fn none<'a>(arguments: &[&str], calls: &[String], forbidden: impl Iterator<Item = &'a &'a str>) {
    for word in forbidden {
        let found: Vec<_> = calls.iter().filter(|call| call.contains(word)).collect();
        assert!(found.is_empty(), "ils {arguments:?}: {found:#?}");
    }
}

/// The system calls of a run that open, connect or start something, its own start apart; `None` where strace cannot tell.
fn trace(scene: &Scene, arguments: &[&str]) -> Option<Vec<String>> {
    let file = scene.ils.home().join("trace");
    let ils = scene.ils.command(arguments).unwrap();
    let mut traced = Command::new("strace");
    traced
        .args([
            "-f",
            "-qq",
            "-s",
            "200",
            "-e",
            "trace=network,process,open,openat",
            "-o",
        ])
        .arg(&file)
        .arg(ils.get_program())
        .args(ils.get_args())
        .env_clear()
        .envs(
            ils.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(scene.ils.home())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    traced.status().ok()?;
    let calls = read(&file);
    (!calls.is_empty()).then_some(calls)
}

fn read(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    // Until ils itself starts, what undoes ignored signals may have been at work.
    let mut lines = text.lines().skip_while(|line| !starts_ils(line));
    lines.next();
    lines.map(ToOwned::to_owned).collect()
}

/// By the program that is started: others are told about `ils` in their arguments.
fn starts_ils(line: &str) -> bool {
    let started = line.split_once("execve(\"").map(|(_, rest)| rest);
    let program = started.and_then(|rest| rest.split('"').next());
    program.is_some_and(|program| Path::new(program).ends_with("ils"))
}

#[test]
fn the_start_of_ils_is_told_from_its_starter() {
    for (line, is_it) in [
        (
            r#"7 execve("/b/debug/ils", ["/b/debug/ils"], 0x7f /* 9 vars */) = 0"#,
            true,
        ),
        (
            r#"7 execve("/usr/bin/env", ["/usr/bin/env", "--default-signal=HUP", "/b/debug/ils"], 0x7f) = 0"#,
            false,
        ),
        (
            r#"7 execve("/b/debug/tools", ["/b/debug/ils"], 0x7f) = 0"#,
            false,
        ),
        (r#"7 openat(AT_FDCWD, "/b/debug/ils", O_RDONLY) = 3"#, false),
    ] {
        assert_eq!(starts_ils(line), is_it, "{line}");
    }
}
