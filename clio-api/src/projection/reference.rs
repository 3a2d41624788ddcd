//! A nested record of which only the id is wanted.

use std::fmt;

use serde::Deserialize;

use crate::{Id, Projection};

/// What Clio sends for a nested record that is asked for without braces.
///
/// It may stand in a struct that is nested itself, where Clio takes no braces.
///
/// ```
/// use clio_api::projection::Reference;
/// use clio_api::{Contact, Id, Matter, Projection};
///
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Matter)]
/// struct Case {
///     id: Id<Matter>,
///     client: Option<Reference<Contact>>,
/// }
///
/// assert_eq!(Case::FIELDS, "id,client");
/// let case: Case = serde_json::from_str(r#"{"id":1,"client":{"id":2575000001,"etag":"\"a\""}}"#)?;
/// assert_eq!(case.id.number(), 1);
/// assert_eq!(case.client.and_then(|client| client.id), Some(Id::new(2_575_000_001)));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Deserialize)]
#[serde(bound = "")]
#[non_exhaustive]
pub struct Reference<R> {
    /// The record's id.
    pub id: Option<Id<R>>,
    /// The version of the record.
    pub etag: Option<String>,
    /// `Some(true)`: this user may not see the record.
    pub redacted: Option<bool>,
}

impl<R> Clone for Reference<R> {
    fn clone(&self) -> Self {
        Self {
            id: self.id,
            etag: self.etag.clone(),
            redacted: self.redacted,
        }
    }
}

impl<R> Default for Reference<R> {
    fn default() -> Self {
        Self {
            id: None,
            etag: None,
            redacted: None,
        }
    }
}

impl<R> fmt::Debug for Reference<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reference")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl<R: 'static> Projection<R> for Reference<R> {
    const FIELDS: &'static str = "id,etag";
}
