//! The patterns of the `extended` profile, E1 to E8. They work on folded text.

use super::{GUIDE_WORDS, Implied, SavedAs, guide_word, implied};
use crate::client::{Kinship, Living};

/// What a near miss means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Read {
    pub(super) saved_as: SavedAs,
    pub(super) pattern: &'static str,
    /// The word to write in Clio instead.
    pub(super) word: &'static str,
    pub(super) implied: Implied,
}

/// Reads a text that is none of the sixteen words; `None` is a party.
pub(super) fn read(text: &str) -> Option<Read> {
    spelling(text)
        .or_else(|| union(text))
        .or_else(|| described(text))
        .or_else(|| deceased(text))
        .or_else(|| of_the_client(text))
        .or_else(|| compound(text))
}

/// A guide word or one of its other spellings: what the longer patterns are made of.
fn simple(text: &str) -> Option<Read> {
    guide_word(text)
        .map(|_| as_word(text, "word"))
        .and_then(|read| read)
        .or_else(|| spelling(text))
}

/// E1: step words without hyphen or with a space, grand words with either. E2: plurals and `kid`.
fn spelling(text: &str) -> Option<Read> {
    let (singular, pattern) = match text {
        "kid" => return as_word("child", "E2"),
        "kids" => return as_word("children", "E2"),
        _ => text
            .strip_suffix("sons")
            .map(|stem| (format!("{stem}son"), "E2"))
            .or_else(|| {
                text.strip_suffix("daughters")
                    .map(|stem| (format!("{stem}daughter"), "E2"))
            })
            .unwrap_or_else(|| (text.to_owned(), "E1")),
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
    .find_map(|word| as_word(&word, pattern))
}

/// E3: other names of a union.
fn union(text: &str) -> Option<Read> {
    let word = match text {
        "domestic partner" | "registered domestic partner" | "civil partner" | "life partner" => {
            "partner"
        }
        "common-law spouse" | "common law spouse" | "husband/wife" | "spouse/partner" => "spouse",
        _ => return None,
    };
    as_word(word, "E3")
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
    read.pattern = "E4";
    if kinship != Kinship::Unknown {
        read.implied.kinship = kinship;
    }
    Some(read)
}

/// E5: a descendant who has died. A deceased spouse is a party, so there is no pattern for one.
fn deceased(text: &str) -> Option<Read> {
    let rest = ["deceased ", "late ", "predeceased "]
        .into_iter()
        .find_map(|adjective| text.strip_prefix(adjective))
        .or_else(|| text.strip_suffix(" (deceased)"))?;
    let mut read = descendant(rest)?;
    read.pattern = "E5";
    read.implied.living = Living::Deceased;
    Some(read)
}

/// E7: `client's wife`, `son of client`.
fn of_the_client(text: &str) -> Option<Read> {
    let rest = ["client's ", "client\u{2019}s "]
        .into_iter()
        .find_map(|owner| text.strip_prefix(owner))
        .or_else(|| text.strip_suffix(" of client"))
        .or_else(|| text.strip_suffix(" of the client"))?;
    Some(Read {
        pattern: "E7",
        ..simple(rest)?
    })
}

/// E8: several roles in one text; the highest class counts.
fn compound(text: &str) -> Option<Read> {
    let parts = text
        .split(['/', ',', ';', '&', '+'])
        .flat_map(|part| part.split(" and "));
    let parts: Vec<&str> = parts.map(str::trim).collect();
    if parts.len() < 2 {
        return None;
    }
    parts
        .into_iter()
        .filter_map(|part| {
            simple(part)
                .or_else(|| union(part))
                .or_else(|| described(part))
        })
        .min_by_key(|read| read.saved_as)
        .map(|read| Read {
            pattern: "E8",
            ..read
        })
}

fn descendant(text: &str) -> Option<Read> {
    simple(text).filter(|read| read.saved_as != SavedAs::Spouse)
}

fn as_word(text: &str, pattern: &'static str) -> Option<Read> {
    GUIDE_WORDS
        .into_iter()
        .find(|(word, _)| *word == text)
        .map(|(word, saved_as)| Read {
            saved_as,
            pattern,
            word,
            implied: implied(word),
        })
}
