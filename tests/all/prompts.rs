//! Every question `ils` asks, left by Ctrl+C and by the end of the input: nothing changes, and the terminal is as it was.

mod terminals;

use std::collections::BTreeMap;
use std::io;
use std::process::Command;

use contract_tests::Terminal;
use serde_json::Value;

use crate::connect::{address, tokens};
use crate::scene::{HOLLIS, Scene, skipped};
use crate::stops::interrupt;

/// What there is before the question is asked.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Given {
    NotSetUp,
    NotConnected,
    Connected,
    Imported,
    /// Sam Ortiz signs in where Pat Rivera did.
    AnotherPerson,
}

/// A question, and the way to it.
struct Prompt {
    given: Given,
    arguments: &'static [&'static str],
    /// What is seen before, and what is typed then; `ALLOW` is the code behind the address on the screen.
    way: &'static [(&'static str, &'static str)],
    asks: &'static str,
}

const ALLOW: &str = "ALLOW";

const PROMPTS: &[Prompt] = &[
    prompt(Given::NotSetUp, &["setup"], &[], "App Key (Q stops): "),
    prompt(
        Given::NotSetUp,
        &["setup"],
        &[("App Key (Q stops): ", "a-key")],
        "App Secret (it is not shown): ",
    ),
    prompt(Given::NotSetUp, &[], &[], "Number: "),
    prompt(Given::NotConnected, &["connect"], &[], "type Q to stop): "),
    prompt(
        Given::NotConnected,
        &["connect"],
        &[("type Q to stop): ", "")],
        "\n> ",
    ),
    prompt(
        Given::AnotherPerson,
        &["reconnect", "--no-browser"],
        &[("\n> ", ALLOW)],
        "or N: ",
    ),
    prompt(Given::Connected, &["disconnect"], &[], "\n> "),
    prompt(Given::Connected, &["import"], &[], "(Q stops): "),
    prompt(
        Given::Connected,
        &["import"],
        &[("(Q stops): ", "hollis")],
        "searches again, Q stops): ",
    ),
    prompt(Given::Connected, &["import", HOLLIS], &[], "\n> "),
    prompt(
        Given::Connected,
        &["import", HOLLIS],
        &[("\n> ", "s")],
        ".html): ",
    ),
    prompt(Given::Imported, &["undo"], &[], "\n> "),
    prompt(Given::Imported, &["clients", "remove", "1"], &[], "\n> "),
    prompt(
        Given::Imported,
        &["clients", "remove", "1", "--for-good"],
        &[],
        "\n> ",
    ),
];

const fn prompt(
    given: Given,
    arguments: &'static [&'static str],
    way: &'static [(&'static str, &'static str)],
    asks: &'static str,
) -> Prompt {
    Prompt {
        given,
        arguments,
        way,
        asks,
    }
}

impl Prompt {
    async fn scene(&self) -> Scene {
        let mut scene = match self.given {
            Given::NotSetUp | Given::NotConnected => Scene::new().await,
            _ => Scene::connected().await,
        };
        match self.given {
            Given::NotSetUp => {
                scene.ils.set("ILS_CLIO_CLIENT_ID", "");
                scene.ils.set("ILS_CLIO_CLIENT_SECRET", "");
            }
            Given::Imported => {
                scene.json(0, &["import", HOLLIS, "--yes"]);
            }
            Given::AnotherPerson => scene.clio.change(|firm| {
                firm.user.id += 1;
                firm.account_id += 1;
            }),
            Given::NotConnected | Given::Connected => {}
        }
        // Nothing opens a browser here.
        scene.ils.set("PATH", "/nonexistent");
        scene
    }

    /// Goes there; gives the terminal and its settings before anything was asked.
    async fn reach(&self, scene: &Scene, command: Command) -> io::Result<(Terminal, String)> {
        let mut terminal = Terminal::spawn(command)?;
        let settings = terminal.settings()?;
        for (seen, typed) in self.way {
            let shown = terminal.wait_for(seen)?;
            if *typed == ALLOW {
                let approval = scene.clio.press_allow(&address(&shown)).await;
                terminal.type_line(&approval.map_err(io::Error::other)?.code)?;
            } else {
                terminal.type_line(typed)?;
            }
        }
        terminal.wait_for(self.asks)?;
        Ok((terminal, settings))
    }
}

/// Everything a question could change: connections, settings, clients.
fn kept(scene: &Scene) -> (BTreeMap<String, Vec<u8>>, Option<String>, Value) {
    let config = scene.ils.home().join("config/config.toml");
    (
        tokens(scene.ils.home()),
        std::fs::read_to_string(config).ok(),
        scene.json(0, &["clients", "list"])["data"].clone(),
    )
}

/// Leaves every question in this way; `command` starts `ils` so that it works.
async fn leave_each(
    exit: i32,
    told: impl Fn(&Prompt) -> &'static str,
    command: impl Fn(Command) -> Command,
    leave: impl Fn(&mut Terminal) -> io::Result<()>,
) {
    for prompt in PROMPTS {
        let asks = format!("{:?}: {}", prompt.arguments, prompt.asks);
        let scene = prompt.scene().await;
        let before = kept(&scene);
        let ils = scene.ils.command(prompt.arguments).unwrap();
        let reached = prompt.reach(&scene, command(ils)).await;
        let (mut terminal, settings) = reached.unwrap_or_else(|error| panic!("{asks}: {error}"));
        leave(&mut terminal).unwrap();
        let (status, shown) = terminal.finish().unwrap();
        assert_eq!(status.code(), Some(exit), "{asks}: {shown}");
        let told = told(prompt);
        assert!(shown.contains(told), "{asks}: {told}: {shown}");
        assert_eq!(terminal.settings().unwrap(), settings, "{asks}");
        assert_eq!(kept(&scene), before, "{asks}");
    }
}

/// What the command that was stopped may have changed, and no other.
fn left_by_ctrl_c(prompt: &Prompt) -> &'static str {
    match prompt.arguments.first().copied() {
        Some("setup") => "\nWhat was set up before stays;",
        Some("connect" | "reconnect") => "\nA connection that was there before stays,",
        Some("disconnect") => "\nThe connection is still there, or is gone.",
        Some("undo" | "clients") => "\nThe client is as it was, or all of it was done.",
        Some("import") | None => "\nWhat was saved before stays; a client is saved whole",
        Some(other) => unreachable!("{other} asks nothing"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_every_question() {
    leave_each(
        130,
        left_by_ctrl_c,
        |ils| ils,
        |terminal| {
            interrupt(terminal);
            Ok(())
        },
    )
    .await;
}

/// The key itself: the terminal has to be the command's own for it to act.
#[tokio::test(flavor = "multi_thread")]
async fn the_ctrl_c_key_ends_every_question() {
    let is_there = Command::new("setsid").arg("--version").output().is_ok();
    if !is_there {
        skipped("the_ctrl_c_key_ends_every_question", "setsid is not here");
        return;
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let setsid = std::env::split_paths(&path)
        .map(|folder| folder.join("setsid"))
        .find(|file| file.is_file())
        .unwrap();
    let own_terminal = |ils: Command| {
        let mut command = Command::new(&setsid);
        command.arg("--ctty").arg(ils.get_program());
        command.args(ils.get_args()).env_clear();
        command.envs(
            ils.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        command
    };
    // The last words may be lost with the terminal: it ends with the session's leader, which is the command.
    leave_each(
        130,
        |_| "",
        own_terminal,
        |terminal| terminal.type_bytes(b"\x03"),
    )
    .await;
}

/// Ctrl+D, a closed window, an input that came to its end.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_input_ends_every_question() {
    leave_each(
        3,
        |_| "Reference: stopped",
        |ils| ils,
        |terminal| terminal.type_bytes(b"\x04"),
    )
    .await;
}
