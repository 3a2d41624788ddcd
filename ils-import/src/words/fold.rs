//! Makes texts equal that a reader would call equal.

/// Folds a relationship text: zero-width characters and soft hyphens go, dash look-alikes become `-`, white space of any kind becomes one
/// space, ends are trimmed, letters become lower case (the same in every language), and spaces around `-` go.
///
/// Nothing else: no stemming, no punctuation, no translation. `son-in-law` must not become `son`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_letter(text, |letter| folded.push(letter));
    folded
}

/// The same number for texts that fold to the same, and hardly ever for others (FNV-1a, over the folded letters).
pub(crate) fn mark(text: &str) -> u64 {
    let mut mark = 0xcbf2_9ce4_8422_2325_u64;
    each_letter(text, |letter| {
        mark = (mark ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
    });
    mark
}

fn each_letter(text: &str, mut tell: impl FnMut(char)) {
    // The end of a text that has none yet takes no space after it, like a dash.
    let (mut gap, mut takes_space) = (false, false);
    for letter in text.chars() {
        let letter = match letter {
            '!'..='~' => letter,
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => continue,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
            letter if letter.is_whitespace() => {
                gap = true;
                continue;
            }
            letter => letter,
        };
        if gap && takes_space && letter != '-' {
            tell(' ');
        }
        gap = false;
        takes_space = letter != '-';
        if letter.is_ascii() {
            tell(letter.to_ascii_lowercase());
        } else {
            letter.to_lowercase().for_each(&mut tell);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_reads_the_same_is_the_same() {
        for (text, folded) in [
            ("  Wife\u{A0}", "wife"),
            ("step\u{2011}son", "step-son"),
            ("Step \u{2013} Children", "step-children"),
            ("grand\u{200B}son", "grandson"),
            ("Grand\u{AD}daughter", "granddaughter"),
            ("Domestic \t\r\n Partner", "domestic partner"),
            ("- son -", "-son-"),
            ("I\u{307}", "i\u{307}"),
            ("\u{3000}", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(mark(&once), mark(&text));
            prop_assert_eq!(fold(&once), once);
        }
    }
}
