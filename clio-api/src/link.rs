//! A record named in a request by its id alone.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::Id;

/// A record that a request refers to: `{"id":1001}`.
///
/// ```
/// use clio_api::{Id, Link, Matter};
///
/// let matter: Link<Matter> = Id::new(1001).into();
/// assert_eq!(serde_json::to_string(&matter)?, r#"{"id":1001}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
pub struct Link<R>(Id<R>);

impl<R> Link<R> {
    /// The record with this id.
    pub const fn new(id: Id<R>) -> Self {
        Self(id)
    }

    /// The id.
    pub const fn id(self) -> Id<R> {
        self.0
    }
}

impl<R> Clone for Link<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Link<R> {}

impl<R> From<Id<R>> for Link<R> {
    fn from(id: Id<R>) -> Self {
        Self(id)
    }
}

impl<R> fmt::Debug for Link<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Link").field(&self.0).finish()
    }
}

impl<R> Serialize for Link<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut link = serializer.serialize_struct("Link", 1)?;
        link.serialize_field("id", &self.0)?;
        link.end()
    }
}
