//! Which failed reads are sent again, and when. Pure: the exchange does the waiting.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;

use crate::transport::TransportFault;

const ATTEMPTS: u32 = 4;
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// All waits of one call together.
const BUDGET: Duration = Duration::from_secs(300);
/// Clio's window, when a 429 says nothing else (Clio: Rate Limits).
const WINDOW: Duration = Duration::from_secs(60);
/// A limited request is known not to have been carried out: it may wait for several windows.
const LIMITED_ATTEMPTS: u32 = 6;

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

/// How an attempt failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    Status(StatusCode, Option<Duration>),
    Transport(TransportFault),
}

/// What one call has used up so far.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    waited: Duration,
}

impl Budget {
    /// The wait before attempt number `attempts + 1`, or `None` when this failure is final. Only for requests without effect.
    pub(crate) fn next(&mut self, attempts: u32, failure: Failure) -> Option<Wait> {
        let wait = match failure {
            Failure::Status(StatusCode::TOO_MANY_REQUESTS, asked)
                if attempts < LIMITED_ATTEMPTS =>
            {
                Wait {
                    reason: WaitReason::RateLimited,
                    duration: asked.unwrap_or(WINDOW),
                }
            }
            Failure::Status(status, asked) if attempts < ATTEMPTS && passing(status) => Wait {
                reason: WaitReason::Retrying,
                duration: asked.unwrap_or_default().max(back_off(attempts)),
            },
            Failure::Transport(
                TransportFault::Connect | TransportFault::Timeout | TransportFault::Broken,
            ) if attempts < ATTEMPTS => Wait {
                reason: WaitReason::Retrying,
                duration: back_off(attempts),
            },
            _ => return None,
        };
        let waited = self.waited.saturating_add(wait.duration);
        if wait.duration > LONGEST_WAIT || waited > BUDGET {
            return None;
        }
        self.waited = waited;
        Some(wait)
    }
}

/// `Retry-After` as seconds or as a date; a date counts from the answer's own `Date`, so a wrong local clock does not matter.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = date(text)?;
    let now = server_time(headers).or_else(|| Timestamp::try_from(SystemTime::now()).ok())?;
    Some(until.duration_since(now).try_into().unwrap_or_default())
}

/// The answer's `Date`.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    date(headers.get(header::DATE)?.to_str().ok()?)
}

fn date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()
}

fn passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504)
}

/// 250 ms, 500 ms, 1 s …, each shortened by up to half at random so that clients do not come back together.
fn back_off(attempts: u32) -> Duration {
    let full = FIRST_WAIT.saturating_mul(1 << attempts.saturating_sub(1).min(8));
    full.mul_f64(fastrand::f64().mul_add(0.5, 0.5))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(retry_after: &str, date: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, retry_after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(header::DATE, date.parse().unwrap());
        }
        headers
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let date = Some("Tue, 24 Nov 2026 19:00:00 GMT");
        for (text, seconds) in [
            ("23", Some(23)),
            ("0", Some(0)),
            ("1000000000", Some(1_000_000_000)),
            ("Tue, 24 Nov 2026 19:00:30 GMT", Some(30)),
            ("Tue, 24 Nov 2026 18:00:00 GMT", Some(0)),
            ("-1", None),
            ("soon", None),
        ] {
            let read = retry_after(&headers(text, date));
            assert_eq!(read, seconds.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_limited_read_waits_as_long_as_asked_but_not_for_ever() {
        let limited = |asked| Failure::Status(StatusCode::TOO_MANY_REQUESTS, asked);
        let wait = Budget::default()
            .next(1, limited(Some(Duration::from_secs(23))))
            .unwrap();
        assert_eq!(wait.reason, WaitReason::RateLimited);
        assert_eq!(wait.duration, Duration::from_secs(23));
        assert_eq!(
            Budget::default().next(1, limited(None)).unwrap().duration,
            WINDOW
        );
        assert_eq!(
            Budget::default().next(1, limited(Some(Duration::from_secs(1_000_000_000)))),
            None
        );

        let mut budget = Budget::default();
        let waits = (1..100)
            .map_while(|attempts| budget.next(attempts, limited(None)))
            .count();
        assert_eq!(waits, 5, "a budget of 300 s holds five windows");
    }

    #[test]
    fn passing_faults_are_tried_again_and_final_ones_are_not() {
        let status = |code| Failure::Status(StatusCode::from_u16(code).unwrap(), None);
        for (failure, again) in [
            (status(500), true),
            (status(503), true),
            (Failure::Transport(TransportFault::Broken), true),
            (Failure::Transport(TransportFault::Timeout), true),
            (status(400), false),
            (status(401), false),
            (status(403), false),
            (status(404), false),
            (status(501), false),
            (Failure::Transport(TransportFault::TooLarge), false),
            (Failure::Transport(TransportFault::BadToken), false),
        ] {
            let mut budget = Budget::default();
            let waits = (1..100)
                .map_while(|attempts| budget.next(attempts, failure))
                .count();
            assert_eq!(waits, if again { 3 } else { 0 }, "{failure:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(text in "[ -~]{0,40}", date in "[ -~]{0,40}") {
            let _wait = retry_after(&headers(&text, Some(&date)));
        }
    }
}
