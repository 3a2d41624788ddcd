//! A record cut to what was asked.

use serde_json::{Map, Value};

use super::{Kind, Selected, Selection};

/// What a shell of a hidden contact says about the other keys that were asked for. Which of the two Clio does is unknown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RedactedKeys {
    /// Only `id` and `redacted`.
    #[default]
    Absent,
    /// The other keys, as `null`.
    Null,
}

/// Cuts a record. `value` gives each top-level name: plain values as they are, nested records with everything they have.
pub(crate) fn render(
    selection: &Selection,
    keys: RedactedKeys,
    value: &dyn Fn(&str) -> Value,
) -> Value {
    let one = |selected: &Selected| {
        (
            selected.name.to_owned(),
            cut(selected, value(selected.name), keys),
        )
    };
    Value::Object(selection.names.iter().map(one).collect())
}

/// What stands in the place of a contact the user may not see.
pub(crate) fn shell(id: &Value, selection: &Selection, keys: RedactedKeys) -> Value {
    let mut shell = Map::new();
    if keys == RedactedKeys::Null {
        for selected in &selection.names {
            shell.insert(selected.name.to_owned(), Value::Null);
        }
    }
    shell.insert("id".to_owned(), id.clone());
    shell.insert("redacted".to_owned(), Value::Bool(true));
    Value::Object(shell)
}

fn cut(selected: &Selected, value: Value, keys: RedactedKeys) -> Value {
    match (selected.kind, value) {
        (Kind::Plain, value) => value,
        (Kind::One(_), Value::Object(record)) => nested(&selected.inner, &record, keys),
        (Kind::One(_), _) => Value::Null,
        (Kind::Many(_), Value::Array(records)) => {
            let objects = records.iter().filter_map(Value::as_object);
            Value::Array(
                objects
                    .map(|record| nested(&selected.inner, record, keys))
                    .collect(),
            )
        }
        (Kind::Many(_), _) => Value::Array(Vec::new()),
    }
}

fn nested(inner: &Selection, record: &Map<String, Value>, keys: RedactedKeys) -> Value {
    let value = |name: &str| record.get(name).cloned().unwrap_or(Value::Null);
    if record.get("redacted") == Some(&Value::Bool(true)) {
        return shell(&value("id"), inner, keys);
    }
    render(inner, keys, &value)
}
