//! The patterns of the `extended` profile, E1 to E8. They work on folded text.

use super::{GUIDE_WORDS, Implied, SavedAs, guide_word, implied};
use crate::client::{Kinship, Living, MaritalStatus};

/// What a near miss means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Read {
    pub(super) saved_as: SavedAs,
    pub(super) rule: &'static str,
    /// The word to write in Clio instead; none when the person is no family.
    pub(super) word: Option<&'static str>,
    pub(super) implied: Implied,
    pub(super) role_hints: Vec<String>,
}

/// Reads a text that is none of the sixteen words; `None` is a party of which nothing more is known.
pub(super) fn read(text: &str) -> Option<Read> {
    spelling(text)
        .or_else(|| union(text))
        .or_else(|| described(text))
        .or_else(|| deceased(text))
        .or_else(|| former(text))
        .or_else(|| of_the_client(text))
        .or_else(|| compound(text))
}

/// A guide word or one of its other spellings: what the longer patterns are made of.
fn simple(text: &str) -> Option<Read> {
    guide_word(text)
        .and_then(|_| as_word(text, "extended:E1"))
        .or_else(|| spelling(text))
}

/// E1: step words without hyphen or with a space, grand words with either. E2: plurals and `kid`.
fn spelling(text: &str) -> Option<Read> {
    let (singular, rule) = match text {
        "kid" => return as_word("child", "extended:E2"),
        "kids" => return as_word("children", "extended:E2"),
        // Most words are none of these: they are not taken apart.
        _ if !may_be_spelled_otherwise(text) => return as_word(text, "extended:E1"),
        _ => text
            .strip_suffix("sons")
            .map(|stem| (format!("{stem}son"), "extended:E2"))
            .or_else(|| {
                text.strip_suffix("daughters")
                    .map(|stem| (format!("{stem}daughter"), "extended:E2"))
            })
            .unwrap_or_else(|| (text.to_owned(), "extended:E1")),
    };
    let joined = |prefix: &str, glue: &str| {
        let rest = singular.strip_prefix(prefix)?;
        Some(format!(
            "{prefix}{glue}{}",
            rest.strip_prefix(['-', ' ']).unwrap_or(rest)
        ))
    };
    [
        Some(singular.clone()),
        joined("step", "-"),
        joined("grand", ""),
    ]
    .into_iter()
    .flatten()
    .find_map(|word| as_word(&word, rule))
}

fn may_be_spelled_otherwise(text: &str) -> bool {
    let begins = ["step", "grand"]
        .iter()
        .any(|prefix| text.starts_with(prefix));
    let mut plurals = ["sons", "daughters"].iter();
    begins || plurals.any(|plural| text.ends_with(plural))
}

/// E3: other names of a union. What kind it is, is told only where the words fix it.
fn union(text: &str) -> Option<Read> {
    let (word, status) = match text {
        "domestic partner" | "registered domestic partner" => {
            ("partner", Some(MaritalStatus::DomesticPartnership))
        }
        "civil partner" => ("partner", Some(MaritalStatus::CivilUnion)),
        "life partner" => ("partner", None),
        "husband/wife" => ("spouse", Some(MaritalStatus::Married)),
        "common-law spouse" | "common law spouse" | "spouse/partner" => ("spouse", None),
        _ => return None,
    };
    let mut read = as_word(word, "extended:E3")?;
    read.implied.marital_status = status;
    Some(read)
}

/// E4: an adjective before a child's or grandchild's word.
fn described(text: &str) -> Option<Read> {
    let (adjective, rest) = text.split_once(' ')?;
    let kinship = match adjective {
        "adopted" => Kinship::Adopted,
        "biological" | "natural" => Kinship::Biological,
        "minor" | "adult" | "eldest" | "youngest" => Kinship::Unknown,
        _ => return None,
    };
    let mut read = descendant(rest)?;
    read.rule = "extended:E4";
    if kinship != Kinship::Unknown {
        read.implied.kinship = kinship;
    }
    Some(read)
}

/// E5: somebody who has died. Of a spouse the text alone makes a party: it says that the marriage is over.
fn deceased(text: &str) -> Option<Read> {
    let rest = ["deceased ", "late ", "predeceased "]
        .into_iter()
        .find_map(|adjective| text.strip_prefix(adjective))
        .or_else(|| text.strip_suffix(" (deceased)"))?;
    let mut read = simple(rest)?;
    if read.saved_as == SavedAs::Spouse {
        read = no_spouse(&read, "deceased_spouse");
    }
    read.rule = "extended:E5";
    read.implied.living = Living::Deceased;
    Some(read)
}

/// E6: somebody who is no spouse any more.
fn former(text: &str) -> Option<Read> {
    let rest = ["ex-", "ex ", "former ", "divorced "]
        .into_iter()
        .find_map(|adjective| text.strip_prefix(adjective))?;
    let read = simple(rest).filter(|read| read.saved_as == SavedAs::Spouse)?;
    let read = no_spouse(&read, "former_spouse");
    Some(Read {
        rule: "extended:E6",
        ..read
    })
}

fn no_spouse(read: &Read, hint: &str) -> Read {
    Read {
        saved_as: SavedAs::Party,
        word: None,
        implied: Implied {
            marital_status: None,
            ..read.implied
        },
        role_hints: vec![hint.to_owned()],
        rule: read.rule,
    }
}

/// E7: `client's wife`, `son of client`.
fn of_the_client(text: &str) -> Option<Read> {
    let rest = ["client's ", "client\u{2019}s "]
        .into_iter()
        .find_map(|owner| text.strip_prefix(owner))
        .or_else(|| text.strip_suffix(" of client"))
        .or_else(|| text.strip_suffix(" of the client"))?;
    Some(Read {
        rule: "extended:E7",
        ..simple(rest)?
    })
}

/// E8: several roles in one text; the highest class counts, the other parts are hints.
fn compound(text: &str) -> Option<Read> {
    if !text.contains(['/', ',', ';', '&', '+', ' ']) {
        return None;
    }
    let parts = text
        .split(['/', ',', ';', '&', '+'])
        .flat_map(|part| part.split(" and "));
    let parts: Vec<&str> = parts.map(str::trim).collect();
    if parts.len() < 2 {
        return None;
    }
    let (decisive, read) = parts
        .iter()
        .copied()
        .filter_map(|part| {
            let read = simple(part)
                .or_else(|| union(part))
                .or_else(|| described(part))?;
            Some((part, read))
        })
        .min_by_key(|(_, read)| read.saved_as)?;
    let rest = parts
        .iter()
        .filter(|part| **part != decisive && !part.is_empty());
    Some(Read {
        rule: "extended:E8",
        role_hints: rest.map(|part| (*part).to_owned()).collect(),
        ..read
    })
}

fn descendant(text: &str) -> Option<Read> {
    simple(text).filter(|read| read.saved_as != SavedAs::Spouse)
}

fn as_word(text: &str, rule: &'static str) -> Option<Read> {
    GUIDE_WORDS
        .into_iter()
        .find(|(word, _)| *word == text)
        .map(|(word, saved_as)| Read {
            saved_as,
            rule,
            word: Some(word),
            implied: implied(word),
            role_hints: Vec::new(),
        })
}
