//! Text from Clio is written by strangers: no control and no change of direction reaches the terminal.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text with everything visible that could act on a terminal or turn the direction of writing: `⟨U+001B⟩`. Line breaks and tabs become
/// spaces. The joiners that some scripts need stay.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => cleaned.push(' '),
            letter if acts(letter) => {
                // Writing into a String cannot fail.
                let _infallible = write!(cleaned, "⟨U+{:04X}⟩", u32::from(letter));
            }
            letter => cleaned.push(letter),
        }
    }
    cleaned
}

/// A cleaned text that is at most `width` columns wide, with `…` where it was cut.
pub(crate) fn fit(text: &str, width: usize) -> String {
    let cleaned = clean(text);
    if cleaned.width() <= width {
        return cleaned;
    }
    let mut used = 1;
    let kept = cleaned.chars().take_while(|letter| {
        used += letter.width().unwrap_or_default();
        used <= width
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    kept
}

fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_gets_through() {
        for (text, shown) in [
            ("José Ñandú 山田 عمر 🌲", "José Ñandú 山田 عمر 🌲"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
            (
                "a\u{1b}]8;;http://x\u{7}b",
                "a⟨U+001B⟩]8;;http://x⟨U+0007⟩b",
            ),
            ("a\u{9b}31mb", "a⟨U+009B⟩31mb"),
            ("Ann\u{202E}eeL", "Ann⟨U+202E⟩eeL"),
            ("a\u{7f}\0b", "a⟨U+007F⟩⟨U+0000⟩b"),
            ("one\r\ntwo\tthree", "one  two three"),
            ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
        for letter in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let cleaned = clean(&letter.to_string());
            assert!(!cleaned.chars().any(char::is_control), "{letter:?}");
        }
    }

    #[test]
    fn cut_texts_fit() {
        for (text, width, shown) in [
            ("Hollis", 6, "Hollis"),
            ("Hollis", 5, "Holl…"),
            ("山田太郎", 5, "山田…"),
            ("", 3, ""),
        ] {
            assert_eq!(fit(text, width), shown);
            assert!(fit(text, width).width() <= width);
        }
        assert!(fit(&"x".repeat(10_000), 20).width() == 20);
    }
}
