//! Numbers that open doors.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A Social Security number. It is written in clear only into the record itself; `Debug` never shows it.
#[derive(Clone)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there is a number or there is none to see"
)]
pub enum SocialSecurityNumber {
    /// The number as Clio has it.
    Clear(SecretString),
    /// There is one, and it is not shown here.
    Hidden,
}

const HIDDEN: &str = "hidden";

impl Serialize for SocialSecurityNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Clear(number) => number.expose_secret(),
            Self::Hidden => HIDDEN,
        })
    }
}

impl<'de> Deserialize<'de> for SocialSecurityNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            HIDDEN => Self::Hidden,
            _ => Self::Clear(text.into()),
        })
    }
}

impl PartialEq for SocialSecurityNumber {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Clear(one), Self::Clear(other)) => one.expose_secret() == other.expose_secret(),
            (Self::Hidden, Self::Hidden) => true,
            _ => false,
        }
    }
}

impl JsonSchema for SocialSecurityNumber {
    fn schema_name() -> Cow<'static, str> {
        "SocialSecurityNumber".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl fmt::Debug for SocialSecurityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SocialSecurityNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_in_the_record_and_nowhere_else() {
        let number = SocialSecurityNumber::Clear("CANARY-00-0000".into());
        assert!(!format!("{number:?}").contains("CANARY"));
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(json, "\"CANARY-00-0000\"");
        assert_eq!(
            serde_json::from_str::<SocialSecurityNumber>(&json).unwrap(),
            number
        );
        assert_ne!(number, SocialSecurityNumber::Hidden);
        assert_ne!(number, SocialSecurityNumber::Clear("other".into()));
        let hidden: SocialSecurityNumber = serde_json::from_str("\"hidden\"").unwrap();
        assert_eq!(hidden, SocialSecurityNumber::Hidden);
        assert_eq!(serde_json::to_string(&hidden).unwrap(), "\"hidden\"");
    }
}
