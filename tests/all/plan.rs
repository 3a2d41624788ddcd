//! What was previewed is what is saved, or nothing is.

use contract_tests::Firm;
use contract_tests::firm::{Contact, sample};

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_saved_as_it_was_previewed() {
    let scene = Scene::connected().await;
    let plan = scene.ils.home().join("hollis.plan.json");
    let plan = plan.to_str().unwrap();
    let preview = scene.json(0, &["preview", HOLLIS, "--out", plan]);
    let saved = scene.json(0, &["import", "--plan", plan, "--yes"]);
    assert_eq!(saved["data"]["counts"], preview["data"]["counts"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_clio_makes_the_plan_stale() {
    let scene = Scene::connected().await;
    let plan = scene.ils.home().join("hollis.plan.json");
    let plan = plan.to_str().unwrap();
    scene.json(0, &["preview", HOLLIS, "--out", plan]);
    scene.clio.change(change_renee);
    let stale = scene.json(10, &["import", "--plan", plan, "--yes"]);
    assert_eq!(stale["error"]["code"], "plan_stale");
    assert!(
        stale["error"].to_string().contains("Renée Hollis-Ortega"),
        "{stale}"
    );
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_relationship_makes_the_plan_stale() {
    let scene = Scene::connected().await;
    let plan = scene.ils.home().join("hollis.plan.json");
    let plan = plan.to_str().unwrap();
    scene.json(0, &["preview", HOLLIS, "--out", plan]);
    scene.clio.change(|firm| {
        let lee = firm.person("Lee", "Hollis", |_| ());
        firm.relate(sample::HOLLIS, lee, Some("son"));
    });
    let stale = scene.expect(10, &["import", "--plan", plan, "--yes"]);
    assert!(stale.stderr.contains("Lee Hollis"), "{}", stale.stderr);
    assert!(scene.saved_clients().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_changed_by_hand_is_refused() {
    let scene = Scene::connected().await;
    let path = scene.ils.home().join("hollis.plan.json");
    let plan = path.to_str().unwrap();
    scene.json(0, &["preview", HOLLIS, "--out", plan]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Renée"), "the plan holds the people");
    std::fs::write(&path, text.replace("Renée", "Eve")).unwrap();
    let refused = scene.run(&["import", "--plan", plan, "--yes", "--json"]);
    assert!(matches!(refused.code, Some(6 | 10)), "{refused:?}");
    assert!(scene.saved_clients().is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let scene = Scene::connected().await;
    let path = scene.ils.home().join("hollis.plan.json");
    scene.json(0, &["preview", HOLLIS, "--out", path.to_str().unwrap()]);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// The daughter of the demo family gets another date of birth.
fn change_renee(firm: &mut Firm) {
    let is_renee = |contact: &&mut Contact| {
        contact.first_name.as_deref() == Some("Renée")
            && contact.last_name.as_deref() == Some("Hollis-Ortega")
    };
    let renee = firm
        .contacts
        .values_mut()
        .find(is_renee)
        .expect("the daughter is there");
    renee.date_of_birth = Some("1979-01-01".to_owned());
}
