//! The attempt between `--start` and `--finish`: a file of the user's own, for ten minutes.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use ils_auth::{App, Attempt, ConnectError, SystemClock, Tokens};
use secrecy::{ExposeSecret, SecretString};

use crate::message::Problem;
use crate::{context, failure, files, settings};

pub(super) fn keep(attempt: &Attempt) -> Result<(), Problem> {
    let failed = |error: std::io::Error| failure::file("The attempt could not be kept", &error);
    let file = file()?;
    if let Some(folder) = file.parent() {
        files::make_private_folder(folder).map_err(failed)?;
    }
    files::write_private(&file, attempt.to_saved().expose_secret().as_bytes()).map_err(failed)
}

pub(super) fn take_up(app: &App) -> Result<Attempt, Problem> {
    let text = match fs::read_to_string(file()?) {
        Ok(text) => SecretString::from(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(failure::connect(&ConnectError::NotOurs));
        }
        Err(error) => return Err(failure::file("The begun attempt could not be read", &error)),
    };
    Attempt::from_saved_for(app, &SystemClock, &text, &settings::user())
        .map_err(|error| failure::connect(&error))
}

/// An attempt that led somewhere is forgotten. One whose code was misread or refused can still be finished with the right one; it
/// remembers what was sent.
pub(super) fn after(attempt: &Attempt, outcome: &Result<Tokens, Problem>) -> Result<(), Problem> {
    match outcome {
        Err(problem) if !matches!(problem.code, "access_denied" | "attempt_expired") => {
            keep(attempt)
        }
        _ => {
            forget();
            Ok(())
        }
    }
}

/// Best effort: an attempt that stays is over in ten minutes anyway.
fn forget() {
    if let Ok(file) = file() {
        fs::remove_file(file).unwrap_or_default();
    }
}

fn file() -> Result<PathBuf, Problem> {
    let profile: String = settings::profile(None)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    Ok(context::folders()?
        .state
        .join(format!("connect-{profile}.json")))
}
