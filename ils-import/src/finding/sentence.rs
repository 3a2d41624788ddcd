//! Findings in the words of the person who reads them.

use super::{Finding, FindingCode};
use crate::SavedAs;

impl Finding {
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
            FindingCode::LeftOut => format!("{who}{among} was left out, as you asked."),
            FindingCode::CompanyAsFamily => format!(
                "{who}: Clio says \"{says}\", but this is a company. It is saved as a party."
            ),
            FindingCode::ClientIsCompany => {
                format!("{who}, the client, is a company. Check that the family belongs to it.")
            }
            FindingCode::NameMissing => format!("{who} ({saved_as}) has no name in Clio."),
            FindingCode::JointName => {
                if says.is_empty() {
                    format!("{who}: this looks like two people in one contact. It is saved as one.")
                } else {
                    format!(
                        "{who}: Clio says \"{says}\", so this may be several people in one contact. It is saved as one."
                    )
                }
            }
            FindingCode::DateInvalid => format!("{who}, {what}: \"{says}\" cannot be right."),
            FindingCode::CustomFieldUnmapped => format!(
                "{who}, custom field \"{what}\": no rule for this field. Its value is kept as an extra, outside the interview."
            ),
            FindingCode::CustomFieldType if says.is_empty() => {
                format!("{who}, custom field \"{what}\": its value does not look right.")
            }
            FindingCode::CustomFieldType => {
                format!("{who}, custom field \"{what}\": its value \"{says}\" was kept as it is.")
            }
            FindingCode::CustomFieldAmbiguous => match self.against.as_deref().map(shortened) {
                Some(against) => format!(
                    "{who}, custom field \"{what}\": it says \"{says}\", but elsewhere Clio says \"{against}\"."
                ),
                None => format!(
                    "{who}: several custom fields are called \"{what}\", so none of them was used. The value is kept as an extra."
                ),
            },
            FindingCode::PossibleDuplicate => {
                format!("{who} looks like the same person as {says}.")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_holds_the_beginning_of_a_long_text() {
        for (letters, shown) in [(199, 199), (200, 200), (201, 200), (5_000, 200)] {
            let mut finding = Finding::new(FindingCode::NearMiss, "Look.");
            finding.clio_says = Some("é".repeat(letters));
            let end = if letters > 200 { "…\"" } else { "\"" };
            let says = format!("\"{}{end}.", "é".repeat(shown));
            let sentence = finding.sentence();
            assert!(sentence.contains(&says), "{letters}: {sentence}");
        }
    }
}
