//! Several pages at once, where Clio allows it: by offset, up to 10,000 records.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::StreamExt;
use futures_util::stream::{self, FuturesOrdered};
use serde::de::DeserializeOwned;

use super::walk::{Guards, Tally, too_long};
use super::wire::List;
use crate::Result;
use crate::exchange::Exchange;
use crate::pinned::PinnedUrl;

/// Records that pages by offset reach (Clio: Paging).
pub(crate) const MOST_BY_OFFSET: u16 = 10_000;

/// Every record of a list of at most 10,000, in the order of the list, several pages under way at once.
///
/// When there are more, the 10,001st is an error and nothing is sent for it. Ends after the first error.
#[must_use = "streams do nothing unless polled"]
pub struct Partitions<P> {
    pages: Pin<Box<dyn Stream<Item = Result<Vec<P>>> + Send>>,
    page: std::vec::IntoIter<P>,
}

struct Fan<P> {
    exchange: Arc<Exchange>,
    under_way: FuturesOrdered<BoxFuture<'static, Result<List<P>>>>,
    rest: std::vec::IntoIter<PinnedUrl>,
    at_once: usize,
    tally: Tally,
    /// The last page told of no other.
    is_over: bool,
}

impl<P: DeserializeOwned + Send + 'static> Partitions<P> {
    pub(crate) fn new(
        exchange: Arc<Exchange>,
        operation: &'static str,
        pages: Result<Vec<PinnedUrl>>,
        at_once: usize,
        guards: Guards,
    ) -> Self {
        let pages: Pin<Box<dyn Stream<Item = _> + Send>> = match pages {
            Err(error) => Box::pin(stream::iter([Err(error)])),
            Ok(pages) => {
                let mut fan = Fan {
                    exchange,
                    under_way: FuturesOrdered::new(),
                    rest: pages.into_iter(),
                    at_once,
                    tally: Tally::new(operation, guards),
                    is_over: false,
                };
                // The first goes alone: most lists have one page, and a page beyond the end is a request for nothing.
                fan.start(1);
                let pages = stream::unfold(Some(fan), |fan| async {
                    let mut fan = fan?;
                    match fan.next().await {
                        Ok(Some(page)) => Some((Ok(page), Some(fan))),
                        Ok(None) => None,
                        Err(error) => Some((Err(error), None)),
                    }
                });
                Box::pin(pages.fuse())
            }
        };
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }
}

impl<P: DeserializeOwned + Send + 'static> Fan<P> {
    async fn next(&mut self) -> Result<Option<Vec<P>>> {
        if self.is_over {
            return Ok(None);
        }
        self.tally.allows_another()?;
        let Some(list) = self.under_way.next().await else {
            let most = usize::from(MOST_BY_OFFSET);
            return Err(too_long(self.tally.operation, most, "records"));
        };
        let list = list?;
        self.tally.count(&self.exchange, list.data.len())?;
        self.is_over = list.next().is_none();
        if self.is_over {
            self.under_way.clear();
        } else {
            self.start(self.at_once);
        }
        Ok(Some(list.data))
    }

    fn start(&mut self, at_once: usize) {
        while self.under_way.len() < at_once
            && let Some(url) = self.rest.next()
        {
            let exchange = Arc::clone(&self.exchange);
            let operation = self.tally.operation;
            self.under_way.push_back(Box::pin(async move {
                exchange.get(operation, &url).await?.decode(operation)
            }));
        }
    }
}

impl<P: Unpin> Stream for Partitions<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.as_mut().poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P> fmt::Debug for Partitions<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partitions").finish_non_exhaustive()
    }
}
