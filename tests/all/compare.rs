//! A saved client beside what Clio has today. Nothing is changed by looking.

use contract_tests::firm::sample;

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_today_is_told_and_nothing_is_changed() {
    let scene = Scene::connected().await;
    scene.json(0, &["import", HOLLIS, "--yes"]);
    let before = scene.json(0, &["clients", "show", "1"])["data"]["record"].clone();
    let same = scene.expect(0, &["preview", HOLLIS, "--compare"]);
    assert!(
        same.stdout.contains("AND NOW IN CLIO - the same"),
        "{}",
        same.stdout
    );
    assert!(!same.stdout.contains("Save:"), "{}", same.stdout);

    scene.clio.change(|firm| {
        for contact in firm.contacts.values_mut() {
            if contact.first_name.as_deref() == Some("Dana") {
                contact.date_of_birth = Some("1951-03-10".to_owned());
            }
        }
        let lee = firm.person("Lee", "Hollis", |_| ());
        firm.relate(sample::HOLLIS, lee, Some("son"));
    });
    let told = scene.expect(0, &["preview", HOLLIS, "--compare"]).stdout;
    for line in [
        "SAVED AS CLIENT 1, AND NOW IN CLIO - 2 differences",
        "date of birth was \"1951-03-09\", is \"1951-03-10\"",
        "New: Lee Hollis (son).",
    ] {
        assert!(
            told.replace("\n     ", " ").contains(line),
            "{line}\n{told}"
        );
    }
    let document = scene.json(0, &["preview", HOLLIS, "--compare"]);
    let comparison = &document["data"]["comparison"];
    assert_eq!(comparison["client_id"], "1");
    assert_eq!(
        comparison["differences"][0]["fields"][0]["now"],
        "1951-03-10"
    );
    let after = scene.json(0, &["clients", "show", "1"])["data"]["record"].clone();
    assert_eq!(before, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_saved_cannot_be_compared() {
    let scene = Scene::connected().await;
    let refused = scene.json(5, &["preview", HOLLIS, "--compare"]);
    assert_eq!(refused["error"]["code"], "client_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_import_names_the_way_to_compare() {
    let scene = Scene::connected().await;
    scene.json(0, &["import", HOLLIS, "--yes"]);
    let refused = scene.expect(6, &["import", HOLLIS, "--yes"]);
    let advice = format!("ils preview {HOLLIS} --compare");
    assert!(refused.stderr.contains(&advice), "{}", refused.stderr);
}
