//! Dates.

use jiff::civil::{Date, date};

use super::text::without_ends;

/// Nobody who drafts an estate plan was born before this day.
const EARLIEST: Date = date(1850, 1, 1);
/// Nor after this one, when nobody says which day it is: the mapping has no clock.
const LATEST: Date = date(2100, 12, 31);

/// A date of birth as Clio wrote it: `Ok(None)` when there is none, the text itself when it cannot be right.
pub(super) fn birth_date(
    text: Option<String>,
    read_on: Option<Date>,
) -> Result<Option<String>, String> {
    let Some(text) = text.map(without_ends).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match iso(&text) {
        Some(date) if is_possible(date, read_on) => Ok(Some(text)),
        _ => Err(text),
    }
}

/// Whether something can have happened to a client on this day.
pub(super) fn is_possible(date: Date, read_on: Option<Date>) -> bool {
    (EARLIEST..=read_on.unwrap_or(LATEST)).contains(&date)
}

/// `YYYY-MM-DD` and nothing else: a parser of dates also takes a time behind it, a sign, and a date without dashes.
pub(super) fn iso(text: &str) -> Option<Date> {
    let digits = text.as_bytes();
    let has_dashes = digits.len() == "YYYY-MM-DD".len() && digits[4] == b'-' && digits[7] == b'-';
    if !has_dashes {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            let is_digit = digit.is_ascii_digit();
            is_digit.then(|| number * 10 + i16::from(digit - b'0'))
        })
    };
    let year = number(&digits[..4])?;
    let (month, day) = (number(&digits[5..7])?, number(&digits[8..])?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
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
            (Some("1951-13-09"), Err("1951-13-09")),
            (Some("1951-03/09"), Err("1951-03/09")),
            (Some("195a-03-09"), Err("195a-03-09")),
            (Some("19510309"), Err("19510309")),
            (Some("-951-03-09"), Err("-951-03-09")),
            (Some("1951-03-09T00:00:00Z"), Err("1951-03-09T00:00:00Z")),
        ] {
            assert_eq!(
                birth_date(text.map(ToOwned::to_owned), None),
                expected
                    .map(|date: Option<&str>| date.map(ToOwned::to_owned))
                    .map_err(ToOwned::to_owned),
                "{text:?}"
            );
        }
    }
}
