//! Sessions L to N: this computer, and `ils` alone.

use crate::scene::Scene;
use crate::session::{FORMS, Session};

#[tokio::test(flavor = "multi_thread")]
async fn l_doctor() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        session.run(0, &["doctor"]);
        session.meanwhile("connected anew, by an app that may not read custom fields");
        scene
            .clio
            .permit(|permissions| permissions.custom_fields = false);
        scene.ils.connect(&scene.clio).await.unwrap();
        session.run(1, &["doctor"]);
        session.assert_agreed("l_doctor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn m_menu() {
    for form in FORMS {
        let scene = Scene::connected().await;
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&[]);
        for answer in ["9", "3"] {
            talk.see("Number: ");
            talk.answer(answer);
        }
        talk.end(0);
        let mut talk = session.talk(&[]);
        talk.see("Number: ");
        talk.answer("q");
        talk.end(0);
        session.assert_agreed("m_menu");
    }
}

/// As a double-click finds it: nothing is set, nothing is connected; and without a window there is nobody to ask.
#[tokio::test(flavor = "multi_thread")]
async fn n_double_click() {
    for form in FORMS {
        let mut scene = Scene::new().await;
        scene.ils.set("ILS_CLIO_CLIENT_ID", "");
        scene.ils.set("ILS_CLIO_CLIENT_SECRET", "");
        let mut session = Session::new(&scene, form);
        let mut talk = session.talk(&[]);
        talk.see("Number: ");
        talk.answer("q");
        talk.end(0);
        session.run_without_terminal(2, &[], "");
        session.assert_agreed("n_double_click");
    }
}
