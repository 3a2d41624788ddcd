//! Paths into the record, checked against its schema before anything is written.

use std::sync::LazyLock;

use serde_json::Value;

use super::map::{AnswerKind, MapError};
use crate::export::json::schema;
use crate::words::fold;

/// The address where a person lives; no member of the record, but worked out from it.
pub(super) const RESIDENCE: &str = "residence";

static SCHEMA: LazyLock<Value> = LazyLock::new(schema);

/// A path that the record has.
#[derive(Clone, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
    kind: AnswerKind,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Member(String),
    Each,
    Nth(usize),
    Called(String),
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answers {
    One(Option<Value>),
    Many(Vec<Self>),
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, MapError> {
        let unknown = || MapError::UnknownPath(text.to_owned());
        let steps = steps(text).ok_or_else(unknown)?;
        let mut at = &*SCHEMA;
        for step in &steps {
            at = follow(at, step).ok_or_else(unknown)?;
        }
        let within = ["properties", "items", "additionalProperties"];
        if within.iter().any(|part| at.get(part).is_some()) {
            return Err(MapError::NotOneValue(text.to_owned()));
        }
        let is_date = matches!(steps.last(), Some(Step::Member(name)) if name.ends_with("_date") || name == "married_on");
        let is_yes_no = at.get("type").is_some_and(|kind| {
            let or_null = || {
                kind.as_array()
                    .is_some_and(|kinds| kinds.contains(&"boolean".into()))
            };
            kind == "boolean" || or_null()
        });
        let kind = if is_yes_no {
            AnswerKind::YesNo
        } else if is_date {
            AnswerKind::Date
        } else {
            AnswerKind::Text
        };
        Ok(Self { steps, kind })
    }

    /// How its value is answered when the map does not say.
    pub(super) fn kind(&self) -> AnswerKind {
        self.kind
    }

    pub(super) fn answers(&self, record: &Value) -> Answers {
        walk(record, &self.steps)
    }
}

fn walk(value: &Value, steps: &[Step]) -> Answers {
    let Some((step, rest)) = steps.split_first() else {
        return Answers::One(Some(value.clone()).filter(|value| !value.is_null()));
    };
    let items = || value.as_array().map(Vec::as_slice).unwrap_or_default();
    let next = match step {
        Step::Each => return Answers::Many(items().iter().map(|item| walk(item, rest)).collect()),
        Step::Member(name) => value.get(name),
        Step::Nth(at) => items().get(*at),
        Step::Called(name) => items().iter().find(|item| is_called(item, name)),
    };
    // A list inside something that is not there is an empty list.
    walk(next.unwrap_or(&Value::Null), rest)
}

/// `home`, `Golf club`, `#7`.
fn is_called(item: &Value, name: &str) -> bool {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match name.strip_prefix('#') {
        Some(id) => text("field_id") == Some(id),
        None => ["kind", "name"]
            .into_iter()
            .filter_map(text)
            .any(|text| fold(text) == fold(name)),
    }
}

fn follow(at: &'static Value, step: &Step) -> Option<&'static Value> {
    let next = match step {
        Step::Member(name) if name == RESIDENCE => {
            at.get("properties")?.get("addresses")?.get("items")?
        }
        Step::Member(name) => at.get("properties")?.get(name)?,
        Step::Each | Step::Nth(_) => at.get("items")?,
        Step::Called(_) => {
            let item = resolved(at.get("items")?);
            let has = |name: &str| {
                item.get("properties")
                    .is_some_and(|properties| properties.get(name).is_some())
            };
            // Only what has a kind or a name can be called by it.
            return (has("kind") || has("field_id")).then_some(item);
        }
    };
    Some(resolved(next))
}

/// The definition behind a reference, and what is there behind "or null".
fn resolved(mut at: &'static Value) -> &'static Value {
    loop {
        let reference = at
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|to| to.strip_prefix('#'));
        let choice = at
            .get("anyOf")
            .and_then(Value::as_array)
            .and_then(|choices| choices.iter().find(|choice| choice.get("$ref").is_some()));
        at = match (reference.and_then(|to| SCHEMA.pointer(to)), choice) {
            (Some(definition), _) => definition,
            (None, Some(choice)) => choice,
            (None, None) => return at,
        };
    }
}

/// `children[].phones[mobile].number`
fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        steps.push(Step::Member(rest[..end].to_owned()));
        rest = &rest[end..];
        while let Some(inside) = rest.strip_prefix('[') {
            let (selector, after) = inside.split_once(']')?;
            steps.push(match selector {
                "" => Step::Each,
                digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                    Step::Nth(digits.parse().ok()?)
                }
                name => Step::Called(name.to_owned()),
            });
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Some(steps),
            None => return None,
        }
    }
}
