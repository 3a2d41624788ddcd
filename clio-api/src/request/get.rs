//! One record to be asked for.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use jiff::fmt::strtime;

use super::{Asked, address};
use crate::exchange::{Call, Exchange};
use crate::page::Single;
use crate::resource::HasCustomFields;
use crate::{CustomField, Error, ErrorKind, Id, Projection, Resource, Result};

/// One record to be asked for.
#[must_use = "a request does nothing until it is sent"]
pub struct GetRequest<R, P = R> {
    exchange: Arc<Exchange>,
    operation: &'static str,
    path: String,
    asked: Asked,
    kind: PhantomData<fn() -> (R, P)>,
}

/// One record to be asked for if it is another version than the one at hand.
#[must_use = "a request does nothing until it is sent"]
#[derive(Debug)]
pub struct ConditionalRequest<R, P = R> {
    request: GetRequest<R, P>,
    etag: Option<String>,
    since: Option<Timestamp>,
}

/// What came of asking for another version.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third outcome")]
pub enum Fetched<P> {
    /// Another version than the one at hand.
    Modified(P),
    /// Still the version at hand.
    NotModified,
}

impl<R: Resource, P: Projection<R>> GetRequest<R, P> {
    pub(crate) fn new(exchange: Arc<Exchange>, operation: &'static str, path: String) -> Self {
        Self {
            exchange,
            operation,
            path,
            asked: Asked::default(),
            kind: PhantomData,
        }
    }

    /// Asks for the fields of another struct.
    pub fn select<Q: Projection<R>>(self) -> GetRequest<R, Q> {
        GetRequest {
            exchange: self.exchange,
            operation: self.operation,
            path: self.path,
            asked: self.asked,
            kind: PhantomData,
        }
    }

    /// Only the values of these custom fields.
    pub fn custom_field_ids(mut self, ids: &[Id<CustomField>]) -> Self
    where
        R: HasCustomFields,
    {
        self.asked.custom_fields(ids);
        self
    }

    pub(crate) fn parameter(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.asked.parameter(name, value);
        self
    }

    /// Only if the record is another version than this one: its `etag`, verbatim, with its own quotes (Clio: ETags).
    pub fn if_none_match(self, etag: impl Into<String>) -> ConditionalRequest<R, P> {
        self.conditional().if_none_match(etag)
    }

    /// Only if the record changed after that time: the `Last-Modified` of an earlier answer, or its `updated_at` (Clio: ETags).
    pub fn if_modified_since(self, time: Timestamp) -> ConditionalRequest<R, P> {
        self.conditional().if_modified_since(time)
    }

    fn conditional(self) -> ConditionalRequest<R, P> {
        ConditionalRequest {
            request: self,
            etag: None,
            since: None,
        }
    }

    /// Sends it.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; `NotFound` when there is no such record, or none this user may see.
    pub async fn send(self) -> Result<P> {
        let call = self.call()?;
        let answer = self.exchange.send(call).await?;
        let single: Single<P> = answer.decode(self.operation)?;
        Ok(single.data)
    }

    fn call(&self) -> Result<Call> {
        let query = self.asked.query(P::FIELDS);
        let url = address(&self.exchange.origin, self.operation, &self.path, query)?;
        Ok(Call::read(self.operation, url))
    }
}

impl<R: Resource, P: Projection<R>> ConditionalRequest<R, P> {
    /// Only if the record is another version than this one.
    pub fn if_none_match(mut self, etag: impl Into<String>) -> Self {
        self.etag = Some(etag.into());
        self
    }

    /// Only if the record changed after that time. An etag decides alone when both are given (RFC 9110 section 13.1.3).
    pub fn if_modified_since(mut self, time: Timestamp) -> Self {
        self.since = Some(time);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; `Usage` when the etag cannot be a header.
    pub async fn send(self) -> Result<Fetched<P>> {
        let Self {
            request,
            etag,
            since,
        } = self;
        let mut call = request.call()?;
        if let Some(etag) = etag {
            call = call.if_none_match(header(request.operation, &etag)?);
        }
        if let Some(since) = since {
            let time = strtime::format("%a, %d %b %Y %H:%M:%S GMT", since).unwrap_or_default();
            call = call.if_modified_since(header(request.operation, &time)?);
        }
        let answer = request.exchange.send(call).await?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::NotModified);
        }
        let single: Single<P> = answer.decode(request.operation)?;
        Ok(Fetched::Modified(single.data))
    }
}

/// An etag as a header.
pub(super) fn header(operation: &'static str, etag: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(etag)
        .ok()
        .filter(|value| !value.is_empty())
        .ok_or_else(|| {
            Error::new(ErrorKind::Usage, operation).with_detail("the etag is none of Clio's")
        })
}

impl<R, P> fmt::Debug for GetRequest<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetRequest")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
