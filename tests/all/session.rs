//! Commands on a terminal, one after the other, and what a person has seen in the end: what differs from run to run has a name instead.

use contract_tests::Terminal;
use regex::Regex;

use crate::scene::Scene;

/// The two forms a person reads.
pub(crate) const FORMS: [Form; 2] = [Form::Columns, Form::Plain];

#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Form {
    Columns,
    Plain,
}

/// Commands one after another, and all that was on the screen.
pub(crate) struct Session<'a> {
    scene: &'a Scene,
    pub(crate) form: Form,
    told: String,
    masks: Vec<(String, &'static str)>,
}

/// A command that asks.
pub(crate) struct Talk<'a, 'b> {
    pub(crate) session: &'b mut Session<'a>,
    terminal: Terminal,
}

impl<'a> Session<'a> {
    pub(crate) fn new(scene: &'a Scene, form: Form) -> Self {
        let home = scene.ils.home().display().to_string();
        let masks = vec![
            (home, "[HOME]"),
            (scene.clio.origin(), "[CLIO]"),
            (scene.clio.address().to_string(), "[CLIO]"),
        ];
        Self {
            scene,
            form,
            told: String::new(),
            masks,
        }
    }

    /// Whatever stands for `text` in the snapshot: it differs from run to run.
    pub(crate) fn mask(&mut self, text: &str, name: &'static str) {
        self.masks.push((text.to_owned(), name));
    }

    /// Something that happened outside the terminal.
    pub(crate) fn meanwhile(&mut self, what: &str) {
        self.told += &format!("# {what}\n");
    }

    /// Starts a command on a terminal.
    #[track_caller]
    pub(crate) fn talk<'b>(&'b mut self, arguments: &[&str]) -> Talk<'a, 'b> {
        let arguments = self.command(arguments);
        let mut command = self.scene.ils.command(&arguments).unwrap();
        command.current_dir(self.scene.ils.home());
        let terminal = Terminal::spawn(command).unwrap();
        Talk {
            session: self,
            terminal,
        }
    }

    /// Runs a command that asks nothing.
    #[track_caller]
    pub(crate) fn run(&mut self, exit: i32, arguments: &[&str]) {
        self.talk(arguments).end(exit);
    }

    /// Runs a command without a terminal; what it answers and what it says stand below each other.
    #[track_caller]
    pub(crate) fn run_without_terminal(
        &mut self,
        exit: i32,
        arguments: &[&str],
        input: &str,
    ) -> String {
        let arguments = self.command(arguments);
        let answer = self.scene.ils.run_with_input(&arguments, input).unwrap();
        self.told += &format!("{}{}[{exit}]\n\n", answer.stdout, answer.stderr);
        assert_eq!(answer.code, Some(exit), "{}", self.told);
        answer.stdout
    }

    fn command(&mut self, arguments: &[&str]) -> Vec<String> {
        let plain = (self.form == Form::Plain).then_some("--plain");
        let words = arguments.iter().copied().chain(plain);
        let arguments: Vec<String> = words.map(ToOwned::to_owned).collect();
        self.told += &format!("$ ils {}\n", arguments.join(" "));
        arguments
    }

    pub(crate) fn masked(&self) -> String {
        let mut told = self.told.replace("\r\n", "\n");
        for (text, name) in &self.masks {
            told = told.replace(text, name);
        }
        for (pattern, name) in [
            (r"\?response_type=code\S*[^\S\n]*", "?[ONE ATTEMPT]"),
            (
                r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d{1,2}:\d\d [ap]m",
                "[MOMENT]",
            ),
            (r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[MOMENT]"),
            (r"until \d{1,2} [A-Z][a-z]+ 20\d\d,", "until [DATE],"),
            (r"\d+ seconds? off", "[SECONDS] off"),
            (r"ILS \d+\.\d+\.\d+", "ILS [VERSION]"),
            (r"on \w+ \(\w+\)", "on [SYSTEM]"),
            (r"\d+\.\d s\b", "[SECONDS]"),
            (r"&state=\S+", "&state=[STATE]"),
            // How wide these are, and so where a line ends, differs from run to run.
            (r"When +What", "When  What"),
            (r"\n +\[HOME\]", " [HOME]"),
            (
                r",\s+on\s+this\s+computer\s+only",
                ", on this computer only",
            ),
        ] {
            told = Regex::new(pattern)
                .unwrap()
                .replace_all(&told, name)
                .into_owned();
        }
        told.lines()
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect()
    }
}

impl Talk<'_, '_> {
    /// Waits for the end of a question.
    #[track_caller]
    pub(crate) fn see(&mut self, text: &str) -> String {
        let shown = self.terminal.wait_for(text).unwrap();
        self.session.told += &shown;
        shown
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, text: &str) {
        self.terminal.type_line(text).unwrap();
    }

    /// Waits for the end of the command.
    #[track_caller]
    pub(crate) fn end(mut self, exit: i32) {
        let (status, shown) = self.terminal.finish().unwrap();
        let told = &mut self.session.told;
        *told += &shown;
        assert_eq!(status.code(), Some(exit), "{told}");
        *told += &format!("[{exit}]\n\n");
    }
}
