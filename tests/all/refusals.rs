//! United States only, and only Clio or this computer.

use contract_tests::firm::sample;

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn other_addresses_end_with_2_and_say_united_states_only() {
    let mut scene = Scene::new().await;
    for address in [
        "https://ca.app.clio.com",
        "https://eu.app.clio.com",
        "https://au.app.clio.com",
        "https://grow.clio.com",
        "https://app.clio.com.evil.test",
        "https://app.clio.com@evil.test",
        "http://app.clio.com",
        "https://10.0.0.1",
        "http://192.168.1.1:8080",
        "ftp://127.0.0.1",
        "not an address",
    ] {
        scene.ils.set("ILS_CLIO_URL", address);
        for command in [
            &["status"][..],
            &["connect", "--start"],
            &["preview", HOLLIS],
        ] {
            let answer = scene.expect(2, command);
            assert!(
                answer.stderr.contains("United States"),
                "{address}: {}",
                answer.stderr
            );
            scene.json(2, command);
        }
    }
    assert!(scene.clio.record().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn clio_itself_and_loopback_are_accepted() {
    let mut scene = Scene::new().await;
    for address in [
        "https://app.clio.com",
        "https://app.clio.com/",
        "http://localhost:9",
        "http://[::1]:9",
    ] {
        scene.ils.set("ILS_CLIO_URL", address);
        scene.expect(0, &["status"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_matter_ends_with_5() {
    let scene = Scene::connected().await;
    for matter in ["99999-Nobody", "1999999999"] {
        let answer = scene.json(5, &["preview", matter]);
        assert_eq!(answer["error"]["code"], "matter_not_found", "{matter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_ends_with_11_and_is_named() {
    let scene = Scene::new().await;
    // A grant keeps the permissions it was given: they are taken away before the person allows access.
    scene
        .clio
        .permit(|permissions| permissions.contacts = false);
    scene.ils.connect(&scene.clio).await.expect("connects");
    let answer = scene.expect(11, &["preview", HOLLIS]);
    assert!(answer.stderr.contains("Contacts"), "{}", answer.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_ended_in_clio_ends_with_4() {
    let scene = Scene::connected().await;
    scene.clio.revoke_all();
    let answer = scene.json(4, &["preview", HOLLIS]);
    assert!(
        answer["error"]["advice"].to_string().contains("connect"),
        "{answer}"
    );
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_connection_refreshes_itself_once() {
    let scene = Scene::connected().await;
    scene.clio.expire_access_tokens();
    scene.expect(0, &["preview", HOLLIS]);
    assert_eq!(scene.clio.token_requests().len(), 1);
}

/// Nothing says which of them is meant, so each is named by its id, and none is read.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_several_matters_is_no_choice() {
    let scene = Scene::connected().await;
    let hollis = sample::HOLLIS;
    let namesake = scene.clio.change(|firm| {
        let client = firm.matters[&hollis].client.unwrap();
        firm.matter("00412-HOLLIS", client, |matter| {
            matter.about("The sale of the house");
        })
    });
    for command in [&["preview", HOLLIS][..], &["import", HOLLIS, "--yes"]] {
        let answer = scene.json(2, command);
        assert_eq!(answer["error"]["code"], "matter_ambiguous");
        let mut advice = answer["error"]["advice"].as_array().unwrap().clone();
        advice.sort_by_key(ToString::to_string);
        let expected = [
            format!("ils preview {hollis}   Estate plan for Dana Hollis"),
            format!("ils preview {namesake}   The sale of the house"),
        ];
        assert_eq!(advice, expected.map(serde_json::Value::from));
    }
    assert!(scene.asked("/api/v4/contacts").is_empty());
    scene.expect(0, &["preview", &namesake.to_string()]);
}
