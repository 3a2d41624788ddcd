//! The answers of a token endpoint: T14 (redirects, in `redirects`), T15 (odd answers), T16 (refresh token kept), T17 (error table).

use std::time::Duration;

use secrecy::ExposeSecret;
use wiremock::{MockServer, ResponseTemplate};

use super::*;
use crate::stand_in::{
    NOW, SECRET, answer, app_at, assert_clean_error, clock, endpoint, form, granted, refused,
    requests, token_answer, tokens,
};

mod any_answer;
mod redirects;

async fn refresh_with(response: ResponseTemplate) -> Result<Tokens, EndpointError> {
    let server = MockServer::start().await;
    token_answer(&server, response).await;
    let result = endpoint(&server)
        .refresh(&tokens("old", 10), &clock())
        .await;
    if let Err(error) = &result {
        assert_clean_error(error);
    }
    result
}

fn json(body: impl Into<String>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.into(), "application/json; charset=utf-8")
}

fn grant_json(fields: &str) -> ResponseTemplate {
    json(format!(
        r#"{{"token_type":"bearer","access_token":"CANARY_access_new"{fields}}}"#
    ))
}

#[tokio::test]
async fn a_refresh_is_one_form_post_with_the_credentials_in_its_body() {
    let server = MockServer::start().await;
    token_answer(&server, granted("new", false)).await;
    let renewed = endpoint(&server)
        .refresh(&tokens("old", 10), &clock())
        .await
        .unwrap();
    assert_eq!(renewed.access().expose(), "CANARY_access_new");
    assert_eq!(renewed.obtained_at().as_second(), NOW);
    assert_eq!(
        renewed.expires_at().unwrap().as_second(),
        NOW + crate::stand_in::MONTH
    );
    let sent = requests(&server, "/oauth/token").await;
    let [request] = sent.as_slice() else {
        panic!("{} requests", sent.len())
    };
    let pairs = form(request);
    let field = |name: &str| {
        let values: Vec<_> = pairs.iter().filter(|(n, _)| n == name).collect();
        assert_eq!(values.len(), 1, "{name}");
        values[0].1.clone()
    };
    assert_eq!(field("grant_type"), "refresh_token");
    assert_eq!(field("refresh_token"), "CANARY_refresh_old");
    assert_eq!(field("client_id"), "key-1");
    assert_eq!(field("client_secret"), SECRET);
    assert_eq!(pairs.len(), 4);
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
}

/// T16
#[tokio::test]
async fn the_old_refresh_token_stays_unless_there_is_a_new_one() {
    for (fields, expected) in [
        ("", "CANARY_refresh_old"),
        (r#","refresh_token":"""#, "CANARY_refresh_old"),
        (r#","refresh_token":null"#, "CANARY_refresh_old"),
        (r#","refresh_token":"CANARY_next""#, "CANARY_next"),
    ] {
        let renewed = refresh_with(grant_json(fields)).await.unwrap();
        assert_eq!(renewed.refresh().unwrap().expose_secret(), expected);
    }
}

/// T15
#[tokio::test]
async fn a_lifetime_is_a_number_or_its_text_and_never_absurd() {
    let year = 366 * 24 * 3600;
    for (value, expected) in [
        ("2592000", Some(2_592_000)),
        ("\"3600\"", Some(3600)),
        ("\" 3600 \"", Some(3600)),
        ("3600.9", Some(3600)),
        ("1e300", Some(year)),
        ("18446744073709551615", Some(year)),
        ("0", None),
        ("-1", None),
        ("\"soon\"", None),
        ("null", None),
        ("[]", None),
    ] {
        let renewed = refresh_with(grant_json(&format!(",\"expires_in\":{value}"))).await;
        let end = renewed.unwrap().expires_at();
        assert_eq!(end.map(|t| t.as_second() - NOW), expected, "{value}");
    }
    let silent = refresh_with(grant_json("")).await.unwrap();
    assert_eq!(silent.expires_at(), None);
}

/// T15
#[tokio::test]
async fn the_token_type_is_bearer_in_any_case() {
    for word in ["bearer", "Bearer", "BEARER"] {
        let body = format!(r#"{{"token_type":"{word}","access_token":"CANARY_access"}}"#);
        assert!(refresh_with(json(body)).await.is_ok());
    }
}

/// T15
#[tokio::test]
async fn answers_that_are_no_grant_are_unreadable() {
    let long = "x".repeat(4097);
    let mut bodies: Vec<String> = vec![
        r#"{"token_type":"mac","access_token":"CANARY_access"}"#.into(),
        r#"{"access_token":"CANARY_access"}"#.into(),
        r#"{"token_type":"bearer"}"#.into(),
        r#"{"token_type":"bearer","access_token":""}"#.into(),
        r#"{"token_type":"bearer","access_token":7}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY\r\nX: y"}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY access"}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY\u00e9"}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY_a","access_token":"CANARY_b"}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY_a","refresh_token":"CANARY b"}"#.into(),
        r#"{"token_type":"bearer","access_token":"CANARY_a","refresh_token":["CANARY"]}"#.into(),
        format!(r#"{{"token_type":"bearer","access_token":"{long}"}}"#),
        format!(
            r#"{{"token_type":"bearer","access_token":"{}"}}"#,
            "x".repeat(65_536)
        ),
        "\u{feff}{\"token_type\":\"bearer\",\"access_token\":\"CANARY_a\"}".into(),
        "j".repeat(1 << 20),
        "[".repeat(100_000),
        "[".repeat(60_000),
        "null".into(),
        String::new(),
    ];
    let whole = r#"{"token_type":"bearer","access_token":"CANARY_access_new","expires_in":60}"#;
    bodies.extend(
        (0..whole.len())
            .step_by(7)
            .map(|cut| whole[..cut].to_owned()),
    );
    for body in bodies {
        let result = refresh_with(json(body.clone())).await;
        let shown: String = body.chars().take(80).collect();
        assert_eq!(result.err(), Some(EndpointError::Unreadable), "{shown}");
    }
    for media in ["text/html", "text/plain", "application/jsonp", "image/png"] {
        let page = ResponseTemplate::new(200).set_body_raw(whole, media);
        assert_eq!(
            refresh_with(page).await.err(),
            Some(EndpointError::Unreadable),
            "{media}"
        );
    }
}

/// T17
#[tokio::test]
async fn only_json_says_invalid_grant() {
    use EndpointError::{InvalidClient, InvalidGrant, RateLimited, Refused, Status};
    let page = |status: u16| {
        ResponseTemplate::new(status).set_body_raw("<html>invalid_grant CANARY</html>", "text/html")
    };
    let wait = |value: &str| ResponseTemplate::new(429).insert_header("retry-after", value);
    let limited = |seconds: Option<u64>| RateLimited {
        retry_after: seconds.map(Duration::from_secs),
    };
    let cases = [
        (refused(400, "invalid_grant"), InvalidGrant),
        (refused(401, "invalid_grant"), InvalidGrant),
        (refused(401, "invalid_client"), InvalidClient),
        (refused(400, "invalid_client"), InvalidClient),
        (
            refused(400, "invalid_request"),
            Refused("invalid_request".into()),
        ),
        (
            refused(400, "CANARY_odd\u{1b}[2J"),
            Refused("another reason".into()),
        ),
        (page(400), Status(400)),
        (page(401), Status(401)),
        (
            ResponseTemplate::new(400)
                .set_body_raw(r#"{"error":{"type":"invalid_grant"}}"#, "application/json"),
            Status(400),
        ),
        (
            ResponseTemplate::new(400).set_body_raw("{\"error\"", "application/json"),
            Status(400),
        ),
        (refused(403, "invalid_grant"), Status(403)),
        (refused(500, "invalid_grant"), Status(500)),
        (page(408), Status(408)),
        (page(502), Status(502)),
        (page(503), Status(503)),
        (ResponseTemplate::new(204), Status(204)),
        (
            ResponseTemplate::new(500).set_body_string("j".repeat(1 << 20)),
            Status(500),
        ),
        (wait("7"), limited(Some(7))),
        (wait("0"), limited(Some(0))),
        (wait("1000000000"), limited(Some(3600))),
        (wait("-1"), limited(None)),
        (wait("soon"), limited(None)),
        (ResponseTemplate::new(429), limited(None)),
    ];
    for (response, expected) in cases {
        assert_eq!(refresh_with(response).await.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn deauthorize_sends_the_token_as_bearer_and_in_the_form() {
    let server = MockServer::start().await;
    answer(&server, "/oauth/deauthorize", ResponseTemplate::new(200)).await;
    let old = tokens("old", 10);
    endpoint(&server).deauthorize(old.access()).await.unwrap();
    let sent = requests(&server, "/oauth/deauthorize").await;
    assert_eq!(
        form(&sent[0]),
        [("token".to_owned(), "CANARY_access_old".to_owned())]
    );
    assert_eq!(sent[0].headers["authorization"], "Bearer CANARY_access_old");
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_nothing_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let endpoint = Endpoint::new(app_at(&origin));
    let failure = endpoint.grant(&[], &clock()).await.unwrap_err();
    assert_eq!(failure.error, EndpointError::Unreachable);
    assert!(!failure.sent);
    assert!(failure.error.is_transient());
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unreachable_and_may_have_been_sent() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut seen = [0_u8; 1024];
        let heads = [
            "",
            "HTTP/1.1 200 OK\r\ncontent-length: 90\r\ncontent-type: application/json\r\n\r\n{",
        ];
        for head in heads {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _count = stream.read(&mut seen).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
        }
    });
    let endpoint = Endpoint::new(app_at(&origin));
    for _ in 0..2 {
        let failure = endpoint.grant(&[], &clock()).await.unwrap_err();
        assert_eq!(failure.error, EndpointError::Unreachable);
        assert!(failure.sent);
    }
    server.await.unwrap();
}

#[test]
fn only_what_passes_is_worth_another_try() {
    use EndpointError::{
        InvalidClient, InvalidGrant, NothingToSend, RateLimited, Redirected, Refused, Status,
        Unreachable, Unreadable,
    };
    for (error, is_transient) in [
        (Unreachable, true),
        (RateLimited { retry_after: None }, true),
        (Status(408), true),
        (Status(500), true),
        (Status(503), true),
        (Status(404), false),
        (Status(499), false),
        (InvalidGrant, false),
        (InvalidClient, false),
        (Refused("invalid_scope".to_owned()), false),
        (Unreadable, false),
        (Redirected, false),
        (NothingToSend, false),
    ] {
        assert_eq!(error.is_transient(), is_transient, "{error:?}");
    }
}
