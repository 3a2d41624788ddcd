//! What a package installs beside the program.

use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn five_shells_complete_every_command() {
    let scene = Scene::new().await;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = scene.expect(0, &["completions", shell]).stdout;
        for word in ["preview", "matters", "reconnect", "no-input"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
        assert!(!script.contains('\u{1b}'), "{shell}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_manual_page() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("man");
    let document = scene.json(0, &["man", folder.to_str().unwrap()]);
    let pages = document["data"]["files"].as_array().unwrap().clone();
    let help = scene.json(0, &["--help"]);
    for command in help["data"]["commands"].as_array().unwrap() {
        let page = format!("ils-{}.1", command.as_str().unwrap().replace(' ', "-"));
        assert!(pages.iter().any(|name| *name == *page), "{page}");
    }
    for page in pages {
        let text = std::fs::read_to_string(folder.join(page.as_str().unwrap())).unwrap();
        assert!(text.contains(".TH ils"), "{page}");
    }
}
