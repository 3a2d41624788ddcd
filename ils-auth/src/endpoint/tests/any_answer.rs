//! T15 and fuzz targets 3 and 4 as properties: any answer is tokens or a typed error, and no error repeats it.

use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;

fn reply(status: u16, is_json: bool, body: &[u8]) -> Reply {
    Reply {
        status,
        is_json,
        retry_after: None,
        body: Zeroizing::new(body.to_vec()),
    }
}

const WHOLE: &str = r#"{"token_type":"bearer","access_token":"CANARY_access_new","refresh_token":"CANARY_refresh_new","expires_in":2592000}"#;

/// T15
#[test]
fn a_grant_cut_anywhere_is_unreadable() {
    let now = jiff::Timestamp::UNIX_EPOCH;
    assert!(grant(&reply(200, true, WHOLE.as_bytes()), now).is_ok());
    for cut in 0..WHOLE.len() {
        let cut_off = grant(&reply(200, true, &WHOLE.as_bytes()[..cut]), now);
        assert_eq!(cut_off.err(), Some(EndpointError::Unreadable), "{cut}");
    }
}

/// T15: what could be kept in a header, and nothing else.
#[track_caller]
fn assert_usable(tokens: &Tokens) {
    let refresh = tokens.refresh().map(ExposeSecret::expose_secret);
    for token in [Some(tokens.access().expose()), refresh]
        .into_iter()
        .flatten()
    {
        assert!((1..=4096).contains(&token.len()));
        assert!(token.bytes().all(|byte| byte.is_ascii_graphic()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn t15_any_bytes_are_tokens_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200), is_json: bool) {
        let now = jiff::Timestamp::UNIX_EPOCH;
        prop_assert!(grant(&reply(200, is_json, &bytes), now).is_err());
    }

    #[test]
    fn t15_one_wrong_byte_gives_usable_tokens_or_an_error(at in 0..WHOLE.len(), byte: u8) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        bytes[at] = byte;
        match grant(&reply(200, true, &bytes), jiff::Timestamp::MAX) {
            Ok(tokens) => assert_usable(&tokens),
            Err(error) => assert_clean_error(&error),
        }
    }

    #[test]
    fn t15_odd_values_give_usable_tokens_or_an_error(access in "\\PC{0,30}|[!-~]{1,40}", refresh in "[ -~\\n]{0,30}", life in any::<f64>()) {
        let body = serde_json::json!({"token_type": "bearer", "access_token": access, "refresh_token": refresh, "expires_in": life});
        match grant(&reply(200, true, body.to_string().as_bytes()), jiff::Timestamp::UNIX_EPOCH) {
            Ok(tokens) => assert_usable(&tokens),
            Err(error) => prop_assert_eq!(error, EndpointError::Unreadable),
        }
    }

    #[test]
    fn an_error_is_invalid_grant_only_when_json_says_so(status in 201_u16..600, is_json: bool, body in "[ -~]{0,60}CANARY_[a-z]{8}") {
        let error = classify(&reply(status, is_json, body.as_bytes()));
        prop_assert_ne!(&error, &EndpointError::InvalidGrant);
        assert_clean_error(&error);
    }
}
