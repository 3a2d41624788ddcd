//! One request's life: authorise, pace, send, classify, retry.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, sleep};

use crate::error::ApiError;
use crate::pace::Pace;
use crate::pinned::PinnedUrl;
use crate::retry::{Budget, Failure, Wait, WaitReason, retry_after};
use crate::transport::{Answer, Transport, TransportFault};
use crate::{
    AccessToken, Demand, Error, ErrorKind, Origin, Region, Result, TokenError, TokenErrorKind,
    TokenSource,
};

pub(crate) type OnWait = Arc<dyn Fn(Wait) + Send + Sync>;

/// What all clones of a handle share.
pub(crate) struct Exchange {
    pub(crate) region: Region,
    pub(crate) origin: Origin,
    pub(crate) transport: Transport,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    pub(crate) pace: Pace,
    pub(crate) on_wait: Option<OnWait>,
}

impl Exchange {
    /// Reads `url` and gives the body of a successful answer.
    pub(crate) async fn get(&self, operation: &'static str, url: &PinnedUrl) -> Result<String> {
        let mut budget = Budget::default();
        let mut attempts = 0;
        let mut renewed = false;
        let mut token = self.token(operation, Demand::Any).await?;
        loop {
            self.wait_for_room().await;
            attempts += 1;
            let under_way = UnderWay(&self.pace);
            let outcome = self.transport.get(url, &token).await;
            under_way.answered(outcome.as_ref().ok().map(|answer| &answer.headers));
            tracing::debug!(
                clio.operation = operation,
                clio.attempt = attempts,
                http.status = outcome.as_ref().ok().map(|answer| answer.status.as_u16()),
                "asked Clio"
            );

            let (failure, error) = match outcome {
                Ok(answer) if answer.status.is_success() => {
                    self.check_version(operation, &answer.headers);
                    return Ok(answer.body);
                }
                Ok(answer) if answer.status == StatusCode::UNAUTHORIZED && !renewed => {
                    renewed = true;
                    token = self.token(operation, Demand::NewerThan(&token)).await?;
                    continue;
                }
                Ok(answer) => refused(operation, &answer),
                Err(fault) => (Failure::Transport(fault), broken(operation, fault)),
            };
            match budget.next(attempts, failure) {
                Some(wait) => self.pause(wait).await,
                None => return Err(error.with_attempts(attempts)),
            }
        }
    }

    async fn token(&self, operation: &'static str, demand: Demand<'_>) -> Result<AccessToken> {
        let Some(tokens) = &self.tokens else {
            return Err(Error::new(ErrorKind::Unauthorized, operation)
                .with_detail("the handle was built without a token source"));
        };
        tokens
            .token(demand)
            .await
            .map_err(|error| no_token(operation, demand, error))
    }

    async fn wait_for_room(&self) {
        while let Some(duration) = self.pace.admit(Instant::now()) {
            self.pause(Wait {
                reason: WaitReason::RateLimited,
                duration,
            })
            .await;
        }
    }

    async fn pause(&self, wait: Wait) {
        if let Some(on_wait) = &self.on_wait {
            on_wait(wait);
        }
        sleep(wait.duration).await;
    }

    /// Clio echoes the version it used (Clio: API versioning). Another one can mean other fields: worth a warning, not a failure.
    fn check_version(&self, operation: &'static str, headers: &HeaderMap) {
        let used = headers.get("x-api-version");
        if used.is_some_and(|used| used != self.transport.version()) {
            tracing::warn!(
                clio.operation = operation,
                "Clio answered with another API version than asked for"
            );
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// Counts a request as under way until its answer, or until its future is dropped.
struct UnderWay<'a>(&'a Pace);

impl UnderWay<'_> {
    fn answered(self, headers: Option<&HeaderMap>) {
        self.0.learn(Instant::now(), headers);
        std::mem::forget(self);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.forget();
    }
}

fn refused(operation: &'static str, answer: &Answer) -> (Failure, Error) {
    let asked = retry_after(&answer.headers);
    let mut error = Error::of_status(answer.status, operation)
        .with_api_error(ApiError::read(&answer.body))
        .with_retry_after(asked);
    if answer.status.is_redirection() {
        error = error.with_detail("Clio sends to another address; nothing was sent there");
    }
    (Failure::Status(answer.status, asked), error)
}

fn broken(operation: &'static str, fault: TransportFault) -> Error {
    let (kind, detail) = match fault {
        TransportFault::Unusable => (
            ErrorKind::Transport,
            "no secure connection can be made on this computer",
        ),
        TransportFault::BadToken => (
            ErrorKind::Unauthorized,
            "the token holds characters no token has",
        ),
        TransportFault::Connect => (ErrorKind::Transport, "no connection"),
        TransportFault::Timeout => return Error::new(ErrorKind::Timeout, operation),
        TransportFault::Broken => (ErrorKind::Transport, "the connection broke"),
        TransportFault::TooLarge => (ErrorKind::Decode, "the answer is larger than allowed"),
        TransportFault::NotText => (ErrorKind::Decode, "the answer is not text"),
    };
    Error::new(kind, operation).with_detail(detail)
}

/// A 401 that no newer token can mend is told as what it is: Clio refused the access.
fn no_token(operation: &'static str, demand: Demand<'_>, error: TokenError) -> Error {
    let refused = matches!(demand, Demand::NewerThan(_));
    let result = match error.kind() {
        TokenErrorKind::NotConnected => Error::new(ErrorKind::Unauthorized, operation),
        TokenErrorKind::Temporary | TokenErrorKind::Store => {
            Error::new(ErrorKind::Token, operation)
        }
    };
    let result = result.because(error);
    if refused {
        result
            .with_status(StatusCode::UNAUTHORIZED)
            .with_attempts(1)
    } else {
        result
    }
}
