//! What a believed delivery says.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{EventKind, Webhook};
use crate::{Id, place};

/// A delivery whose signature was right. There is no other way to an [`Event`].
#[derive(Clone, Copy)]
pub struct Verified<'a> {
    webhook_id: Id<Webhook>,
    raw_body: &'a [u8],
}

impl<'a> Verified<'a> {
    pub(super) fn new(webhook_id: Id<Webhook>, raw_body: &'a [u8]) -> Self {
        Self {
            webhook_id,
            raw_body,
        }
    }

    /// The webhook it belongs to.
    pub fn webhook_id(&self) -> Id<Webhook> {
        self.webhook_id
    }

    /// The body as it arrived.
    pub fn raw_body(&self) -> &'a [u8] {
        self.raw_body
    }

    /// SHA-256 of the body: the mark by which a delivery that comes again is known.
    ///
    /// Clio sends no event id, and sends again what it believes lost. A record's `etag` is in the body and changes with the record, so
    /// two equal bodies say the same thing about the same state. Answer such a one with 2xx and do nothing. Remember a mark after
    /// the work is done, not before, and for as long as the webhook lives.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.raw_body).into()
    }

    /// The event, with the record's fields decoded: a [`Projection`](crate::Projection) of the resource or any other type.
    ///
    /// `data` holds `id`, `etag` and the subscription's `fields`. What is left of a deleted record is not documented: make
    /// everything but the id optional.
    ///
    /// # Errors
    /// When the body is not an event, or `data` is not a `P`. The error names the place, never a value.
    pub fn event<P: DeserializeOwned>(&self) -> Result<Event<P>, EventError> {
        let event = self.event_text()?;
        let data = serde_json::from_str(event.data).map_err(|error| {
            EventError(match place::of(&error, event.data.as_bytes()).as_str() {
                "." => "data".to_owned(),
                place => format!("data.{place}"),
            })
        })?;
        Ok(Event {
            webhook_id: event.webhook_id,
            event: event.event,
            data,
        })
    }

    /// The event, with the record's fields as JSON text: for forwarding, or for deciding later what to decode.
    ///
    /// # Errors
    /// When the body is not an event. The error names the place, never a value.
    pub fn event_text(&self) -> Result<Event<&'a str>, EventError> {
        let body: Body<'a> = serde_json::from_slice(self.raw_body)
            .map_err(|error| EventError(place::of(&error, self.raw_body)))?;
        Ok(Event {
            webhook_id: self.webhook_id,
            event: body.meta.event,
            data: body.data.get(),
        })
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("webhook_id", &self.webhook_id)
            .finish_non_exhaustive()
    }
}

/// Something happened to a record. `Debug` leaves the record out.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Event<P> {
    /// The webhook that was subscribed; its model says what `data` is.
    pub webhook_id: Id<Webhook>,
    /// What happened.
    pub event: EventKind,
    /// The record, as far as the subscription's `fields` go.
    pub data: P,
}

impl<P> fmt::Debug for Event<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("webhook_id", &self.webhook_id)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// A signed body that is not the event expected. It names the place and never a value; where a type takes a map, its key is part of
/// the place.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the webhook's event cannot be read: at {0}")]
pub struct EventError(String);

impl EventError {
    /// The place in the body: `data.id`.
    pub fn place(&self) -> &str {
        &self.0
    }
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    event: EventKind,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matter;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Row {
        id: Id<Matter>,
        status: Option<String>,
    }

    fn verified(body: &str) -> Verified<'_> {
        Verified::new(Id::new(7), body.as_bytes())
    }

    #[test]
    fn events_are_read() {
        let body = r#"{"data":{"id":152,"etag":"\"9a\"","status":"Open","new":[1]},"meta":{"event":"Updated","webhook_id":7,"new":{}}}"#;
        let event = verified(body).event::<Row>().unwrap();
        assert_eq!(event.event, EventKind::Updated);
        assert_eq!(event.webhook_id.number(), 7);
        assert_eq!(event.data.id.number(), 152);
        assert_eq!(event.data.status.as_deref(), Some("Open"));
        let text = verified(body).event_text().unwrap();
        assert_eq!(
            text.data,
            r#"{"id":152,"etag":"\"9a\"","status":"Open","new":[1]}"#
        );
    }

    #[test]
    fn unknown_events_are_kept() {
        let body = r#"{"data":null,"meta":{"event":"merged"}}"#;
        let event = verified(body).event::<Option<Row>>().unwrap();
        assert_eq!((event.event.as_str(), event.data), ("merged", None));
    }

    #[test]
    fn errors_name_the_place_and_no_value() {
        for (body, place) in [
            (
                r#"{"data":{"id":"CANARY"},"meta":{"event":"created"}}"#,
                "data.id",
            ),
            (
                r#"{"data":{"id":1,"status":["CANARY"]},"meta":{"event":"created"}}"#,
                "data.status",
            ),
            (r#"{"data":"CANARY","meta":{"event":"created"}}"#, "data"),
            (
                r#"{"data":{"id":1},"meta":{"event":{"CANARY":1}}}"#,
                "meta.event",
            ),
            (r#"{"data":{"id":1},"meta":{}}"#, "meta"),
            (r#"{"meta":{"event":"created"}}"#, "."),
            (
                r#"{"data":{"id":1},"meta":{"event":"created"}} CANARY"#,
                "the end",
            ),
        ] {
            let error = verified(body).event::<Row>().unwrap_err();
            assert_eq!(error.place(), place, "{body}");
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
        assert!(Verified::new(Id::new(7), b"\xff").event::<Row>().is_err());
    }

    #[test]
    fn a_record_is_never_shown() {
        let body = r#"{"data":{"id":1,"status":"CANARY"},"meta":{"event":"created"}}"#;
        let verified = verified(body);
        let event = verified.event::<Row>().unwrap();
        let text = verified.event_text().unwrap();
        assert!(!format!("{verified:?} {event:?} {text:#?}").contains("CANARY"));
    }

    #[test]
    fn the_digest_is_sha_256() {
        let digest = verified("abc").digest();
        assert_eq!(digest[..4], [0xba, 0x78, 0x16, 0xbf]); // FIPS 180-4, example 1
        assert_ne!(verified("abd").digest(), digest);
    }
}
