//! The bearer token, and where it comes from.

use std::error::Error as StdError;
use std::fmt;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// A bearer token. Its `Debug` never shows it, and comparing two takes equal time wherever they differ.
///
/// It is itself a [`TokenSource`]: one that has nothing newer to offer.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// Takes the secret.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        self.expose()
            .as_bytes()
            .ct_eq(other.expose().as_bytes())
            .into()
    }
}

impl Eq for AccessToken {}

/// What is asked of a [`TokenSource`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Demand<'a> {
    /// A token that should work.
    Any,
    /// Clio answered 401 to this one: a newer one is wanted.
    NewerThan(&'a AccessToken),
}

/// Hands out bearer tokens. `ils-auth` implements it with a connection that refreshes itself.
#[async_trait]
pub trait TokenSource: fmt::Debug + Send + Sync + 'static {
    /// A token that satisfies the demand.
    ///
    /// # Errors
    /// When there is none; the kind says whether a person has to act.
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError>;
}

#[async_trait]
impl TokenSource for AccessToken {
    async fn token(&self, demand: Demand<'_>) -> Result<Self, TokenError> {
        match demand {
            Demand::NewerThan(refused) if refused == self => {
                Err(TokenError::new(TokenErrorKind::NotConnected))
            }
            _ => Ok(self.clone()),
        }
    }
}

/// Why a [`TokenSource`] has no token.
#[derive(Debug)]
pub struct TokenError {
    kind: TokenErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What has to happen before there is a token.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// A person has to connect, for the first time or again.
    NotConnected,
    /// Trying later may help.
    Temporary,
    /// The place where tokens are kept failed.
    Store,
}

impl TokenError {
    /// An error of this kind.
    pub fn new(kind: TokenErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds the cause, which `source()` gives back for downcasting.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> TokenErrorKind {
        self.kind
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TokenErrorKind::NotConnected => "not connected to Clio",
            TokenErrorKind::Temporary => "the connection to Clio cannot be renewed now",
            TokenErrorKind::Store => "the stored connection cannot be used",
        })
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let token = AccessToken::new("CANARY_access_1f2e3d4c5b6a7988");
        assert!(
            !format!("{token:?} {token:#?} {:?}", Demand::NewerThan(&token)).contains("CANARY")
        );
    }

    #[test]
    fn tokens_are_compared_by_value() {
        assert_eq!(AccessToken::new("a"), AccessToken::new("a"));
        assert_ne!(AccessToken::new("a"), AccessToken::new("b"));
        assert_ne!(AccessToken::new("a"), AccessToken::new("ab"));
    }
}
