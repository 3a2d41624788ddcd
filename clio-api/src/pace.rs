//! Stops before Clio's limit instead of running into it.
//!
//! Each answer says what is left of the window and when it ends (Clio: Rate Limits). When nothing is left, the next request waits for
//! that end, reckoned from the answer's own `Date`: the local clock may be wrong by hours. After the wait one request goes ahead and
//! the rest follow what its answer says.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

use crate::retry::server_time;

/// Clio's window: no wait for its end is longer.
const WINDOW: Duration = Duration::from_secs(60);

/// One limiter for all clones of a handle, since the limit counts per token.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Requests left in the window, less those under way; `None` until an answer told.
    left: Option<u64>,
    /// When the window ends.
    ends: Option<Instant>,
    under_way: u64,
}

impl Pace {
    /// How long to wait before asking again, or `None`: go now. Going counts as under way until [`Pace::learn`].
    pub(crate) fn admit(&self, now: Instant) -> Option<Duration> {
        let mut state = self.lock();
        if state.left == Some(0) {
            match state.ends {
                Some(ends) if ends > now => return Some(ends - now),
                // The window is over: one request finds out how much the new one holds.
                _ if state.under_way > 0 => return Some(Duration::from_millis(50)),
                _ => state.ends = None,
            }
        }
        state.left = state.left.map(|left| left.saturating_sub(1));
        state.under_way += 1;
        None
    }

    /// Takes over what an answer says; without the headers (401, transport failures) only ends the request.
    pub(crate) fn learn(&self, now: Instant, headers: Option<&HeaderMap>) {
        let mut state = self.lock();
        state.under_way = state.under_way.saturating_sub(1);
        let Some(headers) = headers else { return };
        let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
        let Some(remaining) = number("x-ratelimit-remaining") else {
            return;
        };
        let until_end = match (number("x-ratelimit-reset"), server_time(headers)) {
            (Some(reset), Some(date)) => u64::try_from(reset.saturating_sub(date.as_second()))
                .map_or(Duration::ZERO, Duration::from_secs),
            // Without a date of Clio's own, a whole window is the safe guess.
            _ => WINDOW,
        };
        // Clio's times are whole seconds: the end may be up to one later than it reads.
        state.ends = Some(now + until_end.min(WINDOW) + Duration::from_secs(1));
        state.left = Some(
            u64::try_from(remaining)
                .unwrap_or_default()
                .saturating_sub(state.under_way),
        );
    }

    /// A request that was dropped before its answer.
    pub(crate) fn forget(&self) {
        let mut state = self.lock();
        state.under_way = state.under_way.saturating_sub(1);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(remaining: &str, reset: &str, date: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-ratelimit-limit", "50"),
            ("x-ratelimit-remaining", remaining),
            ("x-ratelimit-reset", reset),
            ("date", date),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    /// 2026-11-24T19:00:00Z
    const DATE: &str = "Tue, 24 Nov 2026 19:00:00 GMT";
    const SECOND: i64 = 1_795_546_800;

    #[tokio::test(start_paused = true)]
    async fn it_waits_for_the_end_of_the_window_by_clios_clock() {
        let pace = Pace::default();
        let now = Instant::now();
        assert_eq!(pace.admit(now), None);
        pace.learn(now, Some(&answer("0", &(SECOND + 20).to_string(), DATE)));
        assert_eq!(pace.admit(now), Some(Duration::from_secs(21)));
        let later = now + Duration::from_secs(21);
        assert_eq!(pace.admit(later), None, "one goes ahead");
        assert!(pace.admit(later).is_some(), "the rest waits for its answer");
        pace.learn(later, Some(&answer("49", &(SECOND + 81).to_string(), DATE)));
        assert_eq!(pace.admit(later), None);
    }

    #[tokio::test(start_paused = true)]
    async fn requests_under_way_are_counted() {
        let pace = Pace::default();
        let now = Instant::now();
        for _ in 0..3 {
            assert_eq!(pace.admit(now), None);
        }
        // Three were sent, the first answer says two are left: they are the two under way.
        pace.learn(now, Some(&answer("2", &(SECOND + 20).to_string(), DATE)));
        assert!(pace.admit(now).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn headers_that_make_no_sense_stop_nothing() {
        let pace = Pace::default();
        let now = Instant::now();
        for (remaining, reset, date) in [
            ("x", "y", "z"),
            ("", "", ""),
            ("9", "-5", DATE),
            ("9", "99999999999999", DATE),
        ] {
            assert_eq!(pace.admit(now), None, "{remaining}");
            pace.learn(now, Some(&answer(remaining, reset, date)));
        }
        assert_eq!(pace.admit(now), None);
        pace.learn(now, Some(&answer("0", "99999999999999", DATE)));
        assert_eq!(
            pace.admit(now),
            Some(Duration::from_secs(61)),
            "never longer than a window"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn without_headers_it_never_waits() {
        let pace = Pace::default();
        for _ in 0..1_000 {
            assert_eq!(pace.admit(Instant::now()), None);
            pace.learn(Instant::now(), None);
        }
    }
}
