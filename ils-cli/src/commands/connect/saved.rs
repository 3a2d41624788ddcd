//! The attempt between `--start` and `--finish`: a file of the user's own, for ten minutes.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use ils_auth::{App, Attempt, ConnectError, SystemClock, Tokens};
use secrecy::{ExposeSecret, SecretString};

use crate::message::Problem;
use crate::output::Output;
use crate::{context, failure, files, settings};

pub(super) fn keep(output: &Output, attempt: &Attempt) -> Result<(), Problem> {
    let file = file(output)?;
    let failed =
        |error: std::io::Error| failure::file("The attempt could not be kept", &file, &error);
    if let Some(folder) = file.parent() {
        files::make_private_folder(folder).map_err(failed)?;
    }
    files::write_private(&file, attempt.to_saved().expose_secret().as_bytes()).map_err(failed)
}

pub(super) fn take_up(output: &Output, app: &App) -> Result<Attempt, Problem> {
    let file = file(output)?;
    let text = match fs::read_to_string(&file) {
        Ok(text) => SecretString::from(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(failure::connect(&ConnectError::NotOurs));
        }
        Err(error) => {
            return Err(failure::file(
                "The begun attempt could not be read",
                &file,
                &error,
            ));
        }
    };
    Attempt::from_saved_for(app, &SystemClock, &text, &settings::user())
        .map_err(|error| failure::connect(&error))
}

/// An attempt that led somewhere is forgotten. One whose code was misread or refused can still be finished with the right one; it
/// remembers what was sent.
pub(super) fn after(
    output: &Output,
    attempt: &Attempt,
    outcome: &Result<Tokens, Problem>,
) -> Result<(), Problem> {
    match outcome {
        Err(problem) if !matches!(problem.code, "access_denied" | "attempt_expired") => {
            keep(output, attempt)
        }
        _ => {
            forget(output);
            Ok(())
        }
    }
}

/// Best effort: an attempt that stays is over in ten minutes anyway.
fn forget(output: &Output) {
    if let Ok(file) = file(output) {
        fs::remove_file(file).unwrap_or_default();
    }
}

/// One file a profile, and no two profiles with the same: what no file name may hold is spelled as its number.
fn file(output: &Output) -> Result<PathBuf, Problem> {
    let profile: String = settings::profile(output.profile.as_deref())
        .chars()
        .map(|letter| match letter {
            'a'..='z' | '0'..='9' | '-' => letter.to_string(),
            other => format!("_{:x}_", u32::from(other)),
        })
        .collect();
    Ok(context::folders()?
        .state
        .join(format!("connect-{profile}.json")))
}
