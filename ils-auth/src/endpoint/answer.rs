//! What the token endpoint answered: tokens, or the error table of RFC 6749 section 5.2.

use std::borrow::Cow;
use std::time::Duration;

use clio_api::AccessToken;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::EndpointError;
use crate::Tokens;

/// Longer is no token that a header, a keyring or a database column would take.
const LONGEST_TOKEN: usize = 4096;
/// A year and a day; Clio says 30 days. A larger number is taken for this one.
const LONGEST_LIFE: u64 = 366 * 24 * 3600;

/// An answer that is not a redirect.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) is_json: bool,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// The error of an answer that is no success. Only parsed JSON with status 400 or 401 is an OAuth error.
pub(super) fn classify(reply: &Reply) -> EndpointError {
    match reply.status {
        429 => EndpointError::RateLimited {
            retry_after: reply.retry_after,
        },
        400 | 401 if reply.is_json => match serde_json::from_slice::<Refusal<'_>>(&reply.body) {
            Ok(refusal) => named(&refusal.error),
            Err(_) => EndpointError::Status(reply.status),
        },
        status => EndpointError::Status(status),
    }
}

#[derive(Deserialize)]
struct Refusal<'a> {
    #[serde(borrow)]
    error: Cow<'a, str>,
}

/// Only the standard's words are repeated; any other text is the server's and may hold anything.
fn named(error: &str) -> EndpointError {
    match error {
        "invalid_grant" => EndpointError::InvalidGrant,
        "invalid_client" => EndpointError::InvalidClient,
        "invalid_request"
        | "unauthorized_client"
        | "unsupported_grant_type"
        | "invalid_scope"
        | "invalid_token" => EndpointError::Refused(error.to_owned()),
        _ => EndpointError::Refused("another reason".to_owned()),
    }
}

/// The tokens of a success (RFC 6749 section 5.1). A parse error is dropped: it may quote the answer.
pub(super) fn grant(reply: &Reply, now: Timestamp) -> Result<Tokens, EndpointError> {
    if !reply.is_json {
        return Err(EndpointError::Unreadable);
    }
    let wire: Grant<'_> =
        serde_json::from_slice(&reply.body).map_err(|_| EndpointError::Unreadable)?;
    if !wire.token_type.eq_ignore_ascii_case("bearer") || !is_token(&wire.access_token) {
        return Err(EndpointError::Unreadable);
    }
    let refresh = wire
        .refresh_token
        .as_deref()
        .filter(|text| !text.is_empty());
    if refresh.is_some_and(|text| !is_token(text)) {
        return Err(EndpointError::Unreadable);
    }
    let expires_at = lifetime(wire.expires_in.as_ref()).and_then(|seconds| {
        let end = now.as_second().checked_add(i64::try_from(seconds).ok()?)?;
        Timestamp::from_second(end).ok()
    });
    Ok(Tokens::new(
        AccessToken::new(wire.access_token.as_ref()),
        refresh.map(SecretString::from),
        now,
        expires_at,
    ))
}

#[derive(Deserialize)]
struct Grant<'a> {
    #[serde(borrow)]
    access_token: Cow<'a, str>,
    #[serde(borrow)]
    token_type: Cow<'a, str>,
    #[serde(default, borrow)]
    refresh_token: Option<Cow<'a, str>>,
    #[serde(default)]
    expires_in: Option<Value>,
}

/// Visible ASCII without a space: what a header line can carry (RFC 6749 appendix A.12, RFC 6750 section 2.1).
fn is_token(text: &str) -> bool {
    (1..=LONGEST_TOKEN).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Seconds, from a number or its text. A lifetime that makes no sense (0, less, no number) is an unknown one.
fn lifetime(value: Option<&Value>) -> Option<u64> {
    let seconds = match value? {
        Value::Number(number) => match number.as_u64() {
            Some(seconds) => seconds,
            // `as` saturates; a negative number becomes 0.
            None => number.as_f64().map(whole_seconds)?,
        },
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (seconds > 0).then_some(seconds.min(LONGEST_LIFE))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a saturating cast of any float is what is wanted; negative and NaN become 0"
)]
fn whole_seconds(seconds: f64) -> u64 {
    seconds as u64
}
