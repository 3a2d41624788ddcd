//! The token endpoint and the life of tokens.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract_tests::{FakeClio, send};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};

use crate::fake::encoded;
use crate::fake_oauth::{FORM, VERIFIER, authorize, exchange, flat, renew, token, who};

#[tokio::test]
async fn codes_live_ten_minutes_and_work_once() {
    let fake = FakeClio::start().await;
    fake.clock().freeze();
    for (seconds, status) in [(599, 200), (600, 400)] {
        let code = fake.press_allow(&authorize(&fake, "")).await.unwrap().code;
        fake.clock().advance(Duration::from_secs(seconds));
        assert_eq!(
            exchange(&fake, &code, &[]).await.status,
            status,
            "after {seconds} s"
        );
    }
    let code = fake.press_allow(&authorize(&fake, "")).await.unwrap().code;
    let first = exchange(&fake, &code, &[]).await.json();
    flat(&exchange(&fake, &code, &[]).await, 400, "invalid_grant");
    let access = first["access_token"].as_str().unwrap();
    flat(&who(&fake, access).await, 401, "invalid_token");
    let refresh = first["refresh_token"].as_str().unwrap();
    flat(&renew(&fake, refresh).await, 400, "invalid_grant");
}

#[tokio::test]
async fn token_requests_are_refused_for_their_reason() {
    let fake = FakeClio::start().await;
    let code = fake.press_allow(&authorize(&fake, "")).await.unwrap().code;
    flat(
        &exchange(&fake, &code, &[("client_secret", "wrong")]).await,
        401,
        "invalid_client",
    );
    flat(
        &exchange(&fake, &code, &[("client_id", "wrong")]).await,
        401,
        "invalid_client",
    );
    flat(
        &exchange(&fake, &code, &[("client_secret", "")]).await,
        401,
        "invalid_client",
    );
    flat(
        &exchange(&fake, "CANARYcode-never-given", &[]).await,
        400,
        "invalid_grant",
    );
    flat(
        &token(&fake, &[("grant_type", "password"), ("username", "x")]).await,
        400,
        "unsupported_grant_type",
    );
    flat(
        &token(&fake, &[("grant_type", "client_credentials")]).await,
        400,
        "unsupported_grant_type",
    );
    flat(&token(&fake, &[]).await, 400, "invalid_request");
    flat(&renew(&fake, "wrong").await, 400, "invalid_grant");
    let address = format!("{}/oauth/token", fake.origin());
    let json = send(
        "POST",
        &address,
        &[("Content-Type", "application/json")],
        "{}",
    )
    .await
    .unwrap();
    flat(&json, 400, "invalid_request");
    let basic = base64::engine::general_purpose::STANDARD.encode(format!(
        "{}:{}",
        fake.client_id(),
        fake.client_secret()
    ));
    let basic = format!("Basic {basic}");
    let body = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={}",
        encoded(&format!("{}/oauth/approval", fake.origin()))
    );
    flat(
        &send("POST", &address, &[FORM, ("Authorization", &basic)], &body)
            .await
            .unwrap(),
        401,
        "invalid_client",
    );
    assert_eq!(
        exchange(&fake, &code, &[]).await.status,
        200,
        "none of these used the code up"
    );
}

#[tokio::test]
async fn a_challenge_needs_its_verifier() {
    let fake = FakeClio::start().await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()));
    let more = format!("&code_challenge={challenge}&code_challenge_method=S256");
    for (verifier, status) in [(VERIFIER, 200), ("wrong", 400), ("", 400)] {
        let code = fake
            .press_allow(&authorize(&fake, &more))
            .await
            .unwrap()
            .code;
        assert_eq!(
            exchange(&fake, &code, &[("code_verifier", verifier)])
                .await
                .status,
            status,
            "{verifier:?}"
        );
    }
    fake.switch(|switches| switches.enforce_pkce = false);
    let code = fake
        .press_allow(&authorize(&fake, &more))
        .await
        .unwrap()
        .code;
    assert_eq!(exchange(&fake, &code, &[]).await.status, 200);
}

#[tokio::test]
async fn rotation_ends_the_grant_when_an_old_token_comes_back() {
    let fake = FakeClio::builder()
        .switches(|switches| switches.rotate_refresh_tokens = true)
        .start()
        .await;
    let first = fake.grant().refresh_token;
    let second = renew(&fake, first.expose_secret()).await.json();
    let (access, refresh) = (
        second["access_token"].as_str().unwrap(),
        second["refresh_token"].as_str().unwrap(),
    );
    assert_eq!(who(&fake, access).await.status, 200);
    flat(
        &renew(&fake, first.expose_secret()).await,
        400,
        "invalid_grant",
    );
    flat(&renew(&fake, refresh).await, 400, "invalid_grant");
    flat(&who(&fake, access).await, 401, "invalid_token");
}

#[tokio::test]
async fn tokens_die_by_age_revocation_and_deauthorize() {
    let fake = FakeClio::start().await;
    let grant = fake.grant();
    let (access, refresh) = (
        grant.access_token.expose_secret(),
        grant.refresh_token.expose_secret(),
    );
    fake.clock().advance(Duration::from_secs(2_592_001));
    flat(&who(&fake, access).await, 401, "invalid_token");
    let renewed = renew(&fake, refresh).await.json();
    let access = renewed["access_token"].as_str().unwrap();
    let address = format!("{}/oauth/deauthorize", fake.origin());
    let bearer = format!("Bearer {access}");
    let bare = send("POST", &address, &[FORM], &format!("token={access}"))
        .await
        .unwrap();
    flat(&bare, 401, "invalid_token");
    let no_form = send("POST", &address, &[("Authorization", &bearer)], "")
        .await
        .unwrap();
    flat(&no_form, 401, "invalid_token");
    let done = send(
        "POST",
        &address,
        &[FORM, ("Authorization", &bearer)],
        &format!("token={access}"),
    )
    .await
    .unwrap();
    assert_eq!((done.status, done.body.as_str()), (200, ""));
    flat(&who(&fake, access).await, 401, "invalid_token");
    flat(&renew(&fake, refresh).await, 400, "invalid_grant");
}

#[tokio::test]
async fn switches_soften_what_nobody_knows() {
    let fake = FakeClio::builder()
        .switches(|switches| {
            switches.code_reuse_ends_grant = false;
            switches.reuse_ends_grant = false;
            switches.rotate_refresh_tokens = true;
            switches.deauthorize_ends_grant = false;
            switches.access_token_life = Duration::from_secs(604_800);
        })
        .start()
        .await;
    let code = fake.press_allow(&authorize(&fake, "")).await.unwrap().code;
    let first = exchange(&fake, &code, &[]).await.json();
    assert_eq!(first["expires_in"], 604_800);
    let (access, refresh) = (
        first["access_token"].as_str().unwrap(),
        first["refresh_token"].as_str().unwrap(),
    );
    flat(&exchange(&fake, &code, &[]).await, 400, "invalid_grant");
    assert_eq!(
        who(&fake, access).await.status,
        200,
        "the second use changed nothing"
    );
    let second = renew(&fake, refresh).await.json();
    flat(&renew(&fake, refresh).await, 400, "invalid_grant");
    assert_eq!(
        who(&fake, access).await.status,
        200,
        "the old token's return changed nothing"
    );
    let bearer = format!("Bearer {access}");
    let address = format!("{}/oauth/deauthorize", fake.origin());
    let headers = [FORM, ("Authorization", bearer.as_str())];
    assert_eq!(
        send("POST", &address, &headers, &format!("token={access}"))
            .await
            .unwrap()
            .status,
        200
    );
    flat(&who(&fake, access).await, 401, "invalid_token");
    assert_eq!(
        renew(&fake, second["refresh_token"].as_str().unwrap())
            .await
            .status,
        200
    );
    fake.revoke_all();
    flat(
        &renew(&fake, second["refresh_token"].as_str().unwrap()).await,
        400,
        "invalid_grant",
    );
}
