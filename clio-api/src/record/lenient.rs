//! Values that Clio writes in more than one way, or that accounts hold in a form its document does not show.

mod moment;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::SecretString;
use serde::de::{self, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A day; an empty text is none.
pub(crate) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    deserializer.deserialize_option(Parsed(|text: &str| text.parse().ok()))
}

/// A point in time with any offset; an empty text is none.
pub(crate) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    deserializer.deserialize_option(Parsed(moment::read))
}

/// A number, or its digits in a text: amounts come as either.
pub(crate) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    deserializer.deserialize_any(Number)
}

/// A text that is never shown.
pub(crate) fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|text| text.map(SecretString::from))
}

/// A list; `null` in it is passed over.
pub(crate) fn list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Items<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
        type Value = Option<Vec<T>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            // The hint is the sender's: it must not decide how much memory is taken.
            let mut list = Vec::with_capacity(items.size_hint().unwrap_or_default().min(256));
            while let Some(item) = items.next_element::<Option<T>>()? {
                list.extend(item);
            }
            Ok(Some(list))
        }
    }

    deserializer.deserialize_any(Items(std::marker::PhantomData))
}

/// A text in a form of its own.
struct Parsed<F>(F);

impl<'de, T, F: Fn(&str) -> Option<T>> Visitor<'de> for Parsed<F> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        // Spaces are rare, and finding none costs.
        let read = || (self.0)(text).or_else(|| (self.0)(text.trim()));
        match read() {
            None if text.trim().is_empty() => Ok(None),
            // The text may be anything, so it is not repeated.
            None => Err(E::custom("not a date")),
            found => Ok(found),
        }
    }
}

struct Number;

impl<'de> Visitor<'de> for Number {
    type Value = Option<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "no amount comes near the 53 bits"
    )]
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "no amount comes near the 53 bits"
    )]
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number as f64))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.trim() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(number) if f64::is_finite(number) => Ok(Some(number)),
                _ => Err(E::custom("not a number")),
            },
        }
    }

    /// Another crate may turn on a feature of `serde_json` that answers numbers as maps; that has to fail as itself.
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Err(de::Error::custom("not a number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Wild {
        #[serde(deserialize_with = "day")]
        day: Option<Date>,
        #[serde(deserialize_with = "moment")]
        moment: Option<Timestamp>,
        #[serde(deserialize_with = "decimal")]
        decimal: Option<f64>,
        #[serde(deserialize_with = "list")]
        list: Option<Vec<i64>>,
    }

    #[test]
    fn what_accounts_hold_is_read() {
        let read = |json: &str| serde_json::from_str::<Wild>(json);
        for nothing in [
            "{}",
            r#"{"day":null,"moment":null,"decimal":null,"list":null}"#,
            r#"{"day":"","moment":" ","decimal":""}"#,
        ] {
            assert_eq!(read(nothing).unwrap(), Wild::default(), "{nothing}");
        }
        let full = read(
            r#"{"day":"1951-03-09","moment":"2026-10-02T10:00:00-07:00","decimal":"12.50","list":[1,null,3]}"#,
        )
        .unwrap();
        assert_eq!(full.day, Some("1951-03-09".parse().unwrap()));
        assert_eq!(full.moment, Some("2026-10-02T17:00:00Z".parse().unwrap()));
        assert_eq!(full.decimal, Some(12.5));
        assert_eq!(full.list, Some(vec![1, 3]));
        assert_eq!(read(r#"{"decimal":7}"#).unwrap().decimal, Some(7.0));
        assert_eq!(read(r#"{"decimal":-7.25}"#).unwrap().decimal, Some(-7.25));
        assert_eq!(read(r#"{"decimal":-7}"#).unwrap().decimal, Some(-7.0));
    }

    #[test]
    fn what_is_wrong_is_not_repeated() {
        for wrong in [
            r#"{"day":"CANARY"}"#,
            r#"{"moment":"CANARY"}"#,
            r#"{"decimal":"CANARY"}"#,
            r#"{"decimal":"NaN"}"#,
            r#"{"decimal":{"CANARY":1}}"#,
        ] {
            let error = serde_json::from_str::<Wild>(wrong).unwrap_err();
            assert!(!error.to_string().contains("CANARY"), "{error}");
        }
    }
}
