//! A fake Clio and one user of `ils`, connected or not.

use contract_tests::{Answer, FakeClio, Ils, Recorded};

/// The demo family's matter.
pub(crate) const HOLLIS: &str = "00412-Hollis";

pub(crate) struct Scene {
    pub(crate) clio: FakeClio,
    pub(crate) ils: Ils,
}

impl Scene {
    /// The sample firm, nobody connected yet.
    pub(crate) async fn new() -> Self {
        Self::with(FakeClio::start().await)
    }

    /// The sample firm, one user connected, the record of requests empty.
    pub(crate) async fn connected() -> Self {
        let scene = Self::new().await;
        scene.ils.connect(&scene.clio).await.expect("connects");
        scene.clio.reset_record();
        scene
    }

    pub(crate) fn with(clio: FakeClio) -> Self {
        let ils = Ils::new(&clio).expect("a home folder");
        Self { clio, ils }
    }

    /// Runs `ils` without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.ils.run(arguments).expect("ils starts")
    }

    /// Runs `ils` and checks its exit code; on a surprise both streams are shown.
    #[track_caller]
    pub(crate) fn expect(&self, exit: i32, arguments: &[&str]) -> Answer {
        let answer = self.run(arguments);
        assert_eq!(
            answer.code,
            Some(exit),
            "ils {arguments:?}\n{}{}",
            answer.stdout,
            answer.stderr
        );
        answer
    }

    /// The same with `--json`; gives the document.
    #[track_caller]
    pub(crate) fn json(&self, exit: i32, arguments: &[&str]) -> serde_json::Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let document = self.expect(exit, &arguments).json().expect("one document");
        assert_eq!(document["ok"], exit == 0, "{document}");
        document
    }

    /// The recorded requests whose path begins like this.
    pub(crate) fn asked(&self, path: &str) -> Vec<Recorded> {
        let record = self.clio.record().into_iter();
        record
            .filter(|request| request.path.starts_with(path))
            .collect()
    }

    /// Every saved client, as `ils clients list` tells it.
    #[track_caller]
    pub(crate) fn saved_clients(&self) -> Vec<serde_json::Value> {
        self.json(0, &["clients", "list"])["data"]["clients"]
            .as_array()
            .expect("a list of clients")
            .clone()
    }
}

/// Says that a test did not run, past the harness, which keeps the print macros' words to itself.
#[expect(
    clippy::explicit_write,
    reason = "whoever counts the skipped tests must see it"
)]
pub(crate) fn skipped(test: &str, reason: &str) {
    use std::io::Write as _;
    writeln!(std::io::stderr(), "\nSKIPPED {test}: {reason}").unwrap();
}
