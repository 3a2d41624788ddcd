//! Webhooks: subscribe, answer the handshake, believe only what is signed.
//!
//! Clio POSTs to an address of yours when a record changes. This module makes the subscription, judges what arrives, and reads it.
//! It opens no port and keeps nothing on disk: it works on the headers and the raw body that your web server hands over.
//!
//! # The flow
//!
//! 1. Make a [`Subscription`] and send it. Clio POSTs the address at once, and again whenever the address changes: the handshake.
//! 2. [`Receiver::receive`] says [`Delivery::Handshake`]. Decide whether it is yours, [`Receiver::accept`] it, send the answer, and
//!    keep the [`Secret`] where you keep tokens. Or answer nothing special and activate the webhook later with the secret.
//! 3. Every later call is signed. [`Receiver::receive`] says [`Delivery::Event`] only when the signature is right; only a
//!    [`Verified`] delivery can be read.
//! 4. Answer any 2xx quickly and do the work afterwards: Clio repeats what was not answered in time, so drop bodies whose
//!    [`Verified::digest`] was seen already.
//! 5. Renew before it ends: [`when_to_renew`], [`Renewal`].
//!
//! ```
//! use clio_api::webhook::{Delivery, EventKind, Receiver, SECRET_HEADER, SIGNATURE_HEADER, Secret};
//! use clio_api::{Id, Matter};
//! use http::HeaderMap;
//!
//! #[derive(serde::Deserialize)]
//! struct Changed {
//!     id: Id<Matter>,
//! }
//!
//! let mut receiver = Receiver::new();
//!
//! // The first call: the handshake.
//! let mut headers = HeaderMap::new();
//! headers.insert(SECRET_HEADER, "4f1c9a6e2b7d".parse()?);
//! let Delivery::Handshake(handshake) = receiver.receive(&headers, br#"{"data":{"webhook_id":1234}}"#)? else {
//!     return Err("not a handshake".into());
//! };
//! let answer = receiver.accept(handshake)?; // once you know that it is yours
//! assert_eq!((answer.status().as_u16(), &answer.headers()[SECRET_HEADER]), (200, &headers[SECRET_HEADER]));
//!
//! // Later calls: verify, then read. (A stand-in for Clio signs here.)
//! let body = br#"{"data":{"id":152,"etag":"\"9a10\""},"meta":{"event":"matter_opened","webhook_id":1234}}"#;
//! let mut headers = HeaderMap::new();
//! headers.insert(SIGNATURE_HEADER, Secret::new("4f1c9a6e2b7d")?.sign(body).parse()?);
//! let Delivery::Event(verified) = receiver.receive(&headers, body)? else {
//!     return Err("not an event".into());
//! };
//! let event = verified.event::<Changed>()?;
//! assert_eq!((event.event, event.data.id.number()), (EventKind::MatterOpened, 152));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Whose handshake is it?
//!
//! A handshake is not signed: anybody who knows the address can send one, and whoever is accepted can sign events from then on. So
//! accept only what you asked for. Put something unguessable in the address; take handshakes only while a subscription is under way;
//! and before its events are believed, read the webhook's record and compare: its id has to be the handshake's, and its
//! `shared_secret`, which a stranger cannot read, the handshake's [`Secret`] (which can be decoded, and is compared in constant
//! time). A second handshake for a webhook whose secret is known is refused, so nobody can replace it; [`Receiver::forget`] the
//! webhook before you change its address.
//!
//! # What is documented and what is not
//!
//! From Clio's documents (OpenAPI document, Webhooks; guide to Clio Manage webhooks): both headers, HMAC-SHA256 of the body with the
//! shared secret, the handshake and its two answers, models, events, lives, `https` only, 1,000 characters of `fields`, and what
//! the answers mean: 2xx and 3xx are taken as success, **410 ends the subscription**, everything else is sent again.
//!
//! Clio does **not** document how the signature is written: hex or base64. All usual forms are accepted ([`Secret::verify`]); they
//! are the same 32 bytes, so one form more lets nobody in. Nor are there an event id or a time in the signed part: the digest of
//! the body is all there is against repetition, and an old body stays valid as long as the secret does. The limits named
//! [`LARGEST_BODY`] and [`Secret::LONGEST`] are this crate's.

mod activate;
mod event;
mod incoming;
mod model;
mod receiver;
mod refused;
mod renewal;
mod secret;
mod signature;
mod subscription;
#[cfg(test)]
mod tests;

pub use crate::{Webhook, WebhookModel};
pub use event::{Event, EventError, Verified};
pub use incoming::{Delivery, Handshake, Incoming, LARGEST_BODY, SECRET_HEADER, SIGNATURE_HEADER};
pub use model::{EventKind, Watched};
pub use receiver::Receiver;
pub use refused::Refused;
pub use renewal::{DEFAULT_LIFE, LONGEST_LIFE, RENEWAL_LEAD, Renewal, when_to_renew};
pub use secret::{Secret, SecretError};
pub use signature::SignatureError;
pub use subscription::{LONGEST_FIELDS, Subscription, SubscriptionBuilder, SubscriptionError};
