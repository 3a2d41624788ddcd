//! What failed, told as an [`Error`]. The status alone decides; a body may lie or be missing.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::error::ApiError;
use crate::retry::{Failure, retry_after};
use crate::transport::TransportFault;
use crate::{Demand, Error, ErrorKind, TokenError, TokenErrorKind};

pub(super) fn refused(
    operation: &'static str,
    status: StatusCode,
    headers: &HeaderMap,
    asked: Option<Duration>,
    body: &str,
) -> (Failure, Error) {
    let asked = asked.or_else(|| retry_after(headers));
    let mut error = Error::of_status(status, operation)
        .with_api_error(ApiError::read(body))
        .with_retry_after(asked);
    if status.is_redirection() {
        error = error.with_detail("Clio sends to another address; nothing was sent there");
    }
    (Failure::Status(status, asked), error)
}

pub(crate) fn broken(operation: &'static str, fault: TransportFault) -> Error {
    let (kind, detail) = match fault {
        TransportFault::Unusable => (
            ErrorKind::Transport,
            "no secure connection can be made on this computer",
        ),
        TransportFault::BadToken => (
            ErrorKind::Unauthorized,
            "the token holds characters no token has",
        ),
        TransportFault::Untrusted => return Error::new(ErrorKind::Untrusted, operation),
        TransportFault::Connect => (ErrorKind::Transport, "no connection"),
        TransportFault::Timeout => return Error::new(ErrorKind::Timeout, operation),
        TransportFault::Broken => (ErrorKind::Transport, "the connection broke"),
        TransportFault::TooLarge => (ErrorKind::Decode, "the answer is larger than allowed"),
        TransportFault::NotText => (ErrorKind::Decode, "the answer is not text"),
    };
    Error::new(kind, operation).with_detail(detail)
}

/// A 401 that no newer token can mend is told as what it is: Clio refused the access.
pub(super) fn no_token(
    operation: &'static str,
    demand: Demand<'_>,
    attempts: u32,
    error: TokenError,
) -> Error {
    let result = match error.kind() {
        TokenErrorKind::NotConnected => Error::new(ErrorKind::Unauthorized, operation),
        TokenErrorKind::Temporary | TokenErrorKind::Store => {
            Error::new(ErrorKind::Token, operation)
        }
    };
    let result = result.because(error).with_attempts(attempts);
    match demand {
        Demand::NewerThan(_) => result.with_status(StatusCode::UNAUTHORIZED),
        Demand::Any => result,
    }
}
