//! Another person than before: T10 of the security notes. A stranger's Success Code is a question, never a surprise.

#[cfg(unix)]
use contract_tests::Terminal;

#[cfg(unix)]
use crate::connect::address;
use crate::connect::tokens;
use crate::scene::Scene;

/// Sam Ortiz signs in from now on.
pub(crate) fn another_person(scene: &Scene) {
    scene.clio.change(|firm| {
        firm.user.id += 1;
        "Sam".clone_into(&mut firm.user.first_name);
        "Ortiz".clone_into(&mut firm.user.last_name);
        firm.account_id += 1;
        "Ortiz Law PC".clone_into(&mut firm.account_name);
    });
}

#[cfg(unix)]
async fn reconnect_on_terminal(scene: &Scene) -> Terminal {
    let how = ["reconnect", "--no-browser", "--yes"];
    let mut terminal = scene.ils.on_terminal(how).unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    terminal.type_line(&approval.title).unwrap();
    let shown = terminal.wait_for("or N: ").unwrap();
    for name in [
        "Pat Rivera",
        "Hollis & Park LLP",
        "Sam Ortiz",
        "Ortiz Law PC",
    ] {
        assert!(shown.contains(name), "{shown}");
    }
    terminal
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn t10_another_person_is_a_question_and_no_keeps_the_old_connection() {
    for answer in ["n", "", "y", "yes", "Hollis & Park LLP"] {
        let scene = Scene::connected().await;
        let before = tokens(scene.ils.home());
        another_person(&scene);
        let mut terminal = reconnect_on_terminal(&scene).await;
        terminal.type_line(answer).unwrap();
        let (status, shown) = terminal.finish().unwrap();
        assert_eq!(status.code(), Some(3), "{answer:?}: {shown}");
        assert!(shown.contains("given back"), "{shown}");
        assert_eq!(tokens(scene.ils.home()), before);
        assert_eq!(scene.asked("/oauth/deauthorize").len(), 1);
        scene.expect(0, &["status", "--check"]);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn t10_the_firms_name_agrees() {
    let scene = Scene::connected().await;
    another_person(&scene);
    let mut terminal = reconnect_on_terminal(&scene).await;
    terminal.type_line("ortiz law pc").unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");
    let status = scene.json(0, &["status"]);
    assert_eq!(status["data"]["person"], "Sam Ortiz");
    assert!(scene.asked("/oauth/deauthorize").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn t10_without_a_person_yes_does_not_lift_the_guard() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    another_person(&scene);
    let finish = |flag: &'static str| {
        let scene = &scene;
        async move {
            let started = scene.json(0, &["reconnect", "--start"]);
            let address = started["data"]["open_this_address"].as_str().unwrap();
            let approval = scene.clio.press_allow(address).await.unwrap();
            let how = ["reconnect", "--finish", "--code-file", "-", "--json", flag];
            scene.ils.run_with_input(how, &approval.title).unwrap()
        }
    };
    let refused = finish("--yes").await;
    assert_eq!(refused.code, Some(6), "{refused:?}");
    let error = &refused.json().unwrap()["error"];
    assert_eq!(error["code"], "different_account");
    assert_eq!(tokens(scene.ils.home()), before);
    assert_eq!(scene.asked("/oauth/deauthorize").len(), 1);
    scene.expect(0, &["status", "--check"]);

    let allowed = finish("--allow-different-account").await;
    assert_eq!(allowed.code, Some(0), "{allowed:?}");
}
