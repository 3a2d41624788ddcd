//! Why a delivery is refused.

use http::StatusCode;

use super::{LARGEST_BODY, SecretError, SignatureError, Webhook};
use crate::Id;

/// Why a delivery is refused. It holds no secret, no signature and nothing of the body but the webhook's id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The body is larger than [`LARGEST_BODY`].
    #[error("the delivery is larger than {LARGEST_BODY} bytes")]
    TooLarge,
    /// The body is not JSON that names a webhook: `data.webhook_id` of a handshake, `meta.webhook_id` of an event.
    #[error("the delivery does not say which webhook it belongs to")]
    Unreadable,
    /// A handshake whose secret cannot be one.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A handshake with more than one `X-Hook-Secret`.
    #[error("the handshake offers more than one secret")]
    SeveralSecrets,
    /// A handshake for a webhook whose secret is known already.
    #[error("there was a handshake for webhook {0} already")]
    Replayed(Id<Webhook>),
    /// An event of a webhook nobody has shaken hands with.
    #[error("no secret is known for webhook {0}")]
    Unknown(Id<Webhook>),
    /// The signature is missing or wrong.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl Refused {
    /// The status to answer with: 413, 400, 409 or 401. Clio sends again whatever is refused.
    ///
    /// It is never 410: that would end the subscription (Clio: Webhooks, "Delivery Failure and Retries"), on a stranger's word.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable | Self::Secret(_) | Self::SeveralSecrets => StatusCode::BAD_REQUEST,
            Self::Replayed(_) => StatusCode::CONFLICT,
            Self::Unknown(_) | Self::Signature(_) => StatusCode::UNAUTHORIZED,
        }
    }
}
