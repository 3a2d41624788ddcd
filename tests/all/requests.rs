//! How often Clio is asked.

use contract_tests::Fault;
use contract_tests::firm::sample;

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_family_of_60_is_imported_with_3_requests() {
    let scene = Scene::connected().await;
    let saved = scene.json(0, &["import", &sample::FAMILY_OF_60.to_string(), "--yes"]);
    let people: u64 = saved["data"]["counts"]
        .as_object()
        .unwrap()
        .values()
        .map(|count| count.as_u64().unwrap())
        .sum();
    assert!(people >= 60, "{saved}");
    assert_eq!(requests(&scene).len(), 3, "{:#?}", requests(&scene));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_of_130_needs_one_batch_of_ids() {
    let scene = Scene::connected().await;
    scene.json(0, &["import", &sample::FAMILY_OF_130.to_string(), "--yes"]);
    assert_eq!(requests(&scene).len(), 3, "{:#?}", requests(&scene));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_of_260_needs_two_pages_and_two_batches() {
    let scene = Scene::connected().await;
    scene.json(0, &["import", &sample::FAMILY_OF_260.to_string(), "--yes"]);
    assert_eq!(requests(&scene).len(), 5, "{:#?}", requests(&scene));
}

/// How long an address may be, Clio's documents do not say.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_too_long_is_asked_in_halves() {
    let scene = Scene::connected().await;
    let page = "<h1>414 Request-URI Too Large</h1>";
    scene
        .clio
        .fault(Fault::html(414, page).on("/api/v4/contacts"));
    let matter = sample::FAMILY_OF_130.to_string();
    let saved = scene.json(0, &["import", &matter, "--yes"]);
    let counts = saved["data"]["counts"].as_object().unwrap();
    let people: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(people, 130, "{saved}");
    // The matter, its relationships, the refused address and its two halves.
    assert_eq!(requests(&scene).len(), 5, "{:#?}", requests(&scene));

    // One id is as short as it gets.
    scene
        .clio
        .fault(Fault::html(414, page).on("/api/v4/contacts").times(1_000));
    scene.json(1, &["import", HOLLIS, "--yes"]);
    assert_eq!(scene.saved_clients().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_one_that_clio_documents() {
    let scene = Scene::connected().await;
    scene.expect(0, &["matters", "search", "hollis"]);
    scene.expect(0, &["matters", "search", "Ñandú & 山田", "--all"]);
    scene.expect(0, &["matters", "show", HOLLIS]);
    scene.expect(0, &["import", HOLLIS, "--yes"]);
    scene.expect(0, &["status", "--check"]);
    for request in scene.clio.api_requests() {
        assert!(request.path.contains(".json"), "{request:?}");
        assert_eq!(
            request.api_version.as_deref(),
            Some("4.0.13"),
            "{request:?}"
        );
        assert_eq!(request.status, 200, "{request:?}");
        assert!(request.unknown_parameters.is_empty(), "{request:?}");
        assert!(request.bearer.is_some(), "{request:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_need_no_clio_ask_nothing() {
    let scene = Scene::connected().await;
    scene.expect(0, &["status"]);
    scene.expect(0, &["clients", "list"]);
    scene.expect(5, &["clients", "show", "1"]);
    scene.expect(0, &["words", "test", "step-son"]);
    assert!(scene.clio.record().is_empty());
}

fn requests(scene: &Scene) -> Vec<String> {
    scene
        .clio
        .api_requests()
        .iter()
        .map(|request| request.path.clone())
        .collect()
}
