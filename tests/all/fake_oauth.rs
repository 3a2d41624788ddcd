//! Connecting: pages, codes, tokens.

use contract_tests::{BrowserError, FakeClio, RawAnswer, fingerprint, send};

use crate::fake::encoded;

pub(crate) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
pub(crate) const VERIFIER: &str = "CANARY_verifier_0123456789012345678901234567890123";

pub(crate) fn authorize(fake: &FakeClio, more: &str) -> String {
    let redirect = encoded(&format!("{}/oauth/approval", fake.origin()));
    let id = fake.client_id();
    format!(
        "{}/oauth/authorize?response_type=code&client_id={id}&redirect_uri={redirect}&state=s%2B1{more}",
        fake.origin()
    )
}

pub(crate) async fn token(fake: &FakeClio, fields: &[(&str, &str)]) -> RawAnswer {
    let approval = format!("{}/oauth/approval", fake.origin());
    let own = [
        ("client_id", fake.client_id()),
        ("client_secret", fake.client_secret()),
        ("redirect_uri", &approval),
    ];
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in own
        .iter()
        .filter(|(name, _)| fields.iter().all(|(other, _)| other != name))
        .chain(fields)
    {
        if !value.is_empty() {
            body.append_pair(name, value);
        }
    }
    send(
        "POST",
        &format!("{}/oauth/token", fake.origin()),
        &[FORM],
        &body.finish(),
    )
    .await
    .unwrap()
}

pub(crate) async fn exchange(fake: &FakeClio, code: &str, more: &[(&str, &str)]) -> RawAnswer {
    let mut fields = vec![("grant_type", "authorization_code"), ("code", code)];
    fields.extend_from_slice(more);
    token(fake, &fields).await
}

pub(crate) async fn renew(fake: &FakeClio, refresh: &str) -> RawAnswer {
    token(
        fake,
        &[("grant_type", "refresh_token"), ("refresh_token", refresh)],
    )
    .await
}

pub(crate) async fn who(fake: &FakeClio, token: &str) -> RawAnswer {
    let bearer = format!("Bearer {token}");
    send(
        "GET",
        &format!("{}/api/v4/users/who_am_i", fake.origin()),
        &[("Authorization", &bearer)],
        "",
    )
    .await
    .unwrap()
}

pub(crate) fn flat(answer: &RawAnswer, status: u16, error: &str) {
    assert_eq!(
        (answer.status, answer.json()["error"].as_str()),
        (status, Some(error)),
        "{}",
        answer.body
    );
    assert!(answer.json()["error_description"].is_string());
}

#[tokio::test]
async fn allow_ends_with_a_code_in_title_address_and_text() {
    let fake = FakeClio::start().await;
    let approval = fake.press_allow(&authorize(&fake, "")).await.unwrap();
    assert_eq!(approval.title, format!("Success code={}", approval.code));
    assert_eq!(
        approval.address,
        format!(
            "{}/oauth/approval?code={}&state=s%2B1",
            fake.origin(),
            approval.code
        )
    );
    let page = send("GET", &approval.address, &[], "").await.unwrap();
    assert_eq!(
        page.body.matches(&approval.code).count(),
        2,
        "title and text"
    );
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );

    let answer = exchange(&fake, &approval.code, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body = answer.json();
    assert_eq!(
        (body["token_type"].as_str(), body["expires_in"].as_i64()),
        (Some("bearer"), Some(2_592_000))
    );
    assert_eq!(
        who(&fake, body["access_token"].as_str().unwrap())
            .await
            .status,
        200
    );

    let renewed = renew(&fake, body["refresh_token"].as_str().unwrap())
        .await
        .json();
    assert!(
        renewed.get("refresh_token").is_none(),
        "a refresh answer carries none"
    );
    assert_eq!(
        who(&fake, renewed["access_token"].as_str().unwrap())
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn deny_goes_back_only_when_asked_to() {
    let fake = FakeClio::start().await;
    let back = fake
        .press_deny(&authorize(&fake, "&redirect_on_decline=true"))
        .await
        .unwrap();
    assert_eq!(back.error.as_deref(), Some("access_denied"));
    assert_eq!(back.title, "Failure error=access_denied");
    assert!(
        back.address
            .ends_with("/oauth/approval?error=access_denied&state=s%2B1"),
        "{}",
        back.address
    );
    let left = fake.press_deny(&authorize(&fake, "")).await.unwrap();
    assert_eq!(left.error, None);
    assert_eq!(
        left.address,
        format!("{}/oauth/authorize", fake.origin()),
        "the person stays at Clio"
    );
}

#[tokio::test]
async fn the_page_has_two_plain_forms_that_work_once() {
    let fake = FakeClio::start().await;
    let page = send("GET", &authorize(&fake, ""), &[], "").await.unwrap();
    assert!(page.body.contains(">ALLOW ACCESS</button>") && page.body.contains(">DENY</button>"));
    assert!(page.body.contains("InterActive LegalSuite") && page.body.contains("Pat Rivera"));
    assert!(!page.body.contains("<script"));
    let start = page.body.find("name=\"request\" value=\"").unwrap() + 22;
    let request = page.body[start..].split('"').next().unwrap();
    let press = || async {
        let address = format!("{}/oauth/authorize", fake.origin());
        send(
            "POST",
            &address,
            &[FORM],
            &format!("request={request}&decision=allow"),
        )
        .await
        .unwrap()
        .status
    };
    assert_eq!((press().await, press().await), (302, 400));
}

#[tokio::test]
async fn wrong_requests_end_at_clio_and_redirect_nobody() {
    let fake = FakeClio::builder()
        .redirect_uri("http://127.0.0.1:53123/callback")
        .start()
        .await;
    let origin = fake.origin();
    let good = format!("{origin}/oauth/approval");
    let cases = [
        ("code", fake.client_id().to_owned(), format!("{good}/")),
        (
            "code",
            fake.client_id().to_owned(),
            format!("{origin}/oauth"),
        ),
        (
            "code",
            fake.client_id().to_owned(),
            "http://127.0.0.1:53124/callback".to_owned(),
        ),
        (
            "code",
            fake.client_id().to_owned(),
            "http://localhost:53123/callback".to_owned(),
        ),
        (
            "code",
            fake.client_id().to_owned(),
            "https://evil.example.test/".to_owned(),
        ),
        ("code", "someone-else".to_owned(), good.clone()),
        ("token", fake.client_id().to_owned(), good.clone()),
    ];
    for (kind, client, redirect) in cases {
        let address = format!(
            "{origin}/oauth/authorize?response_type={kind}&client_id={client}&redirect_uri={}&redirect_on_decline=true",
            encoded(&redirect)
        );
        let page = send("GET", &address, &[], "").await.unwrap();
        assert_eq!(
            (page.status, page.header("location")),
            (400, None),
            "{redirect}"
        );
        let pressed = fake.press_allow(&address).await;
        assert!(matches!(
            pressed,
            Err(BrowserError::ErrorPage { status: 400, .. })
        ));
    }
    let with_query = encoded(&format!("{good}?tab=2"));
    let address = format!(
        "{origin}/oauth/authorize?response_type=code&client_id={}&redirect_uri={with_query}",
        fake.client_id()
    );
    let approval = fake.press_allow(&address).await.unwrap();
    assert!(
        approval.address.contains("/oauth/approval?tab=2&code="),
        "a query of one's own is accepted"
    );
    flat(
        &exchange(&fake, &approval.code, &[]).await,
        400,
        "invalid_grant",
    );
}

#[tokio::test]
async fn the_record_and_debug_hold_no_secret() {
    let fake = FakeClio::start().await;
    let approval = fake.press_allow(&authorize(&fake, "")).await.unwrap();
    let body = exchange(&fake, &approval.code, &[("code_verifier", VERIFIER)])
        .await
        .json();
    let access = body["access_token"].as_str().unwrap();
    who(&fake, access).await;
    let shown = format!(
        "{:?} {fake:?} {approval:?} {:?}",
        fake.record(),
        fake.grant()
    );
    assert!(!shown.contains("CANARY"), "{shown}");
    let request = &fake.token_requests()[0];
    assert_eq!(
        (request.status, request.grant_type.as_deref()),
        (200, Some("authorization_code"))
    );
    assert!(request.form.iter().any(|name| name == "code_verifier"));
    assert_eq!(fake.api_requests()[0].bearer, Some(fingerprint(access)));
    fake.reset_record();
    assert_eq!(fake.record().len(), 0);
}

#[tokio::test]
async fn a_registered_listener_gets_the_code() {
    let fake = FakeClio::start().await;
    let listener = wiremock::MockServer::start().await;
    let page = wiremock::ResponseTemplate::new(200).set_body_string("<title>Connected</title>");
    wiremock::Mock::given(wiremock::matchers::path("/callback"))
        .respond_with(page)
        .mount(&listener)
        .await;
    let callback = format!("{}/callback", listener.uri());
    let address = format!(
        "{}/oauth/authorize?response_type=code&client_id={}&redirect_uri={}",
        fake.origin(),
        fake.client_id(),
        encoded(&callback)
    );
    assert!(
        fake.press_allow(&address).await.is_err(),
        "not registered yet"
    );
    fake.register_redirect(&callback);
    let approval = fake.press_allow(&address).await.unwrap();
    assert_eq!(
        approval.address,
        format!("{callback}?code={}", approval.code),
        "no state was sent, none comes back"
    );
    assert_eq!(approval.title, "Connected");
    let answer = exchange(&fake, &approval.code, &[("redirect_uri", &callback)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}
