//! Pages of a list.
//!
//! Clio's page on paging and live reports: `limit` 1–200, `meta.paging.next` an absolute address that repeats the query, no
//! key when there is no further page. With `order=id(asc)` and no `offset` the walk is by cursor and has no end; any other
//! walk is by offset, gives the first 10,000 records and answers 422 `ArgumentError` beyond them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::reply::Reply;

/// Records an offset walk may pass.
pub(crate) const OFFSET_MAX: usize = 10_000;
/// Records of a page when nobody says.
pub(crate) const LIMIT_MAX: usize = 200;

/// The page that is asked for.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) origin: &'a str,
    pub(crate) path: &'a str,
    /// The query without `page_token` and `offset`: what `next` repeats.
    pub(crate) query: Vec<(&'a str, &'a str)>,
    pub(crate) limit: usize,
    pub(crate) by_id: bool,
    pub(crate) offset: Option<usize>,
    pub(crate) page_token: Option<&'a str>,
    /// Signs page tokens.
    pub(crate) key: &'a [u8],
    pub(crate) records_count_page: bool,
}

/// One page.
#[derive(Debug)]
pub(crate) struct Page<'r, T> {
    pub(crate) rows: &'r [(i64, T)],
    pub(crate) meta: Value,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    After(i64),
    Before(i64),
    From(usize),
}

/// Cuts the page out of all rows. Each row comes with the id it is ordered by under `order=id(asc)`.
pub(crate) fn page<'r, T>(ask: &Ask<'_>, rows: &'r [(i64, T)]) -> Result<Page<'r, T>, Reply> {
    let place = place(ask)?;
    let (start, end) = match place {
        Place::After(id) => {
            let start = rows.partition_point(|(key, _)| *key <= id);
            (start, start + ask.limit)
        }
        Place::Before(id) => {
            let end = rows.partition_point(|(key, _)| *key < id);
            (end.saturating_sub(ask.limit), end)
        }
        Place::From(start) => (start.min(rows.len()), OFFSET_MAX.min(start + ask.limit)),
    };
    let end = end.min(rows.len());
    let shown = &rows[start..end];
    let cursor = !matches!(place, Place::From(_));
    let mut paging = Map::new();
    if end < rows.len() {
        let next = if cursor {
            Place::After(shown.last().map_or(0, |(key, _)| *key))
        } else {
            Place::From(end)
        };
        paging.insert("next".to_owned(), json!(address(ask, next)));
        if start > 0 {
            let back = start.saturating_sub(ask.limit);
            let previous = if cursor {
                Place::Before(shown.first().map_or(0, |(key, _)| *key))
            } else {
                Place::From(back)
            };
            paging.insert("previous".to_owned(), json!(address(ask, previous)));
        }
    }
    let records = if ask.records_count_page {
        shown.len()
    } else {
        rows.len()
    };
    Ok(Page {
        rows: shown,
        meta: json!({"paging": paging, "records": records}),
    })
}

fn place(ask: &Ask<'_>) -> Result<Place, Reply> {
    match (ask.page_token, ask.offset) {
        (Some(_), Some(_)) => Err(Reply::bad_parameter(
            "page_token and offset cannot be combined",
        )),
        (Some(token), None) => match open(ask, token) {
            Some(Place::From(start)) if start >= OFFSET_MAX => Err(out_of_bounds(
                "page_token is now out of bounds and cannot be used.",
            )),
            Some(place) => Ok(place),
            None => Err(Reply::bad_parameter("page_token is invalid")),
        },
        (None, Some(offset)) if offset >= OFFSET_MAX => {
            Err(out_of_bounds("offset must be less than 10000"))
        }
        (None, Some(offset)) => Ok(Place::From(offset)),
        (None, None) if ask.by_id => Ok(Place::After(i64::MIN)),
        (None, None) => Ok(Place::From(0)),
    }
}

fn out_of_bounds(message: &str) -> Reply {
    Reply::api_error(422, "ArgumentError", message)
}

fn address(ask: &Ask<'_>, place: Place) -> String {
    let token = seal(ask, place);
    let pairs = ask
        .query
        .iter()
        .copied()
        .chain([("page_token", token.as_str())]);
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    format!("{}{}?{}", ask.origin, ask.path, pairs.join("&"))
}

fn encode(text: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

/// An opaque token: the place and a signature that binds it to this list and this query.
fn seal(ask: &Ask<'_>, place: Place) -> String {
    let text = match place {
        Place::After(id) => format!("a{id}"),
        Place::Before(id) => format!("b{id}"),
        Place::From(start) => format!("o{start}"),
    };
    URL_SAFE_NO_PAD.encode(format!("{text}.{}", signature(ask, &text)))
}

fn open(ask: &Ask<'_>, token: &str) -> Option<Place> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (text, signed) = text.split_once('.')?;
    if signature(ask, text) != signed {
        return None;
    }
    let number = text.get(1..)?;
    match text.chars().next()? {
        'a' => number.parse().ok().map(Place::After),
        'b' => number.parse().ok().map(Place::Before),
        _ => number.parse().ok().map(Place::From),
    }
}

fn signature(ask: &Ask<'_>, text: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(ask.key);
    digest.update(format!("{text}\n{}\n{:?}", ask.path, ask.query));
    URL_SAFE_NO_PAD.encode(&digest.finalize()[..12])
}
