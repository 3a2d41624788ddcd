//! Ids that are text.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of an `R` whose ids are text: custom field values (`text_line-55001`) and calendar entries.
///
/// Clio's document types these three as strings, and nothing says what is in them.
pub struct TextId<R> {
    text: Box<str>,
    kind: PhantomData<fn() -> R>,
}

impl<R> TextId<R> {
    /// The id with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into().into_boxed_str(),
            kind: PhantomData,
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<R> Clone for TextId<R> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            kind: PhantomData,
        }
    }
}

impl<R> PartialEq for TextId<R> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<R> Eq for TextId<R> {}

impl<R> std::hash::Hash for TextId<R> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<R> fmt::Debug for TextId<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<R> fmt::Display for TextId<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<R> Serialize for TextId<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, R> Deserialize<'de> for TextId<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextIdVisitor(PhantomData))
    }
}

/// Takes text, or a number: other records' ids are numbers, and these might be answered as such.
struct TextIdVisitor<R>(PhantomData<fn() -> R>);

impl<R> serde::de::Visitor<'_> for TextIdVisitor<R> {
    type Value = TextId<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E>(self, text: &str) -> Result<TextId<R>, E> {
        Ok(TextId::new(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<TextId<R>, E> {
        Ok(TextId::new(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<TextId<R>, E> {
        Ok(TextId::new(number.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::CustomFieldValue;

    type ValueId = TextId<CustomFieldValue>;

    #[test]
    fn a_number_is_the_text_of_its_digits() {
        for (json, text) in [
            ("\"text_line-55001\"", "text_line-55001"),
            ("55001", "55001"),
            ("-1", "-1"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            let id: ValueId = serde_json::from_str(json).unwrap();
            assert_eq!(id.as_str(), text);
            assert_eq!(serde_json::to_value(&id).unwrap(), text);
        }
        assert!(serde_json::from_str::<ValueId>("1.5").is_err());
    }

    #[test]
    fn ids_of_the_same_text_are_one() {
        let ids = ["a", "b"].map(ValueId::new);
        let set: HashSet<ValueId> = ids.iter().cloned().chain([ValueId::new("a")]).collect();
        assert_eq!(set, HashSet::from(ids));
    }
}
