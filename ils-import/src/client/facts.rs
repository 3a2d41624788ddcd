//! What is known of a person in one word. Unknown is a value, or the absence of one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Person or company.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "Clio knows these two")]
pub enum Kind {
    /// A person.
    #[default]
    Person,
    /// A company, a trust, a firm.
    Company,
}

/// Gender. Never guessed from a name or a form of address.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gender {
    /// Nobody said.
    #[default]
    Unknown,
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Whether a person lives.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Living {
    /// Nobody said.
    #[default]
    Unknown,
    /// Living.
    Living,
    /// Deceased.
    Deceased,
    /// Living, but not able to act.
    Incapacitated,
}

/// How a child or grandchild belongs to the family. Never guessed.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kinship {
    /// Nobody said.
    #[default]
    Unknown,
    /// By birth.
    Biological,
    /// Adopted.
    Adopted,
    /// A spouse's child.
    Step,
    /// Taken in without adoption.
    Foster,
}

/// Marital status. Never guessed: a word of a spouse other than `partner` says married.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MaritalStatus {
    /// Single.
    Single,
    /// Married.
    Married,
    /// In a domestic partnership.
    DomesticPartnership,
    /// In a civil union.
    CivilUnion,
    /// Separated.
    Separated,
    /// Divorced.
    Divorced,
    /// Widowed.
    Widowed,
}

/// Whose child a child is. Never guessed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Parentage {
    /// Of the client and the spouse.
    Joint,
    /// Of the client.
    ClientOnly,
    /// Of the spouse.
    SpouseOnly,
}
