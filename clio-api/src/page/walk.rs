//! One walk along Clio's next-page links.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::wire::List;
use super::{ListKey, Page, PageToken};
use crate::exchange::Exchange;
use crate::pinned::{ForeignLink, PinnedUrl};
use crate::{Error, ErrorKind, Progress, Result};

/// More pages than any firm has: 20 million records. Ends a walk that would never end.
const MOST_PAGES: usize = 100_000;

/// The caller's own caps. They guard, they do not cut: what goes beyond them is an error, never a short list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Guards {
    pub(crate) pages: Option<usize>,
    pub(crate) records: Option<usize>,
}

/// Where a walk is.
pub(super) struct Walk {
    exchange: Arc<Exchange>,
    key: ListKey,
    first: PinnedUrl,
    next: Option<Result<PinnedUrl>>,
    /// Every address of this walk, as a hash: one that comes again would never end.
    seen: HashSet<u64>,
    hasher: RandomState,
    pub(super) tally: Tally,
}

/// Counts against the guards, and tells the observer.
pub(super) struct Tally {
    pub(super) operation: &'static str,
    guards: Guards,
    pages: usize,
    records: usize,
}

impl Walk {
    pub(super) fn new(
        exchange: Arc<Exchange>,
        operation: &'static str,
        key: ListKey,
        first: PinnedUrl,
        guards: Guards,
    ) -> Self {
        Self {
            exchange,
            key,
            next: Some(Ok(first.clone())),
            first,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            tally: Tally::new(operation, guards),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.next.is_none()
    }

    pub(super) fn next(&self) -> Option<&PinnedUrl> {
        self.next.as_ref()?.as_ref().ok()
    }

    pub(super) async fn fetch<P: DeserializeOwned>(mut self) -> Result<(Page<P>, Self)> {
        let operation = self.tally.operation;
        let broken = |detail: &str| Error::new(ErrorKind::Decode, operation).with_detail(detail);
        let url = match self.next.take() {
            Some(next) => next?,
            None => return Err(broken("the walk is over")),
        };
        if !self.seen.insert(self.hasher.hash_one(&url)) {
            return Err(broken("Clio sent the same next page twice"));
        }
        self.tally.allows_another()?;
        let answer = self.exchange.get(operation, &url).await;
        let answer = answer.map_err(|error| capped(&url, error))?;
        let list: List<P> = answer.decode(operation)?;
        self.tally.count(&self.exchange, list.data.len())?;
        self.next = list
            .next()
            .map(|link| self.follow(link).map_err(|link| foreign(operation, link)));
        let page = Page {
            next: self.next().map(|next| PageToken::new(self.key, next)),
            more: !self.is_over(),
            items: list.data,
        };
        Ok((page, self))
    }

    fn follow(&self, link: &str) -> Result<PinnedUrl, ForeignLink> {
        let next = PinnedUrl::parse(&self.exchange.origin, link)?;
        if next.has_path_of(&self.first) {
            Ok(next)
        } else {
            Err(ForeignLink {
                host: "another list".to_owned(),
            })
        }
    }
}

impl Tally {
    pub(super) fn new(operation: &'static str, guards: Guards) -> Self {
        Self {
            operation,
            guards,
            pages: 0,
            records: 0,
        }
    }

    /// Whether one more page may be asked for.
    pub(super) fn allows_another(&self) -> Result<()> {
        if self.pages >= self.guards.pages.unwrap_or(MOST_PAGES).min(MOST_PAGES) {
            return Err(too_long(self.operation, self.pages, "pages"));
        }
        Ok(())
    }

    /// Takes in a page.
    pub(super) fn count(&mut self, exchange: &Exchange, records: usize) -> Result<()> {
        self.pages += 1;
        self.records += records;
        if let Some(most) = self.guards.records.filter(|most| self.records > *most) {
            return Err(too_long(self.operation, most, "records"));
        }
        exchange.observers.tell_progress(Progress {
            operation: self.operation,
            pages: self.pages,
            records: self.records,
            page_records: records,
        });
        Ok(())
    }
}

pub(super) fn too_long(operation: &'static str, most: usize, what: &str) -> Error {
    Error::new(ErrorKind::Limit, operation).with_detail(format!("it has more than {most} {what}"))
}

/// Clio gives the first 10,000 records of a walk that is not in the order of ids, and refuses its own link to the next (Clio: Paging).
fn capped(url: &PinnedUrl, error: Error) -> Error {
    let query = url.path_and_query();
    let by_id = ["order=id%28asc%29", "order=id(asc)"].map(|order| query.contains(order));
    let is_cap = error.status() == Some(StatusCode::UNPROCESSABLE_ENTITY)
        && query.contains("page_token=")
        && by_id == [false, false];
    if is_cap {
        let most =
            "Clio gives no more than 10,000 records of a list that is not in the order of ids";
        error.with_kind(ErrorKind::Limit).with_detail(most)
    } else {
        error
    }
}

fn foreign(operation: &'static str, link: ForeignLink) -> Error {
    Error::new(ErrorKind::Decode, operation)
        .with_detail(format!(
            "the next page leads to another place ({}); nothing was sent there",
            link.host
        ))
        .because(link)
}
