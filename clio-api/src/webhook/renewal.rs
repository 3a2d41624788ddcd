//! How long a subscription lives, and how it goes on.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::SubscriptionError;
use crate::{Change, WebhookPatch};

/// The life of a subscription that names no end: 3 days (Clio: Webhooks).
pub const DEFAULT_LIFE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// The longest life, also for a renewal: 31 days (Clio: Webhooks), taken as 31 times 24 hours.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How long before the end [`when_to_renew`] says to renew: a day. The choice is this crate's: it leaves time to try again.
pub const RENEWAL_LEAD: SignedDuration = SignedDuration::from_hours(24);

/// A new end for a subscription: serialises to the `data` of the PATCH.
///
/// ```
/// use clio_api::webhook::{LONGEST_LIFE, Renewal};
///
/// let now = "2026-08-14T04:00:00Z".parse()?;
/// let renewal = Renewal::until("2026-09-13T04:00:00Z".parse()?, now)?;
/// assert_eq!(serde_json::to_string(&renewal)?, r#"{"expires_at":"2026-09-13T04:00:00Z"}"#);
/// assert!(Renewal::until("2026-09-15T04:00:00Z".parse()?, now).is_err());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Renewal {
    expires_at: Timestamp,
}

impl Renewal {
    /// Lives until then. Fractions of a second are dropped.
    ///
    /// `now` is yours; when your clock is ahead of Clio's, ask for a little less than [`LONGEST_LIFE`].
    ///
    /// # Errors
    /// When that is not after `now`, or more than [`LONGEST_LIFE`] away from it.
    pub fn until(expires_at: Timestamp, now: Timestamp) -> Result<Self, SubscriptionError> {
        check_end(expires_at, now).map(|expires_at| Self { expires_at })
    }

    /// The new end.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

/// For `clio.webhooks().update(id, &renewal.into())`.
impl From<Renewal> for WebhookPatch {
    fn from(renewal: Renewal) -> Self {
        Self {
            expires_at: Change::Set(renewal.expires_at()),
            ..Self::default()
        }
    }
}

/// When to renew a subscription that ends at `expires_at` (the record's own, which comes with an offset): [`RENEWAL_LEAD`] before, or
/// `now` when that has passed. `None` when it has ended: whether such a one can be renewed is not documented, so subscribe anew.
///
/// Give it more than [`RENEWAL_LEAD`] each time, or it is always time to renew.
pub fn when_to_renew(expires_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    if expires_at <= now {
        return None;
    }
    // Before the first moment a timestamp can say, now is late enough.
    let early = expires_at.checked_sub(RENEWAL_LEAD).unwrap_or(now);
    Some(early.max(now))
}

/// The end in whole seconds, when Clio would take it.
pub(super) fn check_end(
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<Timestamp, SubscriptionError> {
    let expires_at = Timestamp::from_second(expires_at.as_second()).unwrap_or(expires_at);
    if expires_at <= now {
        return Err(SubscriptionError::EndPassed);
    }
    if expires_at.duration_since(now) > LONGEST_LIFE {
        return Err(SubscriptionError::EndTooFar);
    }
    Ok(expires_at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_life_has_limits() {
        let now = at("2026-08-01T00:00:00Z");
        for (end, expected) in [
            ("2026-08-01T00:00:00Z", Err(SubscriptionError::EndPassed)),
            ("2026-08-01T00:00:00.9Z", Err(SubscriptionError::EndPassed)),
            ("2026-07-31T00:00:00Z", Err(SubscriptionError::EndPassed)),
            ("2026-08-01T00:00:01Z", Ok("2026-08-01T00:00:01Z")),
            ("2026-08-31T20:00:00-04:00", Ok("2026-09-01T00:00:00Z")),
            ("2026-09-01T00:00:00.5Z", Ok("2026-09-01T00:00:00Z")),
            ("2026-09-01T00:00:01Z", Err(SubscriptionError::EndTooFar)),
        ] {
            assert_eq!(
                Renewal::until(at(end), now).map(|renewal| renewal.expires_at().to_string()),
                expected.map(str::to_owned),
                "{end}"
            );
        }
    }

    #[test]
    fn it_is_renewed_a_day_before_the_end() {
        let end = at("2026-08-17T00:15:35-04:00");
        for (now, expected) in [
            ("2026-08-14T00:00:00Z", Some("2026-08-16T04:15:35Z")),
            ("2026-08-16T04:15:36Z", Some("2026-08-16T04:15:36Z")),
            ("2026-08-17T04:15:34Z", Some("2026-08-17T04:15:34Z")),
            ("2026-08-17T04:15:35Z", None),
            ("2026-09-01T00:00:00Z", None),
        ] {
            assert_eq!(when_to_renew(end, at(now)), expected.map(at), "{now}");
        }
    }

    proptest! {
        #[test]
        fn no_two_moments_panic(
            one in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
            other in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
        ) {
            let (end, now) = (Timestamp::from_second(one).unwrap(), Timestamp::from_second(other).unwrap());
            prop_assert_eq!(when_to_renew(end, now).is_some(), end > now);
            if let Ok(renewal) = Renewal::until(end, now) {
                prop_assert!(renewal.expires_at() > now);
            }
        }
    }

    #[test]
    fn the_first_and_the_last_moment_do_not_panic() {
        for (end, now) in [
            (Timestamp::MIN, Timestamp::MAX),
            (Timestamp::MAX, Timestamp::MIN),
            (Timestamp::MIN, Timestamp::MIN),
        ] {
            assert!(Renewal::until(end, now).is_err());
            assert_eq!(when_to_renew(end, now).is_some(), end > now);
        }
    }
}
