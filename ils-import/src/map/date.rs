//! Dates.

use jiff::civil::{Date, date};

/// Nobody who drafts an estate plan was born before this day.
const EARLIEST: Date = date(1850, 1, 1);
/// Nor after this one, when nobody says which day it is: the mapping has no clock.
const LATEST: Date = date(2100, 12, 31);

/// A date of birth as Clio wrote it: `Ok(None)` when there is none, the text itself when it cannot be right.
pub(super) fn birth_date(text: Option<&str>, read_on: Option<Date>) -> Result<Option<Date>, &str> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match iso(text) {
        Some(date) if is_possible(date, read_on) => Ok(Some(date)),
        _ => Err(text),
    }
}

/// Whether something can have happened to a client on this day.
pub(super) fn is_possible(date: Date, read_on: Option<Date>) -> bool {
    (EARLIEST..=read_on.unwrap_or(LATEST)).contains(&date)
}

/// `YYYY-MM-DD` and nothing else: the parser also takes a time behind it, and a date without dashes.
pub(super) fn iso(text: &str) -> Option<Date> {
    let date = text.parse::<Date>().ok()?;
    (text.len() == "YYYY-MM-DD".len()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_date_or_told() {
        for (text, expected) in [
            (None, Ok(None)),
            (Some(" "), Ok(None)),
            (Some("1951-03-09"), Ok(Some("1951-03-09"))),
            (Some("1849-12-31"), Err("1849-12-31")),
            (Some("2101-01-01"), Err("2101-01-01")),
            (Some("03/09/1951"), Err("03/09/1951")),
            (Some("1951-02-30"), Err("1951-02-30")),
            (Some("1951-03-09T00:00:00Z"), Err("1951-03-09T00:00:00Z")),
        ] {
            assert_eq!(
                birth_date(text, None).map(|date| date.map(|date| date.to_string())),
                expected.map(|date| date.map(ToOwned::to_owned)),
                "{text:?}"
            );
        }
    }
}
