//! A report to send to whoever looks after ILS: no names, no secrets, no folder of a person.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::Diagnosis;
use crate::clean::clean;
use crate::settings::{self, Key, Source};

/// A file that is there already is left as it is.
pub(super) fn write(file: &Path, diagnosis: &Diagnosis) -> io::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create_new(true);
    open.open(file)?.write_all(text(diagnosis).as_bytes())
}

fn text(diagnosis: &Diagnosis) -> String {
    let mut text = format!(
        "ILS {} on {}\nThis report holds no client names and no secrets.\n\n",
        diagnosis.version, diagnosis.system
    );
    for check in &diagnosis.checks {
        text += &homeless(&clean_line(&check.reported()));
    }
    text += "\nSettings, and who set them (values are left out):\n";
    for key in Key::ALL {
        let setting = settings::current().get(key);
        let by = match setting.source {
            Source::Flag => "flag",
            Source::Environment => "environment",
            Source::UserFile => "user's file",
            Source::MachineFile => "machine's file",
            Source::BuiltIn => continue,
        };
        let locked = if setting.is_locked { ", locked" } else { "" };
        text += &format!("  {:<16}{by}{locked}\n", key.name());
    }
    text
}

fn clean_line(line: &str) -> String {
    clean(line.trim_end()) + "\n"
}

/// The folder of a person tells who it is.
fn homeless(line: &str) -> String {
    let homes = ["HOME", "USERPROFILE"]
        .into_iter()
        .filter_map(settings::variable);
    homes.fold(line.to_owned(), |line, home| line.replace(&*home, "~"))
}
