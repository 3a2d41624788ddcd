//! What one call may still spend on further attempts.

use std::time::Duration;

use http::StatusCode;

use super::{RetryPolicy, Wait, WaitReason};
use crate::transport::TransportFault;

const FIRST_WAIT: Duration = Duration::from_millis(250);

/// How an attempt failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    /// An answer, and how long it asks to wait.
    Status(StatusCode, Option<Duration>),
    /// No complete answer.
    Transport(TransportFault),
}

impl Failure {
    /// The request cannot have had an effect: it was refused before anything was done, or never sent.
    fn is_harmless(self) -> bool {
        matches!(
            self,
            Self::Status(StatusCode::TOO_MANY_REQUESTS, _)
                | Self::Transport(TransportFault::Connect)
        )
    }

    /// A write that failed like this may have been done all the same.
    pub(crate) fn leaves_doubt(self) -> bool {
        match self {
            Self::Status(status, _) => {
                status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT
            }
            Self::Transport(fault) => match fault {
                TransportFault::Unusable
                | TransportFault::BadToken
                | TransportFault::Untrusted
                | TransportFault::Connect => false,
                TransportFault::Timeout
                | TransportFault::Broken
                | TransportFault::TooLarge
                | TransportFault::NotText => true,
            },
        }
    }

    fn is_passing(self) -> bool {
        match self {
            Self::Status(status, _) => matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504),
            Self::Transport(fault) => matches!(
                fault,
                TransportFault::Connect | TransportFault::Timeout | TransportFault::Broken
            ),
        }
    }
}

/// What one call has used up so far.
#[derive(Debug)]
pub(crate) struct Budget {
    policy: RetryPolicy,
    is_read: bool,
    waited: Duration,
    faults: u32,
    limited: u32,
}

impl Budget {
    pub(crate) fn new(policy: RetryPolicy, is_read: bool) -> Self {
        Self {
            policy,
            is_read,
            waited: Duration::ZERO,
            faults: 0,
            limited: 0,
        }
    }

    /// The wait before the next attempt, or `None` when this failure is final.
    pub(crate) fn next(&mut self, failure: Failure) -> Option<Wait> {
        if !(self.is_read || failure.is_harmless()) {
            return None;
        }
        let attempts = self.policy.attempts;
        let (reason, failures, most, asked) = match failure {
            Failure::Status(StatusCode::TOO_MANY_REQUESTS, asked) => {
                let most = attempts + attempts / 2;
                (WaitReason::RateLimited, &mut self.limited, most, asked)
            }
            Failure::Status(_, asked) if failure.is_passing() => {
                (WaitReason::Retrying, &mut self.faults, attempts, asked)
            }
            Failure::Transport(_) if failure.is_passing() => {
                (WaitReason::Retrying, &mut self.faults, attempts, None)
            }
            _ => return None,
        };
        *failures += 1;
        let floor = asked.unwrap_or_default().max(back_off(*failures));
        let waited = self.waited.saturating_add(floor);
        if *failures >= most || floor > self.policy.longest_wait || waited > self.policy.budget {
            return None;
        }
        self.waited = waited;
        Some(Wait {
            reason,
            duration: floor + FIRST_WAIT.mul_f64(fastrand::f64()),
        })
    }
}

/// 250 ms, 500 ms, 1 s …, each shortened by up to half at random so that clients do not come back together.
fn back_off(failures: u32) -> Duration {
    let full = FIRST_WAIT.saturating_mul(1 << failures.saturating_sub(1).min(8));
    full.mul_f64(fastrand::f64().mul_add(0.5, 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16) -> Failure {
        Failure::Status(StatusCode::from_u16(code).unwrap(), None)
    }

    fn limited(seconds: u64) -> Failure {
        Failure::Status(
            StatusCode::TOO_MANY_REQUESTS,
            Some(Duration::from_secs(seconds)),
        )
    }

    fn waits(mut budget: Budget, failure: Failure) -> usize {
        (1..100).map_while(|_| budget.next(failure)).count()
    }

    fn read() -> Budget {
        Budget::new(RetryPolicy::new(), true)
    }

    #[test]
    fn a_limited_call_waits_as_long_as_asked_but_not_for_ever() {
        let mut spread = std::collections::HashSet::new();
        for _ in 0..100 {
            let wait = read().next(limited(23)).unwrap();
            assert_eq!(wait.reason, WaitReason::RateLimited);
            let more = wait.duration.checked_sub(Duration::from_secs(23)).unwrap();
            assert!(more <= FIRST_WAIT);
            spread.insert(more);
        }
        assert!(spread.len() > 50, "clients do not come back together");
        assert_eq!(read().next(limited(1_000_000_000)), None);
        assert_eq!(waits(read(), limited(60)), 5, "300 s hold five windows");
        assert_eq!(waits(read(), limited(0)), 5, "20 in a row are too many");
        let twice = RetryPolicy::new().attempts(2).budget(Duration::MAX);
        assert_eq!(waits(Budget::new(twice, true), limited(60)), 2);
        let hasty = RetryPolicy::new().longest_wait(Duration::from_secs(5));
        assert_eq!(waits(Budget::new(hasty, true), limited(6)), 0);
        assert_eq!(
            waits(Budget::new(RetryPolicy::never(), true), limited(1)),
            0
        );
    }

    #[test]
    fn passing_faults_are_tried_again_and_final_ones_are_not() {
        for (failure, of_a_read, of_a_write, doubt) in [
            (status(500), 3, 0, true),
            (status(503), 3, 0, true),
            (status(408), 3, 0, true),
            (status(429), 5, 5, false),
            (Failure::Transport(TransportFault::Connect), 3, 3, false),
            (Failure::Transport(TransportFault::Broken), 3, 0, true),
            (Failure::Transport(TransportFault::Timeout), 3, 0, true),
            (status(400), 0, 0, false),
            (status(401), 0, 0, false),
            (status(403), 0, 0, false),
            (status(404), 0, 0, false),
            (status(307), 0, 0, false),
            (status(501), 0, 0, true),
            (Failure::Transport(TransportFault::TooLarge), 0, 0, true),
            (Failure::Transport(TransportFault::NotText), 0, 0, true),
            (Failure::Transport(TransportFault::BadToken), 0, 0, false),
            (Failure::Transport(TransportFault::Unusable), 0, 0, false),
            (Failure::Transport(TransportFault::Untrusted), 0, 0, false),
        ] {
            assert_eq!(waits(read(), failure), of_a_read, "{failure:?}");
            let write = Budget::new(RetryPolicy::new(), false);
            assert_eq!(waits(write, failure), of_a_write, "{failure:?}");
            assert_eq!(failure.leaves_doubt(), doubt, "{failure:?}");
        }
    }

    #[test]
    fn mixed_failures_share_the_budget() {
        let mut budget = Budget::new(RetryPolicy::new().budget(Duration::from_secs(100)), true);
        assert!(budget.next(limited(60)).is_some());
        assert!(budget.next(status(503)).is_some());
        assert!(budget.next(limited(60)).is_none());
    }
}
