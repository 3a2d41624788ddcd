//! A request: options first, then `send`, `items` or `pages`.

mod get;
mod list;
mod write;

use std::fmt;

use serde::Serialize;

use crate::filter::Query;
use crate::pinned::PinnedUrl;
use crate::{CustomField, Error, ErrorKind, Id, Origin, Result};

pub use get::{ConditionalRequest, Fetched, GetRequest};
pub use list::ListRequest;
pub use write::WriteRequest;

/// An address with `fields` and what else the request says.
pub(crate) fn address(
    origin: &Origin,
    operation: &'static str,
    path: &str,
    query: Query,
) -> Result<PinnedUrl> {
    let usage = |detail: String| Error::new(ErrorKind::Usage, operation).with_detail(detail);
    if let Some(name) = query.missing() {
        return Err(usage(format!(
            "Clio wants `{name}` here, and it is not set"
        )));
    }
    PinnedUrl::new(origin, path, &query.into_text())
        .map_err(|_| usage("the address is too long or leads elsewhere".to_owned()))
}

/// What a request that is no list asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    custom_field_ids: Vec<Id<CustomField>>,
    more: Vec<(&'static str, String)>,
}

impl Asked {
    pub(crate) fn custom_fields(&mut self, ids: &[Id<CustomField>]) {
        self.custom_field_ids.extend_from_slice(ids);
    }

    pub(crate) fn parameter(&mut self, name: &'static str, value: impl fmt::Display) {
        self.more.push((name, value.to_string()));
    }

    pub(crate) fn query(&self, fields: &str) -> Query {
        let mut query = Query::default();
        if !fields.is_empty() {
            query.push("fields", fields);
        }
        query.many("custom_field_ids[]", &self.custom_field_ids);
        for (name, value) in &self.more {
            query.push(name, value);
        }
        query
    }
}

/// `{"data":…}`, as Clio takes bodies.
pub(crate) fn body<T: Serialize>(operation: &'static str, data: &T) -> Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Wrapped<'a, T> {
        data: &'a T,
    }

    serde_json::to_vec(&Wrapped { data }).map_err(|_| {
        Error::new(ErrorKind::Usage, operation).with_detail("the request cannot be written")
    })
}

/// One segment of a path: an id that is text may hold anything.
pub(crate) fn segment(id: &impl fmt::Display) -> String {
    id.to_string()
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_text_leads_nowhere_else() {
        for (id, written) in [
            ("text_line-55001", "text_line-55001"),
            ("../users", "%2E%2E%2Fusers"),
            ("a?b#c", "a%3Fb%23c"),
            ("a%2Fb", "a%252Fb"),
            ("né", "n%C3%A9"),
            ("a b~c", "a%20b~c"),
        ] {
            assert_eq!(segment(&id), written);
        }
    }

    #[test]
    fn what_clio_wants_is_missed_before_anything_is_sent() {
        let origin = crate::Region::Us.origin();
        for (value, is_told) in [(None, true), (Some("matter".to_owned()), false)] {
            let mut query = Query::default();
            query.required("type", value.as_ref());
            let url = address(&origin, "notes.list", "notes", query);
            match url {
                Ok(_) => assert!(!is_told),
                Err(error) => {
                    assert!(is_told);
                    assert_eq!(error.kind(), ErrorKind::Usage);
                    assert!(error.to_string().contains("`type`"), "{error}");
                }
            }
        }
    }
}
