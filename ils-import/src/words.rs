//! What a Clio relationship word means to ILS.
//!
//! The sixteen words and their classes are those of the ILS Import Client Guide: four for a spouse, eight for a child, four for a
//! grandchild. Everything else, blank too, is a party.

mod extended;
mod fold;
mod list;
mod typo;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use fold::fold;
pub(crate) use fold::mark;
pub use list::{GuideWord, SOURCE, list};

use crate::client::{Gender, Kinship, Living, MaritalStatus};

/// How strictly a relationship text is compared with the sixteen words.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Profile {
    /// Byte for byte. The strictest reading of the guide, for tests.
    Exact,
    /// Case, white space, zero-width characters and look-alike dashes do not matter; the whole text must be one of the words.
    #[default]
    Guide,
    /// Also near misses: `stepson`, `adopted daughter`, `son/executor`. Our own addition, never the default.
    Extended,
}

/// The place of a person in an ILS client.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "these five are the guide's")]
pub enum SavedAs {
    /// The matter's client.
    Client,
    /// Husband, wife, spouse, partner.
    Spouse,
    /// Son, daughter, child and their step forms.
    Child,
    /// Grandchild, granddaughter, grandson.
    Grandchild,
    /// Everybody else.
    Party,
}

/// What became of a relationship text, and by which rule.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Classified {
    /// The class. Never [`SavedAs::Client`]: who the client is, the matter says.
    pub saved_as: SavedAs,
    /// `word:husband`, `extended:E1`, `no_word` or `blank`.
    pub rule: &'static str,
    /// The word to write in Clio when this text looks like a near miss.
    pub did_you_mean: Option<&'static str>,
    /// What the word says about the person besides the class. Nothing is guessed: most words say nothing.
    pub implied: Implied,
    /// What else the person is: `co_client`; in `extended` also `former_spouse`, `deceased_spouse`, and the other parts of a text with
    /// several roles.
    pub role_hints: Vec<String>,
}

/// Facts that a relationship word carries.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Implied {
    /// `husband`, `son`, `grandson` and the like say male; `wife`, `daughter` … female; the others nothing.
    pub gender: Gender,
    /// Step forms say step; `adopted daughter` (extended) says adopted.
    pub kinship: Kinship,
    /// `deceased son` (extended) says deceased.
    pub living: Living,
    /// Of the client: `husband`, `wife` and `spouse` say married. `partner` says nothing: it could be any kind of union, or a business.
    pub marital_status: Option<MaritalStatus>,
}

/// The sixteen words of the ILS Import Client Guide, with their classes.
pub const GUIDE_WORDS: [(&str, SavedAs); 16] = [
    ("husband", SavedAs::Spouse),
    ("wife", SavedAs::Spouse),
    ("spouse", SavedAs::Spouse),
    ("partner", SavedAs::Spouse),
    ("son", SavedAs::Child),
    ("step-son", SavedAs::Child),
    ("daughter", SavedAs::Child),
    ("step-daughter", SavedAs::Child),
    ("child", SavedAs::Child),
    ("children", SavedAs::Child),
    ("step-child", SavedAs::Child),
    ("step-children", SavedAs::Child),
    ("grandchild", SavedAs::Grandchild),
    ("grandchildren", SavedAs::Grandchild),
    ("granddaughter", SavedAs::Grandchild),
    ("grandson", SavedAs::Grandchild),
];

/// Classifies a relationship text.
///
/// ```
/// use ils_import::{Profile, SavedAs, classify};
///
/// assert_eq!(classify(" Step–Son ", Profile::Guide).saved_as, SavedAs::Child);
///
/// let near = classify("stepson", Profile::Guide);
/// assert_eq!(near.saved_as, SavedAs::Party);
/// assert_eq!(near.did_you_mean, Some("step-son"));
///
/// assert_eq!(classify("Business Partner", Profile::Extended).saved_as, SavedAs::Party);
/// ```
pub fn classify(text: &str, profile: Profile) -> Classified {
    if let Some(word) = guide_word(text) {
        return found(word);
    }
    let folded = fold(text);
    if folded.is_empty() {
        return party("blank", None);
    }
    match (profile, guide_word(&folded)) {
        (Profile::Exact, near) => return party("no_word", near.map(|(word, ..)| word)),
        (_, Some(word)) => return found(word),
        _ => {}
    }
    let near = extended::read(&folded);
    match (profile, near) {
        (Profile::Extended, Some(read)) => Classified {
            saved_as: read.saved_as,
            rule: read.rule,
            did_you_mean: None,
            implied: read.implied,
            role_hints: read.role_hints,
        },
        (_, Some(read)) if read.word.is_some() => party("no_word", read.word),
        _ => Classified {
            role_hints: co_client(&folded),
            ..party("no_word", typo::nearest(&folded))
        },
    }
}

/// Two clients on one matter: Clio has one, so the other carries the word.
fn co_client(folded: &str) -> Vec<String> {
    let is_client = matches!(
        folded,
        "client" | "joint client" | "co-client" | "second client"
    );
    is_client
        .then(|| "co_client".to_owned())
        .into_iter()
        .collect()
}

/// The rules of the guide's words, in their order.
const RULES: [&str; 16] = [
    "word:husband",
    "word:wife",
    "word:spouse",
    "word:partner",
    "word:son",
    "word:step-son",
    "word:daughter",
    "word:step-daughter",
    "word:child",
    "word:children",
    "word:step-child",
    "word:step-children",
    "word:grandchild",
    "word:grandchildren",
    "word:granddaughter",
    "word:grandson",
];

/// A word of the guide, its class and its rule.
type Known = (&'static str, SavedAs, &'static str);

fn guide_word(text: &str) -> Option<Known> {
    let at = GUIDE_WORDS.iter().position(|(word, _)| *word == text)?;
    let (word, saved_as) = GUIDE_WORDS[at];
    Some((word, saved_as, RULES[at]))
}

fn found((word, saved_as, rule): Known) -> Classified {
    Classified {
        saved_as,
        rule,
        did_you_mean: None,
        implied: implied(word),
        role_hints: Vec::new(),
    }
}

fn party(rule: &'static str, did_you_mean: Option<&'static str>) -> Classified {
    Classified {
        saved_as: SavedAs::Party,
        rule,
        did_you_mean,
        implied: Implied::default(),
        role_hints: Vec::new(),
    }
}

fn implied(word: &str) -> Implied {
    Implied {
        gender: match word {
            "husband" | "son" | "step-son" | "grandson" => Gender::Male,
            "wife" | "daughter" | "step-daughter" | "granddaughter" => Gender::Female,
            _ => Gender::Unknown,
        },
        kinship: if word.starts_with("step-") {
            Kinship::Step
        } else {
            Kinship::Unknown
        },
        living: Living::Unknown,
        marital_status: matches!(word, "husband" | "wife" | "spouse")
            .then_some(MaritalStatus::Married),
    }
}

#[cfg(test)]
mod tests;
