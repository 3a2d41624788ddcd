//! Where a firm's own field goes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Where the values of one of the firm's own fields go.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct FieldRule {
    /// The field, by the id of its definition in Clio. Either this or `name`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "text_or_number"
    )]
    pub id: Option<String>,
    /// The field, by its name. It counts only when exactly one field of contacts has that name in Clio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its values go.
    pub target: Target,
    /// What Clio's values mean: `{"M" = "male"}`. A checkbox is `yes` or `no`. Values that are not named are read as usual.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// A place in the record.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// `name.also_known_as`; several fields may go there.
    AlsoKnownAs,
    /// `name.preferred`.
    PreferredName,
    /// `name.suffix`.
    Suffix,
    /// `gender`: `male`, `female`.
    Gender,
    /// `birth_date`, when Clio's own is empty.
    BirthDate,
    /// `death_date`.
    DeathDate,
    /// `living`: `living`, `deceased`, `incapacitated`.
    Living,
    /// `living`, from a field that asks whether the person is dead: `yes`, `no`.
    Deceased,
    /// `social_security_number`, when the rules ask for them.
    SocialSecurityNumber,
    /// `us_citizen`: `yes`, `no`.
    UsCitizen,
    /// `us_resident`: `yes`, `no`.
    UsResident,
    /// The county of the residence.
    County,
    /// `marital_status`: `single`, `married`, `domestic_partnership`, `civil_union`, `separated`, `divorced`, `widowed`.
    MaritalStatus,
    /// `married_on`.
    MarriedOn,
    /// `kinship`: `biological`, `adopted`, `step`, `foster`. Of children and grandchildren.
    Kinship,
    /// `kinship`, from a field that asks whether a child is adopted: `yes`, `no`.
    Adopted,
    /// `parentage`: `joint`, `client_only`, `spouse_only`. Of children.
    Parentage,
    /// `parent_contact_id`. Of grandchildren; a field that holds a contact.
    Parent,
    /// `role_hints`; several fields may go there.
    Role,
    /// One more email address.
    Email,
    /// Kept in `custom`, and nothing is said about it.
    Keep,
}

impl Target {
    /// The words it can hold; none when it holds any text, a date or a person.
    pub(crate) fn words(self) -> &'static [&'static str] {
        match self {
            Self::Gender => &["male", "female", "unknown"],
            Self::Living => &["living", "deceased", "incapacitated", "unknown"],
            Self::Deceased | Self::UsCitizen | Self::UsResident | Self::Adopted => {
                &["yes", "no", "unknown"]
            }
            Self::MaritalStatus => &[
                "single",
                "married",
                "domestic_partnership",
                "civil_union",
                "separated",
                "divorced",
                "widowed",
                "unknown",
            ],
            Self::Kinship => &["biological", "adopted", "step", "foster", "unknown"],
            Self::Parentage => &["joint", "client_only", "spouse_only", "unknown"],
            _ => &[],
        }
    }

    pub(crate) fn knows(self, value: &str) -> bool {
        self.words().contains(&value)
    }
}

/// Ids are texts, but a number is what people copy out of Clio's addresses.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Number(i64),
        Text(String),
    }
    Ok(Some(match Id::deserialize(deserializer)? {
        Id::Number(number) => number.to_string(),
        Id::Text(text) => text,
    }))
}
