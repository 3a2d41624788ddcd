//! The sessions of the command as a person types and sees them, each in the usual form and in the one for screen readers. Set
//! `INSTA_UPDATE=always` to write them anew, and read what changed.

mod recorder;

use contract_tests::{FakeClio, Fault, Terminal};

use self::recorder::Recorder;
use crate::account::another_person;
use crate::connect::address;
use crate::opener::folder_with;
use crate::scene::{HOLLIS, Scene};

/// No program of this name opens a browser.
const NO_BROWSER: &str = "--no-browser";

/// Both forms, one after the other.
macro_rules! both_forms {
    ($($session:ident),+ $(,)?) => {$(
        mod $session {
            #[tokio::test(flavor = "multi_thread")]
            async fn usual() {
                super::$session(false).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn plain() {
                super::$session(true).await;
            }
        }
    )+};
}

both_forms![
    a_first_connect,
    b_deny,
    c_wrong_code,
    d_without_a_terminal,
    e_find_a_matter,
    f_preview,
    g_import,
    g_changed_since_the_preview,
    h_import_again,
    i_reconnect_as_another_person,
    j_disconnect,
    j_disconnect_without_clio,
    l_doctor,
    l_doctor_finds_a_problem,
    m_menu,
];

async fn connected(plain: bool) -> Recorder {
    Recorder::new(Scene::connected().await, plain)
}

/// Up to the prompt for the code; gives the address.
fn asked_for_code(recorder: &mut Recorder, terminal: &mut Terminal) -> String {
    let shown = recorder.sees(terminal, "for help:\r\n> ");
    address(&shown)
}

/// ALLOW ACCESS, and the title of the page is pasted.
async fn allow(recorder: &mut Recorder, terminal: &mut Terminal, address: &str) {
    let approval = recorder.scene.clio.press_allow(address).await.unwrap();
    recorder.call(&approval.code, "CODE");
    terminal.type_line(&approval.title).unwrap();
}

async fn a_first_connect(plain: bool) {
    let opener = folder_with("exit 0");
    let mut scene = Scene::new().await;
    scene.ils.set("PATH", opener.path().to_str().unwrap());
    let mut session = Recorder::new(scene, plain);
    let mut terminal = session.types(&["connect"]);
    session.sees(&mut terminal, "(or type Q to stop): ");
    terminal.type_line("").unwrap();
    let address = asked_for_code(&mut session, &mut terminal);
    terminal.type_line("?").unwrap();
    session.sees(&mut terminal, "\n> ");
    allow(&mut session, &mut terminal, &address).await;
    session.ends(terminal, 0);
    session.runs(&["status"], 0);
    session.holds("a_first_connect");
}

async fn b_deny(plain: bool) {
    let mut session = Recorder::new(Scene::new().await, plain);
    let mut terminal = session.types(&["connect", NO_BROWSER]);
    let address = asked_for_code(&mut session, &mut terminal);
    let refusal = session.scene.clio.press_deny(&address).await.unwrap();
    terminal.type_line(&refusal.address).unwrap();
    session.ends(terminal, 3);
    let mut terminal = session.types(&["connect", NO_BROWSER]);
    asked_for_code(&mut session, &mut terminal);
    terminal.type_line("D").unwrap();
    session.ends(terminal, 3);
    session.holds("b_deny");
}

async fn c_wrong_code(plain: bool) {
    let mut session = Recorder::new(Scene::new().await, plain);
    let mut terminal = session.types(&["connect", NO_BROWSER]);
    asked_for_code(&mut session, &mut terminal);
    terminal.type_line("Zk3aa").unwrap();
    session.sees(&mut terminal, "\n> ");
    terminal.type_line("Zk3aaaaaaaaaaaaaaaaaaaa").unwrap();
    session.sees(&mut terminal, "\n> ");
    terminal.type_line("q").unwrap();
    session.ends(terminal, 4);
    session.holds("c_wrong_code");
}

async fn d_without_a_terminal(plain: bool) {
    let mut session = Recorder::new(Scene::new().await, plain);
    session.pipes(&["connect"], "", 2);
    let started = session.pipes(&["connect", "--start"], "", 0);
    let address = address(&started);
    let approval = session.scene.clio.press_allow(&address).await.unwrap();
    let finish = ["connect", "--finish", "--code-file", "-"];
    session.pipes(&finish, &approval.title, 0);
    session.holds("d_without_a_terminal");
}

async fn e_find_a_matter(plain: bool) {
    let mut session = connected(plain).await;
    session.runs(&["matters", "search", "hollis"], 0);
    session.runs(&["matters", "search", "hollis", "--all"], 0);
    session.runs(&["matters", "search", "holis"], 0);
    session.runs(&["matters", "show", HOLLIS], 0);
    session.holds("e_find_a_matter");
}

async fn f_preview(plain: bool) {
    let mut session = connected(plain).await;
    session.runs(&["preview", HOLLIS], 0);
    session.runs(&["preview", "00000-Nobody"], 5);
    session.holds("f_preview");
}

async fn g_import(plain: bool) {
    let mut session = connected(plain).await;
    let mut terminal = session.types(&["import", HOLLIS]);
    session.sees(&mut terminal, "\n> ");
    // Enter alone asks again.
    for (typed, then) in [("", "Please type Y, N or S.\r\n> "), ("y", "Saved.")] {
        terminal.type_line(typed).unwrap();
        session.sees(&mut terminal, then);
    }
    session.ends(terminal, 0);
    session.runs(&["clients", "list"], 0);
    session.runs(&["history"], 0);
    session.runs(&["undo", "--yes"], 0);
    session.holds("g_import");
}

async fn g_changed_since_the_preview(plain: bool) {
    let mut session = connected(plain).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.json");
    let file = file.to_str().unwrap();
    session.call(file, "PLAN");
    let looked = ["preview", HOLLIS, "--out", file, "--json"];
    session.scene.expect(0, &looked);
    session.scene.clio.change(|firm| {
        let marcus = firm
            .contacts
            .values_mut()
            .find(|one| one.name() == "Marcus Hollis");
        marcus.unwrap().email("Home", "marcus@other.example.test");
    });
    session.runs(&["import", "--plan", file, "--yes"], 10);
    session.holds("g_changed_since_the_preview");
}

async fn h_import_again(plain: bool) {
    let mut session = connected(plain).await;
    session.scene.expect(0, &["import", HOLLIS, "--yes"]);
    session.runs(&["import", HOLLIS], 6);
    session.runs(&["preview", HOLLIS, "--compare"], 0);
    session.holds("h_import_again");
}

async fn i_reconnect_as_another_person(plain: bool) {
    let mut session = connected(plain).await;
    another_person(&session.scene);
    let mut terminal = session.types(&["reconnect", NO_BROWSER]);
    let address = asked_for_code(&mut session, &mut terminal);
    allow(&mut session, &mut terminal, &address).await;
    session.sees(&mut terminal, "or N: ");
    terminal.type_line("n").unwrap();
    session.ends(terminal, 3);
    session.runs(&["status"], 0);
    session.holds("i_reconnect_as_another_person");
}

async fn j_disconnect(plain: bool) {
    let mut session = connected(plain).await;
    session.scene.expect(0, &["import", HOLLIS, "--yes"]);
    let mut terminal = session.types(&["disconnect"]);
    session.sees(&mut terminal, "\n> ");
    terminal.type_line("y").unwrap();
    session.ends(terminal, 0);
    session.runs(&["status"], 0);
    session.holds("j_disconnect");
}

async fn j_disconnect_without_clio(plain: bool) {
    let mut session = connected(plain).await;
    let away = Fault::status(503).on("/oauth/deauthorize").times(20);
    session.scene.clio.fault(away);
    session.runs(&["disconnect", "--yes"], 7);
    session.holds("j_disconnect_without_clio");
}

async fn l_doctor(plain: bool) {
    let mut session = connected(plain).await;
    session.runs(&["doctor"], 0);
    session.runs(&["doctor", "--offline"], 0);
    session.holds("l_doctor");
}

async fn l_doctor_finds_a_problem(plain: bool) {
    let clio = FakeClio::builder().permissions(|permissions| permissions.custom_fields = false);
    let scene = Scene::with(clio.start().await);
    scene.ils.connect(&scene.clio).await.unwrap();
    let mut session = Recorder::new(scene, plain);
    session.runs(&["doctor"], 1);
    session.holds("l_doctor_finds_a_problem");
}

async fn m_menu(plain: bool) {
    let mut session = connected(plain).await;
    let mut terminal = session.types(&[]);
    session.sees(&mut terminal, "Number: ");
    terminal.type_line("9").unwrap();
    session.sees(&mut terminal, "or Q.\r\nNumber: ");
    terminal.type_line("q").unwrap();
    session.ends(terminal, 0);
    session.holds("m_menu");
}
