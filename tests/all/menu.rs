//! Bare `ils`: a menu for a person, short help for everybody else.

#[cfg(unix)]
use crate::scene::HOLLIS;
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_it_is_help() {
    let scene = Scene::connected().await;
    let answer = scene.expect(2, &[]);
    assert!(answer.stderr.contains("Usage: ils"), "{}", answer.stderr);
    assert_eq!(scene.json(2, &[])["error"]["code"], "usage");
    assert!(scene.clio.record().is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_person_picks_by_number() {
    let scene = Scene::connected().await;
    let mut terminal = scene.ils.on_terminal::<&str>([]).unwrap();
    let shown = terminal.wait_for("Number: ").unwrap();
    for told in [
        "Connected: Pat Rivera, Hollis & Park LLP   0 clients",
        "  1  Import a client from Clio       ils import",
        "  7  Something is wrong              ils doctor",
        "  Q  Quit",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    for not_there in ["", "0", "99", "x"] {
        terminal.type_line(not_there).unwrap();
        terminal
            .wait_for("Please type a number from 1 to 7, or Q.")
            .unwrap();
    }
    terminal.type_line("1").unwrap();
    terminal.wait_for("Find a matter").unwrap();
    terminal.type_line(HOLLIS).unwrap();
    terminal.wait_for("Number of the matter").unwrap();
    terminal.type_line("1").unwrap();
    terminal.wait_for("S  make a sheet").unwrap();
    terminal.type_line("y").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(
        status.success() && shown.contains("Saved. Client 1, Dana Hollis"),
        "{shown}"
    );

    let mut terminal = scene.ils.on_terminal(["--plain"]).unwrap();
    let shown = terminal.wait_for("Number: ").unwrap();
    assert!(
        shown.contains("\n2. Look at a matter first. Command: ils preview."),
        "{shown}"
    );
    terminal.type_line("2").unwrap();
    terminal.wait_for("Find a matter").unwrap();
    terminal.type_line(HOLLIS).unwrap();
    terminal.wait_for("Number of the matter").unwrap();
    terminal.type_line("1").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(
        status.success() && shown.contains("WILL BE SAVED"),
        "{shown}"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_led_from_setting_up_to_the_first_client() {
    let mut scene = Scene::new().await;
    scene.ils.set("ILS_CLIO_CLIENT_ID", "");
    scene.ils.set("ILS_CLIO_CLIENT_SECRET", "");
    // No browser on this computer opens anything: the address is on the screen.
    scene.ils.set("PATH", "/nonexistent");
    let mut terminal = scene.ils.on_terminal::<&str>([]).unwrap();
    let shown = terminal.wait_for("Number: ").unwrap();
    assert!(
        shown.contains("Not set up yet") && shown.contains("  1  Set up ILS "),
        "{shown}"
    );
    terminal.type_line("1").unwrap();
    terminal.wait_for("App Key (Q stops): ").unwrap();
    terminal.type_line(scene.clio.client_id()).unwrap();
    terminal.wait_for("App Secret (it is not shown): ").unwrap();
    terminal.type_line(scene.clio.client_secret()).unwrap();
    terminal.wait_for("N  later").unwrap();
    terminal.type_line("y").unwrap();
    terminal.wait_for("Press Enter to open Clio").unwrap();
    terminal.type_line("").unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let address = shown
        .split_whitespace()
        .find(|word| word.contains("/oauth/authorize"));
    let approval = scene.clio.press_allow(address.unwrap()).await.unwrap();
    // As a terminal with bracketed paste sends it.
    terminal
        .type_line(&format!("\u{1b}[200~{}\u{1b}[201~", approval.title))
        .unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(
        status.success() && shown.contains("Set up and connected."),
        "{shown}"
    );
    assert!(
        shown.contains("Pat Rivera"),
        "who is connected is told: {shown}"
    );

    let mut terminal = scene.ils.on_terminal::<&str>([]).unwrap();
    let shown = terminal.wait_for("Number: ").unwrap();
    assert!(shown.contains("Connected: Pat Rivera"), "{shown}");
    terminal.type_line("q").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "nothing was asked for: {shown}");
}
