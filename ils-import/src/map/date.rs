//! Dates.

use jiff::civil::Date;

/// Nobody who drafts an estate plan was born before this year.
const EARLIEST: i16 = 1850;
/// Nor after this one, whatever the clock says: the mapping knows no today.
const LATEST: i16 = 2100;

/// A date of birth as Clio wrote it: `Ok(None)` when there is none, the text itself when it cannot be right.
pub(super) fn birth_date(text: Option<&str>) -> Result<Option<Date>, &str> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match text.parse::<Date>() {
        Ok(date)
            if text.len() == "YYYY-MM-DD".len() && (EARLIEST..=LATEST).contains(&date.year()) =>
        {
            Ok(Some(date))
        }
        _ => Err(text),
    }
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
                birth_date(text).map(|date| date.map(|date| date.to_string())),
                expected.map(|date| date.map(ToOwned::to_owned)),
                "{text:?}"
            );
        }
    }
}
