//! What arrives at the address: a handshake or an event, and whether to believe it.

use http::{HeaderMap, HeaderName, HeaderValue, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::signature::Signature;
use super::{Refused, Secret, SignatureError, Verified, Webhook};
use crate::Id;

/// The header that offers the secret, and that the answer repeats (Clio: Webhooks, "Identity Confirmation").
pub const SECRET_HEADER: HeaderName = HeaderName::from_static("x-hook-secret");

/// The header that signs the body (Clio: Webhooks, "Confirming Hook Legitimacy").
pub const SIGNATURE_HEADER: HeaderName = HeaderName::from_static("x-hook-signature");

/// The largest body that is looked at: 1 MiB. A delivery carries one record with 1,000 characters of field names at most; the limit is
/// this crate's. Let your web server stop reading there too.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// A delivery that is well-formed, and neither believed nor refused yet.
///
/// Look up the secret you keep for [`Incoming::webhook_id`], wherever that is, and [`Incoming::check`] with it. [`Receiver`] does both
/// when the secrets are in memory.
///
/// [`Receiver`]: super::Receiver
#[derive(Debug)]
pub struct Incoming<'a> {
    webhook_id: Id<Webhook>,
    raw_body: &'a [u8],
    kind: Kind,
}

/// A delivery that may be acted upon.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "Clio sends these two; a third one has to stop the build of whoever handles them"
)]
pub enum Delivery<'a> {
    /// Clio asks whether the address wants the webhook. Not signed: see the module on whose it is.
    Handshake(Handshake),
    /// Something happened to a record. Signed with the secret that is kept for its webhook.
    Event(Verified<'a>),
}

impl<'a> Incoming<'a> {
    /// Sorts a delivery by its headers and finds the webhook it names. With `X-Hook-Secret` it is a handshake, else an event.
    ///
    /// Of the body of an event nothing but the webhook's id is read before the signature is checked.
    ///
    /// # Errors
    /// When the body is larger than [`LARGEST_BODY`] or does not name a webhook, the offered secret cannot be one, the signature is
    /// missing or in no known form, or either header is there twice.
    pub fn read(headers: &HeaderMap, raw_body: &'a [u8]) -> Result<Self, Refused> {
        if raw_body.len() > LARGEST_BODY {
            return Err(Refused::TooLarge);
        }
        let (kind, webhook_id) = if let Some(header) =
            only(headers, &SECRET_HEADER).map_err(|Several| Refused::SeveralSecrets)?
        {
            let secret = Secret::from_header(header)?;
            let body: Offer = parse(raw_body)?;
            let kind = Kind::Offer(secret, header.clone());
            (kind, body.data.webhook_id)
        } else {
            let header = only(headers, &SIGNATURE_HEADER)
                .map_err(|Several| Refused::Signature(SignatureError::Repeated))?;
            let signature = Signature::read(header.map(HeaderValue::as_bytes))?;
            let body: Signed = parse(raw_body)?;
            (Kind::Signed(signature), body.meta.webhook_id)
        };
        Ok(Self {
            webhook_id,
            raw_body,
            kind,
        })
    }

    /// The webhook that the body names. A claim until [`Incoming::check`]: good for looking up a secret and for nothing else.
    pub fn webhook_id(&self) -> Id<Webhook> {
        self.webhook_id
    }

    /// Decides. `known` is the secret that is kept for exactly [`Incoming::webhook_id`], if there is one.
    ///
    /// # Errors
    /// A handshake although a secret is known ([`Refused::Replayed`]); an event although none is ([`Refused::Unknown`]); an event
    /// whose signature does not match ([`Refused::Signature`]).
    pub fn check(self, known: Option<&Secret>) -> Result<Delivery<'a>, Refused> {
        match (self.kind, known) {
            (Kind::Offer(..), Some(_)) => Err(Refused::Replayed(self.webhook_id)),
            (Kind::Offer(secret, header), None) => Ok(Delivery::Handshake(Handshake {
                webhook_id: self.webhook_id,
                secret,
                header,
            })),
            (Kind::Signed(_), None) => Err(Refused::Unknown(self.webhook_id)),
            (Kind::Signed(signature), Some(secret)) => {
                signature.check(secret, self.raw_body)?;
                Ok(Delivery::Event(Verified::new(
                    self.webhook_id,
                    self.raw_body,
                )))
            }
        }
    }
}

/// The offer of a secret, which nobody has vouched for.
///
/// To take it, keep [`Handshake::secret`] for [`Handshake::webhook_id`] and send [`Handshake::answer`]; or send any other answer and
/// activate the webhook with the secret later. To turn it down, answer anything but a 2xx with the secret: the webhook stays pending.
/// When the answer gets lost on its way, Clio's next handshake is refused as replayed: activate with the secret that is kept.
#[derive(Clone)]
pub struct Handshake {
    webhook_id: Id<Webhook>,
    secret: Secret,
    header: HeaderValue,
}

impl Handshake {
    /// The webhook that it claims to be about.
    pub fn webhook_id(&self) -> Id<Webhook> {
        self.webhook_id
    }

    /// The secret that is offered.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The secret, for keeping.
    pub fn into_secret(self) -> Secret {
        self.secret
    }

    /// The answer that confirms it at once: 200, no body, the same `X-Hook-Secret`, which is marked as sensitive.
    pub fn answer(&self) -> Response<()> {
        let mut header = self.header.clone();
        header.set_sensitive(true);
        let mut answer = Response::new(());
        answer.headers_mut().insert(SECRET_HEADER, header);
        answer
    }
}

impl std::fmt::Debug for Handshake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handshake")
            .field("webhook_id", &self.webhook_id)
            .finish_non_exhaustive()
    }
}

enum Kind {
    Offer(Secret, HeaderValue),
    Signed(Signature),
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Offer(..) => "Offer",
            Self::Signed(_) => "Signed",
        })
    }
}

/// A handshake's body, as the guide shows it.
#[derive(Deserialize)]
struct Offer {
    data: Named,
}

/// As much of an event's body as is needed to find its secret.
#[derive(Deserialize)]
struct Signed {
    meta: Named,
}

#[derive(Deserialize)]
struct Named {
    webhook_id: Id<Webhook>,
}

struct Several;

/// Intermediaries and servers disagree on which of two headers counts, so two are none.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h HeaderValue>, Several> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        (_, Some(_)) => Err(Several),
    }
}

fn parse<T: DeserializeOwned>(raw_body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(raw_body).map_err(|_| Refused::Unreadable)
}
