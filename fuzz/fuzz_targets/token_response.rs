//! Any body of a success is tokens that can be used, or an error that repeats none of it.
#![no_main]

use ils_auth::{EndpointError, SystemClock};
use ils_fuzz::{answer, assert_clean, block_on, endpoint, tokens};
use libfuzzer_sys::fuzz_target;

const YEAR: i64 = 367 * 24 * 3600;
const TYPES: [&[u8]; 4] = [
    b"application/json",
    b"application/json; charset=utf-8",
    b"text/html",
    b"",
];

fuzz_target!(|data: &[u8]| {
    let Some((kind, body)) = data.split_first() else {
        return;
    };
    let kind = TYPES[usize::from(kind % 4)];
    answer(200, &[("Content-Type", kind)], body);
    let old = tokens("old", -5);
    match block_on(endpoint().refresh(&old, &SystemClock)) {
        Ok(fresh) => {
            assert!(kind.starts_with(b"application/json"));
            let access = fresh.access().expose();
            assert!(!access.is_empty() && access.len() <= 4096);
            assert!(access.bytes().all(|byte| byte.is_ascii_graphic()));
            assert!(fresh.to_bytes().is_ok(), "a store takes it");
            if let Some(end) = fresh.expires_at() {
                let life = end.as_second() - fresh.obtained_at().as_second();
                assert!((1..=YEAR).contains(&life));
            }
            let shown = format!("{fresh:?}");
            assert!(access.len() < 12 || !shown.contains(access));
        }
        // Neither has room for a word of the answer.
        Err(error @ (EndpointError::Unreadable | EndpointError::Unreachable)) => {
            assert_clean(&error)
        }
        Err(other) => panic!("{other:?} for a success"),
    }
});
