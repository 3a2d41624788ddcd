//! Pages, and the records on them, as streams.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::exchange::Exchange;
use crate::pinned::PinnedUrl;
use crate::{Error, ErrorKind, Result};

/// More pages than any firm has: 20 million records. Ends a walk that would never end.
const MOST_PAGES: usize = 100_000;

/// One page of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<P> {
    /// The records, in Clio's order. An empty page is not the end.
    pub items: Vec<P>,
    /// Whether another page follows.
    pub more: bool,
}

/// Every page of a list, fetched as it is asked for; one page is in memory at a time.
///
/// Ends after the first error. A next page that was there before, or that leads to another place, is an error.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<P> {
    walk: Option<Walk>,
    fetching: Option<Fetching<P>>,
}

/// Every record of a list, page by page.
#[must_use = "streams do nothing unless polled"]
pub struct Items<P> {
    pages: Pages<P>,
    page: std::vec::IntoIter<P>,
}

type Fetching<P> = Pin<Box<dyn Future<Output = Result<(Page<P>, Walk)>> + Send>>;

/// Where a walk is.
struct Walk {
    exchange: Arc<Exchange>,
    operation: &'static str,
    next: Option<Result<PinnedUrl>>,
    /// Every address of this walk: one that comes again would never end.
    seen: HashSet<PinnedUrl>,
}

impl<P: DeserializeOwned + Send + 'static> Pages<P> {
    pub(crate) fn new(
        exchange: Arc<Exchange>,
        operation: &'static str,
        first: Result<PinnedUrl>,
    ) -> Self {
        Self {
            walk: Some(Walk {
                exchange,
                operation,
                next: Some(first),
                seen: HashSet::new(),
            }),
            fetching: None,
        }
    }

    pub(crate) fn into_items(self) -> Items<P> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }
}

impl<P: DeserializeOwned + Send + 'static> Stream for Pages<P> {
    type Item = Result<Page<P>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.fetching.is_none() {
            match self.walk.take() {
                Some(walk) if walk.next.is_some() => self.fetching = Some(Box::pin(walk.fetch())),
                _ => return Poll::Ready(None),
            }
        }
        let Some(fetching) = &mut self.fetching else {
            return Poll::Ready(None);
        };
        let fetched = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        Poll::Ready(Some(fetched.map(|(page, walk)| {
            self.walk = Some(walk);
            page
        })))
    }
}

impl<P: DeserializeOwned + Send + Unpin + 'static> Stream for Items<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<P> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

impl Walk {
    async fn fetch<P: DeserializeOwned>(mut self) -> Result<(Page<P>, Self)> {
        let broken =
            |detail: &str| Error::new(ErrorKind::Decode, self.operation).with_detail(detail);
        let url = match self.next.take() {
            Some(next) => next?,
            None => return Err(broken("the walk is over")),
        };
        if !self.seen.insert(url.clone()) {
            return Err(broken("Clio sent the same next page twice"));
        }
        if self.seen.len() > MOST_PAGES {
            return Err(broken("the list does not end"));
        }
        let body = self.exchange.get(self.operation, &url).await?;
        let list: List<P> = decode(self.operation, &body)?;
        self.next = list
            .meta
            .and_then(|meta| meta.paging)
            .and_then(|paging| paging.next)
            .map(|link| {
                PinnedUrl::parse(&self.exchange.origin, &link).map_err(|foreign| {
                    Error::new(ErrorKind::Decode, self.operation)
                        .with_detail(format!(
                            "the next page leads to another place ({}); nothing was sent there",
                            foreign.host
                        ))
                        .because(foreign)
                })
            });
        let page = Page {
            items: list.data,
            more: self.next.is_some(),
        };
        Ok((page, self))
    }
}

/// One record's answer.
#[derive(Deserialize)]
pub(crate) struct Single<P> {
    pub(crate) data: P,
}

/// A page's answer. `meta` is not in Clio's document, so none of it is taken for granted; `data` has to be there.
#[derive(Deserialize)]
struct List<P> {
    data: Vec<P>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    next: Option<String>,
}

/// Decodes once; only a failure is decoded again, to name the place. The message of `serde_json` quotes values: it is dropped.
pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|_| {
        let mut deserializer = serde_json::Deserializer::from_str(body);
        let place = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(error) => error.path().to_string(),
            Ok(_) => "the end".to_owned(),
        };
        Error::new(ErrorKind::Decode, operation).with_detail(format!("at {place}"))
    })
}
