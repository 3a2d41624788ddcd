//! Which value goes into which component.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::path::Path;

/// A firm's map from the record to its HotDocs components.
#[derive(Clone, Debug)]
pub struct AnswerMap {
    entries: Vec<Entry>,
}

/// One component.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) path: Path,
    pub(super) name: String,
    pub(super) kind: AnswerKind,
    pub(super) words: BTreeMap<String, String>,
}

/// How a component is answered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum AnswerKind {
    Text,
    Date,
    YesNo,
    Choice,
    Number,
}

/// Why a map cannot be followed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// Neither the TOML nor the JSON of a map.
    #[error("this is not a map of components")]
    NotAMap,
    /// The record has no such value.
    #[error("\"{0}\" is not a value of the client's record")]
    UnknownPath(String),
    /// The path ends at a list or a group, not at one value.
    #[error("\"{0}\" is not one value: go on with a dot, or choose with []")]
    NotOneValue(String),
    /// HotDocs does not keep answers whose name is empty or begins with a parenthesis.
    #[error("\"{0}\" cannot be the name of a component")]
    BadName(String),
    /// Two values for one component.
    #[error("the component \"{0}\" is there twice")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Target {
    Name(String),
    Told(Told),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    name: String,
    #[serde(rename = "type")]
    kind: Option<AnswerKind>,
    #[serde(default)]
    words: BTreeMap<String, String>,
}

impl AnswerMap {
    /// Reads a map in TOML.
    ///
    /// # Errors
    /// When it is none, or cannot be followed.
    pub fn from_toml(text: &str) -> Result<Self, MapError> {
        toml::from_str(text)
            .map_err(|_| MapError::NotAMap)
            .and_then(Self::new)
    }

    /// Reads a map in JSON.
    ///
    /// # Errors
    /// When it is none, or cannot be followed.
    pub fn from_json(text: &str) -> Result<Self, MapError> {
        serde_json::from_str(text)
            .map_err(|_| MapError::NotAMap)
            .and_then(Self::new)
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn new(targets: BTreeMap<String, Target>) -> Result<Self, MapError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (text, target) in targets {
            let path = Path::parse(&text)?;
            let told = match target {
                Target::Name(name) => Told {
                    name,
                    kind: None,
                    words: BTreeMap::new(),
                },
                Target::Told(told) => told,
            };
            if told.name.trim().is_empty() || told.name.starts_with('(') {
                return Err(MapError::BadName(told.name));
            }
            if entries.iter().any(|entry| entry.name == told.name) {
                return Err(MapError::Twice(told.name));
            }
            entries.push(Entry {
                kind: told.kind.unwrap_or_else(|| path.kind()),
                path,
                name: told.name,
                words: told.words,
            });
        }
        Ok(Self { entries })
    }
}
