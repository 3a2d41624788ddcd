//! Typed ids.

mod text;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use text::TextId;

/// The numeric id of an `R`: a contact's id is not a matter's.
///
/// Clio's ids are 64-bit and go past 2³¹.
///
/// ```
/// use clio_api::{Contact, Id};
///
/// let id: Id<Contact> = "2575000001".parse()?;
/// assert_eq!(id.to_string(), "2575000001");
/// # Ok::<_, std::num::ParseIntError>(())
/// ```
pub struct Id<R> {
    number: i64,
    kind: PhantomData<fn() -> R>,
}

impl<R> Id<R> {
    /// The id with this number.
    pub const fn new(number: i64) -> Self {
        Self {
            number,
            kind: PhantomData,
        }
    }

    /// Its number.
    pub const fn number(self) -> i64 {
        self.number
    }
}

impl<R> Clone for Id<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Id<R> {}

impl<R> PartialEq for Id<R> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<R> Eq for Id<R> {}

impl<R> PartialOrd for Id<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<R> Ord for Id<R> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl<R> Hash for Id<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl<R> fmt::Debug for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl<R> fmt::Display for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl<R> FromStr for Id<R> {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self::new)
    }
}

impl<R> Serialize for Id<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.number)
    }
}

impl<'de, R> Deserialize<'de> for Id<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor(PhantomData))
    }
}

/// Takes a number, or its digits in a string: Clio writes some references either way.
struct IdVisitor<R>(PhantomData<fn() -> R>);

impl<R> Visitor<'_> for IdVisitor<R> {
    type Value = Id<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id<R>, E> {
        Ok(Id::new(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id<R>, E> {
        i64::try_from(number)
            .map(Id::new)
            .map_err(|_| E::custom("an id is too large"))
    }

    fn visit_str<E: de::Error>(self, digits: &str) -> Result<Id<R>, E> {
        digits
            .parse()
            .map_err(|_| E::custom("an id is not a number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Contact;

    #[test]
    fn ids_are_numbers_or_digits() {
        for (json, expected) in [
            ("2575000001", Some(2_575_000_001)),
            ("\"2575000001\"", Some(2_575_000_001)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-1", Some(-1)),
            ("1.5", None),
            ("\"secret\"", None),
            ("null", None),
        ] {
            let id = serde_json::from_str::<Id<Contact>>(json);
            if let Err(error) = &id {
                assert!(!error.to_string().contains("secret"));
            }
            assert_eq!(id.ok().map(Id::number), expected, "{json}");
        }
    }

    #[test]
    fn ids_of_the_same_number_are_one_and_have_an_order() {
        let id = Id::<Contact>::new;
        let set: std::collections::HashSet<_> = [id(2), id(1), id(2)].into();
        let mut ids: Vec<_> = set.into_iter().collect();
        ids.sort();
        assert_eq!(ids, [id(1), id(2)]);
        assert!(id(-1) < id(1));
    }
}
