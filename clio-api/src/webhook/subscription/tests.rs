//! Each rule of a subscription, one row each.

use proptest::prelude::*;

use super::*;
use crate::Contact;
use crate::webhook::LONGEST_LIFE;

const URL: &str = "https://hooks.example.test/CANARY_path";

fn now() -> Timestamp {
    "2026-08-01T00:00:00Z".parse().unwrap()
}

fn good() -> SubscriptionBuilder {
    Subscription::builder(URL, WebhookModel::Contact)
        .events([EventKind::Created])
        .fields("id,etag")
}

fn addressed(url: &str) -> SubscriptionBuilder {
    SubscriptionBuilder {
        url: url.to_owned(),
        ..good()
    }
}

#[test]
fn addresses() {
    for (url, expected) in [
        (URL, None),
        ("HTTPS://hooks.example.test:8443/a?b=c", None),
        (
            "http://hooks.example.test/",
            Some(SubscriptionError::UrlNotHttps),
        ),
        ("http://127.0.0.1/", Some(SubscriptionError::UrlNotHttps)),
        (
            "ftp://hooks.example.test/",
            Some(SubscriptionError::UrlNotHttps),
        ),
        (
            "data:text/plain,https://",
            Some(SubscriptionError::UrlNotHttps),
        ),
        ("https://", Some(SubscriptionError::Url)),
        ("hooks.example.test/a", Some(SubscriptionError::Url)),
        ("", Some(SubscriptionError::Url)),
        (
            "https://user@hooks.example.test/",
            Some(SubscriptionError::UrlParts),
        ),
        (
            "https://:pass@hooks.example.test/",
            Some(SubscriptionError::UrlParts),
        ),
        (
            "https://hooks.example.test/#part",
            Some(SubscriptionError::UrlParts),
        ),
    ] {
        assert_eq!(addressed(url).build(now()).err(), expected, "{url}");
    }
}

#[test]
fn events_have_to_be_the_models() {
    for (model, event, offered) in [
        (WebhookModel::Matter, EventKind::MatterClosed, true),
        (WebhookModel::Contact, EventKind::MatterClosed, false),
        (WebhookModel::Contact, EventKind::Deleted, true),
        (WebhookModel::ClioPaymentsPayment, EventKind::Deleted, false),
        (WebhookModel::ClioPaymentsPayment, EventKind::Updated, true),
    ] {
        let built = Subscription::builder(URL, model.clone())
            .events([event.clone()])
            .fields("id")
            .build(now());
        let expected = (!offered).then_some(SubscriptionError::EventNotOffered { model, event });
        assert_eq!(built.err(), expected);
    }
    let none = Subscription::builder(URL, WebhookModel::Matter).fields("id");
    assert_eq!(none.build(now()), Err(SubscriptionError::NoEvents));
}

#[test]
fn what_is_unknown_here_is_left_to_clio() {
    let model: WebhookModel = serde_json::from_str("\"lead\"").unwrap();
    let event: EventKind = serde_json::from_str("\"lead_won\"").unwrap();
    for (model, event) in [
        (model.clone(), EventKind::MatterOpened),
        (model, event.clone()),
        (WebhookModel::Task, event),
    ] {
        let built = Subscription::builder(URL, model)
            .events([event])
            .fields("id");
        assert!(built.build(now()).is_ok());
    }
}

#[test]
fn fields_have_a_limit() {
    for (fields, expected) in [
        ("id".to_owned(), None),
        ("id,client{id,name}".to_owned(), None),
        ("f".repeat(LONGEST_FIELDS), None),
        (
            "f".repeat(LONGEST_FIELDS + 1),
            Some(SubscriptionError::FieldsTooLong),
        ),
        (String::new(), Some(SubscriptionError::NoFields)),
        (
            "id, etag".to_owned(),
            Some(SubscriptionError::FieldsCharacter),
        ),
        ("id\n".to_owned(), Some(SubscriptionError::FieldsCharacter)),
        ("idé".to_owned(), Some(SubscriptionError::FieldsCharacter)),
    ] {
        assert_eq!(
            good().fields(fields.clone()).build(now()).err(),
            expected,
            "{fields}"
        );
    }
}

#[test]
fn the_end_is_checked_and_left_out_when_there_is_none() {
    let json =
        |builder: SubscriptionBuilder| serde_json::to_value(builder.build(now()).unwrap()).unwrap();
    assert_eq!(json(good()).get("expires_at"), None);
    assert_eq!(
        json(good().expires_at(now() + LONGEST_LIFE))["expires_at"],
        "2026-09-01T00:00:00Z"
    );
    for (end, expected) in [
        (now(), SubscriptionError::EndPassed),
        (Timestamp::MAX, SubscriptionError::EndTooFar),
    ] {
        assert_eq!(good().expires_at(end).build(now()), Err(expected));
    }
}

#[test]
fn a_struct_gives_model_and_fields() {
    #[derive(serde::Deserialize)]
    struct Person {}
    impl Projection<Contact> for Person {
        const FIELDS: &'static str = "id,name";
    }
    let subscription = Subscription::watch::<_, Person>(URL)
        .events([EventKind::Created, EventKind::Deleted, EventKind::Created])
        .build(now())
        .unwrap();
    assert_eq!(
        serde_json::to_value(&subscription).unwrap(),
        serde_json::json!({"url": URL, "model": "contact", "events": ["created", "deleted"], "fields": "id,name"})
    );
}

#[test]
fn the_address_is_not_shown() {
    let subscription = good().build(now()).unwrap();
    let error = addressed("CANARY").build(now()).unwrap_err();
    let shown = format!("{:?} {subscription:?} {error} {error:?}", good());
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("https://hooks.example.test/…"), "{shown}");
}

proptest! {
    #[test]
    fn no_text_panics(url: String, fields: String) {
        if let Ok(built) = addressed(&url).fields(fields).build(now()) {
            let json = serde_json::to_value(&built).unwrap();
            prop_assert!(json["url"].as_str().unwrap().starts_with("https://"));
        }
    }
}
