//! What a write brings: `{"data":{…}}`, read strictly.
//!
//! Clio's API document names the members of each request; what it does not name is refused here, since quietly dropping it would
//! hide a client's mistake. Which status Clio gives for most mistakes is not documented: a body that is not of the documented shape is
//! 400, one whose values cannot be saved is 422.

use serde_json::{Map, Value};
use wiremock::Request;

use crate::reply::Reply;

/// One object of a body, and what may stand in it.
#[derive(Debug)]
pub(crate) struct Body<'a>(&'a Map<String, Value>);

/// What was sent for a record that is named by its id.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Link {
    NotSent,
    Null,
    To(i64),
}

/// Reads the body of a request.
pub(crate) fn read(request: &Request) -> Result<Value, Reply> {
    let is_json = request
        .headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    let body = serde_json::from_slice::<Value>(&request.body)
        .ok()
        .filter(|_| is_json);
    let mut body = body.ok_or_else(|| Reply::bad_parameter("the body is not JSON"))?;
    match body.get_mut("data") {
        Some(data @ Value::Object(_)) => Ok(data.take()),
        _ => Err(Reply::bad_parameter("data is missing")),
    }
}

impl<'a> Body<'a> {
    /// An object that holds nothing but these members.
    pub(crate) fn of(value: &'a Value, known: &[&str]) -> Result<Self, Reply> {
        let object = value
            .as_object()
            .ok_or_else(|| Reply::bad_parameter("an object is missing"))?;
        match object.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Reply::bad_parameter(&format!(
                "{name} is not a valid parameter"
            ))),
            None => Ok(Self(object)),
        }
    }

    /// A text; `None` when it was not sent, an empty one for `null`.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Reply> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(String::new())),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Reply::bad_parameter(&format!("{name} must be a string"))),
        }
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Reply> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(Reply::bad_parameter(&format!("{name} must be a boolean"))),
        }
    }

    /// Any value.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// The records of a list; none when it was not sent. `null` is no list.
    pub(crate) fn list(&self, name: &str) -> Result<&'a [Value], Reply> {
        match self.0.get(name) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(Reply::bad_parameter(&format!("{name} must be an array"))),
        }
    }

    /// `{"id":…}`; `null` is not valid for the id itself.
    pub(crate) fn link(&self, name: &str) -> Result<Link, Reply> {
        match self.0.get(name) {
            None => Ok(Link::NotSent),
            Some(Value::Null) => Ok(Link::Null),
            Some(link) => match Body::of(link, &["id"])?.value("id").and_then(Value::as_i64) {
                Some(id) => Ok(Link::To(id)),
                None => Err(Reply::bad_parameter(&format!(
                    "{name}.id must be an integer"
                ))),
            },
        }
    }
}

/// What was sent is well formed and cannot be saved.
pub(crate) fn unsaved(message: &str) -> Reply {
    Reply::api_error(422, "ArgumentError", message)
}
