//! What could be filled in and was not, and what may be worth knowing: nothing is applied without a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a suggestion is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SuggestionKind {
    /// The last name ends like a suffix.
    Suffix,
    /// A form of address stood in the job title; it was taken as the prefix.
    TitleIsPrefix,
    /// The prefix suggests a gender that nobody stated.
    GenderFromPrefix,
    /// The relationship says client: it may be the spouse.
    CoClient,
    /// The spouse is deceased.
    Widowed,
    /// A step-child's parentage: the word does not say it.
    StepParentage,
    /// A step-child, and nobody is the client's spouse.
    StepWithoutSpouse,
    /// A grandchild, and nobody is the client's child.
    GrandchildWithoutChild,
    /// A child was born before the client, or on the same day.
    ChildOlderThanClient,
    /// A grandchild was born before every child, or on the same day.
    GrandchildOlderThanChildren,
    /// The spouse is not sixteen yet.
    SpouseUnderSixteen,
    /// Clio has the whole name, and not its parts.
    NameParts,
    /// Clio calls the contact neither a person nor a company.
    UnknownType,
    /// The matter is closed.
    MatterClosed,
}

/// Something a person may want to fill in or to know. It is not part of the record, and nothing needs to be done about it.
#[derive(Clone, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// What it is about.
    pub kind: SuggestionKind,
    /// The contact.
    pub clio_contact_id: String,
    /// The contact's name.
    pub name: String,
    /// What Clio says, verbatim.
    pub clio_says: String,
    /// What could be filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<String>,
}

impl Suggestion {
    /// The suggestion in plain words. Holds Clio's text as it is: clean it before a terminal sees it.
    pub fn sentence(&self) -> String {
        let (name, says) = (&self.name, &self.clio_says);
        let suggested = self.suggested.as_deref().unwrap_or_default();
        match self.kind {
            SuggestionKind::Suffix => format!(
                "{name}: the last name \"{says}\" may end in the suffix \"{suggested}\". If so, fill it in."
            ),
            SuggestionKind::TitleIsPrefix => format!(
                "{name}: \"{says}\" stands in the title, which is for the job, and was taken as the prefix. Move it in Clio."
            ),
            SuggestionKind::GenderFromPrefix => format!(
                "{name}: nobody states the gender. The prefix \"{says}\" suggests {suggested}."
            ),
            SuggestionKind::CoClient => format!(
                "{name}: Clio says \"{says}\". If this is the client's spouse, write \"{suggested}\" in Clio, then preview again."
            ),
            SuggestionKind::Widowed => format!(
                "{name}: the spouse is deceased ({says}), so the marital status may be {suggested}."
            ),
            SuggestionKind::StepParentage => format!(
                "{name}: Clio says \"{says}\". Nobody states whose child this is; it may be the spouse's only."
            ),
            SuggestionKind::StepWithoutSpouse => {
                format!("{name}: Clio says \"{says}\", but nobody is saved as spouse.")
            }
            SuggestionKind::GrandchildWithoutChild => format!(
                "{name}: Clio says \"{says}\", but nobody is saved as child, so the parent is not known."
            ),
            SuggestionKind::ChildOlderThanClient => {
                format!("{name}: saved as a child, but born ({says}) no later than the client.")
            }
            SuggestionKind::GrandchildOlderThanChildren => format!(
                "{name}: saved as a grandchild, but born ({says}) no later than every child."
            ),
            SuggestionKind::SpouseUnderSixteen => {
                format!("{name}: saved as a spouse, but not sixteen yet (born {says}).")
            }
            SuggestionKind::NameParts => {
                format!("{name}: Clio does not have both first and last name. Fill them in.")
            }
            SuggestionKind::UnknownType => {
                format!("{name}: Clio calls this contact \"{says}\". It is read as a person.")
            }
            SuggestionKind::MatterClosed => "The matter is closed in Clio.".to_owned(),
        }
    }
}

debug_hidden!(Suggestion {
    kind,
    clio_contact_id
});
