use clio_api::webhook::{EventKind, Renewal, Secret, Subscription, WebhookModel};
use wiremock::matchers::{body_json, method};

use super::*;

/// A server that takes this one request only.
async fn takes(verb: &str, at: &str, body: Value) -> MockServer {
    let server = MockServer::start().await;
    let webhook = json!({"data": {"id": 5, "etag": "\"v1\""}});
    Mock::given(method(verb))
        .and(path(at))
        .and(body_json(body))
        .respond_with(ResponseTemplate::new(200).set_body_json(webhook))
        .expect(1)
        .mount(&server)
        .await;
    server
}

/// A checked subscription is what is sent: nothing is lost on the way into the record that is created.
#[tokio::test]
async fn a_subscription_is_created_as_it_was_checked() {
    let subscription =
        Subscription::builder("https://hooks.example.test/5d1e", WebhookModel::Matter)
            .events([EventKind::MatterOpened, EventKind::MatterClosed])
            .fields("id,etag,status")
            .expires_at("2026-08-31T00:00:00Z".parse().unwrap())
            .build("2026-08-01T00:00:00Z".parse().unwrap())
            .unwrap();
    let body = json!({ "data": &subscription });
    let server = takes("POST", "/api/v4/webhooks.json", body).await;
    let created = clio(&server).webhooks().create(&subscription.into());
    assert_eq!(created.send().await.unwrap().id, Some(Id::new(5)));
}

#[tokio::test]
async fn a_renewal_changes_the_end_alone() {
    let now = "2026-08-14T04:00:00Z".parse().unwrap();
    let renewal = Renewal::until("2026-09-13T04:00:00Z".parse().unwrap(), now).unwrap();
    let body = json!({"data": {"expires_at": "2026-09-13T04:00:00Z"}});
    let server = takes("PATCH", "/api/v4/webhooks/5.json", body).await;
    let renewed = clio(&server).webhooks().update(Id::new(5), &renewal.into());
    renewed.send().await.unwrap();
}

/// Clio: Webhooks, "Option 2: Delayed": the secret goes back in the header that it came in, and nowhere else.
#[tokio::test]
async fn a_late_answer_to_a_handshake_holds_the_secret_in_its_header() {
    const SECRET: &str = "CANARY_hook_secret";
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/api/v4/webhooks/5/activate.json"))
        .and(header("x-hook-secret", SECRET))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    let secret = Secret::new(SECRET).unwrap();
    let webhooks = clio(&server).webhooks();
    webhooks.activate(Id::new(5), &secret).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert!(requests[0].body.is_empty() && requests[0].url.query().is_none());
}
