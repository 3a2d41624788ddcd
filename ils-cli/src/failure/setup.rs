//! Settings that are missing, wrong or locked.

use std::path::Path;

use ils_import::rules::RulesError;

use crate::exit::Exit;
use crate::message::Problem;
use crate::settings::{self, Key, Source};

pub(crate) fn app_not_set() -> Problem {
    Problem::new(
        "app_not_set",
        Exit::Usage,
        "ILS does not know your firm's Clio app.",
    )
    .why("The person who manages Clio at your firm has the app's key and secret.")
    .advice(app_advice())
}

pub(crate) fn app_secret_not_set() -> Problem {
    Problem::new(
        "app_secret_not_set",
        Exit::Usage,
        "ILS does not know the secret of your firm's Clio app.",
    )
    .advice(app_advice())
}

fn app_advice() -> [String; 2] {
    [
        "Give the key and the secret once:  ils setup".to_owned(),
        format!(
            "Or set {} and {} in the environment",
            settings::CLIENT_ID,
            settings::CLIENT_SECRET
        ),
    ]
}

/// The firm's rules make no sense: nothing is read with half of them.
pub(crate) fn rules(file: &Path, why: &RulesError) -> Problem {
    Problem::new(
        "rules_wrong",
        Exit::Usage,
        "The firm's rules cannot be followed.",
    )
    .why(format!("{}: {why}.", file.display()))
    .advice(["Correct the file, or ask who wrote it".to_owned()])
}

/// The rules that are set cannot be had.
pub(crate) fn without_rules(problem: Problem) -> Problem {
    problem.advice([format!(
        "Go on without rules:  ils config set {} \"\"",
        Key::Rules.name()
    )])
}

/// Somebody wants a setting otherwise than the administrator of this computer.
pub(crate) fn locked(key: Key, wanted_by: Option<Source>) -> Problem {
    let place = match wanted_by {
        Some(Source::Flag) => "on the command line",
        Some(Source::Environment) => "in the environment",
        _ => "in your settings",
    };
    let name = key.name();
    Problem::new(
        "setting_locked",
        Exit::Refused,
        &format!("The setting {name} is locked on this computer."),
    )
    .why(format!(
        "Your administrator has locked it in {}.",
        settings::machine_file().display()
    ))
    .advice([if wanted_by.is_some() {
        format!("Take {name} away {place}:  ils config list  shows all settings")
    } else {
        "Ask your administrator, if it has to be another value".to_owned()
    }])
    .detail("key", name)
}

/// A settings file that cannot be followed.
pub(crate) fn unreadable(file: &Path, why: &str) -> Problem {
    Problem::new(
        "settings_wrong",
        Exit::Usage,
        &format!(
            "The settings in {} cannot be followed: {why}.",
            file.display()
        ),
    )
    .advice(["Correct the file:  ils config edit".to_owned()])
}
