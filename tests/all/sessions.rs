//! What a person sees, from the first line to the last: the sessions of the command's design, told by the real `ils`.
//!
//! Each is kept twice in `sessions/snapshots`, as it looks on 80 columns and as `--plain` reads. To accept new ones, run the tests with
//! `INSTA_UPDATE=always` and read what changed.

mod computer;
mod connecting;
mod family;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

use crate::session::{Form, Session};

impl Session<'_> {
    /// Compares everything told with the snapshot of this name.
    #[track_caller]
    fn assert_agreed(self, name: &str) {
        let told = self.masked();
        if self.form == Form::Columns {
            let long = told.lines().find(|line| {
                line.chars().count() > 79
                    && !line.contains("[CLIO]")
                    && !line.contains("[HOME]")
                    && !line.starts_with('{')
            });
            assert_eq!(long, None, "wider than the screen");
        }
        let name = match self.form {
            Form::Columns => name.to_owned(),
            Form::Plain => format!("{name}.plain"),
        };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("sessions/snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, told));
    }
}

/// A snapshot that no session compares with any more is a lie that nobody notices.
#[test]
fn every_snapshot_belongs_to_a_session() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("all/sessions/snapshots");
    let kept: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let sources = [
        include_str!("sessions/computer.rs"),
        include_str!("sessions/connecting.rs"),
        include_str!("sessions/family.rs"),
    ]
    .concat();
    let agreed = Regex::new(r#"assert_agreed\("([a-z_]+)"\)"#).unwrap();
    let expected: BTreeSet<String> = agreed
        .captures_iter(&sources)
        .flat_map(|found| ["", ".plain"].map(|form| format!("{}{form}.snap", &found[1])))
        .collect();
    assert_eq!(kept, expected);
}
