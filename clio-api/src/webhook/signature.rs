//! The signature: its forms, and its comparison.

use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::Secret;

const LENGTH: usize = 32;
const BLOCK: usize = 64;
const PREFIX: &[u8] = b"sha256=";

/// Why a delivery's signature is not accepted. It holds neither the signature nor the one expected.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no `X-Hook-Signature`, or an empty one.
    #[error("the delivery is not signed")]
    Missing,
    /// There is more than one `X-Hook-Signature`: which one counts is anybody's guess.
    #[error("the delivery has more than one signature")]
    Repeated,
    /// It is not 32 bytes in hex or base64.
    #[error("the delivery's signature cannot be read")]
    Malformed,
    /// Another body was signed, or with another secret.
    #[error("the delivery's signature is wrong")]
    Mismatch,
}

/// The 32 bytes that a delivery claims to be signed with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Signature([u8; LENGTH]);

impl Signature {
    pub(super) fn read(header: Option<&[u8]>) -> Result<Self, SignatureError> {
        let text = header
            .filter(|text| !text.is_empty())
            .ok_or(SignatureError::Missing)?;
        // The lengths tell the forms apart: 64 hex digits, 43 letters of base64, and one `=` at the end makes 44.
        let bytes = match text.len() {
            64 => hex(text),
            71 => text
                .split_at_checked(PREFIX.len())
                .filter(|(prefix, _)| prefix.eq_ignore_ascii_case(PREFIX))
                .and_then(|(_, digits)| hex(digits)),
            43 => base64(text, &BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD),
            44 => base64(text, &BASE64_STANDARD, &BASE64_URL_SAFE),
            _ => None,
        };
        bytes.map(Self).ok_or(SignatureError::Malformed)
    }

    pub(super) fn check(self, secret: &Secret, raw_body: &[u8]) -> Result<(), SignatureError> {
        let right: bool = sign(secret, raw_body).ct_eq(&self.0).into();
        if right {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }
}

/// HMAC-SHA256 of the body.
pub(super) fn sign(secret: &Secret, raw_body: &[u8]) -> [u8; LENGTH] {
    mac(secret.expose().as_bytes(), raw_body)
}

fn mac(key: &[u8], message: &[u8]) -> [u8; LENGTH] {
    // A key of a block's size cannot be refused, so there is no error to handle; RFC 2104, 2 says how a key becomes one.
    let mut block = [0; BLOCK];
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..LENGTH].copy_from_slice(&Sha256::digest(key)),
    }
    Hmac::<Sha256>::new(&block.into())
        .chain_update(message)
        .finalize()
        .into_bytes()
        .into()
}

fn hex(digits: &[u8]) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != LENGTH || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = (nibble(*high)? << 4) | nibble(*low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// One alphabet or the other, never both in one text; bits left over at the end have to be zero.
fn base64(
    text: &[u8],
    standard: &impl base64::Engine,
    url_safe: &impl base64::Engine,
) -> Option<[u8; LENGTH]> {
    standard
        .decode(text)
        .or_else(|_| url_safe.decode(text))
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(digits: &str) -> [u8; LENGTH] {
        hex(digits.as_bytes()).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_4231() {
        // Sections 4.2 (case 1), 4.3 (case 2), 4.4 (case 3), 4.7 (case 6: a key longer than a block).
        for (key, message, expected) in [
            (
                vec![0x0b; 20],
                b"Hi There".to_vec(),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 20],
                vec![0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            assert_eq!(mac(&key, &message), bytes(expected));
        }
    }

    /// Case 2 again, through the public door, in every form; Python's `base64` wrote the base64 ones.
    #[test]
    fn every_form_is_read() {
        let secret = Secret::new("Jefe").unwrap();
        let body = b"what do ya want for nothing?";
        let hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        for form in [
            hex.to_owned(),
            hex.to_uppercase(),
            format!("sha256={hex}"),
            format!("SHA256={}", hex.to_uppercase()),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=".to_owned(),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM".to_owned(),
        ] {
            assert_eq!(secret.verify(body, Some(form.as_bytes())), Ok(()), "{form}");
            assert_eq!(
                secret.verify(b"what do ya want for nothing!", Some(form.as_bytes())),
                Err(SignatureError::Mismatch)
            );
        }
        assert_eq!(secret.sign(body), hex);
    }

    #[test]
    fn both_alphabets_are_read_but_not_mixed() {
        let standard = "+/+/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let expected = Signature::read(Some(standard.as_bytes())).unwrap();
        for padding in ["", "="] {
            for text in [
                standard.to_owned(),
                standard.replace('+', "-").replace('/', "_"),
            ] {
                let text = format!("{text}{padding}");
                assert_eq!(
                    Signature::read(Some(text.as_bytes())),
                    Ok(expected),
                    "{text}"
                );
            }
            let mixed = format!("{}{padding}", standard.replace('+', "-"));
            assert_eq!(
                Signature::read(Some(mixed.as_bytes())),
                Err(SignatureError::Malformed)
            );
        }
    }

    #[test]
    fn garbage_is_refused() {
        let digits = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(Signature::read(None), Err(SignatureError::Missing));
        assert_eq!(Signature::read(Some(b"")), Err(SignatureError::Missing));
        for text in [
            "0".to_owned(),
            digits[1..].to_owned(),
            format!("{digits}0"),
            format!(" {digits}"),
            format!("{digits}\n"),
            format!("{digits},{digits}"),
            format!("g{}", &digits[1..]),
            format!("+{}", &digits[1..]),
            format!("sha512={digits}"),
            format!("sha1=00{digits}"),
            "sha256=".to_owned(),
            format!("v1={digits}"),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEN".to_owned(),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOE==".to_owned(),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEMA".to_owned(),
            "é".repeat(32),
        ] {
            assert_eq!(
                Signature::read(Some(text.as_bytes())),
                Err(SignatureError::Malformed),
                "{text}"
            );
        }
    }
}
