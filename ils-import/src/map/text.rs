//! Trimmed texts.

/// The text without white space around it and with plain line ends; `None` when nothing is left.
pub(super) fn trimmed(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.replace("\r\n", "\n"))
}

/// Whether a text holds characters that cannot be seen: controls, and those that turn the direction of writing. Line breaks and tabs do
/// not count, nor the joiners that some scripts need.
pub(super) fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(|letter| match letter {
        '\n' | '\t' | '\r' => false,
        '\u{200B}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{061C}' => true,
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
        ] {
            assert_eq!(has_hidden_characters(text), hidden, "{text:?}");
        }
    }
}
