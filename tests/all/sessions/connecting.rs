//! Sessions A to D, I and J: the connection.

use contract_tests::{FakeClio, Fault, Firm};

use crate::connect::address;
use crate::opener::folder_with;
use crate::scene::Scene;
use crate::session::{FORMS, Session};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_connect() {
    for form in FORMS {
        let mut scene = Scene::new().await;
        let browser = folder_with("exit 0");
        scene.ils.set("PATH", browser.path().to_str().unwrap());
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&["connect"]);
        talk.see("(or type Q to stop): ");
        talk.answer("");
        let shown = talk.see("\n> ");
        talk.answer("?");
        talk.see("\n> ");
        let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
        talk.session.mask(&approval.code, "[SUCCESS CODE]");
        talk.answer(&approval.title);
        talk.end(0);
        session.run(0, &["status"]);
        session.assert_agreed("a_first_connect");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_deny() {
    for form in FORMS {
        let scene = Scene::new().await;
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&["connect", "--no-browser"]);
        let shown = talk.see("\n> ");
        let refusal = scene.clio.press_deny(&address(&shown)).await.unwrap();
        talk.session.mask(&refusal.address, "[ADDRESS AFTER DENY]");
        talk.answer(&refusal.address);
        talk.end(3);
        session.meanwhile("Clio kept the refusal to itself");
        let mut talk = session.talk(&["connect", "--no-browser"]);
        talk.see("\n> ");
        talk.answer("d");
        talk.end(3);
        session.assert_agreed("b_deny");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c_wrong_code() {
    for form in FORMS {
        let scene = Scene::new().await;
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&["connect", "--no-browser"]);
        talk.see("\n> ");
        for typed in ["Zk3aa", "Zk3aaaaaaaaaaaaaaaaaaaa"] {
            talk.answer(typed);
            talk.see("\n> ");
        }
        talk.answer("q");
        talk.end(4);
        session.assert_agreed("c_wrong_code");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d_headless() {
    for form in FORMS {
        let scene = Scene::new().await;
        let mut session = Session::new(&scene, form);
        session.run_without_terminal(2, &["connect"], "");
        let shown = session.run_without_terminal(0, &["connect", "--start"], "");
        let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
        let finish = ["connect", "--finish", "--code-file", "-"];
        session.run_without_terminal(0, &finish, &approval.code);
        session.run_without_terminal(4, &finish, &approval.code);
        session.assert_agreed("d_headless");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i_reconnect_as_another_person() {
    for form in FORMS {
        let scene = Scene::connected().await;
        scene.clio.change(another_person);
        let mut session = Session::new(&scene, form);
        for (answer, exit) in [("n", 3), ("Ortiz Law PC", 0)] {
            let mut talk = session.talk(&["reconnect", "--no-browser"]);
            let shown = talk.see("\n> ");
            let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
            talk.session.mask(&approval.code, "[SUCCESS CODE]");
            talk.answer(&approval.code);
            talk.see("or N: ");
            talk.answer(answer);
            talk.end(exit);
        }
        session.assert_agreed("i_reconnect_as_another_person");
    }
}

fn another_person(firm: &mut Firm) {
    firm.user.id += 1;
    "Sam".clone_into(&mut firm.user.first_name);
    "Ortiz".clone_into(&mut firm.user.last_name);
    firm.account_id += 1;
    "Ortiz Law PC".clone_into(&mut firm.account_name);
}

/// No Users permission: Clio does not tell who it is.
#[tokio::test(flavor = "multi_thread")]
async fn i_clio_does_not_say_who() {
    for form in FORMS {
        let clio = FakeClio::builder()
            .permissions(|permissions| permissions.users = false)
            .start()
            .await;
        let scene = Scene::with(clio);
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&["connect", "--no-browser"]);
        let shown = talk.see("\n> ");
        let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
        talk.session.mask(&approval.code, "[SUCCESS CODE]");
        talk.answer(&approval.code);
        talk.end(0);
        session.run(0, &["status"]);
        session.assert_agreed("i_clio_does_not_say_who");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn j_disconnect() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        for (answer, exit) in [("n", 3), ("y", 0)] {
            let mut talk = session.talk(&["disconnect"]);
            talk.see("\n> ");
            talk.answer(answer);
            talk.end(exit);
        }
        session.run(0, &["disconnect", "--yes"]);
        session.run(0, &["status"]);
        session.meanwhile("connected again; then the network is gone");
        scene.ils.connect(&scene.clio).await.unwrap();
        scene
            .clio
            .fault(Fault::status(503).on("/oauth/deauthorize").times(100));
        session.run(7, &["disconnect", "--yes"]);
        session.assert_agreed("j_disconnect");
    }
}
