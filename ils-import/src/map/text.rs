//! Trimmed texts, and what is seen of them.

use crate::client::{Provenance, ProvenanceKind};

/// The text without white space around it and with plain line ends; `None` when nothing is left.
pub(super) fn trimmed(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    if text.is_empty() {
        return None;
    }
    Some(if text.as_bytes().contains(&b'\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    })
}

/// What Clio calls an address, a number or an email, in the record's words; and Clio's word when it is another one.
pub(super) fn kind(
    name: Option<&str>,
    in_our_words: impl Fn(&str) -> &'static str,
) -> (String, Option<Provenance>) {
    let folded = name.map(|name| name.trim().to_lowercase());
    let folded = folded.unwrap_or_default();
    let kind = in_our_words(&folded);
    let other = trimmed(name).filter(|_| folded != kind);
    let from = other.map(|text| Provenance {
        kind: ProvenanceKind::Derived,
        from: "name".to_owned(),
        text,
    });
    (kind.to_owned(), from)
}

/// Whether a text that is one line holds characters that cannot be seen, or breaks the line.
pub(super) fn is_unclean(text: &str) -> bool {
    has_hidden_characters(text) || text.trim().contains(['\n', '\t', '\r'])
}

/// Whether a text holds characters that cannot be seen: controls, and those that turn the direction of writing. Line breaks and tabs do
/// not count, nor the joiners that some scripts need.
pub(super) fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(|letter| match letter {
        ' '..='~' | '\n' | '\t' | '\r' => false,
        '\u{AD}'
        | '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => true,
        letter => letter.is_control(),
    })
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
            assert_eq!(trimmed(text).as_deref(), expected, "{text:?}");
        }
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
