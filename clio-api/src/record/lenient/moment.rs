//! Points in time as Clio writes them.

use jiff::Timestamp;
use jiff::civil::Date;

/// Any form that jiff reads. Full records hold many of them, and nearly all in one form: that one is read in a fraction of the steps.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    usual(text.as_bytes()).or_else(|| text.parse().ok())
}

/// `2026-10-02T10:00:00-07:00`, or with `Z`; `None` does not mean that it is wrong.
fn usual(text: &[u8]) -> Option<Timestamp> {
    let (local, offset) = text.split_first_chunk::<19>()?;
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        mo1,
        mo2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        mi1,
        mi2,
        b':',
        s1,
        s2,
    ] = *local
    else {
        return None;
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    // The calendar is jiff's: a day that does not exist is not read here.
    let date = Date::new(year, two(mo1, mo2)?, two(d1, d2)?).ok()?;
    let (hour, minute, second) = (two(h1, h2)?, two(mi1, mi2)?, two(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let local = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Timestamp::from_second(days_since_1970(date) * 86_400 + local - east_of_utc(offset)?).ok()
}

/// Seconds that the clock there is ahead.
fn east_of_utc(offset: &[u8]) -> Option<i64> {
    let [sign, h1, h2, b':', m1, m2] = *offset else {
        return (offset == b"Z").then_some(0);
    };
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

/// Years begin in March, so that a leap day is the last of its year. A date has at most four digits here, and none is before 0000-01-01.
fn days_since_1970(date: Date) -> i64 {
    let before_march = date.month() < 3;
    let month = i64::from(date.month()) + if before_march { 9 } else { -3 };
    // One cycle of 400 years early, so that no year is negative.
    let year = i64::from(date.year()) - i64::from(before_march) + 400;
    let of_years = year * 365 + year / 4 - year / 100 + year / 400;
    let of_months = (153 * month + 2) / 5;
    of_years + of_months + i64::from(date.day()) - 1 - (719_468 + 146_097)
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        i8::try_from((tens - b'0') * 10 + ones - b'0').ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_form_is_read_without_help() {
        for (text, expected) in [
            ("2026-10-02T10:00:00-07:00", Some("2026-10-02T17:00:00Z")),
            ("2024-02-29T23:59:59Z", Some("2024-02-29T23:59:59Z")),
            ("2000-03-01T00:00:00Z", Some("2000-03-01T00:00:00Z")),
            ("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00Z")),
            ("1969-12-31T23:59:59Z", Some("1969-12-31T23:59:59Z")),
            ("1999-12-31T23:30:00+05:30", Some("1999-12-31T18:00:00Z")),
            ("2023-02-29T10:00:00Z", None),
            ("2026-10-02T24:00:00Z", None),
            ("2026-10-02T10:00:00", None),
            ("2026-10-02T10:00:00-24:00", None),
            ("2026-10-02T10:00:00.5Z", None),
            ("2026-1?-02T10:00:00Z", None),
            ("", None),
        ] {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(usual(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(
            read("2026-10-02 10:00:00.5-07"),
            Some("2026-10-02T17:00:00.5Z".parse().unwrap())
        );
        assert_eq!(read("yesterday"), None);
    }

    proptest! {
        /// It never reads what jiff reads otherwise, or not at all.
        #[test]
        fn it_agrees_with_jiff(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][0-2][0-9]:[0-6][0-9])"
        ) {
            if let Some(read) = usual(text.as_bytes()) {
                prop_assert_eq!(text.parse::<Timestamp>().ok(), Some(read));
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            prop_assert_eq!(read(&text), text.parse().ok());
        }
    }
}
