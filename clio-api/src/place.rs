//! Where in a JSON text an error is.

use serde_json::Error;

/// A name that is longer is none of Clio's fields.
const LONGEST_NAME: usize = 64;

/// An object or a list that the error is in.
enum Level<'a> {
    /// With the member that was read last.
    Object(Option<&'a str>),
    /// With the number of the item, once one has begun.
    List(Option<usize>),
}

/// The place of an error in the text that was decoded, `data[3].id`; `.` is the whole text. It holds names of members and never a value.
///
/// Found by walking the text again up to the line and column that the error tells, so that nothing is compiled twice for it. An error that a
/// type raises by itself, after its last member was read, is told of the object.
pub(crate) fn of(error: &Error, text: &[u8]) -> String {
    let read = read_until(error, text);
    let (levels, is_complete) = walk(read);
    if levels.is_empty() && is_complete && !error.is_data() {
        return "the end".to_owned();
    }
    let place = levels
        .iter()
        .fold(String::new(), |place, level| match level {
            Level::Object(Some(name)) if place.is_empty() => (*name).to_owned(),
            Level::Object(Some(name)) => format!("{place}.{name}"),
            Level::List(Some(item)) => format!("{place}[{item}]"),
            Level::Object(None) | Level::List(None) => place,
        });
    if place.is_empty() {
        ".".to_owned()
    } else {
        place
    }
}

/// What was read before the error. Columns are bytes since the line's start.
fn read_until<'a>(error: &Error, text: &'a [u8]) -> &'a [u8] {
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let start = match error.line().checked_sub(2) {
        Some(lines) => ends.map(|(at, _)| at + 1).nth(lines).unwrap_or_default(),
        None => 0,
    };
    // A byte that cannot be there has been read too.
    let wrong = usize::from(error.is_syntax());
    let end = start.saturating_add(error.column().saturating_sub(wrong));
    let end = end.min(text.len());
    text.get(start..end).map_or(text, |_| &text[..end])
}

/// The levels that are open at the end of the text, and whether a whole value was closed before.
fn walk(text: &[u8]) -> (Vec<Level<'_>>, bool) {
    let mut levels = Vec::new();
    let mut is_complete = false;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        // The first byte of a list's first item, whatever it is.
        if let Some(Level::List(item @ None)) = levels.last_mut()
            && !matches!(byte, b']' | b' ' | b'\t' | b'\n' | b'\r')
        {
            *item = Some(0);
        }
        match byte {
            b'{' => levels.push(Level::Object(None)),
            b'[' => levels.push(Level::List(None)),
            b'}' | b']' => {
                levels.pop();
                is_complete = levels.is_empty();
            }
            b',' => match levels.last_mut() {
                Some(Level::Object(name)) => *name = None,
                Some(Level::List(Some(item))) => *item += 1,
                _ => {}
            },
            b'"' => {
                let string = string(&text[at..]);
                if let Some(Level::Object(name @ None)) = levels.last_mut() {
                    *name = Some(shown(string));
                }
                at += string.len() + 1;
            }
            _ => {}
        }
    }
    (levels, is_complete)
}

/// A string's bytes up to the quote that ends it.
fn string(text: &[u8]) -> &[u8] {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let is_end = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    });
    &text[..end.unwrap_or(text.len())]
}

/// A member's name as Clio writes its fields; anything else may be what a stranger wrote.
fn shown(name: &[u8]) -> &str {
    let is_field = !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let name = std::str::from_utf8(name).ok().filter(|_| is_field);
    name.unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "whether it can be read is what is asked")]
    struct Page {
        data: Vec<Row>,
        next: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "the same")]
    struct Row {
        id: i64,
        names: Option<Vec<String>>,
        client: Option<Box<Self>>,
    }

    fn place<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
        of(
            &serde_json::from_str::<T>(text).unwrap_err(),
            text.as_bytes(),
        )
    }

    #[test]
    fn the_place_of_an_error_is_told_by_names_and_numbers() {
        for (text, expected) in [
            (r#"{"data": [{"id": 1}, {"id": "x"}]}"#, "data[1].id"),
            (
                r#"{"data": [{"id": 1, "names": ["a", 2]}]}"#,
                "data[0].names[1]",
            ),
            (r#"{"data": [{"id": 1, "names": {}}]}"#, "data[0].names"),
            (r#"{"data": [{"id": {}}]}"#, "data[0].id"),
            (r#"{"data": [{"id": [7]}]}"#, "data[0].id"),
            (
                r#"{"data": [{"id": 1, "client": {"names": []}}]}"#,
                "data[0].client",
            ),
            (
                r#"{"data": [{"id": 1, "client": {"id": null}}]}"#,
                "data[0].client.id",
            ),
            (
                "{\"data\": [\n  {\"id\": 1},\n  {\"id\": 1.5}\n]}",
                "data[1].id",
            ),
            (
                r#"{"data": [{"id": 1, "other": {"a\"}": [1, x]}}]}"#,
                "data[0].other.?[1]",
            ),
            (r#"{"data": [{"id": 1, "Dana Hollis": tru}]}"#, "data[0].?"),
            (r#"{"data": [{"id": 1"#, "data[0].id"),
            (r#"{"data": [{"id": 1, "na"#, "data[0].na"),
            (r#"{"data": ["#, "data"),
            (r#"{"data": 5}"#, "data"),
            (r#"{"next": null}"#, "."),
            (r#"{"data": []} and more"#, "the end"),
            ("[]", "."),
            ("<html>", "."),
            ("", "."),
        ] {
            assert_eq!(place::<Page>(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_ends_anywhere_has_a_place_and_no_value_in_it() {
        let whole =
            r#"{"data": [{"id": 1, "names": ["CANARY", "CANARY \\\"{["]}], "next": "CANARY"}"#;
        for end in 0..whole.len() {
            let place = place::<Page>(&whole[..end]);
            assert!(!place.contains("CANARY"), "{place} at {end}");
        }
    }
}
