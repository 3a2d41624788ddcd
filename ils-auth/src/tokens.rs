//! The token pair and what is known about it.

use std::time::Duration;

use clio_api::AccessToken;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::Identity;

mod bytes;

/// An access token, the refresh token that renews it, their times, and whose they are.
///
/// `Debug` shows the times and what is there, never a token or a name.
#[derive(Clone)]
pub struct Tokens {
    access: AccessToken,
    refresh: Option<SecretString>,
    connected_at: Timestamp,
    obtained_at: Timestamp,
    expires_at: Option<Timestamp>,
    identity: Option<Identity>,
}

impl Tokens {
    /// Tokens as a token endpoint gave them at `obtained_at`; `None` for `expires_at` means it did not say.
    ///
    /// Times are kept to the second.
    pub fn new(
        access: AccessToken,
        refresh: Option<SecretString>,
        obtained_at: Timestamp,
        expires_at: Option<Timestamp>,
    ) -> Self {
        Self {
            access,
            refresh,
            connected_at: whole_second(obtained_at),
            obtained_at: whole_second(obtained_at),
            expires_at: expires_at.map(whole_second),
            identity: None,
        }
    }

    /// The bearer token.
    pub fn access(&self) -> &AccessToken {
        &self.access
    }

    /// When the person allowed access: a refresh does not change it.
    pub fn connected_at(&self) -> Timestamp {
        self.connected_at
    }

    /// When Clio gave the access token.
    pub fn obtained_at(&self) -> Timestamp {
        self.obtained_at
    }

    /// When the access token ends; `None` when Clio did not say.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// Whose tokens these are, as far as Clio told.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The same tokens with another identity.
    #[must_use]
    pub fn with_identity(self, identity: Option<Identity>) -> Self {
        Self { identity, ..self }
    }

    pub(crate) fn refresh(&self) -> Option<&SecretString> {
        self.refresh.as_ref()
    }

    /// What a refresh made of these: the old refresh token stays unless the answer had a new one (RFC 6749 section 6).
    pub(crate) fn renewed(&self, fresh: Self) -> Self {
        Self {
            refresh: fresh.refresh.or_else(|| self.refresh.clone()),
            connected_at: self.connected_at,
            identity: self.identity.clone(),
            ..fresh
        }
    }

    /// How long the access token has left by the wall clock; `None` when Clio did not say when it ends.
    pub(crate) fn left(&self, now: Timestamp) -> Option<Duration> {
        let end = self.expires_at?.as_second();
        let seconds = end.saturating_sub(now.as_second());
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// How long the access token was to live when it was given.
    pub(crate) fn lifetime(&self) -> Option<Duration> {
        self.left(self.obtained_at)
    }
}

fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens")
            .field("connected_at", &self.connected_at)
            .field("obtained_at", &self.obtained_at)
            .field("expires_at", &self.expires_at)
            .field("refreshable", &self.refresh.is_some())
            .field("identified", &self.identity.is_some())
            .finish_non_exhaustive()
    }
}
