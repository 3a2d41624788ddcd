//! What is known of the limit. Pure: the waiting is done outside.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use super::clock::ServerClock;
use crate::retry::{retry_after, server_time};

/// Clio's window, when an answer does not say when it ends (Clio: Rate Limits).
const WINDOW: Duration = Duration::from_secs(60);
/// No wait for a window's end is longer: `Reset` and `Date` are whole seconds, so a full window can read as two more.
const LONGEST_WINDOW: Duration = Duration::from_secs(62);
/// No pause is longer, whatever `Retry-After` says.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);
/// How long the rest waits for the answer of the one that went first.
const PATIENCE: Duration = Duration::from_secs(5);
/// A window's end that reads too early by more than this is something else.
const LARGEST_LAG: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct State {
    clock: ServerClock,
    window: Option<Window>,
    /// The limit of the last window that told it.
    limit: Option<u64>,
    /// The last answer told nothing of a limit: nobody waits until one does.
    unlimited: bool,
    in_flight: u64,
    issued: u64,
    /// The request whose answer the rest waits for, and since when.
    first: Option<(u64, Instant)>,
    pause: Option<Instant>,
    /// Counts pauses: a 429 to a request that went before the pause does not lengthen it.
    generation: u64,
    /// Clio's `Reset` may be cut down: then the first request of a window is a little early once, and later ones are not.
    lag: Duration,
}

#[derive(Debug)]
struct Window {
    limit: Option<u64>,
    reset: Option<i64>,
    /// The least that an answer said is left. What is in flight comes off it; all that is answered is in it already.
    left: u64,
    /// The latest request whose answer described this window.
    latest: u64,
    heard: Instant,
}

/// One request's place.
#[derive(Debug)]
pub(super) struct Ticket {
    serial: u64,
    generation: u64,
    sent: Instant,
    /// It is the first of a window that followed a known one.
    rolled: bool,
}

#[derive(Debug)]
pub(super) enum Verdict {
    Go(Ticket),
    /// Look again at `until`, or when an answer comes. `limited`: it is the limit, not another request, that is waited for.
    Wait {
        until: Instant,
        limited: bool,
    },
}

impl Default for State {
    fn default() -> Self {
        Self {
            clock: ServerClock::new(),
            window: None,
            limit: None,
            unlimited: false,
            in_flight: 0,
            issued: 0,
            first: None,
            pause: None,
            generation: 0,
            lag: Duration::ZERO,
        }
    }
}

impl State {
    pub(super) fn admit(&mut self, now: Instant) -> Verdict {
        let wait = |until, limited| Verdict::Wait { until, limited };
        if let Some(until) = self.pause {
            if now < until {
                return wait(until, true);
            }
            self.pause = None;
            self.window = None;
            self.unlimited = false;
        }
        let mut rolled = false;
        if let Some(window) = &self.window {
            let end = self.end(window, now);
            if now < end {
                if window.left > self.in_flight {
                    return self.go(now, false);
                }
                return wait(end, window.left == 0);
            }
            rolled = true;
        }
        if self.unlimited {
            return self.go(now, false);
        }
        if let Some((_, since)) = self.first
            && now < since + PATIENCE
        {
            return wait(since + PATIENCE, false);
        }
        self.window = None;
        self.first = Some((self.issued, now));
        self.go(now, rolled)
    }

    /// What a newcomer has to reckon with, without taking a place.
    pub(super) fn outlook(&self, now: Instant) -> Verdict {
        let end = match (&self.window, self.pause) {
            (_, Some(pause)) => Some(pause),
            (Some(window), None) if window.left == 0 => Some(self.end(window, now)),
            _ => None,
        };
        Verdict::Wait {
            until: end.unwrap_or(now),
            limited: end.is_some_and(|end| now < end),
        }
    }

    /// Gives how long a 429 asks to wait: `Retry-After`, else the window's end, else a whole window.
    pub(super) fn answered(
        &mut self,
        ticket: &Ticket,
        now: Instant,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        self.back(ticket.serial);
        if let Some(date) = server_time(headers) {
            self.clock.learn(date, ticket.sent, now);
        }
        let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
        let reset = number("x-ratelimit-reset");
        match number("x-ratelimit-remaining") {
            Some(left) => {
                let limit = number("x-ratelimit-limit").and_then(|limit| u64::try_from(limit).ok());
                let left = u64::try_from(left).unwrap_or_default();
                self.describe(ticket.serial, now, limit, reset, left);
            }
            None => self.nothing_told(ticket.serial, now),
        }
        (status == StatusCode::TOO_MANY_REQUESTS).then(|| {
            let end = || self.clock.until(reset?, self.lag, now);
            let asked = retry_after(headers)
                .or_else(|| end().filter(|end| *end <= LONGEST_WINDOW))
                .unwrap_or(WINDOW);
            self.pause_for(ticket, now, asked);
            asked
        })
    }

    pub(super) fn failed(&mut self, ticket: &Ticket, now: Instant) {
        self.back(ticket.serial);
        self.nothing_told(ticket.serial, now);
    }

    pub(super) fn dropped(&mut self, ticket: &Ticket) {
        self.back(ticket.serial);
    }

    fn go(&mut self, now: Instant, rolled: bool) -> Verdict {
        let serial = self.issued;
        self.issued += 1;
        self.in_flight += 1;
        Verdict::Go(Ticket {
            serial,
            generation: self.generation,
            sent: now,
            rolled,
        })
    }

    fn back(&mut self, serial: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.first.is_some_and(|(first, _)| first == serial) {
            self.first = None;
        }
    }

    fn describe(
        &mut self,
        serial: u64,
        now: Instant,
        limit: Option<u64>,
        reset: Option<i64>,
        left: u64,
    ) {
        self.limit = limit.or(self.limit);
        match &mut self.window {
            Some(window) if (window.limit, window.reset) == (limit, reset) => {
                window.left = window.left.min(left);
                window.latest = window.latest.max(serial);
                window.heard = now;
            }
            // Overtaken: a later request's answer has described a newer window or limit.
            Some(window) if serial < window.latest => {}
            _ => {
                self.unlimited = false;
                self.window = Some(Window {
                    limit,
                    reset,
                    left,
                    latest: serial,
                    heard: now,
                });
            }
        }
    }

    /// Missing headers are not a zero: the window counts as fresh when there is a limit to go by, and as open when there is none.
    fn nothing_told(&mut self, serial: u64, now: Instant) {
        // Who went first is about to tell.
        if self.window.is_some() || self.first.is_some() {
            return;
        }
        match self.limit {
            Some(limit) => self.describe(serial, now, Some(limit), None, limit.saturating_sub(1)),
            None => self.unlimited = true,
        }
    }

    fn pause_for(&mut self, ticket: &Ticket, now: Instant, asked: Duration) {
        if ticket.generation != self.generation {
            return;
        }
        self.generation += 1;
        self.pause = Some(now + asked.min(LONGEST_PAUSE));
        if ticket.rolled && asked <= LARGEST_LAG {
            self.lag = (self.lag + asked).min(LARGEST_LAG);
        }
    }

    fn end(&self, window: &Window, now: Instant) -> Instant {
        let left = window
            .reset
            .and_then(|reset| self.clock.until(reset, self.lag, now));
        match left {
            Some(left) => (now + left.min(LONGEST_WINDOW)).min(window.heard + LONGEST_WINDOW),
            None => window.heard + WINDOW,
        }
    }
}
