//! Verbs, written once for every resource.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::exchange::Exchange;
use crate::{Get, GetRequest, Id, List, ListRequest, Projection, Resource};

/// All records of one kind.
pub struct Collection<R> {
    exchange: Arc<Exchange>,
    kind: PhantomData<fn() -> R>,
}

impl<R: Resource> Collection<R> {
    pub(crate) fn new(exchange: Arc<Exchange>) -> Self {
        Self {
            exchange,
            kind: PhantomData,
        }
    }

    /// A list of them.
    pub fn list(&self) -> ListRequest<R>
    where
        R: List + Projection<R>,
    {
        ListRequest::new(Arc::clone(&self.exchange), R::PATH.to_owned())
    }

    /// One of them.
    pub fn get(&self, id: Id<R>) -> GetRequest<R>
    where
        R: Get + Projection<R>,
    {
        GetRequest::new(Arc::clone(&self.exchange), format!("{}/{id}", R::PATH))
    }
}

impl<R: Resource> fmt::Debug for Collection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collection<{}>", R::NAME)
    }
}
