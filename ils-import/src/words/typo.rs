//! Misspelled guide words: only ever a suggestion.

use super::GUIDE_WORDS;

/// The listed word this text misspells: one letter off, or two in a long word. Words below five letters have too many neighbours, and two
/// letters of eight make other relatives of each other (`grandmom`, `grandson`).
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let (length, letters) = (text.chars().count(), letters(text));
    GUIDE_WORDS
        .into_iter()
        .map(|(word, _)| word)
        .filter(|word| word.len() >= 5)
        .filter_map(|word| {
            let slips = if word.len() > 8 { 2 } else { 1 };
            // Neither is measured: a text that is longer or shorter by more than the slips, nor one with more letters of its own.
            let is_near = length.abs_diff(word.len()) <= slips
                && (letters & !self::letters(word)).count_ones() as usize <= slips;
            let distance = is_near.then(|| distance(text, word.as_bytes()))?;
            (distance <= slips).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// A bit for each letter there is, and one for everything else.
fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |letters, byte| match byte {
        b'a'..=b'z' => letters | 1 << (byte - b'a'),
        _ => letters | 1 << 26,
    })
}

/// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
fn distance(text: &str, word: &[u8]) -> usize {
    let text: Vec<char> = text.chars().collect();
    let is_same = |text: char, word: u8| text == char::from(word);
    let width = word.len() + 1;
    let mut table = vec![0; (text.len() + 1) * width];
    for row in 0..=text.len() {
        for column in 0..=word.len() {
            let at = row * width + column;
            if row == 0 || column == 0 {
                table[at] = row + column;
                continue;
            }
            let same = is_same(text[row - 1], word[column - 1]);
            let mut best = (table[at - width] + 1)
                .min(table[at - 1] + 1)
                .min(table[at - width - 1] + usize::from(!same));
            let swapped = row > 1
                && column > 1
                && is_same(text[row - 1], word[column - 2])
                && is_same(text[row - 2], word[column - 1]);
            if swapped {
                best = best.min(table[at - 2 * width - 2] + 1);
            }
            table[at] = best;
        }
    }
    table.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_left_alone() {
        for (text, word) in [
            ("doughter", Some("daughter")),
            ("duaghter", Some("daughter")),
            ("dauhgter", Some("daughter")),
            ("husbend", Some("husband")),
            ("chlid", Some("child")),
            ("spose", Some("spouse")),
            ("grandaughter", Some("granddaughter")),
            ("childern", Some("children")),
            ("step-dauther", Some("step-daughter")),
        ] {
            assert_eq!(nearest(text), word, "{text}");
        }
        for text in [
            "mother",
            "father",
            "brother",
            "sister",
            "godson",
            "goddaughter",
            "godchild",
            "stepmother",
            "step-sister",
            "grandmother",
            "grandfather",
            "grandparent",
            "great-grandson",
            "step-grandson",
            "son-in-law",
            "foster son",
            "nephew",
            "niece",
            "cousin",
            "witness",
            "trustee",
            "executor",
            "guardian",
            "client",
            "fiancé",
            "widow",
            "hija",
            "“wife”",
            "wire",
            "sun",
            "girlfriend",
            "grandmom",
            "grandpop",
            "step-mom",
            "step-pop",
        ] {
            assert_eq!(nearest(text), None, "{text}");
        }
    }
}
