//! Whatever the bytes, an answer and never a panic; and what is not signed is not believed.

use base64::Engine as _;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

proptest! {
    #[test]
    fn every_form_of_the_right_signature_is_accepted(key in "[ -~]{0,99}[!-~]", body: Vec<u8>) {
        let key = Secret::new(key.trim_start()).unwrap();
        for form in forms(&signature::sign(&key, &body)) {
            prop_assert_eq!(key.verify(&body, Some(form.as_bytes())), Ok(()), "{}", form);
        }
    }

    #[test]
    fn a_flipped_bit_of_the_signature_is_refused(body: Vec<u8>, bit in 0..256_usize) {
        let mut signature = signature::sign(&secret(), &body);
        signature[bit / 8] ^= 1 << (bit % 8);
        for form in forms(&signature) {
            prop_assert_eq!(
                secret().verify(&body, Some(form.as_bytes())),
                Err(SignatureError::Mismatch)
            );
        }
    }

    #[test]
    fn a_flipped_bit_of_the_header_is_refused(body: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
        for form in forms(&signature::sign(&secret(), &body)) {
            let mut header = form.clone().into_bytes();
            let at = at.index(header.len());
            header[at] ^= 1 << bit;
            // Hex is the same number in either case, and so is the word before it.
            let only_case = form.len() >= 64 && header.eq_ignore_ascii_case(form.as_bytes());
            prop_assert_eq!(secret().verify(&body, Some(&header)).is_ok(), only_case, "{}", form);
        }
    }

    #[test]
    fn a_flipped_bit_of_the_body_is_refused(at in 0..EVENT.len(), bit in 0..8_u8) {
        let headers = signed(&secret().sign(EVENT));
        let mut body = EVENT.to_vec();
        body[at] ^= 1 << bit;
        prop_assert!(knowing().receive(&headers, &body).is_err());
    }

    #[test]
    fn any_bytes_are_answered(
        offered: Option<Vec<u8>>,
        signature: Option<Vec<u8>>,
        body: Vec<u8>,
    ) {
        let mut headers = HeaderMap::new();
        for (name, value) in [(SECRET_HEADER, &offered), (SIGNATURE_HEADER, &signature)] {
            if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_bytes) {
                headers.insert(name, value);
            }
        }
        for known in [None, Some(secret())] {
            if let Ok(incoming) = Incoming::read(&headers, &body) {
                let event = matches!(incoming.check(known.as_ref()), Ok(Delivery::Event(_)));
                prop_assert!(!event);
            }
        }
        prop_assert!(secret().verify(&body, signature.as_deref()).is_err());
    }

    #[test]
    fn any_signed_body_is_an_event_or_an_error(
        body in prop_oneof![
            any::<Vec<u8>>(),
            r#"\{"data":[\{\[ "]{0,3}[a-z0-9]{0,3}[\}\]"]{0,3},"meta":\{"event":"?[a-z]{0,4}"?,"webhook_id":1234\}\}"#
                .prop_map(String::into_bytes),
        ]
    ) {
        let headers = signed(&secret().sign(&body));
        if let Ok(Delivery::Event(verified)) = knowing().receive(&headers, &body) {
            let text = verified.event_text();
            let raw = verified.event::<Box<RawValue>>();
            prop_assert_eq!(text.map(|event| event.data.to_owned()), raw.map(|event| event.data.get().to_owned()));
        }
    }
}

/// The same signature, written in every way that is read.
fn forms(signature: &[u8; 32]) -> [String; 7] {
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    [
        hex.to_uppercase(),
        format!("sha256={hex}"),
        BASE64_STANDARD.encode(signature),
        BASE64_STANDARD_NO_PAD.encode(signature),
        BASE64_URL_SAFE.encode(signature),
        BASE64_URL_SAFE_NO_PAD.encode(signature),
        hex,
    ]
}
