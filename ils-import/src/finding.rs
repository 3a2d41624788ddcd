//! What a person should look at before or after an import.

mod sentence;
mod suggestion;

use std::borrow::Cow;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::SavedAs;

pub use suggestion::{Suggestion, SuggestionKind};

/// What was found, in one word.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingCode {
    /// The relationship text is nearly one of the guide's words.
    NearMiss,
    /// `partner` was read as a spouse; it could be a business partner.
    PartnerWord,
    /// Several people are saved as spouse.
    SeveralSpouses,
    /// One contact has several relationships to the matter and is saved once.
    SameContactMerged,
    /// The client also has a relationship to the own matter.
    SelfRelated,
    /// Clio does not show this contact to the connected user.
    HiddenContact,
    /// The person was left out because the rules, or whoever imports, say so.
    LeftOut,
    /// A company has a family word and is saved as a party.
    CompanyAsFamily,
    /// The matter's client is a company, which has no family.
    ClientIsCompany,
    /// The contact has no name.
    NameMissing,
    /// Two people, or more, seem to share one contact.
    JointName,
    /// A date cannot be right.
    DateInvalid,
    /// A custom field has no place of its own; its value is kept as an extra.
    CustomFieldUnmapped,
    /// A custom field's value does not fit its type or its place, or its label cannot be had.
    CustomFieldType,
    /// A custom field cannot be read in one way: several have the same name, or it contradicts something else in Clio.
    CustomFieldAmbiguous,
    /// A saved client, or somebody else in the family, looks like the same person.
    PossibleDuplicate,
    /// ILS has no place for this value, or leaves it out on purpose.
    NoPlace,
    /// A text holds characters that cannot be seen.
    ControlCharacters,
}

/// One thing to look at: about whom, what Clio says, and what to do.
#[derive(Clone, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What was found.
    pub code: FindingCode,
    /// The contact; absent when Clio does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clio_contact_id: Option<Arc<str>>,
    /// The contact's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Clio's text, verbatim: the relationship, the date, the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clio_says: Option<String>,
    /// What Clio says elsewhere, verbatim, when two things contradict each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// The word to write in Clio instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// How the person is saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_as: Option<SavedAs>,
    /// The field it is about, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Arc<str>>,
    /// The id of the firm's own field it is about, as a rule names it; absent when it is about several fields, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_id: Option<Arc<str>>,
    /// What to do about it, one sentence.
    pub what_to_do: Cow<'static, str>,
}

impl Finding {
    pub(crate) fn new(code: FindingCode, what_to_do: &'static str) -> Self {
        Self {
            code,
            clio_contact_id: None,
            name: None,
            clio_says: None,
            against: None,
            did_you_mean: None,
            saved_as: None,
            what: None,
            field_id: None,
            what_to_do: Cow::Borrowed(what_to_do),
        }
    }

    /// Whether something was left out: the list *not saved, and why*. Everything else is in *please check*.
    pub fn is_not_saved(&self) -> bool {
        matches!(
            self.code,
            FindingCode::HiddenContact
                | FindingCode::LeftOut
                | FindingCode::NoPlace
                | FindingCode::DateInvalid
                | FindingCode::CustomFieldUnmapped
        )
    }
}

debug_hidden!(Finding {
    code,
    clio_contact_id
});
