//! What a person should look at before or after an import.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::SavedAs;

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
    /// A company has a family word and is saved as a party.
    CompanyAsFamily,
    /// The matter's client is a company, which has no family.
    ClientIsCompany,
    /// The contact has no name.
    NameMissing,
    /// Two people seem to share one contact.
    JointName,
    /// A date cannot be right.
    DateInvalid,
    /// A custom field has no place of its own.
    CustomFieldUnmapped,
    /// A custom field's value does not fit its type, or its label cannot be had.
    CustomFieldType,
    /// Several custom fields have the same name.
    CustomFieldAmbiguous,
    /// A saved client looks like the same person.
    PossibleDuplicate,
    /// ILS has no place for this value.
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
    pub clio_contact_id: Option<String>,
    /// The contact's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Clio's text, verbatim: the relationship, the date, the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clio_says: Option<String>,
    /// The word to write in Clio instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// How the person is saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_as: Option<SavedAs>,
    /// The field it is about, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What to do about it, one sentence.
    pub what_to_do: String,
}

impl Finding {
    pub(crate) fn new(code: FindingCode, what_to_do: &str) -> Self {
        Self {
            code,
            clio_contact_id: None,
            name: None,
            clio_says: None,
            did_you_mean: None,
            saved_as: None,
            what: None,
            what_to_do: what_to_do.to_owned(),
        }
    }

    /// Whether something was left out: the list *not saved, and why*. Everything else is in *please check*.
    pub fn is_not_saved(&self) -> bool {
        matches!(
            self.code,
            FindingCode::HiddenContact
                | FindingCode::NoPlace
                | FindingCode::DateInvalid
                | FindingCode::CustomFieldUnmapped
        )
    }

    /// What was found and what to do, in plain words for the screen. Holds Clio's text as it is: clean it before a terminal sees it.
    pub fn sentence(&self) -> String {
        let who = self
            .name
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or("A contact without a name");
        let says = &shortened(self.clio_says.as_deref().unwrap_or_default());
        let among = match says.as_str() {
            "" => String::new(),
            says => format!(" ({says})"),
        };
        let what = self.what.as_deref().unwrap_or("a value");
        let saved_as = match self.saved_as {
            Some(SavedAs::Client) => "the client",
            Some(SavedAs::Spouse) => "a spouse",
            Some(SavedAs::Child) => "a child",
            Some(SavedAs::Grandchild) => "a grandchild",
            Some(SavedAs::Party) | None => "a party",
        };
        let found = match self.code {
            FindingCode::NearMiss => format!(
                "{who}: Clio says \"{says}\". ILS does not know that word, so this person is saved as {saved_as}. Did you mean \"{}\"?",
                self.did_you_mean.as_deref().unwrap_or_default()
            ),
            FindingCode::PartnerWord => format!(
                "{who}: Clio says \"{says}\", so this person is saved as {saved_as}. It may be a business partner."
            ),
            FindingCode::SeveralSpouses => {
                format!("{who}: more than one person is saved as spouse{among}.")
            }
            FindingCode::SameContactMerged => format!(
                "{who}: Clio has several relationships for this contact{among}. It is saved once, as {saved_as}."
            ),
            FindingCode::SelfRelated => format!(
                "{who} is the client and also has a relationship to this matter{among}. Saved once, as the client."
            ),
            FindingCode::HiddenContact => {
                format!("One contact on this matter{among} is hidden from you in Clio.")
            }
            FindingCode::CompanyAsFamily => format!(
                "{who}: Clio says \"{says}\", but this is a company. It is saved as a party."
            ),
            FindingCode::ClientIsCompany => {
                format!("{who}, the client, is a company. Check that the family belongs to it.")
            }
            FindingCode::NameMissing => format!("{who} ({saved_as}) has no name in Clio."),
            FindingCode::JointName => {
                format!("{who}: this looks like two people in one contact. It is saved as one.")
            }
            FindingCode::DateInvalid => format!("{who}, {what}: \"{says}\" cannot be right."),
            FindingCode::CustomFieldUnmapped => {
                format!("{who}, custom field \"{what}\": no rule for this field.")
            }
            FindingCode::CustomFieldType => {
                format!("{who}, custom field \"{what}\": its value \"{says}\" was kept as it is.")
            }
            FindingCode::CustomFieldAmbiguous => {
                format!("Several custom fields are called \"{what}\".")
            }
            FindingCode::PossibleDuplicate => {
                format!("{who} looks like a client that is already saved ({says}).")
            }
            FindingCode::NoPlace => format!("{who}, {what}: ILS has no place for it."),
            FindingCode::ControlCharacters => {
                format!("{who}, {what}: the text holds characters that cannot be seen.")
            }
        };
        format!("{found} {}", self.what_to_do)
    }
}

/// Free text can be very long; a sentence holds the beginning of it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("code", &self.code)
            .field("clio_contact_id", &self.clio_contact_id)
            .finish_non_exhaustive()
    }
}
