//! Words of commands that people copy from the screen into a shell: PowerShell, cmd, sh.

use crate::clean::clean;

/// The text as one word of a command, quoted where that is needed. `None` when the shells do not agree how to quote it.
pub(crate) fn word(text: &str) -> Option<String> {
    let is_plain = |letter: char| {
        letter.is_alphanumeric()
            || "-_./:,+@=".contains(letter)
            || (cfg!(windows) && letter == '\\')
    };
    if text.is_empty() || text != clean(text) {
        return None;
    }
    if text.chars().all(is_plain) && !text.starts_with('-') {
        return Some(text.to_owned());
    }
    let acts = |letter: char| "\"“”„$`!%".contains(letter) || (!cfg!(windows) && letter == '\\');
    (!text.contains(acts) && !text.starts_with('-')).then(|| format!("\"{text}\""))
}

/// A matter as a command takes it: its number, else its id.
pub(crate) fn matter(number: Option<&str>, id: &str) -> String {
    number.and_then(word).unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_in_every_shell() {
        for (text, quoted) in [
            ("00412-Hollis", Some("00412-Hollis")),
            ("00001-Ñandú", Some("00001-Ñandú")),
            ("/tmp/a/plan.json", Some("/tmp/a/plan.json")),
            ("00013-O'Brien & Sons", Some("\"00013-O'Brien & Sons\"")),
            ("two words", Some("\"two words\"")),
            ("#1; (x)", Some("\"#1; (x)\"")),
            ("", None),
            ("--all", None),
            ("-a b", None),
            ("say \"x\"", None),
            ("“Smith”", None),
            ("$HOME", None),
            ("`id`", None),
            ("%PATH%", None),
            ("wow!", None),
            ("a\nb", None),
            ("a\u{1b}b", None),
            ("a\u{202e}b", None),
        ] {
            assert_eq!(word(text).as_deref(), quoted, "{text:?}");
        }
        assert_eq!(matter(Some("00412-Hollis"), "17"), "00412-Hollis");
        assert_eq!(matter(Some("“Smith”"), "17"), "17");
        assert_eq!(matter(None, "17"), "17");
    }
}
