//! The fake's own clock: codes, tokens, rate windows and the `Date` header follow it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A clock that runs like the computer's, can be moved, and can be stopped.
///
/// Clones share the time.
///
/// ```
/// use std::time::Duration;
/// let clock = contract_tests::Clock::default();
/// clock.freeze();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(601));
/// assert_eq!(clock.now().as_second() - before.as_second(), 601);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Hands>>);

impl Clock {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        match *self.hands() {
            Hands::Running(ahead) => Timestamp::now()
                .saturating_add(ahead)
                .unwrap_or(Timestamp::MAX),
            Hands::Stopped(at) => at,
        }
    }

    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        let mut hands = self.hands();
        *hands = match *hands {
            Hands::Running(ahead) => Hands::Running(ahead.saturating_add(by)),
            Hands::Stopped(at) => Hands::Stopped(at.saturating_add(by).unwrap_or(Timestamp::MAX)),
        };
    }

    /// Stops it, at the last whole second.
    pub fn freeze(&self) {
        let now = self.now();
        self.set(Timestamp::from_second(now.as_second()).unwrap_or(now));
    }

    /// Stops it at an instant.
    pub fn set(&self, at: Timestamp) {
        *self.hands() = Hands::Stopped(at);
    }

    fn hands(&self) -> std::sync::MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
enum Hands {
    Running(SignedDuration),
    Stopped(Timestamp),
}

impl Default for Hands {
    fn default() -> Self {
        Self::Running(SignedDuration::ZERO)
    }
}
