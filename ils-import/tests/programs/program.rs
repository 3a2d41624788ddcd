//! Other programs, when they are there.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use ils_import::store::MayResemble;
use ils_import::{NewImport, Plan, Rules};
use serde_json::json;

/// Finds a program as a shell would.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Says, past the test harness, that a test did not run.
#[expect(
    clippy::explicit_write,
    reason = "the harness keeps what a macro writes"
)]
pub(crate) fn skipped(test: &str, reason: &str) {
    writeln!(std::io::stderr(), "\nSKIPPED {test}: {reason}").unwrap();
}

/// This program again, below another one where that is named, running one test of it alone, with what that test needs to know.
pub(crate) fn this_test_again(
    below: &[&str],
    test: &str,
    name: &str,
    value: impl AsRef<OsStr>,
) -> Command {
    let this = env::current_exe().unwrap();
    let mut command = match below.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments).arg(&this);
            command
        }
        None => Command::new(&this),
    };
    command
        .args(["--exact", test, "--nocapture"])
        .env(name, value);
    command
}

/// Where the test that started this one keeps its store.
pub(crate) fn told(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from)
}

/// A family of three, whose client has this contact id.
pub(crate) fn import(contact_id: u32) -> NewImport {
    let family = json!({
        "matter": {"id": "1843000412", "number": "00412-Hollis"},
        "client_id": contact_id,
        "relationships": [{"id": 1, "contact_id": 7, "description": "husband"}, {"id": 2, "contact_id": 8, "description": "daughter"}],
        "people": {
            contact_id.to_string(): {"name": format!("Dana Hollis {contact_id}"), "date_of_birth": "1951-03-09"},
            "7": {"name": "Robert Kay"},
            "8": {"name": "Ann Hollis"}
        }
    });
    NewImport {
        plan: Plan::new(
            serde_json::from_value(family).unwrap(),
            &Rules::default(),
            Some("7".to_owned()),
        ),
        imported_by: Some("Pat Rivera".to_owned()),
        at: jiff::Timestamp::UNIX_EPOCH,
        may_resemble: MayResemble::default(),
    }
}
