//! Text from Clio is written by strangers: no control and no change of direction reaches the terminal.

pub(crate) use ils_import::export::visible_line as clean;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(fit(&"x".repeat(10_000), 20).width(), 20);
    }
}
