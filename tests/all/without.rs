//! `--without`: somebody stays out, and everybody can see it.

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_left_out_and_told() {
    let scene = Scene::connected().await;
    let shown = scene
        .expect(0, &["preview", HOLLIS, "--without", "lou fenn"])
        .stdout;
    assert!(shown.contains("WILL BE SAVED - 7 people"), "{shown}");
    assert!(
        shown.contains("Lou Fenn was left out, as you asked."),
        "{shown}"
    );
    let again = shown
        .lines()
        .rfind(|line| line.starts_with("Save:"))
        .unwrap();
    assert!(again.contains("--without"), "{again}");

    let saved = scene.json(0, &["import", HOLLIS, "--yes", "--without", "Lou Fenn"]);
    assert_eq!(saved["data"]["counts"]["party"], 2, "{saved}");
    let told = saved["data"]["not_saved"].as_array().unwrap();
    assert!(
        told.iter().any(|found| found["code"] == "left_out"),
        "{saved}"
    );
    let record = scene.json(0, &["clients", "show", "1"]).to_string();
    assert!(!record.contains("Fenn"), "{record}");
    // Why is still there to be read.
    let noted = scene.expect(0, &["history", "show", "1"]).stdout;
    assert!(noted.contains("Lou Fenn was left out"), "{noted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_without_somebody_is_saved_without_somebody() {
    let scene = Scene::connected().await;
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    scene.expect(
        0,
        &["preview", HOLLIS, "--without", "Lou Fenn", "--out", plan],
    );
    scene.expect(
        2,
        &["import", "--plan", plan, "--yes", "--without", "Mia Brandt"],
    );
    let saved = scene.json(0, &["import", "--plan", plan, "--yes"]);
    assert_eq!(saved["data"]["counts"]["party"], 2, "{saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_not_there_or_is_the_client_stops_it() {
    let scene = Scene::connected().await;
    for (exit, who, code) in [
        (5, "Lou Fen", "person_not_found"),
        (2, "Dana Hollis", "client_left_out"),
    ] {
        let failed = scene.json(exit, &["import", HOLLIS, "--yes", "--without", who]);
        assert_eq!(failed["error"]["code"], code, "{failed}");
    }
    assert!(scene.saved_clients().is_empty());
}
