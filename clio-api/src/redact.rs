//! Text of an answer that goes into an error or a log line is cut to harmless characters first.

/// ASCII letters and digits and what `also` allows, at most `most` of them.
pub(crate) fn clean(text: &[u8], also: &str, most: usize) -> String {
    text.iter()
        .map(|byte| char::from(*byte))
        .filter(|letter| letter.is_ascii_alphanumeric() || also.contains(*letter))
        .take(most)
        .collect()
}
