//! Why a connection cannot serve.

use std::sync::Arc;

use clio_api::{TokenError, TokenErrorKind};

use crate::{EndpointError, StoreError};

/// Why a [`Connection`](crate::Connection) has no token. Cheap to clone: many callers share one failure.
///
/// It is the `source()` of the [`TokenError`] that a request to Clio fails with, and can be downcast from there.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody has connected yet, or somebody disconnected.
    #[error("not connected to Clio")]
    NotConnected,
    /// The refresh token was refused, or Clio ended the access.
    #[error("the connection to Clio has ended; connect again")]
    NeedsConnect,
    /// The tokens could not be read or kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Clio's token endpoint could not serve.
    #[error(transparent)]
    Endpoint(Arc<EndpointError>),
}

impl From<EndpointError> for Error {
    fn from(error: EndpointError) -> Self {
        Self::Endpoint(Arc::new(error))
    }
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::NotConnected | Error::NeedsConnect => TokenErrorKind::NotConnected,
            Error::Store(_) => TokenErrorKind::Store,
            // Waiting does not mend a wrong app: a person has to act.
            Error::Endpoint(cause) if matches!(**cause, EndpointError::InvalidClient) => {
                TokenErrorKind::NotConnected
            }
            Error::Endpoint(_) => TokenErrorKind::Temporary,
        };
        Self::new(kind).because(error)
    }
}
