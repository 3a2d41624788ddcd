//! Whatever an answer says about the limit and when to come back: the next request goes out, or is told how long it would wait.
#![no_main]

use std::time::Duration;

use clio_api::{Contact, ErrorKind, Id, Limiter, Projection, RetryPolicy};
use ils_fuzz::{answer, assert_clean, block_on, clio, requests};
use libfuzzer_sys::fuzz_target;

/// No pause is longer, whatever an answer asks for.
const LONGEST: Duration = Duration::from_secs(120);

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Bare {
    #[serde(rename = "id")]
    _id: Id<Contact>,
}

/// A line each, as the seeds have them; a line that is missing is a header that is missing.
const NAMES: [&str; 5] = [
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Date",
    "Retry-After",
];

fuzz_target!(|text: &str| {
    let mut lines = text.split('\n');
    let status = match lines.next() {
        Some("429") => 429,
        Some("503") => 503,
        _ => 200,
    };
    let told = NAMES.iter().zip(lines).filter(|(_, line)| !line.is_empty());
    let mut headers: Vec<(&str, &[u8])> = vec![("Content-Type", b"application/json")];
    headers.extend(told.map(|(name, line)| (*name, line.as_bytes())));
    answer(status, &headers, br#"{"data":{"id":1}}"#);

    // What would be a wait is an error that tells it.
    let clio = clio()
        .limiter(Limiter::new())
        .retry(RetryPolicy::never().longest_wait(Duration::ZERO))
        .build()
        .expect("a handle");
    for call in 0..3 {
        let before = requests();
        let got = block_on(clio.contacts().get(Id::new(1)).select::<Bare>().send());
        let is_sent = requests() > before;
        assert!(
            is_sent || call > 0,
            "nothing is known before the first answer"
        );
        let Err(error) = got else {
            assert!(is_sent && status == 200);
            continue;
        };
        assert_clean(&error);
        if !is_sent {
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{error:?}");
            let wait = error.retry_after().expect("how long it would wait");
            assert!(!wait.is_zero() && wait <= LONGEST, "{wait:?}");
        }
    }
});
