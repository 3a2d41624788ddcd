//! Values whose JSON kind or list of words Clio does not fix.

use std::fmt;

use serde::de::{Error as _, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A custom field's `value` as it came. Which kind comes for which field type is not fixed by Clio's documents.
///
/// `null` is not a `FieldValue`; it is the `None` around it.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum FieldValue {
    /// A string.
    Text(String),
    /// A number: its digits as they came, never through a float.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// An array or an object, as JSON text.
    Other(String),
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Number(_) => "Number(…)",
            Self::Bool(_) => "Bool(…)",
            Self::Other(_) => "Other(…)",
        })
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(json) | Self::Other(json) => RawValue::from_string(json.clone())
                .map_err(|_| S::Error::custom("the value is no JSON"))?
                .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The raw text keeps the digits, and works whatever number features another crate turns on in serde_json.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let mut text = String::from(Box::<str>::from(raw));
        Ok(match text.as_bytes().first() {
            // Nothing to undo: what is between the quotes is the text.
            Some(b'"') if !text.contains('\\') => {
                text.pop();
                text.remove(0);
                Self::Text(text)
            }
            Some(b'"') => Self::Text(
                serde_json::from_str(&text).map_err(|_| D::Error::custom("a text is broken"))?,
            ),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'{' | b'[') => Self::Other(text),
            _ => Self::Number(text),
        })
    }
}

/// A value Clio added after this version was made. It can be read but not named, so that naming it later breaks nobody's `match`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as Clio sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }
}

/// Reads one of several words where it stands: it is kept only when it is unknown.
pub(crate) struct Word<F>(pub(crate) F);

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Word<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// An enumeration that Clio may extend: known values by name, others kept. Upper and lower case are the same to it, because Clio
/// reads and writes some of them differently.
macro_rules! open_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A value that is not in Clio's document of this version.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The value as it is written in filters: lower case where Clio's reads differ. Unknown ones as they came.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(value) => value.as_str(),
                }
            }

            #[inline]
            fn read(text: &str) -> Self {
                $(if text.eq_ignore_ascii_case($text) {
                    return Self::$variant;
                })+
                Self::Unknown($crate::UnknownValue::new(text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::value::Word(Self::read))
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::projection::Holds<$crate::projection::kind::Choice> for $name {}

        impl $crate::filter::Parameter for $name {
            fn text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_json_kind_is_kept() {
        for (json, expected) in [
            ("\"a\\u00e9\"", Some(FieldValue::Text("aé".to_owned()))),
            ("\"\"", Some(FieldValue::Text(String::new()))),
            ("1234.10", Some(FieldValue::Number("1234.10".to_owned()))),
            (
                "-9007199254740993",
                Some(FieldValue::Number("-9007199254740993".to_owned())),
            ),
            ("true", Some(FieldValue::Bool(true))),
            ("false", Some(FieldValue::Bool(false))),
            (
                "{\"id\":1}",
                Some(FieldValue::Other("{\"id\":1}".to_owned())),
            ),
            ("null", None),
        ] {
            assert_eq!(
                serde_json::from_str::<Option<FieldValue>>(json).unwrap(),
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn a_value_is_written_as_it_came() {
        for json in [
            "\"a\\\"b\"",
            "12345678901234567.10",
            "true",
            "false",
            "{\"id\":1}",
            "[1]",
        ] {
            let value: FieldValue = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        let broken = FieldValue::Other("{".to_owned());
        assert!(serde_json::to_string(&broken).is_err());
    }

    #[test]
    fn a_value_is_not_shown() {
        for (json, shown) in [
            ("\"CANARY\"", "Text(…)"),
            ("536229041", "Number(…)"),
            ("true", "Bool(…)"),
            ("[\"CANARY\"]", "Other(…)"),
        ] {
            let value: FieldValue = serde_json::from_str(json).unwrap();
            assert_eq!(format!("{value:?}"), shown);
        }
    }
}
