//! The main road on terminals that can little: narrow, dumb, without a language, without a home folder.

use std::process::Command;

use contract_tests::Terminal;

use crate::connect::address;
use crate::scene::{HOLLIS, Scene};

/// Connects with a pasted address of 300 characters, imports, looks, takes back; gives all that was on the screen.
async fn main_road(columns: u16, weaken: impl Fn(&mut Command)) -> String {
    let scene = Scene::new().await;
    let start = |arguments: &[&str]| {
        let mut command = scene.ils.command(arguments).unwrap();
        weaken(&mut command);
        Terminal::spawn_on(columns, command).unwrap()
    };
    let mut told = String::new();
    let mut terminal = start(&["import", HOLLIS, "--no-browser"]);
    let shown = terminal.wait_for("\n> ").unwrap();
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    let mut pasted = approval.address + "&more=";
    pasted += &"x".repeat(300 - pasted.len());
    told += &shown;
    terminal
        .type_line(&format!("\u{1b}[200~{pasted}\u{1b}[201~"))
        .unwrap();
    told += &terminal.wait_for("NEW client in ILS?").unwrap();
    told += &terminal.wait_for("\n> ").unwrap();
    terminal.type_line("y").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    told += &shown;
    for arguments in [
        &["status"][..],
        &["clients", "show", "1"],
        &["doctor"],
        &["undo", "--yes"],
        &["--help"],
    ] {
        let (status, shown) = start(arguments).finish().unwrap();
        assert!(status.success(), "{arguments:?}: {shown}");
        told += &shown;
    }
    for part in [
        "Pat Rivera",
        "Renée Hollis-Ortega",
        "Saved. Client 1",
        "Taken back.",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains('\u{fffd}'), "whole letters: {told}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn on_40_columns() {
    let told = main_road(40, |_| {}).await;
    let help = &told[told.rfind("Usage: ils").unwrap()..];
    let wide = help
        .lines()
        .find(|line| line.trim_end().chars().count() > 40);
    assert_eq!(wide, None, "help is as narrow as the terminal");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_dumb_terminal_nothing_is_sent_but_text() {
    let told = main_road(80, |command| {
        command.env("TERM", "dumb");
    })
    .await;
    let control = |letter: &char| letter.is_control() && !matches!(letter, '\r' | '\n');
    assert_eq!(told.chars().find(control), None, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_language() {
    main_road(80, |command| {
        command.env("LANG", "C").env("LC_ALL", "C");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_home_and_term() {
    main_road(80, |command| {
        command.env_remove("HOME").env_remove("TERM");
    })
    .await;
}
