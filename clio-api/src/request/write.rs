//! A record to be made or changed.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Method;

use super::get::header;
use super::{Asked, address};
use crate::exchange::{Call, Exchange};
use crate::page::Single;
use crate::resource::HasCustomFields;
use crate::{CustomField, Id, Projection, Resource, Result, Update};

/// A record to be made or changed. The body was written when the request was made; nothing is sent before [`WriteRequest::send`].
#[must_use = "a request does nothing until it is sent"]
pub struct WriteRequest<R, P = R> {
    exchange: Arc<Exchange>,
    operation: &'static str,
    method: Method,
    path: String,
    body: Result<Vec<u8>>,
    etag: Option<String>,
    asked: Asked,
    kind: PhantomData<fn() -> (R, P)>,
}

impl<R: Resource, P: Projection<R>> WriteRequest<R, P> {
    pub(crate) fn new(
        exchange: Arc<Exchange>,
        operation: &'static str,
        method: Method,
        path: String,
        body: Result<Vec<u8>>,
    ) -> Self {
        Self {
            exchange,
            operation,
            method,
            path,
            body,
            etag: None,
            asked: Asked::default(),
            kind: PhantomData,
        }
    }

    /// Has the fields of another struct answered.
    pub fn select<Q: Projection<R>>(self) -> WriteRequest<R, Q> {
        WriteRequest {
            exchange: self.exchange,
            operation: self.operation,
            method: self.method,
            path: self.path,
            body: self.body,
            etag: self.etag,
            asked: self.asked,
            kind: PhantomData,
        }
    }

    /// Only the values of these custom fields in the answer.
    pub fn custom_field_ids(mut self, ids: &[Id<CustomField>]) -> Self
    where
        R: HasCustomFields,
    {
        self.asked.custom_fields(ids);
        self
    }

    /// Only if the record is still this version: its `etag`, verbatim. Otherwise the answer is `Conflict` (Clio: ETags, status 412).
    pub fn if_match(mut self, etag: impl Into<String>) -> Self
    where
        R: Update,
    {
        self.etag = Some(etag.into());
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). When the answer was lost or cannot be read, [`Error::may_have_taken_effect`](crate::Error::may_have_taken_effect)
    /// says so, and nothing was sent a second time.
    pub async fn send(self) -> Result<P> {
        let query = self.asked.query(P::FIELDS);
        let url = address(&self.exchange.origin, self.operation, &self.path, query)?;
        let mut call = Call::write(self.operation, self.method, url, self.body?);
        if let Some(etag) = &self.etag {
            call = call.if_match(header(self.operation, etag)?);
        }
        let answer = self.exchange.send(call).await?;
        answer
            .decode::<Single<P>>(self.operation)
            .map(|single| single.data)
            .map_err(|error| error.with_doubt(true))
    }
}

impl<R, P> fmt::Debug for WriteRequest<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteRequest")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
