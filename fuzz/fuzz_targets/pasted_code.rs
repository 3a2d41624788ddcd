//! Any pasted text is a code in the allowed alphabet, no longer than the text and the same when read again, or a refusal
//! in our own words.
#![no_main]

use ils_auth::{Attempt, Pasted, SuccessCodeError, SystemClock};
use ils_fuzz::{answer, app, assert_clean, block_on, endpoint, sent};
use libfuzzer_sys::fuzz_target;

const WORDS: [&str; 8] = [
    "invalid_request",
    "unauthorized_client",
    "unsupported_response_type",
    "invalid_scope",
    "server_error",
    "temporarily_unavailable",
    "access_denied",
    "another error",
];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match Pasted::read(&text, "CANARY_state") {
        Ok(Pasted::Code(_)) => {
            let code = code_of(&text);
            assert!(code.len() <= text.len(), "never longer");
            assert!(code.bytes().all(|byte| byte.is_ascii_graphic()), "{code:?}");
            let again = code_of(&code);
            assert_eq!(again, code, "the same when read again");
        }
        Ok(_) => {}
        Err(error) => {
            assert_clean(&error);
            if let SuccessCodeError::Refused(word) = &error {
                assert!(WORDS.contains(&word.as_str()), "{word:?}");
            }
        }
    }
});

/// As Clio would get it.
fn code_of(text: &str) -> String {
    answer(
        400,
        &[("Content-Type", b"application/json")],
        br#"{"error":"invalid_grant"}"#,
    );
    let app = app();
    let attempt = Attempt::begin(&app, &SystemClock).expect("random numbers");
    // An address carries this attempt's state, which the text cannot know: it was read with the one it knows.
    let Ok(Pasted::Code(code)) = Pasted::read(text, "CANARY_state") else {
        panic!("a code is a code when it is read again");
    };
    assert!(block_on(attempt.exchange(&endpoint(), &SystemClock, code)).is_err());
    sent("code").expect("the code that was sent")
}
