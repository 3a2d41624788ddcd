//! The secret that Clio shares in the handshake.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq;

use super::signature::Signature;
use super::{SignatureError, signature};

/// A webhook's shared secret: the key of every signature (Clio: Webhooks, "Webhook Security").
///
/// It comes in the `X-Hook-Secret` header of the handshake, and as `shared_secret` of the webhook's record, from which it can be
/// decoded. `Debug` never shows it, and comparing two takes equal time wherever they differ.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The most bytes a secret may have. Clio names no limit; this one is this crate's.
    pub const LONGEST: usize = 512;

    /// Takes the secret as it came.
    ///
    /// # Errors
    /// When it is empty, longer than [`Secret::LONGEST`], or could not be sent back in a header as it is: control characters,
    /// anything but ASCII, a space at an end. The error does not repeat it.
    pub fn new(secret: impl Into<SecretString>) -> Result<Self, SecretError> {
        let secret = secret.into();
        check(secret.expose_secret().as_bytes())?;
        Ok(Self(secret))
    }

    /// The secret itself, for the place that keeps it and for activating the webhook.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether `raw_body` was signed with this secret. `signature` is the `X-Hook-Signature` header as it came.
    ///
    /// The signature is HMAC-SHA256 (RFC 2104, FIPS 180-4) of the body's bytes as they arrived: parsed and written again they are
    /// other bytes. Clio does not document how it is written, so these are read: hex in either case, `sha256=` and hex, base64 with
    /// or without padding, base64url with or without padding (RFC 4648). The comparison takes constant time.
    ///
    /// # Errors
    /// [`SignatureError::Missing`] without a header or with an empty one, [`SignatureError::Malformed`] when it is in none of the
    /// forms, [`SignatureError::Mismatch`] when another body or another secret was signed.
    pub fn verify(&self, raw_body: &[u8], signature: Option<&[u8]>) -> Result<(), SignatureError> {
        Signature::read(signature)?.check(self, raw_body)
    }

    /// The signature of `raw_body` in lower-case hex: what a test sends in Clio's place.
    pub fn sign(&self, raw_body: &[u8]) -> String {
        signature::sign(self, raw_body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    pub(super) fn from_header(header: &HeaderValue) -> Result<Self, SecretError> {
        check(header.as_bytes())?;
        let text = header.to_str().map_err(|_| SecretError::Character)?;
        Ok(Self(SecretString::from(text)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose()
            .as_bytes()
            .ct_eq(other.expose().as_bytes())
            .into()
    }
}

impl Eq for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde's own message would quote a value that is no text.
        let text = String::deserialize(deserializer)
            .map_err(|_| D::Error::custom("a webhook's secret is not a text"))?;
        Self::new(text).map_err(D::Error::custom)
    }
}

/// Why something is not a webhook's secret. It never repeats it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// There is nothing in it: every stranger could sign with it.
    #[error("the webhook's secret is empty")]
    Empty,
    /// It is longer than [`Secret::LONGEST`].
    #[error("the webhook's secret is longer than {} bytes", Secret::LONGEST)]
    TooLong,
    /// It holds a character that a header cannot carry unchanged.
    #[error("the webhook's secret holds a character that a header cannot carry")]
    Character,
}

fn check(secret: &[u8]) -> Result<(), SecretError> {
    if secret.is_empty() {
        return Err(SecretError::Empty);
    }
    if secret.len() > Secret::LONGEST {
        return Err(SecretError::TooLong);
    }
    // HTTP drops white space at the ends of a header's value (RFC 9110, 5.5).
    let ends = secret.first() == Some(&b' ') || secret.last() == Some(&b' ');
    if ends || secret.iter().any(|byte| !matches!(byte, b' '..=b'~')) {
        return Err(SecretError::Character);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_a_secret() {
        let longest = "s".repeat(Secret::LONGEST);
        let longer = "s".repeat(Secret::LONGEST + 1);
        for (text, expected) in [
            ("s", None),
            ("with space", None),
            ("4f1c9a6e-2b7d==", None),
            (longest.as_str(), None),
            (longer.as_str(), Some(SecretError::TooLong)),
            ("", Some(SecretError::Empty)),
            (" ", Some(SecretError::Character)),
            ("end ", Some(SecretError::Character)),
            ("two\nlines", Some(SecretError::Character)),
            ("tab\t", Some(SecretError::Character)),
            ("nul\0", Some(SecretError::Character)),
            ("del\u{7f}", Some(SecretError::Character)),
            ("é", Some(SecretError::Character)),
        ] {
            assert_eq!(Secret::new(text).err(), expected, "{text:?}");
            let json = serde_json::to_string(text).unwrap();
            assert_eq!(
                serde_json::from_str::<Secret>(&json).is_err(),
                expected.is_some()
            );
            if let Ok(header) = HeaderValue::from_bytes(text.as_bytes()) {
                assert_eq!(Secret::from_header(&header).err(), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let secret = Secret::new("CANARY_hook_5d1e").unwrap();
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(…) Secret(…)");
        for json in [
            "\"CANARY\\n\"",
            "[\"CANARY\"]",
            "{\"CANARY\":1}",
            "918273645",
            "null",
        ] {
            let error = serde_json::from_str::<Secret>(json).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                !shown.contains("CANARY") && !shown.contains("918273645"),
                "{shown}"
            );
        }
    }

    #[test]
    fn secrets_are_compared_by_value() {
        let secret = |text: &str| Secret::new(text).unwrap();
        assert_eq!(secret("a"), secret("a"));
        assert_ne!(secret("a"), secret("b"));
        assert_ne!(secret("a"), secret("ab"));
    }
}
