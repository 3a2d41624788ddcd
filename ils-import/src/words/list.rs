//! The sixteen words as data, for screens and documents.

use schemars::JsonSchema;
use serde::Serialize;

use super::{GUIDE_WORDS, SavedAs};

/// Where the words come from.
pub const SOURCE: &str = "ILS Import Client Guide";

/// One word of the guide.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GuideWord {
    /// The word, as the guide writes it.
    pub word: &'static str,
    /// The class it gives.
    pub saved_as: SavedAs,
    /// Who says so: [`SOURCE`].
    pub source: &'static str,
}

/// The sixteen words in the guide's order. Every other text, blank too, is a party.
///
/// ```
/// use ils_import::{SavedAs, words};
///
/// let spouses = words::list().filter(|word| word.saved_as == SavedAs::Spouse);
/// assert!(spouses.map(|word| word.word).eq(["husband", "wife", "spouse", "partner"]));
/// ```
pub fn list() -> impl Iterator<Item = GuideWord> {
    GUIDE_WORDS.into_iter().map(|(word, saved_as)| GuideWord {
        word,
        saved_as,
        source: SOURCE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sixteen_words_are_listed_with_their_classes() {
        let listed: Vec<_> = list().map(|word| (word.word, word.saved_as)).collect();
        assert_eq!(listed, GUIDE_WORDS);
        assert!(list().all(|word| word.source == SOURCE));
    }
}
