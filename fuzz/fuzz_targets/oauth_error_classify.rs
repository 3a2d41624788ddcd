//! Only a JSON error of the standard, with its status, ends a connection; everything else passes.
#![no_main]

use std::time::Duration;

use ils_auth::{EndpointError, SystemClock};
use ils_fuzz::{answer, assert_clean, block_on, endpoint, tokens};
use libfuzzer_sys::fuzz_target;

const STATUSES: [u16; 16] = [
    201, 204, 300, 302, 307, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 599,
];
const TYPES: [&[u8]; 4] = [
    b"application/json",
    b"text/html",
    b"application/problem+json",
    b"",
];
const WORDS: [&str; 6] = [
    "invalid_request",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_token",
    "another reason",
];

fuzz_target!(|data: &[u8]| {
    let [choice, wait, rest @ ..] = data else {
        return;
    };
    let status = STATUSES[usize::from(choice % 16)];
    let kind = TYPES[usize::from(choice >> 4) % 4];
    let (wait, body) = rest.split_at(usize::from(*wait).min(rest.len()));
    answer(
        status,
        &[("Content-Type", kind), ("Retry-After", wait)],
        body,
    );
    let error = block_on(endpoint().refresh(&tokens("old", -5), &SystemClock));
    let error = error.expect_err("nothing but 200 is a success");
    assert_clean(&error);
    let is_oauth = matches!(status, 400 | 401) && kind == b"application/json";
    match error {
        EndpointError::InvalidGrant | EndpointError::InvalidClient => assert!(is_oauth),
        EndpointError::Refused(word) => {
            assert!(is_oauth);
            assert!(WORDS.contains(&word.as_str()), "{word:?}");
        }
        EndpointError::RateLimited { retry_after } => {
            assert_eq!(status, 429);
            assert!(retry_after.is_none_or(|wait| wait <= Duration::from_secs(3600)));
        }
        EndpointError::Status(shown) => assert_eq!(shown, status),
        EndpointError::Redirected => assert!((300..400).contains(&status)),
        // A header that HTTP does not allow.
        EndpointError::Unreachable => {}
        other => panic!("{other:?} for {status}"),
    }
});
