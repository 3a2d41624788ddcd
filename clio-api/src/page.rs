//! Pages, and the records on them, as streams.

mod partitions;
mod token;
mod walk;
mod wire;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub(crate) use partitions::MOST_BY_OFFSET;
pub use partitions::Partitions;
pub(crate) use token::ListKey;
pub use token::{PageToken, PageTokenError};
pub(crate) use walk::Guards;
use walk::Walk;
use wire::List;
pub(crate) use wire::{Single, decode};

use crate::exchange::Exchange;
use crate::pinned::PinnedUrl;
use crate::{Error, Result};

/// One page of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<P> {
    /// The records, in Clio's order. An empty page is not the end.
    pub items: Vec<P>,
    /// Where the walk goes on; `None` on the last page, and when Clio's link leads elsewhere, which is the next error.
    pub next: Option<PageToken>,
    /// Whether another page follows.
    pub more: bool,
}

/// Every page of a list, fetched as it is asked for; one page is in memory at a time.
///
/// Ends after the first error. A next page that was there before, or that leads to another place or list, is an error; so is a list of
/// more than 100,000 pages. Clio's pages are no snapshot: a record that changes during the walk may come twice or not at all (Clio:
/// Paging), and what comes twice is passed on.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<P> {
    key: ListKey,
    walk: Option<Walk>,
    fetching: Option<Fetching<P>>,
    /// The call was wrong from the start.
    wrong: Option<Error>,
    /// The page that is fetched next.
    next: Option<PinnedUrl>,
    /// The page that was read last.
    read: Option<PinnedUrl>,
}

/// Every record of a list, page by page.
#[must_use = "streams do nothing unless polled"]
pub struct Items<P> {
    pages: Pages<P>,
    page: std::vec::IntoIter<P>,
    /// Records of the page that was read last are being given.
    in_page: bool,
}

impl<P: DeserializeOwned> Page<P> {
    /// Reads a page that was saved, a fixture or an answer that is replayed, exactly as a walk reads Clio's.
    ///
    /// `more` says whether the page had a link to the next one. `next` is `None`: which list the page is of, and where from, is not in
    /// it, so nothing could resume there.
    ///
    /// ```
    /// use clio_api::{Contact, Page};
    ///
    /// let page = Page::<Contact>::from_json(r#"{"data":[{"id":2575000001,"name":"Dana Hollis"}],"meta":{"paging":{}}}"#)?;
    /// assert_eq!(page.items[0].name.as_deref(), Some("Dana Hollis"));
    /// assert!(!page.more);
    /// # Ok::<_, clio_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the text is no page of such records; the place is named, never the value.
    pub fn from_json(text: &str) -> Result<Self> {
        let list: List<P> = decode("page.from_json", text)?;
        Ok(Self {
            next: None,
            more: list.next().is_some(),
            items: list.data,
        })
    }
}

type Fetching<P> = Pin<Box<dyn Future<Output = Result<(Page<P>, Walk)>> + Send>>;

impl<P: DeserializeOwned + Send + 'static> Pages<P> {
    pub(crate) fn new(
        exchange: Arc<Exchange>,
        operation: &'static str,
        key: ListKey,
        first: Result<PinnedUrl>,
        guards: Guards,
    ) -> Self {
        let (first, wrong) = match first {
            Ok(first) => (Some(first), None),
            Err(error) => (None, Some(error)),
        };
        Self {
            key,
            walk: first
                .clone()
                .map(|first| Walk::new(exchange, operation, key, first, guards)),
            fetching: None,
            wrong,
            next: first,
            read: None,
        }
    }

    pub(crate) fn into_items(self) -> Items<P> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
            in_page: false,
        }
    }
}

impl<P> Pages<P> {
    /// Where [`ListRequest::resume`](crate::ListRequest::resume) goes on, in this process or another: at the page that is fetched
    /// next, or that could not be. `None` when the walk is over.
    pub fn token(&self) -> Option<PageToken> {
        self.next
            .as_ref()
            .map(|next| PageToken::new(self.key, next))
    }
}

impl<P> Items<P> {
    /// Where [`ListRequest::resume`](crate::ListRequest::resume) goes on, in this process or another: at the beginning of the page
    /// whose records are being given, or at the page that could not be read. Nothing is lost that way, and at most one page of
    /// records comes twice. `None` when the walk is over.
    pub fn token(&self) -> Option<PageToken> {
        if self.in_page {
            let read = self.pages.read.as_ref();
            read.map(|read| PageToken::new(self.pages.key, read))
        } else {
            self.pages.token()
        }
    }
}

impl<P: DeserializeOwned + Send + 'static> Stream for Pages<P> {
    type Item = Result<Page<P>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.wrong.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if self.fetching.is_none() {
            match self.walk.take() {
                Some(walk) if !walk.is_over() => self.fetching = Some(Box::pin(walk.fetch())),
                _ => return Poll::Ready(None),
            }
        }
        let Some(fetching) = &mut self.fetching else {
            return Poll::Ready(None);
        };
        let fetched = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        Poll::Ready(Some(fetched.map(|(page, walk)| {
            self.read = self.next.take();
            // A link that leads elsewhere cannot be resumed: its page is read again instead, and nothing is lost.
            self.next = match &page.next {
                None if page.more => self.read.clone(),
                _ => walk.next().cloned(),
            };
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
            let page = ready!(Pin::new(&mut self.pages).poll_next(context));
            self.in_page = matches!(page, Some(Ok(_)));
            match page {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contact, ErrorKind, Id};

    #[derive(Debug, serde::Deserialize)]
    struct Bare {
        id: Id<Contact>,
    }

    #[test]
    fn a_saved_page_says_whether_there_was_more() {
        for (json, ids, more) in [
            (r#"{"data":[]}"#, vec![], false),
            (
                r#"{"data":[{"id":1},{"id":2}],"meta":{"paging":{}}}"#,
                vec![1, 2],
                false,
            ),
            (
                r#"{"data":[{"id":1}],"meta":{"paging":{"next":"https://app.clio.com/x"}}}"#,
                vec![1],
                true,
            ),
            (r#"{"data":[],"meta":null}"#, vec![], false),
        ] {
            let page = Page::<Bare>::from_json(json).unwrap();
            let read: Vec<i64> = page.items.iter().map(|one| one.id.number()).collect();
            assert_eq!((read, page.more), (ids, more), "{json}");
            assert!(page.next.is_none(), "a saved page leads nowhere");
        }
        for json in [
            "",
            "{}",
            r#"{"data":[{"id":"CANARY"}]}"#,
            r#"{"data":{"id":1}}"#,
        ] {
            let error = Page::<Bare>::from_json(json).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{json}");
            assert!(
                !format!("{error} {error:?}").contains("CANARY"),
                "{error:?}"
            );
        }
    }
}
