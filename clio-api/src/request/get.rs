//! One record to be asked for.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::encoded;
use crate::exchange::Exchange;
use crate::page::{Single, decode};
use crate::pinned::PinnedUrl;
use crate::{Error, ErrorKind, Projection, Resource, Result};

/// One record to be asked for.
#[must_use = "a request does nothing until it is sent"]
pub struct GetRequest<R: Resource, P = R> {
    exchange: Arc<Exchange>,
    path: String,
    kind: PhantomData<fn() -> (R, P)>,
}

impl<R: Resource, P: Projection<R>> GetRequest<R, P> {
    pub(crate) fn new(exchange: Arc<Exchange>, path: String) -> Self {
        Self {
            exchange,
            path,
            kind: PhantomData,
        }
    }

    /// Asks for the fields of another struct.
    pub fn select<Q: Projection<R>>(self) -> GetRequest<R, Q> {
        GetRequest {
            exchange: self.exchange,
            path: self.path,
            kind: PhantomData,
        }
    }

    /// Sends it.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; `NotFound` when there is no such record, or none this user may see.
    pub async fn send(self) -> Result<P> {
        let query = format!("fields={}", encoded(P::FIELDS));
        let url = PinnedUrl::new(&self.exchange.origin, &self.path, &query).map_err(|_| {
            Error::new(ErrorKind::Usage, R::GET).with_detail("the address is too long")
        })?;
        let body = self.exchange.get(R::GET, &url).await?;
        decode::<Single<P>>(R::GET, &body).map(|single| single.data)
    }
}

impl<R: Resource, P> fmt::Debug for GetRequest<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetRequest")
            .field("operation", &R::GET)
            .finish_non_exhaustive()
    }
}
