//! `/oauth/token` and `/oauth/deauthorize`.
//!
//! Credentials stand in the body; HTTP Basic is not read (Clio's page on authorization). Error shapes as in RFC 6749
//! section 5.2, statuses as seen live.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use serde_json::json;
use sha2::{Digest, Sha256};
use wiremock::Request;

use super::book::{Challenge, Held, Redeemed};
use super::{form, once};
use crate::reply::Reply;
use crate::state::State;

/// A code or a refresh token for an access token.
pub(crate) fn token(state: &mut State, request: &Request) -> Reply {
    let Some(pairs) = form(request) else {
        return Reply::flat_error(400, "invalid_request", "The body must be a form");
    };
    let secret = once(&pairs, "client_secret");
    let known = once(&pairs, "client_id") == Some(state.app.client_id.as_str());
    if !known || secret != Some(state.app.client_secret.expose_secret()) {
        return Reply::flat_error(401, "invalid_client", "Client authentication failed");
    }
    let granted = match once(&pairs, "grant_type") {
        Some("authorization_code") => by_code(state, &pairs),
        Some("refresh_token") => by_refresh(state, &pairs),
        Some(_) => Err(Reply::flat_error(
            400,
            "unsupported_grant_type",
            "This grant is not supported",
        )),
        None => Err(Reply::flat_error(
            400,
            "invalid_request",
            "grant_type is missing",
        )),
    };
    granted
        .unwrap_or_else(|refusal| refusal)
        .header("Cache-Control", "no-store")
}

/// Ends an access token, and by default everything of its grant.
pub(crate) fn deauthorize(state: &mut State, request: &Request) -> Reply {
    let now = state.clock.now();
    let bearer = state.book.bearer(request, now).map(|(token, _)| token);
    let pairs = form(request).unwrap_or_default();
    let Some(token) = bearer.filter(|bearer| once(&pairs, "token") == Some(bearer)) else {
        return Reply::flat_error(
            401,
            "invalid_token",
            "The access token is missing, has expired or was revoked",
        );
    };
    let grant = state.book.forget(&token);
    if let (Some(grant), true) = (grant, state.switches.deauthorize_ends_grant) {
        state.book.end(grant);
    }
    Reply::empty(200)
}

fn by_code(state: &mut State, pairs: &[(String, String)]) -> Result<Reply, Reply> {
    let (Some(code), Some(redirect)) = (once(pairs, "code"), once(pairs, "redirect_uri")) else {
        return Err(Reply::flat_error(
            400,
            "invalid_request",
            "code and redirect_uri are needed",
        ));
    };
    let now = state.clock.now();
    let (asked, held) = match state.book.redeem(code, now) {
        Redeemed::Good(asked, held) => (asked, held),
        Redeemed::Again(grant) => {
            if state.switches.code_reuse_ends_grant {
                state.book.end(grant);
            }
            return Err(invalid_grant());
        }
        Redeemed::Bad => return Err(invalid_grant()),
    };
    let verified = match &asked.challenge {
        Some(challenge) if state.switches.enforce_pkce => {
            challenge.answered_by(once(pairs, "code_verifier"))
        }
        _ => true,
    };
    if redirect != asked.redirect || !verified {
        return Err(invalid_grant());
    }
    let refresh = state.book.issue_refresh(held);
    Ok(issue(state, held, Some(&refresh)))
}

fn by_refresh(state: &mut State, pairs: &[(String, String)]) -> Result<Reply, Reply> {
    let Some(token) = once(pairs, "refresh_token") else {
        return Err(Reply::flat_error(
            400,
            "invalid_request",
            "refresh_token is needed",
        ));
    };
    let held = match state.book.refresh(token) {
        Ok(held) => held,
        Err(retired) => {
            if let (Some(grant), true) = (retired, state.switches.reuse_ends_grant) {
                state.book.end(grant);
            }
            return Err(invalid_grant());
        }
    };
    if !state.switches.rotate_refresh_tokens {
        return Ok(issue(state, held, None));
    }
    state.book.retire(token);
    let next = state.book.issue_refresh(held);
    Ok(issue(state, held, Some(&next)))
}

fn issue(state: &mut State, held: Held, refresh: Option<&str>) -> Reply {
    let life = state.switches.access_token_life;
    let access = state.book.issue_access(held, state.clock.now(), life);
    let mut body =
        json!({"token_type": "bearer", "access_token": access, "expires_in": life.as_secs()});
    if let Some(refresh) = refresh {
        body["refresh_token"] = json!(refresh);
    }
    Reply::json(200, &body)
}

fn invalid_grant() -> Reply {
    Reply::flat_error(
        400,
        "invalid_grant",
        "The grant is invalid, expired, revoked or was made for another request",
    )
}

impl Challenge {
    fn answered_by(&self, verifier: Option<&str>) -> bool {
        let Some(verifier) = verifier else {
            return false;
        };
        match self {
            Self::Plain(challenge) => verifier == challenge,
            Self::S256(challenge) => {
                URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == *challenge
            }
        }
    }
}
