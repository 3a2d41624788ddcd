//! `Retry-After` (RFC 9110, 10.2.3) and `Date`.

use std::time::Duration;

use http::{HeaderMap, header};
use jiff::Timestamp;

/// `Retry-After` as seconds or as a date. A date counts from the answer's own `Date`; without one it says nothing, because the local
/// clock may be wrong.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = date(text)?;
    let now = server_time(headers)?;
    Some(until.duration_since(now).try_into().unwrap_or_default())
}

/// The answer's `Date`.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    date(headers.get(header::DATE)?.to_str().ok()?)
}

fn date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(retry_after: &str, date: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, retry_after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(header::DATE, date.parse().unwrap());
        }
        headers
    }

    /// T42.
    #[test]
    fn retry_after_is_read_in_both_forms() {
        let date = Some("Tue, 24 Nov 2026 19:00:00 GMT");
        for (text, date, seconds) in [
            ("23", date, Some(23)),
            ("23", None, Some(23)),
            ("0", date, Some(0)),
            ("1000000000", date, Some(1_000_000_000)),
            ("Tue, 24 Nov 2026 19:00:30 GMT", date, Some(30)),
            ("Tue, 24 Nov 2026 18:00:00 GMT", date, Some(0)),
            ("Tue, 24 Nov 2026 19:00:30 GMT", None, None),
            ("-1", date, None),
            ("1.5", date, None),
            ("soon", date, None),
            ("", date, None),
        ] {
            let read = retry_after(&headers(text, date));
            assert_eq!(read, seconds.map(Duration::from_secs), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(text in "[ -~]{0,40}", date in "[ -~]{0,40}") {
            let _wait = retry_after(&headers(&text, Some(&date)));
        }
    }
}
