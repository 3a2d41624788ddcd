//! A file's name, from a header that anybody may have written (RFC 6266, RFC 8187).

/// Windows keeps these for devices, whatever follows the first dot.
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];
const LONGEST: usize = 200;

/// The name in a `Content-Disposition`; `filename*` before `filename`. `None` when nothing usable is left of it.
pub(super) fn read(disposition: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(disposition);
    let mut plain = None;
    let mut extended = None;
    for (name, value) in parameters(&text) {
        match name.as_str() {
            "filename*" => extended = extended.or_else(|| decode(&value)),
            "filename" => plain = plain.or(Some(value)),
            _ => {}
        }
    }
    extended
        .as_deref()
        .and_then(harmless)
        .or_else(|| plain.as_deref().and_then(harmless))
}

/// `; name=value` and `; name="value"`; the first part is the kind of disposition.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name
            .trim_matches(|letter: char| letter == ';' || letter.is_whitespace())
            .to_ascii_lowercase();
        let (value, after) = value(after.trim_start());
        found.push((name, value));
        rest = after;
    }
    found
}

fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, letter) in quoted.char_indices() {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return (value, &quoted[at + 1..]),
            _ => {
                value.push(letter);
                escaped = false;
            }
        }
    }
    (value, "")
}

/// `UTF-8''na%C3%AFve.pdf`
fn decode(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let charset = parts.next()?;
    let text = parts.nth(1)?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|letter| !is_hidden(*letter)).collect();
    let mut name: String = shown
        .trim_matches(|letter: char| letter == '.' || letter.is_whitespace())
        .chars()
        .map(|letter| {
            if "<>:\"|?*".contains(letter) {
                '_'
            } else {
                letter
            }
        })
        .collect();
    let stem = name.split('.').next().unwrap_or_default();
    let device = stem
        .trim_end_matches(|letter: char| letter.is_ascii_digit())
        .trim_end()
        .to_ascii_uppercase();
    if RESERVED.contains(&device.as_str()) {
        name.insert(0, '_');
    }
    shorten(&mut name);
    (!name.is_empty()).then_some(name)
}

/// Control characters, and those that turn or hide text.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

/// Keeps a short ending: it says what opens the file.
fn shorten(name: &mut String) {
    if name.len() <= LONGEST {
        return;
    }
    let ending = match name.rfind('.') {
        Some(dot) if name.len() - dot <= 16 => name.split_off(dot),
        _ => String::new(),
    };
    let mut end = LONGEST - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    name.push_str(&ending);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_and_made_harmless() {
        for (header, name) in [
            ("attachment; filename=will.pdf", Some("will.pdf")),
            (
                "attachment; filename=\"last will; 2.pdf\"",
                Some("last will; 2.pdf"),
            ),
            ("attachment; filename=\"a\\\"b.pdf\"", Some("a_b.pdf")),
            (
                "attachment; filename=\"x.pdf\"; filename*=UTF-8''na%C3%AFve%20plan.pdf",
                Some("naïve plan.pdf"),
            ),
            ("attachment; FILENAME*=utf-8'en'a.txt", Some("a.txt")),
            (
                "attachment; filename*=latin1''a.txt; filename=b.txt",
                Some("b.txt"),
            ),
            (
                "attachment; filename*=UTF-8''%zz; filename=b.txt",
                Some("b.txt"),
            ),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            (
                "attachment; filename*=UTF-8''..%2f..%2f.bashrc",
                Some("bashrc"),
            ),
            (
                "attachment; filename=\"C:\\\\Users\\\\a.txt\"",
                Some("a.txt"),
            ),
            ("attachment; filename=\"nul.txt\"", Some("_nul.txt")),
            ("attachment; filename=\"COM1\"", Some("_COM1")),
            (
                "attachment; filename=\"a\u{202e}fdp.exe \"",
                Some("afdp.exe"),
            ),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename=\"\"", None),
            ("attachment", None),
            ("", None),
        ] {
            assert_eq!(read(header.as_bytes()).as_deref(), name, "{header}");
        }
        let long = format!("attachment; filename=\"{}.pdf\"", "ü".repeat(300));
        let name = read(long.as_bytes()).unwrap();
        assert!(name.len() <= LONGEST && name.ends_with("ü.pdf"));
    }

    proptest! {
        #[test]
        fn any_header_gives_a_plain_name_or_none(header in prop::collection::vec(any::<u8>(), 0..80), quoted in ".{0,300}") {
            for header in [header, format!("attachment; filename=\"{quoted}\"").into_bytes(), format!("a; filename*=UTF-8''{quoted}").into_bytes()] {
                if let Some(name) = read(&header) {
                    prop_assert!(!name.is_empty() && name.len() <= LONGEST);
                    prop_assert!(!name.contains(['/', '\\', ':', '\0']) && !name.chars().any(char::is_control));
                    prop_assert!(name != "." && name != "..");
                }
            }
        }
    }
}
