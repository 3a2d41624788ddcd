//! Names and texts that try to act on a terminal: every screen is fed to a terminal's own parser.

use std::collections::BTreeSet;

use contract_tests::FakeClio;
use contract_tests::firm::{Contact, Firm};
use unicode_width::UnicodeWidthChar;
use vte::{Params, Parser, Perform};

use crate::scene::Scene;

/// Clear the screen, write a title, set the clipboard, ask for the answerback, turn the text, ring, go back, end a line.
const ACTS: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{1b}]52;c;eA==\u{1b}\\\u{5}\u{9b}31m\u{202E}\u{2066}\u{7}\u{8}\u{7f}\u{feff}";

/// What a terminal would do with a screen.
#[derive(Default)]
struct Seen {
    /// Lines, each as columns and letters.
    lines: Vec<Vec<(usize, char)>>,
    column: usize,
    acts: BTreeSet<String>,
}

impl Seen {
    fn of(screen: &str) -> Self {
        let mut seen = Self {
            lines: vec![Vec::new()],
            ..Self::default()
        };
        Parser::new().advance(&mut seen, screen.as_bytes());
        seen
    }

    /// The lines below the one that begins so, up to an empty one, each as the columns at which a word begins after two spaces.
    fn columns_below(&self, heading: &str) -> Vec<(String, BTreeSet<usize>)> {
        let text =
            |line: &Vec<(usize, char)>| line.iter().map(|(_, letter)| letter).collect::<String>();
        let lines = self.lines.iter().map(|line| (text(line), line));
        let below = lines.skip_while(|(text, _)| !text.trim_start().starts_with(heading));
        below
            .take_while(|(text, _)| !text.trim().is_empty())
            .map(|(text, line)| {
                let begins = line.windows(3).filter(|letters| {
                    letters[0].1 == ' ' && letters[1].1 == ' ' && letters[2].1 != ' '
                });
                (text.clone(), begins.map(|letters| letters[2].0).collect())
            })
            .collect()
    }
}

impl Perform for Seen {
    fn print(&mut self, letter: char) {
        let line = self.lines.last_mut().unwrap();
        line.push((self.column, letter));
        self.column += letter.width().unwrap_or_default();
        let turns = matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
        if turns || letter.is_control() {
            self.acts.insert(format!("{letter:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                self.lines.push(Vec::new());
                self.column = 0;
            }
            b'\r' => self.column = 0,
            // Between the cells of --format lines.
            b'\t' => self.column += 1,
            other => {
                self.acts.insert(format!("control {other:#04x}"));
            }
        }
    }

    fn csi_dispatch(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        // Colour is our own.
        if action != 'm' {
            self.acts.insert(format!("CSI {action}"));
        }
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.acts.insert("OSC".to_owned());
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.acts.insert(format!("ESC {byte:#04x}"));
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.acts.insert(format!("DCS {action}"));
    }
}

/// A family whose every text is hostile, or strange but honest.
fn firm() -> (Firm, i64) {
    let long = "x".repeat(10_000);
    let mut firm = Firm::builder()
        .family(
            &format!("00666-{ACTS}"),
            &format!("Dana{ACTS} Hollis"),
            &[
                ("Husband", &format!("Robert{ACTS} Kay")),
                ("Daughter", "太郎 山田"),
                ("Son", "🌲🌲 Tree"),
                ("grandson", &format!("{long} Long")),
                (&long, "عمر خالد"),
                (ACTS, "Jose\u{301} N\u{303}andu\u{301}"),
                ("partner", "क्\u{200D}ष क"),
            ],
        )
        .build();
    let matter = *firm.matters.keys().next().unwrap();
    firm.matters.values_mut().for_each(|one| {
        one.about(&format!("Plan{ACTS}"));
    });
    let contacts: Vec<i64> = firm.contacts.keys().copied().collect();
    for id in contacts {
        let hostile = |contact: &mut Contact| {
            contact.email("Home", "dana@example.test");
            contact.phone("Mobile", &format!("503-555-0100{ACTS}"));
        };
        hostile(firm.contact_mut(id).unwrap());
    }
    firm.user.first_name = format!("Pat{ACTS}");
    firm.account_name = format!("Hollis{ACTS} LLP");
    (firm, matter)
}

/// Connected to that firm, and the number of its matter at Clio.
async fn connected() -> (Scene, String) {
    let (firm, matter) = firm();
    let clio = FakeClio::builder().firm(firm).rate_limit(10_000);
    let scene = Scene::with(clio.start().await);
    scene.ils.connect(&scene.clio).await.unwrap();
    (scene, matter.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_from_clio_acts_on_a_terminal() {
    let (scene, matter) = connected().await;
    let runs: &[&[&str]] = &[
        &["status"],
        &["doctor"],
        &["matters", "search", "Hollis"],
        &["matters", "show", &matter],
        &["preview", &matter],
        &["preview", &matter, "--without", ACTS],
        &["import", &matter, "--dry-run"],
        &["import", &matter, "--yes"],
        &["import", &matter, "--yes"],
        &["preview", &matter, "--compare"],
        &["clients", "list"],
        &["clients", "list", "--format", "csv"],
        &["clients", "list", "--format", "ndjson"],
        &["clients", "list", "--format", "lines"],
        &["preview", &matter, "--out", "-"],
        &["clients", "show", "1"],
        &["clients", "export", "1", "--format", "csv", "--out", "-"],
        &["clients", "export", "1", "--format", "json", "--out", "-"],
        &["history"],
        &["history", "show", "1"],
        &["undo", "--dry-run"],
        &["words", "test", ACTS],
        &["matters", "search", ACTS],
        &["preview", ACTS],
        &["no-such-command", ACTS],
        &["clients", "remove", "1", "--yes"],
        &["disconnect", "--yes"],
    ];
    let mut wrong = Vec::new();
    for arguments in runs {
        // What changes something is run once.
        let changes = arguments.ends_with(&["--yes"]);
        let forms: &[&[&str]] = if changes {
            &[&[]]
        } else {
            &[&[], &["--plain"], &["--json"], &["--color", "always", "-v"]]
        };
        for form in forms {
            let run = [arguments, *form].concat();
            let answer = scene.run(&run);
            // Excel wants its mark before a list of people.
            let stdout = answer.stdout.trim_start_matches('\u{feff}');
            let acts = Seen::of(&format!("{stdout}{}", answer.stderr)).acts;
            if !acts.is_empty() {
                wrong.push(format!("{run:?}: {acts:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_stay_aligned_whatever_the_names() {
    let (scene, matter) = connected().await;
    for (heading, rows, arguments) in [
        ("Saved as", 8, &["preview", &*matter][..]),
        ("Name", 8, &["matters", "show", &matter]),
        ("No.", 1, &["matters", "search", "Hollis"]),
    ] {
        let shown = scene.expect(0, arguments).stdout;
        let table = Seen::of(&shown).columns_below(heading);
        assert_eq!(table.len(), rows + 1, "{shown}");
        let (_, columns) = &table[0];
        for (row, begins) in &table[1..] {
            // Every column begins where its heading does; a cell may hold two spaces of its own.
            let missing: Vec<_> = columns.difference(begins).collect();
            assert!(missing.is_empty(), "{heading} {missing:?}\n{row}\n{shown}");
            let width = row.chars().map(|letter| letter.width().unwrap_or_default());
            assert!(width.sum::<usize>() < 80, "{row}");
        }
    }
}
