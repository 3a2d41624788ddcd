//! A list to be asked for.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use crate::exchange::Exchange;
use crate::filter::{Filter, Query};
use crate::page::{Guards, ListKey, MOST_BY_OFFSET};
use crate::pinned::PinnedUrl;
use crate::{
    Error, ErrorKind, Items, List, Page, PageToken, Pages, Partitions, Projection, Result,
};

/// A list to be asked for.
#[must_use = "a request does nothing until it is sent"]
pub struct ListRequest<R: List, P = R> {
    exchange: Arc<Exchange>,
    path: String,
    filter: R::Filter,
    limit: u16,
    resumed: Option<PageToken>,
    guards: Guards,
    more: Vec<(&'static str, String)>,
    shape: PhantomData<fn() -> P>,
}

impl<R: List, P: Projection<R>> ListRequest<R, P> {
    pub(crate) fn new(exchange: Arc<Exchange>, path: String) -> Self {
        Self {
            exchange,
            path,
            filter: R::Filter::default(),
            limit: R::LARGEST_PAGE,
            resumed: None,
            guards: Guards::default(),
            more: Vec::new(),
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
            resumed: self.resumed,
            guards: self.guards,
            more: self.more,
            shape: PhantomData,
        }
    }

    /// Records a page, 1 to 200 (billable clients 25, billable matters and triggers 1,000, users 2,000); the most when not set. Fewer make more requests, and the limit counts requests.
    pub fn limit(mut self, records: u16) -> Self {
        self.limit = records;
        self
    }

    /// Goes on where an earlier walk of the same list was, in this process or another; [`PageToken`] says how. Records a page stay as
    /// they were then.
    ///
    /// A token of another list (another origin, path, fields, filter or order) ends as `Usage`, and nothing is sent.
    pub fn resume(mut self, token: PageToken) -> Self {
        self.resumed = Some(token);
        self
    }

    /// A guard against a list that is longer than expected: instead of page number `pages + 1` comes an error of kind
    /// [`ErrorKind::Limit`]. To stop without an error, stop asking.
    pub fn most_pages(mut self, pages: usize) -> Self {
        self.guards.pages = Some(pages);
        self
    }

    /// The same guard by records: instead of the page that holds record number `records + 1` comes the error.
    pub fn most_items(mut self, records: usize) -> Self {
        self.guards.records = Some(records);
        self
    }

    pub(crate) fn parameter(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.more.push((name, value.to_string()));
        self
    }

    /// Fetches the first page only, or the page it resumes at.
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
        let (key, first) = match self.place() {
            Ok((key, first)) => (key, Ok(first)),
            Err(error) => (ListKey::new(&self.exchange.origin, &[]), Err(error)),
        };
        Pages::new(self.exchange, R::LIST, key, first, self.guards)
    }

    /// Every record, fetched page by page.
    pub fn items(self) -> Items<P> {
        self.pages().into_items()
    }

    /// Every record of a list of at most 10,000, `at_once` pages (1 to 8) under way at once, in the order of the list.
    ///
    /// Clio allows this by offset only and up to that number (Clio: Paging). A longer list ends in an error of kind
    /// [`ErrorKind::Limit`] after its 10,000th record: walk it with [`ListRequest::items`] instead. The limit counts requests all the
    /// same, so this helps where an answer takes long and the list is short; up to `at_once - 1` requests may go beyond its end. It
    /// cannot resume: with a token it ends as `Usage`.
    pub fn partitions(self, at_once: u8) -> Partitions<P> {
        let pages = self.offsets(at_once);
        Partitions::new(
            self.exchange,
            R::LIST,
            pages,
            usize::from(at_once),
            self.guards,
        )
    }

    /// What tells this list from others, and where it begins or goes on.
    fn place(&self) -> Result<(ListKey, PinnedUrl)> {
        let (fields, rest) = self.query()?;
        let first = self.address(&format!("{fields}&limit={}{rest}", self.limit))?;
        let key = ListKey::new(&self.exchange.origin, &[&self.path, &fields, &rest]);
        match &self.resumed {
            None => Ok((key, first)),
            Some(token) => match token.address(key, &self.exchange.origin, &first) {
                Some(url) => Ok((key, url)),
                None => Err(usage::<R>("the page token is of another list")),
            },
        }
    }

    fn offsets(&self, at_once: u8) -> Result<Vec<PinnedUrl>> {
        if !(1..=8).contains(&at_once) {
            return Err(usage::<R>("1 to 8 pages can be under way at once"));
        }
        if self.resumed.is_some() {
            return Err(usage::<R>("pages by offset cannot resume"));
        }
        let (fields, rest) = self.query()?;
        (0..MOST_BY_OFFSET)
            .step_by(usize::from(self.limit))
            .map(|offset| {
                let limit = self.limit.min(MOST_BY_OFFSET - offset);
                self.address(&format!("{fields}&limit={limit}&offset={offset}{rest}"))
            })
            .collect()
    }

    /// The query but for the place and the size of a page, which go between the two.
    fn query(&self) -> Result<(String, String)> {
        if !(1..=R::LARGEST_PAGE).contains(&self.limit) {
            return Err(usage::<R>(&format!(
                "a page holds 1 to {} records",
                R::LARGEST_PAGE
            )));
        }
        let mut fields = Query::default();
        fields.push("fields", P::FIELDS);
        let mut rest = Query::default();
        self.filter.write(&mut rest);
        if let Some(name) = rest.missing() {
            return Err(usage::<R>(&format!(
                "Clio wants `{name}` here, and it is not set"
            )));
        }
        if R::ORDER_BY_ID && !rest.holds("order") {
            // Without this order a walk ends at 10,000 records (Clio: Paging).
            rest.push("order", "id(asc)");
        }
        for (name, value) in &self.more {
            rest.push(name, value);
        }
        let rest = rest.into_text();
        let rest = if rest.is_empty() {
            rest
        } else {
            format!("&{rest}")
        };
        Ok((fields.into_text(), rest))
    }

    fn address(&self, query: &str) -> Result<PinnedUrl> {
        PinnedUrl::new(&self.exchange.origin, &self.path, query)
            .map_err(|_| usage::<R>("the address is too long"))
    }
}

fn usage<R: List>(detail: &str) -> Error {
    Error::new(ErrorKind::Usage, R::LIST).with_detail(detail)
}

impl<R: List, P> fmt::Debug for ListRequest<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRequest")
            .field("operation", &R::LIST)
            .finish_non_exhaustive()
    }
}
