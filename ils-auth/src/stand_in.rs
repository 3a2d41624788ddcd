//! What the tests of this crate share: a stand-in for Clio, its answers, and secrets that must never be seen.

mod log;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::clock::ManualClock;
use crate::{App, Endpoint, Site, Tokens};

pub(crate) use log::Log;

pub(crate) const NOW: i64 = 1_795_000_000;
pub(crate) const SECRET: &str = "CANARY_client_secret";
pub(crate) const MONTH: i64 = 30 * 24 * 3600;

pub(crate) fn app(server: &MockServer) -> App {
    app_at(&server.uri())
}

pub(crate) fn app_at(origin: &str) -> App {
    App::new(Site::parse(origin).unwrap(), "key-1", SECRET.into())
}

pub(crate) fn endpoint(server: &MockServer) -> Endpoint {
    Endpoint::new(app(server))
}

pub(crate) fn clock() -> ManualClock {
    ManualClock::at(NOW)
}

/// Tokens that end `left` seconds after [`NOW`].
pub(crate) fn tokens(name: &str, left: i64) -> Tokens {
    let end = Timestamp::from_second(NOW + left).unwrap();
    Tokens::new(
        format!("CANARY_access_{name}").into_token(),
        Some(format!("CANARY_refresh_{name}").into()),
        Timestamp::from_second(NOW + left - MONTH).unwrap(),
        Some(end),
    )
}

trait IntoToken {
    fn into_token(self) -> clio_api::AccessToken;
}

impl IntoToken for String {
    fn into_token(self) -> clio_api::AccessToken {
        clio_api::AccessToken::new(self)
    }
}

/// A token answer; with a new refresh token when `rotating`.
pub(crate) fn granted(name: &str, rotating: bool) -> ResponseTemplate {
    let mut body = json!({
        "token_type": "bearer",
        "access_token": format!("CANARY_access_{name}"),
        "expires_in": MONTH,
    });
    if rotating {
        body["refresh_token"] = json!(format!("CANARY_refresh_{name}"));
    }
    ResponseTemplate::new(200).set_body_json(body)
}

pub(crate) fn refused(status: u16, error: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({
        "error": error,
        "error_description": "CANARY_description",
    }))
}

pub(crate) async fn answer(server: &MockServer, at: &str, with: ResponseTemplate) {
    let mock = Mock::given(method("POST")).and(path(at));
    mock.respond_with(with).mount(server).await;
}

pub(crate) async fn token_answer(server: &MockServer, with: ResponseTemplate) {
    answer(server, "/oauth/token", with).await;
}

pub(crate) fn slowly(answer: ResponseTemplate) -> ResponseTemplate {
    answer.set_delay(Duration::from_millis(150))
}

pub(crate) async fn requests(server: &MockServer, at: &str) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter().filter(|r| r.url.path() == at).collect()
}

pub(crate) async fn token_requests(server: &MockServer) -> usize {
    requests(server, "/oauth/token").await.len()
}

/// The form of a request, as pairs.
pub(crate) fn form(request: &Request) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect()
}

/// A text that people or logs may see.
#[track_caller]
pub(crate) fn assert_clean(text: &str) {
    assert!(!text.contains("CANARY"), "a secret shows in: {text}");
}

/// Debug, Display and every cause of an error.
#[track_caller]
pub(crate) fn assert_clean_error(error: &(dyn std::error::Error + 'static)) {
    assert_clean(&format!("{error:?}"));
    let mut cause = Some(error);
    while let Some(error) = cause {
        assert_clean(&format!("{error} {error:?}"));
        cause = error.source();
    }
}

/// Past the test harness, which keeps what a passing test prints: whoever counts the skipped tests must see it.
#[cfg(all(unix, any(feature = "file", feature = "keyring")))]
pub(crate) fn skipped(test: &str, reason: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "\nSKIPPED {test}: {reason}").unwrap();
}
