//! A list to be asked for.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use super::encoded;
use crate::exchange::Exchange;
use crate::pinned::PinnedUrl;
use crate::{Error, ErrorKind, Items, List, Page, Pages, Projection, Result};

/// Clio's largest page, and its default (Clio: Paging).
const LARGEST_PAGE: u16 = 200;

/// A list to be asked for.
#[must_use = "a request does nothing until it is sent"]
pub struct ListRequest<R: List, P = R> {
    exchange: Arc<Exchange>,
    path: String,
    filter: R::Filter,
    limit: u16,
    shape: PhantomData<fn() -> P>,
}

impl<R: List, P: Projection<R>> ListRequest<R, P> {
    pub(crate) fn new(exchange: Arc<Exchange>, path: String) -> Self {
        Self {
            exchange,
            path,
            filter: R::Filter::default(),
            limit: LARGEST_PAGE,
            shape: PhantomData,
        }
    }

    /// Narrows the list.
    pub fn filter(mut self, filter: R::Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Asks for the fields of another struct.
    pub fn select<Q: Projection<R>>(self) -> ListRequest<R, Q> {
        ListRequest {
            exchange: self.exchange,
            path: self.path,
            filter: self.filter,
            limit: self.limit,
            shape: PhantomData,
        }
    }

    /// Records a page, 1 to 200; 200 when not set. Fewer make more requests, and the limit counts requests.
    pub fn limit(mut self, records: u16) -> Self {
        self.limit = records;
        self
    }

    /// Fetches the first page only.
    ///
    /// # Errors
    /// Any [`ErrorKind`].
    pub async fn send(self) -> Result<Page<P>> {
        let mut pages = self.pages();
        match std::future::poll_fn(|context| {
            futures_core::Stream::poll_next(Pin::new(&mut pages), context)
        })
        .await
        {
            Some(page) => page,
            None => Err(Error::new(ErrorKind::Usage, R::LIST)),
        }
    }

    /// Every page, fetched as it is asked for.
    pub fn pages(self) -> Pages<P> {
        let first = self.address();
        Pages::new(self.exchange, R::LIST, first)
    }

    /// Every record, fetched page by page.
    pub fn items(self) -> Items<P> {
        self.pages().into_items()
    }

    fn address(&self) -> Result<PinnedUrl> {
        let usage = |detail: &str| Error::new(ErrorKind::Usage, R::LIST).with_detail(detail);
        if !(1..=LARGEST_PAGE).contains(&self.limit) {
            return Err(usage("a page holds 1 to 200 records"));
        }
        let filter = serde_html_form::to_string(&self.filter)
            .map_err(|_| usage("the filter cannot be written"))?;
        let mut query = format!("fields={}&limit={}", encoded(P::FIELDS), self.limit);
        if R::ORDER_BY_ID {
            // Without this order a walk ends at 10,000 records (Clio: Paging).
            query.push_str("&order=id%28asc%29");
        }
        if !filter.is_empty() {
            query.push('&');
            // Form encoding writes a space as +; Clio is given %20, which means the same everywhere.
            query.push_str(&filter.replace('+', "%20"));
        }
        PinnedUrl::new(&self.exchange.origin, &self.path, &query)
            .map_err(|_| usage("the address is too long"))
    }
}

impl<R: List, P> fmt::Debug for ListRequest<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRequest")
            .field("operation", &R::LIST)
            .finish_non_exhaustive()
    }
}
