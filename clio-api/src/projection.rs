//! The struct you ask for is the query that is sent.

use serde::de::DeserializeOwned;

use crate::Resource;

/// A struct that decodes an `R`, and the `fields` that fill it.
///
/// Clio's rules (Fields): names are comma-separated; one nested level in braces; a second level gives `id` and `etag` only and takes
/// no braces; an unknown name is an error. Without `fields` Clio sends little more than `id` and `etag`.
pub trait Projection<R: Resource>: DeserializeOwned + Send + 'static {
    /// `id,name,addresses{id,street}`.
    const FIELDS: &'static str;
}
