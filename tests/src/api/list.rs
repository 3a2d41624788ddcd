//! A list: filtered, ordered, cut to a page, cut to `fields`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::api::params::Params;
use crate::api::{View, show};
use crate::fields::{self, shape};
use crate::paging::{self, Ask, LIMIT_MAX};
use crate::reply::Reply;
use crate::state::State;

/// One GET of one list.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) state: &'a State,
    pub(crate) path: &'a str,
    pub(crate) view: &'a View<'a>,
    pub(crate) params: &'a Params,
    /// The filter `ids[]`.
    pub(crate) ids: Option<BTreeSet<i64>>,
}

impl Context<'_> {
    /// The answer for a list. `rows` come filtered and in order, each with the id that `order=id(asc)` goes by; `value` gives
    /// the names of one row, `hidden` the shell of a row this user may not see.
    pub(crate) fn rows<T: Copy>(
        &self,
        kind: &str,
        rows: &[(i64, T)],
        hidden: &dyn Fn(T) -> Option<Value>,
        value: &dyn Fn(T, &str) -> Value,
    ) -> Result<Reply, Reply> {
        let selection = show::selection(self.params, shape(kind))?;
        let page = paging::page(&self.ask(), rows)?;
        let keys = self.view.switches.redacted_keys;
        let one = |row: T| match hidden(row) {
            Some(shell) => fields::shell(&shell["id"], &selection, keys),
            None => fields::render(&selection, keys, &|name| {
                show::narrowed(self.params, name, value(row, name))
            }),
        };
        let data: Vec<Value> = page.rows.iter().map(|(_, row)| one(*row)).collect();
        Ok(Reply::json(200, &json!({"data": data, "meta": page.meta})))
    }

    fn ask(&self) -> Ask<'_> {
        let params = self.params;
        Ask {
            origin: &self.state.origin,
            path: self.path,
            query: params
                .pairs()
                .filter(|(name, _)| !["page_token", "offset"].contains(name))
                .collect(),
            limit: params
                .integer("limit")
                .and_then(|n| n.try_into().ok())
                .unwrap_or(LIMIT_MAX),
            by_id: params.order() == Some(("id", false)),
            offset: params.integer("offset").and_then(|n| n.try_into().ok()),
            page_token: params.text("page_token"),
            key: &self.state.page_key,
            records_count_page: self.view.switches.records_count_page,
        }
    }

    /// Filters every list of records with times has.
    pub(crate) fn in_time(&self, created_at: Timestamp, updated_at: Timestamp) -> bool {
        self.params
            .since("created_since")
            .is_none_or(|since| created_at > since)
            && self
                .params
                .since("updated_since")
                .is_none_or(|since| updated_at > since)
    }

    /// The filter `ids[]`.
    pub(crate) fn named(&self, id: i64) -> bool {
        self.ids.as_ref().is_none_or(|ids| ids.contains(&id))
    }
}

/// Orders rows by what `order` says. Without it the order is stable but means nothing: Clio documents none, and a client that
/// relies on one should fail here.
pub(crate) fn ordered<T>(
    rows: &mut [(i64, T)],
    order: Option<(&str, bool)>,
    key: impl Fn(&T, &str) -> Option<String>,
) {
    match order {
        None => rows.sort_by_key(|(id, _)| scattered(*id)),
        Some(("id", descending)) => {
            rows.sort_by_key(|(id, _)| *id);
            if descending {
                rows.reverse();
            }
        }
        Some((field, descending)) => {
            rows.sort_by_cached_key(|(id, row)| (key(row, field), *id));
            if descending {
                rows.reverse();
            }
        }
    }
}

/// Every word of a query occurs somewhere in the texts, in any case: Clio's search is fuzzy and finds too much.
pub(crate) fn matches(query: &str, texts: &[String]) -> bool {
    let all = texts.join("\n").to_lowercase();
    query
        .to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}

/// Spreads ids without a pattern (the finaliser of `SplitMix64`).
fn scattered(id: i64) -> u64 {
    let mut bits = id.cast_unsigned();
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
