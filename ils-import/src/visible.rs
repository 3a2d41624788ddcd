//! Characters that act instead of being seen.

use std::fmt::Write;

/// The text with everything visible that could act on a program or turn the direction of writing: `⟨U+202E⟩`. Line breaks stay, as `\n`;
/// tabs become spaces. The joiners that some scripts need stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => shown.push('\n'),
            '\t' => shown.push(' '),
            letter if acts(letter) => {
                // Writing into a String cannot fail.
                let _infallible = write!(shown, "⟨U+{:04X}⟩", u32::from(letter));
            }
            letter => shown.push(letter),
        }
    }
    shown
}

/// The same on one line: a terminal, a log line, a cell of a table.
///
/// ```
/// use ils_import::export::visible_line;
/// assert_eq!(visible_line("Dana\u{1b}[2J\nHollis"), "Dana⟨U+001B⟩[2J Hollis");
/// ```
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', " ")
}

/// Controls, and what turns, hides or marks text (Unicode: `Bidi_Control`, tags, interlinear marks, invisible operators).
pub(crate) fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_seen() {
        for (text, shown) in [
            ("José 山田 عمر 🌲", "José 山田 عمر 🌲"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
            ("Ann\u{202E}eeL", "Ann⟨U+202E⟩eeL"),
            ("Hol\u{AD}lis", "Hol⟨U+00AD⟩lis"),
            ("a\u{1b}[31m\0", "a⟨U+001B⟩[31m⟨U+0000⟩"),
            (
                "a\u{1b}]8;;http://x\u{7}b",
                "a⟨U+001B⟩]8;;http://x⟨U+0007⟩b",
            ),
            ("a\u{9b}31mb\u{7f}", "a⟨U+009B⟩31mb⟨U+007F⟩"),
            ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"),
            ("1 Elm\r\nUnit 2\rX\nY\tZ", "1 Elm\nUnit 2\nX\nY Z"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_line("1 Elm\r\nUnit 2"), "1 Elm Unit 2");
        for letter in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let line = visible_line(&letter.to_string());
            assert!(!line.chars().any(acts), "{letter:?}");
            assert!(!line.chars().any(char::is_control), "{letter:?}");
        }
    }
}
