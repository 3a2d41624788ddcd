//! What a page looks like on the wire, and how it is decoded.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Error, ErrorKind, Result, place};

/// One record's answer.
#[derive(Deserialize)]
pub(crate) struct Single<P> {
    pub(crate) data: P,
}

/// A page's answer. `meta` is not in Clio's document, so none of it is taken for granted; `data` has to be there.
#[derive(Deserialize)]
pub(super) struct List<P> {
    pub(super) data: Vec<P>,
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

impl<P> List<P> {
    pub(super) fn next(&self) -> Option<&str> {
        self.meta.as_ref()?.paging.as_ref()?.next.as_deref()
    }
}

/// Decodes, or names the place. The message of `serde_json` quotes values: it is dropped.
pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| {
        let place = place::of(&error, body.as_bytes());
        Error::new(ErrorKind::Decode, operation).with_detail(format!("at {place}"))
    })
}
