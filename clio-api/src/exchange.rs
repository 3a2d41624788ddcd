//! One request's life: authorise, pace, send, classify, retry.

mod call;
mod failure;
#[cfg(test)]
mod tests;
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::sleep;
use tracing::Instrument;

pub(crate) use call::Call;
pub(crate) use failure::broken;

use self::failure::{no_token, refused};
use self::trace::Trace;
use crate::observe::Observers;
use crate::pace::{Limiter, Permit, TooLong};
use crate::page::decode;
use crate::pinned::PinnedUrl;
use crate::retry::{Budget, Failure};
use crate::transport::{Body, Transport, TransportFault};
use crate::{
    AccessToken, Demand, Error, ErrorKind, Origin, Region, Result, RetryPolicy, TokenSource, Wait,
    WaitReason,
};

/// Of an answer that is not a success, only this much is read.
const LARGEST_REFUSAL: usize = 256 * 1024;

/// What all clones of a handle share.
pub(crate) struct Exchange {
    pub(crate) region: Region,
    pub(crate) origin: Origin,
    pub(crate) transport: Transport,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    pub(crate) limiter: Limiter,
    pub(crate) retry: RetryPolicy,
    pub(crate) observers: Observers,
}

/// A complete answer, or a file's beginning.
pub(crate) struct Answer<B = String> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// How many times the request was sent for it.
    pub(crate) attempts: u32,
    /// Checked UTF-8 when it is text; empty for 204 and 304.
    pub(crate) body: B,
}

/// Text, or a file that is still to be read.
pub(crate) enum Content {
    Text(String),
    File(Body),
}

impl Answer {
    /// Decodes the body.
    pub(crate) fn decode<T: DeserializeOwned>(&self, operation: &'static str) -> Result<T> {
        decode(operation, &self.body).map_err(|error| error.with_attempts(self.attempts))
    }
}

impl Exchange {
    /// Sends a call until it has an answer or its failure is final.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        let operation = call.operation;
        let answer = self.run(call).await?;
        match answer.body {
            Content::Text(body) => Ok(Answer {
                status: answer.status,
                headers: answer.headers,
                attempts: answer.attempts,
                body,
            }),
            Content::File(_) => {
                let error = broken(operation, TransportFault::NotText);
                Err(error.with_attempts(answer.attempts))
            }
        }
    }

    /// Reads `url`.
    pub(crate) async fn get(&self, operation: &'static str, url: &PinnedUrl) -> Result<Answer> {
        self.send(Call::read(operation, url.clone())).await
    }

    /// The same for files too, inside the call's span.
    pub(crate) async fn run(&self, call: Call) -> Result<Answer<Content>> {
        let trace = Trace::new(&call);
        let span = trace.span();
        // On the heap: callers' futures stay small.
        Box::pin(self.live(call, trace).instrument(span)).await
    }

    async fn live(&self, call: Call, trace: Trace) -> Result<Answer<Content>> {
        let operation = call.operation;
        let mut budget = Budget::new(self.retry, call.is_read());
        let mut attempts = 0;
        let mut renewed = false;
        let mut token = self.token(operation, Demand::Any, attempts).await?;
        loop {
            let permit = self.room(operation, attempts).await?;
            attempts += 1;
            trace.sent(attempts);
            let (failure, error) = match self.attempt(&call, &token, permit, &trace).await {
                Ok((answer, _)) if call.is_answered_by(answer.status) => {
                    self.check_version(operation, &answer.headers);
                    return Ok(Answer { attempts, ..answer });
                }
                Ok((answer, _)) if answer.status == StatusCode::UNAUTHORIZED && !renewed => {
                    renewed = true;
                    let demand = Demand::NewerThan(&token);
                    token = self.token(operation, demand, attempts).await?;
                    continue;
                }
                Ok((answer, asked)) => {
                    let body = match &answer.body {
                        Content::Text(body) => body,
                        Content::File(_) => "",
                    };
                    refused(operation, answer.status, &answer.headers, asked, body)
                }
                Err(fault) => (Failure::Transport(fault), broken(operation, fault)),
            };
            let Some(wait) = budget.next(failure) else {
                let doubt = !call.is_read() && failure.leaves_doubt();
                return Err(error.with_attempts(attempts).with_doubt(doubt));
            };
            self.pause(wait).await;
        }
    }

    /// Sends once. The limiter learns from the headers, before the body is there; the second value is how long a 429 asks to wait.
    async fn attempt(
        &self,
        call: &Call,
        token: &AccessToken,
        permit: Permit<'_>,
        trace: &Trace,
    ) -> Result<(Answer<Content>, Option<Duration>), TransportFault> {
        let head = match self.transport.send(call, token).await {
            Ok(head) => head,
            Err(fault) => {
                permit.failed();
                return Err(fault);
            }
        };
        let asked = permit.answered(head.status, &head.headers);
        trace.answered(head.status, &head.headers);
        let body = if !call.is_answered_by(head.status) {
            // The status says it all: a refusal that cannot be read is a refusal.
            let body = head.body.text(LARGEST_REFUSAL).await;
            Content::Text(body.unwrap_or_default())
        } else if call.is_download {
            Content::File(head.body)
        } else {
            Content::Text(head.body.text(self.transport.largest_body()).await?)
        };
        let answer = Answer {
            status: head.status,
            headers: head.headers,
            attempts: 0,
            body,
        };
        Ok((answer, asked))
    }

    async fn token(
        &self,
        operation: &'static str,
        demand: Demand<'_>,
        attempts: u32,
    ) -> Result<AccessToken> {
        let Some(tokens) = &self.tokens else {
            return Err(Error::new(ErrorKind::Unauthorized, operation)
                .with_detail("the handle was built without a token source"));
        };
        tokens
            .token(demand)
            .await
            .map_err(|error| no_token(operation, demand, attempts, error))
    }

    async fn room(&self, operation: &'static str, attempts: u32) -> Result<Permit<'_>> {
        let tell = |duration| {
            self.observers.tell_wait(Wait {
                reason: WaitReason::RateLimited,
                duration,
            });
        };
        let room = self.limiter.pace().enter(self.retry.longest_wait, tell);
        room.await.map_err(|TooLong(wait)| {
            Error::new(ErrorKind::RateLimited, operation)
                .with_retry_after(Some(wait))
                .with_attempts(attempts)
                .with_detail("the wait for the next window is longer than allowed")
        })
    }

    pub(crate) async fn pause(&self, wait: Wait) {
        self.observers.tell_wait(wait);
        sleep(wait.duration).await;
    }

    /// Clio echoes the version it used (Clio: API versioning). Another one can mean other fields: told, but no failure.
    fn check_version(&self, operation: &'static str, headers: &HeaderMap) {
        if let Some(used) = headers.get("x-api-version")
            && used != self.transport.version()
        {
            self.observers.tell_other_version(operation, used);
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
