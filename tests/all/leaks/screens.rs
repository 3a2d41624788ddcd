//! Which job may show what of whom, and where. Everything at its most talkative; everything else is a leak.

use std::fs;
use std::path::Path;

use contract_tests::firm::{CustomField, FieldType, Firm};
use contract_tests::{Answer, FakeClio, files_below};

use super::CANARY;
use crate::scene::Scene;

/// What a firm knows of a person, each with texts that stand nowhere else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Name,
    Birth,
    /// How to reach them: address, telephone, mail.
    Reach,
    Custom,
    Matter,
}

use Kind::{Birth, Custom, Matter, Name, Reach};

impl Kind {
    const ALL: [Self; 5] = [Name, Birth, Reach, Custom, Matter];

    pub(super) fn texts(self) -> &'static [&'static str] {
        match self {
            Name => &["Qvintana", "Qvolo"],
            Birth => &["1907-11-23", "November 1907"],
            Reach => &["503-555-0187", "qvmail@example.test", "Qvstreet"],
            Custom => &["Qvclub"],
            Matter => &["Qvplan"],
        }
    }

    fn is_in(self, text: &str) -> bool {
        self.texts().iter().any(|canary| text.contains(canary))
    }
}

/// Where the matter is found.
pub(super) const MATTER: &str = "00777-Leak";

const ALL: &[Kind] = &Kind::ALL;

/// A command line, its exit code, and what it may show on standard output and on standard error.
type Line = (
    &'static [&'static str],
    i32,
    &'static [Kind],
    &'static [Kind],
);

/// In this order: each builds on those before.
const LINES: &[Line] = &[
    (&["status", "--check"], 0, &[], &[]),
    (&["config", "list"], 0, &[], &[]),
    (&["doctor"], 0, &[], &[]),
    (&["matters", "search", "Qvintana"], 0, &[Name, Matter], &[]),
    (&["matters", "show", MATTER], 0, &[Name, Matter], &[]),
    (&["preview", MATTER], 0, ALL, &[]),
    (&["import", MATTER, "--yes", "--dry-run"], 0, ALL, &[]),
    (&["import", MATTER, "--yes"], 0, ALL, &[]),
    (&["import", MATTER, "--yes"], 6, &[Name], &[Name]),
    (&["clients", "list"], 0, &[Name], &[]),
    (&["clients", "show", "1"], 0, ALL, &[]),
    (&["history"], 0, &[Name], &[]),
    (&["undo", "--yes"], 0, &[Name], &[]),
    (&["preview", "00778-Nobody"], 5, &[], &[]),
    (&["clients", "show", "99"], 5, &[], &[]),
];

/// How each of them may be asked to answer.
const FORMS: [&[&str]; 3] = [&[], &["--plain"], &["--json"]];

/// After Clio has ended the connection.
const ENDED: &[Line] = &[
    (&["status", "--check"], 4, &[], &[]),
    (&["preview", MATTER], 4, &[], &[]),
    (&["import", MATTER, "--yes"], 4, &[], &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_job_shows_what_it_is_for_and_nothing_else() {
    let mut wrong = Vec::new();
    for form in FORMS {
        let mut scene = scene().await;
        let temporary = scene.ils.home().join("temporary");
        fs::create_dir(&temporary).unwrap();
        scene.ils.set("TMPDIR", temporary.display().to_string());
        for line in LINES {
            play(&scene, line, form, &mut wrong);
        }
        scene.clio.revoke_all();
        for line in ENDED {
            play(&scene, line, form, &mut wrong);
        }
        files(scene.ils.home(), &mut wrong);
        let left: Vec<_> = fs::read_dir(&temporary).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A family of canaries, and a user who is connected and wants to hear everything.
pub(super) async fn scene() -> Scene {
    let clio = FakeClio::builder().firm(firm()).rate_limit(100_000);
    let mut scene = Scene::with(clio.start().await);
    scene.ils.set("RUST_LOG", "trace");
    scene.ils.set("RUST_BACKTRACE", "full");
    scene.ils.connect(&scene.clio).await.unwrap();
    scene.clio.reset_record();
    scene
}

pub(super) fn firm() -> Firm {
    let add = |firm: &mut Firm| {
        let club = firm.custom_field("Club", FieldType::TextLine, |_: &mut CustomField| {});
        let mut family = ["Qvintana", "Qvolo"].map(|last| {
            firm.person("Ada", last, |person| {
                person
                    .born("1907-11-23")
                    .email("Home", "qvmail@example.test")
                    .phone("Home", "503-555-0187")
                    .address("Home", ["7 Qvstreet", "Salem", "OR", "97301"])
                    .set(club, "Qvclub");
            })
        });
        family.sort_unstable();
        let matter = firm.matter(MATTER, family[0], |matter| {
            matter.about("Qvplan");
        });
        _ = firm.relate(matter, family[1], Some("Husband"));
    };
    Firm::builder().with(add).build()
}

fn play(scene: &Scene, line: &Line, form: &[&str], wrong: &mut Vec<String>) {
    let (arguments, exit, stdout, stderr) = line;
    let whole = [arguments, form, &["-vvv"]].concat();
    let answer = scene.run(&whole);
    let mut complain = |what: String| wrong.push(format!("ils {}: {what}", whole.join(" ")));
    if answer.code != Some(*exit) {
        complain(format!("{answer:?}"));
    }
    let Answer {
        stdout: said,
        stderr: talked,
        ..
    } = &answer;
    if said.contains(CANARY) || talked.contains(CANARY) || talked.contains("panicked") {
        complain(format!("a secret or a panic: {answer:?}"));
    }
    for (stream, text, may) in [("output", said, stdout), ("error", talked, stderr)] {
        for kind in Kind::ALL {
            if kind.is_in(text) && !may.contains(&kind) {
                complain(format!("{kind:?} on standard {stream}: {text}"));
            }
        }
    }
    // A table that allows what is never shown would hide the next leak.
    let shown = format!("{said}{talked}");
    for kind in stdout.iter().filter(|kind| !kind.is_in(&shown)) {
        if *stdout != ALL && *exit == 0 {
            complain(format!("does not show {kind:?}: {shown}"));
        }
    }
}

/// Secrets stand in no file; people in the client store only.
fn files(home: &Path, wrong: &mut Vec<String>) {
    for path in files_below(home) {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        let place = path.to_string_lossy().replace('\\', "/");
        let is_store = place.contains("/data/clients.sqlite");
        let people = Kind::ALL.into_iter().any(|kind| kind.is_in(&text));
        if text.contains(CANARY) || people && !is_store {
            wrong.push(format!("{} holds what it should not", path.display()));
        }
    }
}
