//! What is sent again after a failure, and when. Pure: the exchange does the waiting.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::{retry_after, server_time};
pub(crate) use budget::{Budget, Failure};

/// How stubborn a call is.
///
/// Sent again are: reads after a passing fault (408, 500, 502, 503, 504, no connection, a broken one, a time-out); and any request
/// that Clio refused with 429 or that was never sent, since it cannot have had an effect. A write whose answer is lost is never sent
/// again. `Retry-After` is a floor for each wait, and a little chance is added so that many clients do not come back at once.
///
/// ```
/// use std::time::Duration;
/// let patient = clio_api::RetryPolicy::new().attempts(8).budget(Duration::from_secs(900));
/// # let _ = patient;
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) budget: Duration,
    pub(crate) longest_wait: Duration,
}

impl RetryPolicy {
    /// Four attempts, 300 seconds of waiting in all, 120 seconds at a time.
    pub const fn new() -> Self {
        Self {
            attempts: 4,
            budget: Duration::from_secs(300),
            longest_wait: Duration::from_secs(120),
        }
    }

    /// Each request is sent once. It still waits for room within Clio's limit, and a refused token is still renewed once.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// How many times a request is sent while passing faults come back; at least once. Of 429s half as many again are borne, because
    /// they come from sharing the limit rather than from something broken.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// How long all waits after failures of one call may take together. Waits for the next window of Clio's limit do not count.
    #[must_use]
    pub const fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// The longest single wait. When Clio asks for more, or the window's end is further away, the call fails at once and the error's
    /// [`retry_after`](crate::Error::retry_after) says how long it would have been.
    #[must_use]
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A wait before the next request, told to the observer of the handle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Wait {
    /// Why.
    pub reason: WaitReason,
    /// How long.
    pub duration: Duration,
}

/// Why a request waits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum WaitReason {
    /// Clio's limit is used up.
    RateLimited,
    /// A passing fault.
    Retrying,
}
