//! SIGKILL at any moment leaves no half client.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use contract_tests::firm::sample;

use crate::scene::Scene;

/// Kills that must hit while the command runs; those that come too late do not count.
const KILLS: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_leaves_no_half_client() {
    let scene = Scene::connected().await;
    scene.clio.set_rate_limit(1_000_000);
    let matter = sample::FAMILY_OF_130.to_string();
    let whole = scene.json(0, &["preview", &matter])["data"]["counts"].clone();

    let mut killed = 0;
    let mut saved = 0;
    let mut torn_open = 0;
    let mut delay = Duration::ZERO;
    for round in 0..KILLS * 4 {
        if killed >= KILLS {
            break;
        }
        let store = scene
            .ils
            .home()
            .join(format!("round-{round}/clients.sqlite"));
        let mut child = scene
            .ils
            .command(["import", &matter, "--yes", "--json"])
            .unwrap()
            .env("ILS_STORE", &store)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the moment the store's file appears, the kills are spread over the writing, 200 µs apart, however long it takes here.
        let deadline = Instant::now() + Duration::from_secs(30);
        while !store.exists() && child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "the import never began to write");
            std::thread::yield_now();
        }
        std::thread::sleep(delay);
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        if was_running {
            killed += 1;
            delay += Duration::from_micros(200);
        } else {
            delay = Duration::ZERO;
        }
        match clients_in(&scene, &store, &whole) {
            0 => torn_open += 1,
            1 => saved += 1,
            more => panic!("{more} clients after one import"),
        }
    }
    assert!(killed >= KILLS, "only {killed} kills hit");
    assert!(torn_open > 0, "no kill hit before the save: {saved} saved");
}

/// How many clients the store holds; each must be whole.
fn clients_in(scene: &Scene, store: &Path, whole: &serde_json::Value) -> usize {
    let ask = |arguments: &[&str]| {
        let output = scene
            .ils
            .command(arguments)
            .unwrap()
            .env("ILS_STORE", store)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let clients = ask(&["clients", "list", "--json"])["data"]["clients"]
        .as_array()
        .unwrap()
        .clone();
    for client in &clients {
        let record =
            ask(&["clients", "show", client["id"].as_str().unwrap(), "--json"])["data"]["record"]
                .clone();
        for (class, list) in [
            ("spouse", "spouses"),
            ("child", "children"),
            ("grandchild", "grandchildren"),
            ("party", "parties"),
        ] {
            let found = record[list].as_array().unwrap().len();
            assert_eq!(
                whole[class], found,
                "{class} of a client saved before the kill"
            );
        }
    }
    clients.len()
}
