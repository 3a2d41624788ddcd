//! Trimmed texts, and what is seen of them.

use std::borrow::Cow;

use crate::client::{Provenance, ProvenanceKind};
use crate::visible::acts;

/// The text without white space around it and with plain line ends; `None` when nothing is left.
///
/// Most texts are so already, and stay where they are.
pub(super) fn trimmed(text: Option<String>) -> Option<String> {
    let text = text?;
    let ends_with_space = |text: &str| text.starts_with(' ') || text.ends_with(' ');
    if !text.is_empty() && is_plain(&text) && !ends_with_space(&text) {
        return Some(text);
    }
    let text = without_ends(text);
    if text.as_bytes().contains(&b'\r') {
        return Some(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Some(text).filter(|text| !text.is_empty())
}

/// The text without white space around it, and nothing else changed.
pub(super) fn without_ends(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() {
        return text;
    }
    inner.to_owned()
}

/// What Clio calls an address, a number or an email, in the record's words, of which `words` has Clio's; and Clio's word when it is
/// another one.
pub(super) fn kind(
    name: Option<String>,
    words: &[(&str, &'static str)],
) -> (Cow<'static, str>, Option<Provenance>) {
    let Some(text) = trimmed(name) else {
        return (Cow::Borrowed(OTHER), None);
    };
    let known = |says: &str| {
        let mut words = words.iter();
        words.find(|(word, _)| word.eq_ignore_ascii_case(says))
    };
    // There are letters outside ASCII whose small ones are inside.
    let found = known(&text).or_else(|| known(&in_small_letters(&text)?));
    let kind = found.map_or(OTHER, |(_, kind)| kind);
    let is_same = kind.eq_ignore_ascii_case(&text)
        || in_small_letters(&text).is_some_and(|says| says == kind);
    let from = (!is_same).then(|| Provenance {
        kind: ProvenanceKind::Derived,
        from: "name".into(),
        text,
    });
    (Cow::Borrowed(kind), from)
}

/// Of a text that is not ASCII alone.
fn in_small_letters(text: &str) -> Option<String> {
    (!text.is_ascii()).then(|| text.to_lowercase())
}

/// The kind of what has no other.
pub(super) const OTHER: &str = "other";

/// Whether a text that is one line holds characters that cannot be seen, or breaks the line.
pub(super) fn is_unclean(text: &str) -> bool {
    !is_plain(text) && (has_hidden(text) || text.trim().contains(['\n', '\t', '\r']))
}

/// Whether a text holds characters that cannot be seen: controls, and those that turn the direction of writing. Line breaks and tabs do
/// not count, nor the joiners that some scripts need.
pub(super) fn has_hidden_characters(text: &str) -> bool {
    !is_plain(text) && has_hidden(text)
}

/// Whether a text is what a typewriter writes in one line. Most are, and it is seen without taking them apart.
fn is_plain(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let is_plain = |byte: &u8| byte.wrapping_sub(b' ') <= b'~' - b' ';
    eights.iter().copied().all(are_plain) && rest.iter().all(is_plain)
}

/// The same of eight bytes at once: in a byte that is less than a space, more than a tilde or not ASCII, the highest bit comes out set.
fn are_plain(eight: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = EACH << 7;
    let bytes = u64::from_ne_bytes(eight);
    let low = bytes & !HIGHEST;
    // With its highest bit set no byte borrows from or carries into its neighbour.
    let at_least_a_space = (low | HIGHEST) - EACH * 0x20;
    let at_least_a_delete = low + EACH;
    (bytes | !at_least_a_space | at_least_a_delete) & HIGHEST == 0
}

fn has_hidden(text: &str) -> bool {
    let breaks = |letter| matches!(letter, '\n' | '\t' | '\r');
    text.chars().any(|letter| acts(letter) && !breaks(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_no_more() {
        for (text, expected) in [
            (None, None),
            (Some(""), None),
            (Some(" \u{A0}\n"), None),
            (Some(" Ann  Lee "), Some("Ann  Lee")),
            (
                Some("1 Elm Street\r\nUnit 2\r\n"),
                Some("1 Elm Street\nUnit 2"),
            ),
        ] {
            let owned = text.map(ToOwned::to_owned);
            assert_eq!(trimmed(owned).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_kind_says_when_clio_calls_it_otherwise() {
        let words = [("home", "home"), ("personal", "home"), ("work", "work")];
        for (name, expected, told) in [
            (None, "other", None),
            (Some(" "), "other", None),
            (Some("Home"), "home", None),
            (Some(" WORK "), "work", None),
            (Some("Other"), "other", None),
            (Some("Personal"), "home", Some("Personal")),
            (Some(" Cabin"), "other", Some("Cabin")),
            // The sign for kelvin, whose small letter is a plain k.
            (Some("Wor\u{212A}"), "work", None),
            (Some("Büro"), "other", Some("Büro")),
        ] {
            let (kind, from) = kind(name.map(ToOwned::to_owned), &words);
            let from = from.map(|from| from.text);
            assert_eq!((&*kind, from.as_deref()), (expected, told), "{name:?}");
        }
    }

    /// Wherever it stands among the eight bytes that are looked at together.
    #[test]
    fn every_byte_is_plain_or_not() {
        for byte in 0..=u8::MAX {
            for at in 0..10 {
                let mut text = *b"~ !Az0~ a ";
                text[at] = byte;
                let Ok(text) = std::str::from_utf8(&text) else {
                    continue;
                };
                assert_eq!(is_plain(text), (b' '..=b'~').contains(&byte), "{text:?}");
            }
        }
        assert!(!is_plain("1234567é") && !is_plain("12345678é") && is_plain(""));
    }

    #[test]
    fn hidden_characters_are_seen() {
        for (text, hidden) in [
            ("José Ñandú", false),
            ("1 Elm Street\nUnit 2", false),
            ("क्\u{200D}ष", false),
            ("Ann\u{1b}[31m", true),
            ("Ann\u{202E}eeL", true),
            ("Ann\u{200B}Lee", true),
            ("Ann\u{7}", true),
            ("Ann\u{9b}", true),
            ("An\u{AD}n", true),
            ("Ann\u{2028}Lee", true),
            ("Ann\u{2063}Lee", true),
            ("Ann\u{FFF9}Lee", true),
            ("Ann\u{E0041}\u{E007F}", true),
        ] {
            assert_eq!(has_hidden_characters(text), hidden, "{text:?}");
        }
    }
}
