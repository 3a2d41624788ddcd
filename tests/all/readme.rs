//! The screens in README.md come from real runs: `ILS_UPDATE_README=1` writes them, and every other run compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use regex::{Captures, Regex};

use crate::connect::address;
use crate::opener::folder_with;
use crate::scene::{HOLLIS, Scene};
use crate::session::{Form, Session};

/// What stands in the README for what differs from run to run.
const EXAMPLES: [(&str, &str); 9] = [
    ("[CLIO]", "http://127.0.0.1:40412"),
    ("[ONE ATTEMPT]", "response_type=code&client_id=…"),
    ("[SUCCESS CODE]", "Zk3…9Q"),
    ("[HOME]", "/home/pat/ils"),
    ("[MOMENT]", "24 November 2026, 2:02 pm"),
    ("[DATE]", "24 Dec 2026"),
    ("[SECONDS] off", "0 seconds off"),
    ("[SECONDS]", "0.2 s"),
    ("[SYSTEM]", "Linux (x86_64)"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_in_the_readme_are_real() {
    let screens = screens().await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let block = Regex::new(r"(?s)<!-- screen: ([a-z]+) -->\n```text\n(.*?)```\n").unwrap();
    let mut shown: Vec<String> = block
        .captures_iter(&readme)
        .map(|found| found[1].to_owned())
        .collect();
    shown.sort();
    assert!(shown.iter().eq(screens.keys()), "{shown:?}");
    let real = block.replace_all(&readme, |found: &Captures<'_>| {
        let (name, screen) = (&found[1], &screens[&found[1]]);
        format!("<!-- screen: {name} -->\n```text\n{screen}```\n")
    });
    if std::env::var_os("ILS_UPDATE_README").is_some() {
        fs::write(&file, real.as_ref()).unwrap();
    } else {
        for (told, is_so) in readme.lines().zip(real.lines()) {
            assert_eq!(told, is_so, "ILS_UPDATE_README=1 writes the screens anew");
        }
        assert!(
            readme == real,
            "ILS_UPDATE_README=1 writes the screens anew"
        );
    }
}

/// The main road, one screen a step.
async fn screens() -> BTreeMap<String, String> {
    let mut scene = Scene::new().await;
    let browser = folder_with("exit 0");
    scene.ils.set("PATH", browser.path().to_str().unwrap());
    let mut screens = BTreeMap::new();
    let mut keep = |name: &str, session: &Session<'_>| {
        let screen = exampled(&session.masked());
        screens.insert(name.to_owned(), screen);
    };

    let mut session = Session::new(&scene, Form::Columns);
    let mut talk = session.talk(&["connect"]);
    talk.see("(or type Q to stop): ");
    talk.answer("");
    let shown = talk.see("\n> ");
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    talk.session.mask(&approval.code, "[SUCCESS CODE]");
    talk.answer(&approval.title);
    talk.end(0);
    keep("connect", &session);

    for (name, arguments) in [
        ("search", &["matters", "search", "hollis"][..]),
        ("preview", &["preview", HOLLIS]),
    ] {
        let mut session = Session::new(&scene, Form::Columns);
        session.run(0, arguments);
        keep(name, &session);
    }

    let mut session = Session::new(&scene, Form::Columns);
    let mut talk = session.talk(&["import", HOLLIS]);
    talk.see("\n> ");
    talk.answer("y");
    talk.end(0);
    keep("import", &session);

    let mut session = Session::new(&scene, Form::Columns);
    session.run(0, &["doctor"]);
    keep("doctor", &session);

    without_the_preview_again(&mut screens);
    screens
}

fn exampled(masked: &str) -> String {
    let version = format!("ILS {}", env!("CARGO_PKG_VERSION"));
    let mut screen = masked.replace("ILS [VERSION]", &version);
    for (name, example) in EXAMPLES {
        screen = screen.replace(name, example);
    }
    screen
        .trim_end()
        .trim_end_matches("[0]")
        .trim_end()
        .to_owned()
        + "\n"
}

/// The import shows the preview first, line for line; a reader has just seen it.
fn without_the_preview_again(screens: &mut BTreeMap<String, String>) {
    let preview = &screens["preview"];
    let from = preview.find("Matter ").unwrap();
    let to = preview.find("\n\nSave:").unwrap();
    let import = screens["import"].replace(&preview[from..to], "(the preview, as above)");
    assert_ne!(import, screens["import"], "an import shows the preview");
    screens.insert("import".to_owned(), import);
}
