//! Sessions E to H and K: from the search to the saved client, and out again.

use crate::scene::{HOLLIS, Scene};
use crate::session::{FORMS, Session};

#[tokio::test(flavor = "multi_thread")]
async fn e_find_a_matter() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        session.run(0, &["matters", "search", "hollis"]);
        session.run(0, &["matters", "search", "hollis", "--all"]);
        session.run(0, &["matters", "search", "holis"]);
        session.run(0, &["matters", "show", HOLLIS]);
        session.run(5, &["matters", "show", "99999-Nobody"]);
        session.assert_agreed("e_find_a_matter");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f_preview() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        session.run(0, &["preview", HOLLIS]);
        session.assert_agreed("f_preview");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g_import() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&["import", HOLLIS]);
        for answer in ["", "n"] {
            talk.see("\n> ");
            talk.answer(answer);
        }
        talk.end(3);
        session.run_without_terminal(2, &["import", HOLLIS], "");
        let mut talk = session.talk(&["import"]);
        talk.see("(Q stops): ");
        talk.answer("hollis");
        talk.see("Q stops): ");
        talk.answer("1");
        talk.see("\n> ");
        talk.answer("y");
        talk.end(0);
        session.run(0, &["clients", "list"]);
        session.run(0, &["clients", "show", "1"]);
        session.run(0, &["history"]);
        session.run(0, &["history", "show", "1"]);
        session.assert_agreed("g_import");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g_changed_after_the_preview() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        let plan = "hollis.plan.json";
        session.run(0, &["preview", HOLLIS, "--out", plan]);
        session.meanwhile("somebody changes the family in Clio");
        scene.clio.change(|firm| {
            let lee = firm.person("Lee", "Hollis", |_| {});
            firm.relate(contract_tests::firm::sample::HOLLIS, lee, Some("son"));
        });
        session.run(10, &["import", "--plan", plan, "--yes"]);
        session.assert_agreed("g_changed_after_the_preview");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h_import_again() {
    for form in FORMS {
        let scene = Scene::connected().await;
        scene.json(0, &["import", HOLLIS, "--yes"]);
        let mut session = Session::new(&scene, form);
        session.run(6, &["import", HOLLIS]);
        session.run(0, &["preview", HOLLIS, "--compare"]);
        for (answer, exit) in [("n", 3), ("y", 0)] {
            let mut talk = session.talk(&["undo"]);
            talk.see("\n> ");
            talk.answer(answer);
            talk.end(exit);
        }
        session.run(0, &["clients", "restore", "1"]);
        session.run(0, &["clients", "remove", "1", "--yes"]);
        session.run(0, &["clients", "list"]);
        session.assert_agreed("h_import_again");
    }
}

/// The firm's clients in a file; what the whole firm's matters would be has no command.
#[tokio::test(flavor = "multi_thread")]
async fn k_export() {
    for form in FORMS {
        let scene = Scene::connected().await;
        scene.json(0, &["import", HOLLIS, "--yes"]);
        let mut session = Session::new(&scene, form);
        let out = "clients.xlsx";
        session.run(0, &["clients", "export", "--out", out]);
        session.run(6, &["clients", "export", "--out", out]);
        session.run(0, &["clients", "export", "1", "--out", "sheet.html"]);
        session.assert_agreed("k_export");
    }
}
