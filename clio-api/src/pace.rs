//! Stops before Clio's limit instead of running into it.
//!
//! Each answer says what is left of the window and when it ends (Clio: Rate Limits). Everything left is used at once; then the next
//! request waits for that end, reckoned by Clio's own clock. When a window rolls, one request goes first and the rest follow what
//! its answer says. A 429 is authoritative: one pause serves everybody.

mod clock;
mod state;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use state::{State, Ticket, Verdict};

/// Keeps all requests of one access token within Clio's limit, which counts per token (Clio: Rate Limits).
///
/// Clones of a [`Clio`](crate::Clio) share one by themselves. Handles that are built apart but use the same token are given the same
/// limiter with [`ClioBuilder::limiter`](crate::ClioBuilder::limiter); otherwise each would spend the whole limit. It lives in this
/// process: others learn of each other through what Clio's answers say is left.
///
/// It never waits while something is left, never longer than 62 seconds for a window nor than 120 for a `Retry-After`, and reads no
/// local clock. Those who wait are served in the order they came.
#[derive(Clone, Default)]
pub struct Limiter(Arc<Pace>);

impl Limiter {
    /// A limiter that knows nothing yet: its first request goes alone, the rest follow what its answer says.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.0
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").finish_non_exhaustive()
    }
}

#[derive(Default)]
pub(crate) struct Pace {
    state: Mutex<State>,
    /// First come, first served: only who holds it waits for room, the rest wait for it.
    door: tokio::sync::Mutex<()>,
    /// An answer came, or a request was given up.
    changed: Notify,
}

/// The wait would be longer than the caller allows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TooLong(pub(crate) Duration);

impl Pace {
    /// Waits for room. `tell` hears of each wait for a limit; waits for another request's answer are short and not told.
    pub(crate) async fn enter(
        &self,
        longest: Duration,
        mut tell: impl FnMut(Duration) + Send,
    ) -> Result<Permit<'_>, TooLong> {
        let mut told = None;
        let mut announce = |verdict: &Verdict| {
            let Verdict::Wait { until, limited } = *verdict else {
                return Ok(());
            };
            let wait = until.saturating_duration_since(Instant::now());
            // The same end, known better by now, is no other wait.
            let news = told.is_none_or(|told| until > told + Duration::from_secs(1));
            if limited && wait > longest {
                return Err(TooLong(wait));
            }
            if limited && news {
                told = Some(until);
                tell(wait);
            }
            Ok(())
        };
        let outlook = self.lock().outlook(Instant::now());
        announce(&outlook)?;
        let _door = self.door.lock().await;
        loop {
            let verdict = self.lock().admit(Instant::now());
            announce(&verdict)?;
            match verdict {
                Verdict::Go(ticket) => return Ok(Permit(self, Some(ticket))),
                Verdict::Wait { until, .. } => {
                    let _elapsed = timeout_at(until, self.changed.notified()).await;
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for one request. Dropped without an answer, it counts as given up.
#[must_use = "a permit holds room until it is answered"]
pub(crate) struct Permit<'a>(&'a Pace, Option<Ticket>);

impl Permit<'_> {
    /// Takes over what an answer says; gives how long a 429 asks to wait.
    pub(crate) fn answered(mut self, status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
        let ticket = self.1.take()?;
        let asked = self
            .0
            .lock()
            .answered(&ticket, Instant::now(), status, headers);
        self.0.changed.notify_one();
        asked
    }

    /// No answer came: that says nothing about the limit.
    pub(crate) fn failed(mut self) {
        if let Some(ticket) = self.1.take() {
            self.0.lock().failed(&ticket, Instant::now());
            self.0.changed.notify_one();
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.1.take() {
            self.0.lock().dropped(&ticket);
            self.0.changed.notify_one();
        }
    }
}
