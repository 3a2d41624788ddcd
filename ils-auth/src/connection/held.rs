//! What a connection knows in memory, and how good it is.

use std::time::{Duration, Instant};

use clio_api::AccessToken;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::flight::Flight;
use crate::{Clock, Error, Generation, StoreError, Tokens};

/// A token with less left is renewed before it is handed out: a request takes time, clocks differ.
const MARGIN: Duration = Duration::from_secs(60);
/// A token with less left, or with less than a hundredth of its life, is renewed while it is handed out.
const AHEAD: Duration = Duration::from_secs(5 * 60);
/// No request to the token endpoint for so long after a failed one; twice as long after each that follows.
const COOL_DOWN: Duration = Duration::from_secs(5);
/// The longest, also when Clio's `Retry-After` says more.
const LONGEST_COOL_DOWN: Duration = Duration::from_secs(60);
/// Programs that failed together shall not ask again together.
const MOST_JITTER: Duration = Duration::from_millis(900);

#[derive(Default)]
pub(super) struct State {
    pub(super) held: Option<Held>,
    pub(super) flight: Option<Flight>,
    pub(super) cooling: Option<Cooling>,
    /// The refresh token that Clio refused: it is not sent again.
    pub(super) refused: Option<[u8; 32]>,
    /// Why renewed tokens are in memory only.
    pub(super) not_saved: Option<StoreError>,
    failures: u32,
}

/// The last failure, shared by all who ask until it is over.
pub(super) struct Cooling {
    until: Instant,
    error: Error,
}

pub(super) struct Held {
    pub(super) tokens: Tokens,
    /// What the store had, or has; the `expected` of the next save.
    pub(super) generation: Generation,
    /// Renewed but not kept by the store.
    pub(super) unsaved: bool,
    since: Instant,
    left_then: Option<Duration>,
}

impl State {
    pub(super) fn hold(&mut self, tokens: Tokens, generation: Generation, clock: &dyn Clock) {
        self.held = Some(Held::new(tokens, generation, clock));
    }

    /// After a failure: shares it, and asks nobody for a while; not before Clio wants to be asked.
    pub(super) fn cool(&mut self, error: Error, at_least: Option<Duration>, clock: &dyn Clock) {
        let doubled = COOL_DOWN * 2_u32.pow(self.failures.min(4));
        let rest = doubled.max(at_least.unwrap_or_default());
        self.failures = self.failures.saturating_add(1);
        self.cooling = Some(Cooling {
            until: clock.instant() + rest.min(LONGEST_COOL_DOWN) + jitter(),
            error,
        });
    }

    pub(super) fn succeeded(&mut self) {
        self.cooling = None;
        self.failures = 0;
    }

    /// A fresh state that leaves a running flight where its callers can find it.
    pub(super) fn keeping_flight_of(mut self, old: &mut Self) -> Self {
        self.flight = old.flight.take();
        self
    }

    pub(super) fn is_cooling(&self, now: Instant) -> Option<&Error> {
        let cooling = self.cooling.as_ref()?;
        (now < cooling.until).then_some(&cooling.error)
    }
}

impl Held {
    pub(super) fn new(tokens: Tokens, generation: Generation, clock: &dyn Clock) -> Self {
        // A wall clock from before the token was given would make it last longer than it ever could.
        let left = tokens.left(clock.now());
        Self {
            left_then: left.map(|left| left.min(tokens.lifetime().unwrap_or(left))),
            tokens,
            generation,
            unsaved: false,
            since: clock.instant(),
        }
    }

    /// Not what was rejected, and with enough left to be handed out.
    pub(super) fn is_good(&self, rejected: Option<&AccessToken>, clock: &dyn Clock) -> bool {
        // A token with a short life would be renewed at every use otherwise.
        let life = self.tokens.lifetime().unwrap_or(Duration::MAX);
        self.has_more_than(MARGIN.min(life / 4), rejected, clock)
    }

    /// Not what was rejected, and not over yet: better than an error.
    pub(super) fn still_works(&self, rejected: Option<&AccessToken>, clock: &dyn Clock) -> bool {
        self.has_more_than(Duration::ZERO, rejected, clock)
    }

    /// Good, but worth renewing while it is.
    pub(super) fn is_ageing(&self, clock: &dyn Clock) -> bool {
        let life = self.tokens.lifetime().unwrap_or(Duration::MAX);
        !self.has_more_than(AHEAD.max(life / 100).min(life / 2), None, clock)
    }

    fn has_more_than(
        &self,
        margin: Duration,
        rejected: Option<&AccessToken>,
        clock: &dyn Clock,
    ) -> bool {
        if rejected == Some(self.tokens.access()) {
            return false;
        }
        let left = self.left(clock.now(), clock.instant());
        left.is_none_or(|left| left > margin)
    }

    /// By whichever clock says less.
    fn left(&self, now: Timestamp, instant: Instant) -> Option<Duration> {
        let wall = self.tokens.left(now)?;
        let passed = instant.saturating_duration_since(self.since);
        let monotonic = self.left_then.unwrap_or(wall).saturating_sub(passed);
        Some(wall.min(monotonic))
    }
}

fn jitter() -> Duration {
    MOST_JITTER.mul_f64(fastrand::f64())
}

pub(super) fn fingerprint(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
