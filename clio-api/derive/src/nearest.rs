//! What was probably meant.

/// The candidate that is nearest to a wrong name, when one is near.
pub(crate) fn nearest<'a>(
    wrong: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let near = (wrong.len() / 3).max(1);
    candidates
        .map(|candidate| (distance(wrong, candidate), candidate))
        .filter(|(distance, _)| *distance <= near)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A few candidates that begin with it, or else with the same word.
pub(crate) fn akin<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    const FEW: usize = 4;
    let first = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    let word = first(wrong);
    let (longer, others): (Vec<&str>, Vec<&str>) = candidates
        .filter(|candidate| first(candidate) == word)
        .partition(|candidate| candidate.starts_with(wrong));
    let mut akin = if longer.is_empty() { others } else { longer };
    akin.truncate(FEW);
    akin
}

/// Insertions, deletions, replacements and swaps of neighbours that make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut cost = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("first_name", "frist_name", 1),
            ("first_name", "firstName", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn the_same_word_is_akin() {
        let names = ["primary_address", "primary_email_address", "prefix"];
        for (wrong, expected) in [
            ("primary_email", &names[1..2]),
            ("primary_fax", &names[..2]),
            ("golf_club", &[]),
        ] {
            assert_eq!(akin(wrong, names.into_iter()), expected, "{wrong}");
        }
    }

    #[test]
    fn only_near_names_are_meant() {
        let names = ["first_name", "last_name", "title"];
        for (wrong, expected) in [
            ("frist_name", Some("first_name")),
            ("lastname", Some("last_name")),
            ("tilte", Some("title")),
            ("golf_club", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, names.into_iter()), expected, "{wrong}");
        }
    }
}
