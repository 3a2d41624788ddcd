//! Verbs, written once for every resource.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Method;

use crate::exchange::{Call, Exchange};
use crate::filter::Query;
use crate::request::{address, body, segment};
use crate::{
    Clio, Create, Delete, Get, GetRequest, List, ListRequest, Projection, Resource, Result, Update,
    WriteRequest,
};

/// All records of one kind: `clio.contacts()`.
///
/// `list`, `get`, `create` and `update` make requests: say what else there is to say (`filter`, `select`, `if_match`), then `send` them.
/// What can be done follows from the traits the record has: a verb that Clio does not offer does not compile.
///
/// ```compile_fail
/// # fn make(clio: clio_api::Clio) {
/// clio.users().delete(clio_api::Id::new(1)); // Clio cannot delete a `User`
/// # }
/// ```
pub struct Collection<R> {
    exchange: Arc<Exchange>,
    kind: PhantomData<fn() -> R>,
}

impl Clio {
    pub(crate) fn collection<R: Resource>(&self) -> Collection<R> {
        Collection {
            exchange: Arc::clone(self.exchange()),
            kind: PhantomData,
        }
    }
}

impl<R> Collection<R> {
    pub(crate) fn exchange(&self) -> &Arc<Exchange> {
        &self.exchange
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "nearly all ids are numbers, and are given like numbers"
)]
impl<R: Resource> Collection<R> {
    /// A list of them: all that the [`filter`](ListRequest::filter) lets through, and this user may see.
    pub fn list(&self) -> ListRequest<R>
    where
        R: List + Projection<R>,
    {
        ListRequest::new(Arc::clone(&self.exchange), R::PATH.to_owned())
    }

    /// One of them, by its id.
    pub fn get(&self, id: R::Id) -> GetRequest<R>
    where
        R: Get + Projection<R>,
    {
        GetRequest::new(Arc::clone(&self.exchange), R::GET, Self::path(&id))
    }

    /// Makes one. Clio answers the new record, or those fields of it that are [`select`](WriteRequest::select)ed. The body is written at once; nothing is sent before [`WriteRequest::send`].
    pub fn create(&self, new: &R::New) -> WriteRequest<R>
    where
        R: Create + Projection<R>,
    {
        let exchange = Arc::clone(&self.exchange);
        WriteRequest::new(
            exchange,
            R::CREATE,
            Method::POST,
            R::PATH.to_owned(),
            body(R::CREATE, new),
        )
    }

    /// Changes one. [`WriteRequest::if_match`] makes sure that nobody else has changed it meanwhile.
    pub fn update(&self, id: R::Id, patch: &R::Patch) -> WriteRequest<R>
    where
        R: Update + Projection<R>,
    {
        let exchange = Arc::clone(&self.exchange);
        WriteRequest::new(
            exchange,
            R::UPDATE,
            Method::PATCH,
            Self::path(&id),
            body(R::UPDATE, patch),
        )
    }

    /// Deletes one.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind); ask [`Error::may_have_taken_effect`](crate::Error::may_have_taken_effect) when the answer was lost.
    pub async fn delete(&self, id: R::Id) -> Result<()>
    where
        R: Delete,
    {
        let url = address(
            &self.exchange.origin,
            R::DELETE,
            &Self::path(&id),
            Query::default(),
        )?;
        let call = Call::write(R::DELETE, Method::DELETE, url, Vec::new());
        self.exchange.send(call).await.map(drop)
    }

    fn path(id: &R::Id) -> String {
        format!("{}/{}", R::PATH, segment(id))
    }
}

impl<R: Resource> fmt::Debug for Collection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collection<{}>", R::NAME)
    }
}
