//! The attempt between `--start` and `--finish`: a file of the user's own, for ten minutes, taken once.

use ils_auth::{AccountKey, App, Attempt, AttemptFolder, SystemClock, Tokens};

use crate::message::Problem;
use crate::{context, failure, settings};

pub(super) fn keep(app: &App, attempt: &Attempt) -> Result<(), Problem> {
    let kept = folder()?.keep(&key(app), attempt);
    kept.map_err(|error| failure::connect(&error))
}

pub(super) fn take_up(app: &App) -> Result<Attempt, Problem> {
    let taken = folder()?.take(&key(app), app, &SystemClock);
    taken.map_err(|error| failure::connect(&error))
}

/// An attempt that led somewhere is gone. One whose code was misread or refused can still be finished with the right one; it
/// remembers what was sent.
pub(super) fn after(
    app: &App,
    attempt: &Attempt,
    outcome: &Result<Tokens, Problem>,
) -> Result<(), Problem> {
    match outcome {
        Err(problem) if !matches!(problem.code, "access_denied" | "attempt_expired") => {
            keep(app, attempt)
        }
        _ => Ok(()),
    }
}

fn folder() -> Result<AttemptFolder, Problem> {
    Ok(AttemptFolder::new(
        context::folders()?.state.join("attempts"),
    ))
}

/// One attempt a profile and user.
fn key(app: &App) -> AccountKey {
    let profile = settings::profile();
    AccountKey::new(app, &profile).for_user(settings::user())
}
