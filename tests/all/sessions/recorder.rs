//! Writes down what a person typed and saw on a terminal of 80 columns, with what changes from run to run made stable.

use contract_tests::Terminal;
use unicode_width::UnicodeWidthStr;

use crate::scene::Scene;

/// Sentences that the screen breaks where the length of today's date says: how they begin and end.
const BROKEN_AT_DATES: [(&str, &str); 3] = [
    ("Saved on ", "Pat Rivera)."),
    ("Taken back.", "m."),
    ("Connection", "by itself"),
];

/// What is different in each run, as patterns, and what stands there instead.
const STABLE: [(&str, &str); 8] = [
    (r"/oauth/authorize\?\S+", "/oauth/authorize?ADDRESS"),
    (r"error=access_denied\S*", "error=access_denied&STATE"),
    (r"\d{1,2}:\d\d [ap]m", "TIME"),
    (
        r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d",
        "DATE",
    ),
    // Columns are as wide as their widest date.
    (r"(When|TIME) {2,}", "$1  "),
    (r"\(\d+\.\d s\)", "(SECONDS)"),
    (r"\d+ seconds? off", "SECONDS off"),
    (r"ILS \S+ on \w+ \(\w+\)", "ILS VERSION on SYSTEM"),
];

/// One session, in the usual form or in the one for screen readers.
pub(super) struct Recorder {
    pub(super) scene: Scene,
    plain: bool,
    text: String,
    /// What was typed or shown this time, and the word for it in the snapshot.
    words: Vec<(String, &'static str)>,
}

impl Recorder {
    pub(super) fn new(mut scene: Scene, plain: bool) -> Self {
        scene.ils.set("TZ", "UTC");
        scene.ils.set("NO_COLOR", "1");
        let words = vec![
            (scene.ils.home().display().to_string(), "HOME"),
            (scene.clio.origin(), "http://CLIO"),
        ];
        Self {
            scene,
            plain,
            text: String::new(),
            words,
        }
    }

    /// What is called `word` in the snapshot.
    pub(super) fn call(&mut self, text: &str, word: &'static str) {
        self.words.push((text.to_owned(), word));
    }

    /// Types a command.
    pub(super) fn types(&mut self, arguments: &[&str]) -> Terminal {
        let typed = self.typed(arguments);
        self.note(&format!("$ {}\n", typed.join(" ")));
        self.scene.ils.on_terminal(&typed[1..]).unwrap()
    }

    /// Waits for `text` on the screen and gives what came with it.
    pub(super) fn sees(&mut self, terminal: &mut Terminal, text: &str) -> String {
        let shown = terminal.wait_for(text).unwrap();
        self.note(&shown);
        shown
    }

    /// Waits for the end of the command.
    #[track_caller]
    pub(super) fn ends(&mut self, mut terminal: Terminal, exit: i32) {
        let (status, shown) = terminal.finish().unwrap();
        self.note(&shown);
        assert_eq!(status.code(), Some(exit), "{}", self.text);
        self.note(&format!("[{exit}]\n"));
    }

    /// Types a command that asks nothing.
    #[track_caller]
    pub(super) fn runs(&mut self, arguments: &[&str], exit: i32) {
        let terminal = self.types(arguments);
        self.ends(terminal, exit);
    }

    /// Types a command where there is no terminal, with `input` on its standard input; gives what it says.
    #[track_caller]
    pub(super) fn pipes(&mut self, arguments: &[&str], input: &str, exit: i32) -> String {
        let typed = self.typed(arguments);
        self.note(&format!("$ {} < INPUT\n", typed.join(" ")));
        let answer = self.scene.ils.run_with_input(&typed[1..], input).unwrap();
        let said = answer.stderr + &answer.stdout;
        self.note(&format!("{said}[{exit}]\n"));
        assert_eq!(answer.code, Some(exit), "{}", self.text);
        said
    }

    fn typed<'a>(&self, arguments: &[&'a str]) -> Vec<&'a str> {
        let form = if self.plain {
            &["ils", "--plain"][..]
        } else {
            &["ils"]
        };
        [form, arguments].concat()
    }

    fn note(&mut self, shown: &str) {
        self.text.push_str(&shown.replace('\r', ""));
    }

    /// Compares the whole session with what was committed.
    #[track_caller]
    pub(super) fn holds(self, name: &str) {
        let mut text = self.text;
        if !self.plain {
            assert_fits(&text);
        }
        for (from, to) in BROKEN_AT_DATES {
            text = one_line(&text, from, to);
        }
        for (was, word) in &self.words {
            text = text.replace(was, word);
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        for (pattern, word) in STABLE {
            settings.add_filter(pattern, word);
        }
        let form = if self.plain { "-plain" } else { "" };
        settings.bind(|| insta::assert_snapshot!(format!("{name}{form}"), text));
    }
}

/// The sentence between these, wherever it stands, on one line.
fn one_line(text: &str, from: &str, to: &str) -> String {
    let found = text.find(from).and_then(|start| {
        let end = text[start..].find(to)?;
        Some((start, start + end + to.len()))
    });
    let Some((start, end)) = found else {
        return text.to_owned();
    };
    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    let rest = one_line(&text[end..], from, to);
    format!("{}{}{rest}", &text[..start], words.join(" "))
}

/// No line is broken by the terminal, but for an address, a path or what was pasted.
#[track_caller]
fn assert_fits(text: &str) {
    for line in text.lines() {
        let is_long_word =
            line.contains("/oauth/") || line.contains("/tmp/") || line.starts_with("$ ");
        assert!(is_long_word || line.width() < 80, "{line}");
    }
}
