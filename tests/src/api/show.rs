//! One record: cut to `fields`, with `ETag` and `Last-Modified`, or 304.

use std::hash::Hash;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::{Value, json};
use wiremock::Request;

use crate::api::params::{FIELDS, Rule, Value as Must};
use crate::api::{Params, View};
use crate::fields::{self, Selection, Shape, shape};
use crate::firm::etag;
use crate::reply::Reply;

/// What single records take.
pub(crate) const PLAIN: &[Rule] = &[FIELDS];
/// What records with custom values take.
pub(crate) const WITH_CUSTOM_VALUES: &[Rule] = &[FIELDS, ("custom_field_ids[]", Must::Integer)];

/// One GET of one record.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) request: &'a Request,
    pub(crate) view: &'a View<'a>,
    pub(crate) params: &'a Params,
}

impl Context<'_> {
    /// The answer for a record: `validator` decides its etag, `value` gives its names.
    pub(crate) fn record(
        &self,
        kind: &str,
        validator: &impl Hash,
        updated_at: Timestamp,
        value: &dyn Fn(&str) -> Value,
    ) -> Result<Reply, Reply> {
        let selection = selection(self.params, shape(kind))?;
        let etag = etag(validator);
        let stamped = |reply: Reply| match rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&updated_at)
        {
            Ok(date) => reply
                .header("ETag", etag.clone())
                .header("Last-Modified", date),
            Err(_) => reply.header("ETag", etag.clone()),
        };
        if self.unchanged(&etag, updated_at) {
            return Ok(stamped(Reply::empty(304)));
        }
        let data = fields::render(&selection, self.view.switches.redacted_keys, &|name| {
            narrowed(self.params, name, value(name))
        });
        Ok(stamped(Reply::json(200, &json!({"data": data}))))
    }

    /// The answer for a contact this user may not see but may learn of.
    pub(crate) fn shell(&self, kind: &str, id: i64) -> Result<Reply, Reply> {
        let selection = selection(self.params, shape(kind))?;
        let data = fields::shell(&json!(id), &selection, self.view.switches.redacted_keys);
        Ok(Reply::json(200, &json!({"data": data})))
    }

    /// RFC 9110 section 13.2.2: an etag outranks a date.
    fn unchanged(&self, etag: &str, updated_at: Timestamp) -> bool {
        let header = |name: &str| {
            self.request
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if let Some(known) = header("if-none-match") {
            return known.split(',').any(|one| one.trim() == etag);
        }
        let since = header("if-modified-since").and_then(|date| rfc2822::parse(date).ok());
        since.is_some_and(|since| updated_at.as_second() <= since.timestamp().as_second())
    }
}

/// What was asked, or the record's defaults.
pub(crate) fn selection(params: &Params, of: &'static Shape) -> Result<Selection, Reply> {
    match params.text("fields") {
        None => Ok(Selection::defaults(of)),
        Some(text) => fields::parse(text, of).map_err(|invalid| {
            let message = format!("{} is not a valid field", invalid.0);
            Reply::api_error(400, "InvalidFields", &message)
        }),
    }
}

/// `custom_field_ids[]` narrows the custom values to those definitions.
pub(crate) fn narrowed(params: &Params, name: &str, mut value: Value) -> Value {
    if name == "custom_field_values"
        && let Some(wanted) = params.ids("custom_field_ids[]")
        && let Value::Array(rows) = &mut value
    {
        rows.retain(|row| {
            row["custom_field"]["id"]
                .as_i64()
                .is_some_and(|id| wanted.contains(&id))
        });
    }
    value
}
