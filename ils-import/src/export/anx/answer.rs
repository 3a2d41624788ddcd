//! One answer as XML.

use std::io::{self, Write};

use jiff::civil::Date;
use serde_json::Value;

use super::map::{AnswerKind, Entry};
use super::path::Answers;
use crate::visible::{acts, visible};

pub(super) fn write(writer: &mut impl Write, entry: &Entry, answers: &Answers) -> io::Result<()> {
    match answers {
        Answers::Many(each) => {
            writer.write_all(b"<RptValue>")?;
            for answers in each {
                write(writer, entry, answers)?;
            }
            writer.write_all(b"</RptValue>")
        }
        Answers::One(value) => writer.write_all(one(entry, value.as_ref()).as_bytes()),
    }
}

fn one(entry: &Entry, value: Option<&Value>) -> String {
    let text = value
        .and_then(text)
        .map(|text| entry.words.get(&text).cloned().unwrap_or(text));
    let text = text.filter(|text| !text.is_empty());
    let answer = match entry.kind {
        AnswerKind::Text => text.map(|text| escaped(&text)),
        AnswerKind::Date => text.as_deref().and_then(date),
        AnswerKind::YesNo => text.as_deref().and_then(yes_no).map(ToOwned::to_owned),
        AnswerKind::Number => text.filter(|text| is_number(text)),
        AnswerKind::Choice => {
            text.map(|text| format!("<SelValue>{}</SelValue>", escaped(&selected(&text))))
        }
    };
    let element = match entry.kind {
        AnswerKind::Text => "TextValue",
        AnswerKind::Date => "DateValue",
        AnswerKind::YesNo => "TFValue",
        AnswerKind::Number => "NumValue",
        AnswerKind::Choice => "MCValue",
    };
    match answer {
        Some(answer) => format!("<{element}>{answer}</{element}>"),
        None => format!("<{element} unans=\"true\"/>"),
    }
}

/// A map or a list is no answer, whatever a path leads to.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Day, month, year, none of them padded: `9/3/1951`. Written the American way HotDocs would read another day.
fn date(text: &str) -> Option<String> {
    let date: Date = text.parse().ok()?;
    Some(format!("{}/{}/{}", date.day(), date.month(), date.year()))
}

fn yes_no(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" => Some("true"),
        "false" | "no" => Some("false"),
        _ => None,
    }
}

/// Digits with at most one point, as every locale reads them here.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.split('.').count() <= 2
        && digits
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A choice has controls and backslashes as `\xx`, in hexadecimal.
fn selected(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\\' => "\\5c".to_owned(),
            letter if letter.is_control() && u32::from(letter) < 0x100 => {
                format!("\\{:02x}", u32::from(letter))
            }
            letter => letter.to_string(),
        })
        .collect()
}

/// For texts and attributes. What turns or hides is written by its number.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\r' => escaped.push_str("\r\n"),
            '\t' => escaped.push('\t'),
            // XML 1.0 has no way to write these (section 2.2).
            '\u{FFFE}' | '\u{FFFF}' => escaped.push_str(&visible(&letter.to_string())),
            letter if letter.is_control() && letter < '\u{80}' => {
                escaped.push_str(&visible(&letter.to_string()));
            }
            letter if acts(letter) => escaped.push_str(&format!("&#x{:X};", u32::from(letter))),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        for (text, written) in [
            ("<a> & \"b\"", "&lt;a&gt; &amp; &quot;b&quot;"),
            ("1 Elm\r\nUnit 2\rA\nB", "1 Elm\r\nUnit 2\r\nA\r\nB"),
            ("a\tb", "a\tb"),
            ("a\u{1b}b\0", "a⟨U+001B⟩b⟨U+0000⟩"),
            ("a\u{85}b\u{202E}c", "a&#x85;b&#x202E;c"),
            ("a\u{FFFE}b\u{FFFF}c", "a⟨U+FFFE⟩b⟨U+FFFF⟩c"),
        ] {
            assert_eq!(escaped(text), written);
        }
    }

    #[test]
    fn a_choice_has_a_way_of_its_own_to_write_what_acts() {
        for (text, written) in [
            ("F\\emale", "F\\5cemale"),
            ("a\tb\u{1b}", "a\\09b\\1b"),
            ("a\u{85}b", "a\\85b"),
            ("née 山田", "née 山田"),
        ] {
            assert_eq!(selected(text), written);
        }
    }

    #[test]
    fn a_map_or_a_list_is_no_answer() {
        for value in [
            serde_json::json!({"from": "CANARY"}),
            serde_json::json!(["CANARY"]),
        ] {
            assert_eq!(text(&value), None, "{value}");
        }
    }

    #[test]
    fn what_is_neither_is_not_answered() {
        for (text, answer) in [
            ("true", Some("true")),
            ("Yes", Some("true")),
            ("false", Some("false")),
            ("NO", Some("false")),
            ("perhaps", None),
            ("1", None),
        ] {
            assert_eq!(yes_no(text), answer, "{text}");
        }
        for (text, is_one) in [
            ("503", true),
            ("-1.5", true),
            ("1.5.2", false),
            (".5", false),
            ("1,000", false),
            ("-", false),
            ("1e3", false),
        ] {
            assert_eq!(is_number(text), is_one, "{text}");
        }
    }
}
