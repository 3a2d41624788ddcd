//! Every failure says what was not changed and what to do; every command it names can be copied as it stands.

use contract_tests::{Answer, FakeClio, Fault};

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_says_what_to_do() {
    let mut scene = Scene::connected().await;
    for (exit, arguments) in [
        (5, &["import", "--plan", "/nonexistent/plan.json"][..]),
        (1, &["import", "--plan", "/"]),
        (5, &["preview", HOLLIS, "--out", "/nonexistent/plan.json"]),
        (1, &["preview", HOLLIS, "--out", "/"]),
        (5, &["preview", "00000-Nobody"]),
        (5, &["clients", "show", "99"]),
        (2, &["import"]),
        (2, &["import", HOLLIS]),
        (2, &["disconnect"]),
    ] {
        has_advice(&scene.expect(exit, arguments), arguments);
    }
    for (exit, fault) in [
        (1, Fault::status(400)),
        (11, Fault::status(403)),
        (1, Fault::status(410)),
        (8, Fault::status(503).times(20)),
        (1, Fault::html(200, "<h1>Sign in to the network</h1>")),
        (1, Fault::garbage()),
    ] {
        scene.clio.fault(fault.on("/api/v4/contacts"));
        has_advice(&scene.expect(exit, &["preview", HOLLIS]), &["preview"]);
        scene.clio.clear_faults();
    }
    for (setting, value) in [
        ("ILS_TOKEN_STORE", "elsewhere"),
        ("ILS_STORE", "mysql://clients"),
        ("ILS_CLIO_CLIENT_SECRET", ""),
    ] {
        let before = scene.ils.settings().to_vec();
        scene.ils.set(setting, value);
        has_advice(
            &scene.expect(2, &["import", HOLLIS, "--yes"]),
            &[setting, value],
        );
        for (name, value) in before {
            scene.ils.set(&name, value);
        }
        scene.ils.set("ILS_STORE", "");
    }
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clio_that_does_not_say_who_connected_connects_nobody() {
    for status in [404, 500] {
        let scene = Scene::new().await;
        scene
            .clio
            .fault(Fault::status(status).on("/api/v4/users/who_am_i").times(20));
        let started = scene.json(0, &["connect", "--start"]);
        let address = started["data"]["open_this_address"].as_str().unwrap();
        let approval = scene.clio.press_allow(address).await.unwrap();
        let answer = scene
            .ils
            .run_with_input(["connect", "--finish", "--code-file", "-"], &approval.code)
            .unwrap();
        assert!(matches!(answer.code, Some(5 | 8)), "{answer:?}");
        has_advice(&answer, &["connect"]);
        let said = answer
            .stderr
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(said.contains("Nothing was connected"), "{said}");
        assert!(said.contains("ils connect gives a new code"), "{said}");
        assert_eq!(scene.json(0, &["status"])["data"]["connected"], false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_may_be_spent_is_replaced() {
    for (exit, fault) in [
        (8, Some(Fault::status(500))),
        (1, Some(Fault::garbage())),
        (1, Some(Fault::html(200, "<h1>Sign in to the network</h1>"))),
        (4, None),
    ] {
        let mut scene = Scene::new().await;
        if let Some(fault) = fault {
            scene.clio.fault(fault.on("/oauth/token"));
        } else {
            scene.ils.set("ILS_CLIO_CLIENT_SECRET", "another one");
        }
        let started = scene.json(0, &["connect", "--start"]);
        let address = started["data"]["open_this_address"].as_str().unwrap();
        let approval = scene.clio.press_allow(address).await.unwrap();
        let finish = ["connect", "--finish", "--code-file", "-"];
        let answer = scene.ils.run_with_input(finish, &approval.code).unwrap();
        assert_eq!(answer.code, Some(exit), "{answer:?}");
        has_advice(&answer, &["connect"]);
        assert!(
            answer.stderr.contains("ils connect  gives a new code"),
            "{}",
            answer.stderr
        );
    }
}

/// What stands between here and Clio answers both its addresses: it is told the same way.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_fault_reads_the_same_wherever_it_comes() {
    for (exit, fault) in [
        (1, Fault::html as fn(u16, &str) -> Fault),
        (8, |_, _| Fault::status(500)),
        (8, |_, _| Fault::reset()),
        (8, |_, _| Fault::too_many("1000000000")),
        (1, |_, _| Fault::redirect(302, "http://127.0.0.1:9/")),
        (1, |_, _| Fault::status(418)),
    ] {
        let fault = |path: &str| fault(200, "<h1>Sign in</h1>").on(path).times(u32::MAX);
        let scene = Scene::with(FakeClio::builder().bad_line().start().await);
        scene.ils.connect(&scene.clio).await.unwrap();
        let search = ["matters", "search", "hollis"];
        scene.clio.fault(fault("/api/v4"));
        let from_api = scene.json(exit, &search);
        scene.clio.clear_faults();
        scene
            .clio
            .fault(Fault::expire_access_tokens().on("/api/v4"));
        scene.clio.fault(fault("/oauth/token"));
        let from_endpoint = scene.json(exit, &search);
        assert_eq!(from_endpoint["error"], from_api["error"]);
    }
}

/// The code was good, and the access was taken back before it was used.
#[tokio::test(flavor = "multi_thread")]
async fn access_that_ends_at_once_has_one_piece_of_advice() {
    let scene = Scene::new().await;
    let revoked = Fault::revoke_tokens().on("/api/v4/users/who_am_i");
    scene.clio.fault(revoked);
    let started = scene.json(0, &["connect", "--start"]);
    let address = started["data"]["open_this_address"].as_str().unwrap();
    let approval = scene.clio.press_allow(address).await.unwrap();
    let finish = ["connect", "--finish", "--code-file", "-", "--json"];
    let answer = scene.ils.run_with_input(finish, &approval.code).unwrap();
    let error = answer.json().unwrap()["error"].take();
    assert_eq!(error["code"], "connection_ended", "{error}");
    assert_eq!(
        error["advice"],
        serde_json::json!(["ils connect  gives a new code"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_on_the_screen_can_be_copied() {
    let scene = Scene::connected().await;
    let (spaced, quoted) = scene.clio.change(|firm| {
        let client = firm.person("Orla", "O'Brien", |_| {});
        firm.matter("00901-O'Brien & Sons", client, |_| {});
        let client = firm.person("Jo", "Smith", |_| {});
        (
            "00901-O'Brien & Sons",
            firm.matter("00902-\"Smith\"", client, |_| {}),
        )
    });
    let shown = scene.expect(0, &["preview", spaced]).stdout;
    assert!(
        shown.ends_with("\nSave:   ils import \"00901-O'Brien & Sons\"\n"),
        "{shown}"
    );
    let shown = scene.expect(0, &["preview", "00902-\"Smith\""]).stdout;
    assert!(
        shown.ends_with(&format!("\nSave:   ils import {quoted}\n")),
        "{shown}"
    );

    let plan = scene.ils.home().join("a plan.json");
    let plan = plan.to_str().unwrap();
    let shown = scene.expect(0, &["preview", HOLLIS, "--out", plan]).stdout;
    assert!(
        shown.ends_with(&format!("\nSave:   ils import --plan \"{plan}\"\n")),
        "{shown}"
    );

    let shown = scene
        .expect(0, &["matters", "search", "no such", "matter"])
        .stdout;
    assert!(
        shown.contains("ils matters search \"no such matter\" --all"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_a_blank_line() {
    let scene = Scene::connected().await;
    let matter = scene.clio.change(|firm| {
        let client = firm.person("Orla", "Blank", |_| {});
        let matter = firm.matter("00903-Blank", client, |matter| {
            matter.about(" ");
        });
        let nameless = firm.person("", "", |_| {});
        firm.relate(matter, nameless, None);
        matter.to_string()
    });
    let shown = scene.expect(0, &["matters", "show", &matter]).stdout;
    let row = shown.lines().find(|line| line.contains("(no name)"));
    assert!(row.is_some_and(|row| row.contains("(blank)")), "{shown}");
    assert!(shown.starts_with("Matter   00903-Blank   Open"), "{shown}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_does_not_want_the_other_account_has_stopped() {
    let scene = Scene::connected().await;
    scene.clio.change(|firm| {
        firm.user.id += 1;
        "Sam Ortiz".clone_into(&mut firm.user.first_name);
        firm.account_id += 1;
        "Ortiz Law PC".clone_into(&mut firm.account_name);
    });
    let mut terminal = scene
        .ils
        .on_terminal(["reconnect", "--no-browser"])
        .unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let address = shown
        .split_whitespace()
        .find(|word| word.contains("/oauth/authorize"));
    let approval = scene.clio.press_allow(address.unwrap()).await.unwrap();
    terminal.type_line(&approval.code).unwrap();
    terminal.wait_for("Type the firm's name to agree").unwrap();
    terminal.type_line("n").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert_eq!(status.code(), Some(3), "{shown}");
    assert!(shown.contains("Kept the old connection"), "{shown}");
    let status = scene.json(0, &["status", "--check"]);
    assert_eq!(status["data"]["person"], "Pat Rivera");
}

#[track_caller]
fn has_advice(answer: &Answer, of: &[&str]) {
    let said = &answer.stderr;
    assert!(said.starts_with("Problem: "), "{of:?}: {said}");
    assert!(said.contains("\nNothing was "), "{of:?}: {said}");
    assert!(said.contains("\nWhat to do:"), "{of:?}: {said}");
    assert!(said.contains("\nReference: "), "{of:?}: {said}");
}
