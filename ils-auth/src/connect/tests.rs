//! An attempt from its address to its tokens: T2 (secrets of its own), T9 (a code goes out once), T13, two-step headless.

use std::collections::{HashMap, HashSet};

use secrecy::ExposeSecret;
use url::Url;
use wiremock::MockServer;

use super::*;
use crate::clock::ManualClock;
use crate::stand_in::{
    app, app_at, assert_clean, assert_clean_error, clock, endpoint, form, granted, refused,
    requests, token_answer, token_requests,
};

const CODE: &str = "CANARY_code_123456";

fn begin(app: &App, clock: &ManualClock) -> Attempt {
    Attempt::begin(app, clock).unwrap()
}

fn code_of(attempt: &Attempt, text: &str) -> SuccessCode {
    match attempt.read(text).unwrap() {
        Pasted::Code(code) => code,
        Pasted::Denied => panic!("denied"),
    }
}

fn parameters(attempt: &Attempt) -> HashMap<String, String> {
    let url = Url::parse(attempt.address()).unwrap();
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let map: HashMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(map.len(), pairs.len(), "a parameter twice");
    map
}

/// T2
#[test]
fn the_address_is_the_one_clio_documents() {
    let app = App::new(crate::Site::united_states(), "key 1&", "CANARY".into());
    let attempt = begin(&app, &clock());
    let address = attempt.address();
    assert!(address.starts_with("https://app.clio.com/oauth/authorize?"));
    assert!(!address.contains("CANARY"));
    let found = parameters(&attempt);
    let expected = [
        ("response_type", "code"),
        ("client_id", "key 1&"),
        ("redirect_uri", "https://app.clio.com/oauth/approval"),
        ("code_challenge_method", "S256"),
        ("redirect_on_decline", "true"),
    ];
    for (name, value) in expected {
        assert_eq!(found[name], value);
    }
    let challenge = Sha256::digest(attempt.verifier.expose_secret().as_bytes());
    assert_eq!(
        found["code_challenge"],
        BASE64_URL_SAFE_NO_PAD.encode(challenge)
    );
    assert_eq!(found["state"], attempt.state.expose_secret());
    assert_eq!(found.len(), expected.len() + 2, "no scope, nothing else");
}

/// T2
#[test]
fn t02_ten_thousand_attempts_have_secrets_of_their_own() {
    let app = app_at("http://127.0.0.1:9");
    let clock = clock();
    let mut seen = HashSet::new();
    for _ in 0..10_000 {
        let attempt = begin(&app, &clock);
        for word in [&attempt.state, &attempt.verifier] {
            let word = word.expose_secret();
            assert_eq!(word.len(), 43);
            let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            assert!(word.bytes().all(url_safe));
            assert!(seen.insert(word.to_owned()));
        }
        let challenge = Sha256::digest(attempt.verifier.expose_secret().as_bytes());
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(challenge);
        assert!(
            attempt
                .address()
                .contains(&format!("code_challenge={challenge}&"))
        );
    }
}

/// T2
#[test]
fn t02_without_random_numbers_there_is_no_address() {
    for good in 0..2 {
        let mut left = good;
        let drawn = Secrets::draw_from(|bytes| {
            if left == 0 {
                return Err(ConnectError::Random);
            }
            left -= 1;
            bytes.fill(7);
            Ok(())
        });
        // An attempt, and with it an address, is made from both words only.
        assert!(matches!(drawn, Err(ConnectError::Random)));
    }
}

/// T2
#[tokio::test]
async fn the_exchange_repeats_the_redirect_and_shows_the_verifier() {
    let server = MockServer::start().await;
    token_answer(&server, granted("new", true)).await;
    let (app, clock) = (app(&server), clock());
    let attempt = begin(&app, &clock);
    let code = code_of(&attempt, CODE);
    let tokens = attempt
        .exchange(&endpoint(&server), &clock, code)
        .await
        .unwrap();
    assert_eq!(tokens.access().expose(), "CANARY_access_new");
    let sent = requests(&server, "/oauth/token").await;
    let pairs: HashMap<_, _> = form(&sent[0]).into_iter().collect();
    assert_eq!(pairs["grant_type"], "authorization_code");
    assert_eq!(pairs["code"], CODE);
    assert_eq!(pairs["redirect_uri"], app.approval_page());
    assert_eq!(pairs["code_verifier"], attempt.verifier.expose_secret());
    assert_eq!(pairs["client_id"], "key-1");
    assert_eq!(pairs["client_secret"], crate::stand_in::SECRET);
    assert_eq!(pairs.len(), 6);
}

/// T9
#[tokio::test]
async fn a_code_is_never_sent_twice() {
    let server = MockServer::start().await;
    token_answer(&server, refused(400, "invalid_grant")).await;
    let (app, clock, endpoint) = (app(&server), clock(), endpoint(&server));
    let attempt = begin(&app, &clock);
    for _ in 0..3 {
        let code = code_of(&attempt, &format!("Success code={CODE}"));
        let error = attempt.exchange(&endpoint, &clock, code).await.unwrap_err();
        assert!(matches!(error, ConnectError::CodeRejected));
        assert_clean_error(&error);
    }
    assert_eq!(token_requests(&server).await, 1);
    let kept = Attempt::from_saved(&app, &clock, &attempt.to_saved()).unwrap();
    let code = code_of(&kept, CODE);
    let error = kept.exchange(&endpoint, &clock, code).await.unwrap_err();
    assert!(matches!(error, ConnectError::CodeRejected));
    assert_eq!(token_requests(&server).await, 1, "also after a pause");
    let another = code_of(&kept, "CANARY_another_code");
    drop(kept.exchange(&endpoint, &clock, another).await);
    assert_eq!(
        token_requests(&server).await,
        2,
        "another code may be tried"
    );
}

/// T9
#[tokio::test]
async fn t09_a_used_up_code_reads_as_one() {
    let server = MockServer::start().await;
    token_answer(&server, refused(400, "invalid_grant")).await;
    let (app, clock) = (app(&server), clock());
    let attempt = begin(&app, &clock);
    let code = code_of(&attempt, CODE);
    let error = attempt.exchange(&endpoint(&server), &clock, code).await;
    let error = error.unwrap_err();
    assert!(matches!(error, ConnectError::CodeRejected));
    assert_clean_error(&error);
    assert!(
        error
            .to_string()
            .contains("did not accept the Success Code")
    );
}

/// T13
#[tokio::test(start_paused = true)]
async fn t13_a_person_is_waited_for_ten_minutes() {
    let (app, clock) = (app_at("http://127.0.0.1:9"), clock());
    let attempt = begin(&app, &clock);
    let began = tokio::time::Instant::now();
    let waited = attempt.within(&clock, std::future::pending::<()>()).await;
    assert!(matches!(waited, Err(ConnectError::Expired)));
    assert_eq!(began.elapsed().as_secs(), 600);
    assert_eq!(attempt.within(&clock, async { 7 }).await.unwrap(), 7);
    clock.step_monotonic(600);
    let waited = attempt.within(&clock, async { 7 }).await;
    assert!(matches!(waited, Err(ConnectError::Expired)));
}

#[tokio::test]
async fn a_code_that_never_left_may_be_sent_again() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let app = app_at(&format!("http://{}", listener.local_addr().unwrap()));
    drop(listener);
    let (clock, endpoint) = (clock(), Endpoint::new(app.clone()));
    let attempt = begin(&app, &clock);
    for _ in 0..2 {
        let code = code_of(&attempt, CODE);
        let error = attempt.exchange(&endpoint, &clock, code).await.unwrap_err();
        assert!(matches!(
            error,
            ConnectError::Endpoint(EndpointError::Unreachable)
        ));
    }
}

#[tokio::test]
async fn a_wrong_app_and_a_fault_are_told_apart() {
    for (response, is_app) in [
        (refused(401, "invalid_client"), true),
        (wiremock::ResponseTemplate::new(502), false),
    ] {
        let server = MockServer::start().await;
        token_answer(&server, response).await;
        let (app, clock) = (app(&server), clock());
        let attempt = begin(&app, &clock);
        let code = code_of(&attempt, CODE);
        let error = attempt.exchange(&endpoint(&server), &clock, code).await;
        match error.unwrap_err() {
            ConnectError::AppRejected => assert!(is_app),
            ConnectError::Endpoint(EndpointError::Status(502)) => assert!(!is_app),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_attempt_ends_after_ten_minutes() {
    let server = MockServer::start().await;
    token_answer(&server, granted("new", true)).await;
    let (app, clock) = (app(&server), clock());
    let attempt = begin(&app, &clock);
    let saved = attempt.to_saved();
    assert_eq!(
        attempt.expires_at().as_second() - clock.now().as_second(),
        600
    );
    clock.pass(599);
    assert!(Attempt::from_saved(&app, &clock, &saved).is_ok());
    for step in [1, 86_400, -2 * 86_400] {
        clock.step_wall(step);
        let late = Attempt::from_saved(&app, &clock, &saved);
        assert!(matches!(late, Err(ConnectError::Expired)), "{step}");
        let code = code_of(&attempt, CODE);
        let late = attempt.exchange(&endpoint(&server), &clock, code).await;
        assert!(matches!(late, Err(ConnectError::Expired)), "{step}");
    }
    assert_eq!(token_requests(&server).await, 0);
}

#[test]
fn a_saved_attempt_is_taken_up_by_its_own_app_site_and_user_only() {
    let (app, clock) = (app_at("http://127.0.0.1:9"), clock());
    let attempt = begin(&app, &clock);
    let address = attempt.address().to_owned();
    let saved = attempt.to_saved();
    let again = Attempt::from_saved(&app, &clock, &saved).unwrap();
    assert_eq!(again.address(), address);
    assert_eq!(again.expires_at(), attempt.expires_at());

    let bound = begin(&app, &clock).for_user("1000").to_saved();
    assert!(Attempt::from_saved_for(&app, &clock, &bound, "1000").is_ok());
    let other_key = App::new(app.site().clone(), "key-2", "x".into());
    let refusals = [
        Attempt::from_saved_for(&app, &clock, &bound, "1001"),
        Attempt::from_saved(&app, &clock, &bound),
        Attempt::from_saved_for(&app, &clock, &saved, "1000"),
        Attempt::from_saved(&other_key, &clock, &saved),
        Attempt::from_saved(&app_at("http://127.0.0.1:10"), &clock, &saved),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(ConnectError::NotOurs)));
    }
    let text = saved.expose_secret();
    for cut in 0..text.len() {
        let part = text[..cut].into();
        let refusal = Attempt::from_saved(&app, &clock, &part).unwrap_err();
        assert!(matches!(refusal, ConnectError::NotOurs));
        assert!(!format!("{refusal:?}{refusal}").contains(attempt.state.expose_secret()));
    }
}

#[tokio::test]
async fn another_apps_endpoint_gets_nothing() {
    let (ours, other) = (MockServer::start().await, MockServer::start().await);
    let clock = clock();
    let attempt = begin(&app(&ours), &clock);
    let code = code_of(&attempt, CODE);
    let refusal = attempt.exchange(&endpoint(&other), &clock, code).await;
    assert!(matches!(refusal, Err(ConnectError::NotOurs)));
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[test]
fn nothing_shows_the_attempts_secrets() {
    let attempt = begin(&app_at("http://127.0.0.1:9"), &clock());
    let shown = format!("{attempt:?} {:?}", attempt.to_saved());
    for secret in [&attempt.state, &attempt.verifier] {
        assert!(!shown.contains(secret.expose_secret()));
    }
    assert_clean(&format!("{:?}", attempt.read(CODE)));
}
