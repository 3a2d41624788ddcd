//! What could be filled in and was not: nothing is applied without a person.

use std::fmt;

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
}

/// Something a person may want to fill in. It is not part of the record.
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
    pub suggested: String,
}

impl Suggestion {
    /// The suggestion in plain words. Holds Clio's text as it is: clean it before a terminal sees it.
    pub fn sentence(&self) -> String {
        let (name, says, suggested) = (&self.name, &self.clio_says, &self.suggested);
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
        }
    }
}

impl fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suggestion")
            .field("kind", &self.kind)
            .field("clio_contact_id", &self.clio_contact_id)
            .finish_non_exhaustive()
    }
}
