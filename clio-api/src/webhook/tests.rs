//! Deliveries from outside: each is believed or refused for its own reason.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::*;
use crate::Id;

mod properties;

const CANARY: &str = "CANARY_hook_5d1e7c";
const HANDSHAKE: &[u8] = br#"{"data":{"webhook_id":1234}}"#;
const EVENT: &[u8] =
    br#"{"data":{"id":152,"name":"CANARY_name"},"meta":{"event":"created","webhook_id":1234}}"#;

fn secret() -> Secret {
    Secret::new(CANARY).unwrap()
}

fn headers<'v>(pairs: impl IntoIterator<Item = (HeaderName, &'v str)>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn offer(secret: &str) -> HeaderMap {
    headers([(SECRET_HEADER, secret)])
}

fn signed(signature: &str) -> HeaderMap {
    headers([(SIGNATURE_HEADER, signature)])
}

fn knowing() -> Receiver {
    let mut receiver = Receiver::new();
    receiver.remember(Id::new(1234), secret());
    receiver
}

fn refused(receiver: &Receiver, headers: &HeaderMap, body: &[u8]) -> Refused {
    receiver.receive(headers, body).unwrap_err()
}

#[test]
fn a_handshake_is_shown_accepted_and_answered() {
    let mut receiver = Receiver::new();
    let Delivery::Handshake(handshake) = receiver.receive(&offer(CANARY), HANDSHAKE).unwrap()
    else {
        panic!("a handshake");
    };
    assert_eq!(handshake.webhook_id().number(), 1234);
    assert_eq!(handshake.secret(), &secret());
    assert_eq!(receiver.secret(Id::new(1234)), None, "only shown so far");
    let answer = receiver.accept(handshake).unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[SECRET_HEADER], CANARY);
    assert_eq!(receiver.secret(Id::new(1234)), Some(&secret()));
}

#[test]
fn a_known_webhook_takes_no_other_secret() {
    let mut receiver = Receiver::new();
    let Delivery::Handshake(early) = receiver.receive(&offer("a stranger's"), HANDSHAKE).unwrap()
    else {
        panic!("a handshake");
    };
    receiver.remember(Id::new(1234), secret());
    let replayed = Refused::Replayed(Id::new(1234));
    for offered in [CANARY, "another"] {
        assert_eq!(refused(&receiver, &offer(offered), HANDSHAKE), replayed);
    }
    assert_eq!(receiver.accept(early).unwrap_err(), replayed);
    assert_eq!(receiver.secret(Id::new(1234)), Some(&secret()));
    // A new address brings a new handshake, once one says so.
    assert_eq!(receiver.forget(Id::new(1234)), Some(secret()));
    assert!(receiver.receive(&offer("another"), HANDSHAKE).is_ok());
}

#[test]
fn what_is_refused_and_with_which_status() {
    let receiver = knowing();
    let good = secret().sign(EVENT);
    let other = Secret::new("another").unwrap().sign(EVENT);
    let elsewhere: &[u8] = br#"{"data":{},"meta":{"event":"created","webhook_id":99}}"#;
    let large = vec![b' '; LARGEST_BODY + 1];
    let twice = |name: HeaderName, value: &str| headers([(name.clone(), value), (name, value)]);
    for (headers, body, expected, status) in [
        (
            HeaderMap::new(),
            EVENT,
            Refused::Signature(SignatureError::Missing),
            401,
        ),
        (
            signed(""),
            EVENT,
            Refused::Signature(SignatureError::Missing),
            401,
        ),
        (
            signed("garbage"),
            EVENT,
            Refused::Signature(SignatureError::Malformed),
            401,
        ),
        (
            signed(&other),
            EVENT,
            Refused::Signature(SignatureError::Mismatch),
            401,
        ),
        (
            twice(SIGNATURE_HEADER, &good),
            EVENT,
            Refused::Signature(SignatureError::Repeated),
            401,
        ),
        (
            signed(&secret().sign(elsewhere)),
            elsewhere,
            Refused::Unknown(Id::new(99)),
            401,
        ),
        (
            signed(&secret().sign(HANDSHAKE)),
            HANDSHAKE,
            Refused::Unreadable,
            400,
        ),
        (
            signed(&secret().sign(b"<html>")),
            b"<html>",
            Refused::Unreadable,
            400,
        ),
        (
            signed(&secret().sign(&large)),
            &large,
            Refused::TooLarge,
            413,
        ),
        (
            offer(""),
            HANDSHAKE,
            Refused::Secret(SecretError::Empty),
            400,
        ),
        (
            offer("\u{e9}"),
            HANDSHAKE,
            Refused::Secret(SecretError::Character),
            400,
        ),
        (
            twice(SECRET_HEADER, CANARY),
            HANDSHAKE,
            Refused::SeveralSecrets,
            400,
        ),
        (offer(CANARY), b"{\"data\":{}}", Refused::Unreadable, 400),
        (offer(CANARY), b"", Refused::Unreadable, 400),
        (
            offer(CANARY),
            HANDSHAKE,
            Refused::Replayed(Id::new(1234)),
            409,
        ),
    ] {
        let refused = refused(&receiver, &headers, body);
        assert_eq!(refused, expected);
        assert_eq!(refused.status().as_u16(), status, "{refused}");
        assert!(!format!("{refused} {refused:?}").contains("CANARY"));
    }
}

#[test]
fn a_body_of_the_largest_size_is_taken() {
    let mut body = EVENT.to_vec();
    body.resize(LARGEST_BODY, b' ');
    assert!(
        knowing()
            .receive(&signed(&secret().sign(&body)), &body)
            .is_ok()
    );
}

#[test]
fn deep_nesting_and_doubled_keys_are_typed_errors() {
    let deep = format!(
        "{{\"meta\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let doubled = r#"{"data":{},"meta":{"webhook_id":1234},"meta":{"webhook_id":1234}}"#;
    for body in [deep.as_str(), doubled] {
        let headers = signed(&secret().sign(body.as_bytes()));
        assert_eq!(
            refused(&knowing(), &headers, body.as_bytes()),
            Refused::Unreadable
        );
    }
}

#[test]
fn nothing_shows_a_secret_or_a_record() {
    let mut receiver = knowing();
    let (offered, sent) = (offer(CANARY), signed(&secret().sign(EVENT)));
    let incoming = Incoming::read(&offered, HANDSHAKE).unwrap();
    let mut shown = format!("{incoming:#?} {receiver:#?}");
    let delivery = receiver.receive(&sent, EVENT).unwrap();
    shown += &format!("{delivery:#?} {:#?}", Incoming::read(&sent, EVENT).unwrap());
    receiver.forget(Id::new(1234));
    let delivery = receiver.receive(&offered, HANDSHAKE).unwrap();
    shown += &format!("{delivery:#?}");
    if let Delivery::Handshake(handshake) = delivery {
        shown += &format!("{:#?}", receiver.accept(handshake).unwrap());
    }
    assert!(!shown.contains("CANARY"), "{shown}");
}
