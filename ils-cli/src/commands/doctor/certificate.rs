//! Who vouches for the certificate that was shown as Clio's.

use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::asn1::{PrintableStringRef, Utf8StringRef};
use x509_cert::der::oid::ObjectIdentifier;

/// Issuers of certificates for the public, as they write themselves. Not all there are: another one is a word of warning, no more.
const PUBLIC: [&str; 16] = [
    "amazon",
    "apple",
    "buypass",
    "certum",
    "cloudflare",
    "comodo",
    "digicert",
    "entrust",
    "globalsign",
    "godaddy",
    "google trust services",
    "identrust",
    "let's encrypt",
    "microsoft",
    "sectigo",
    "ssl corp",
];

/// `organizationName` and `commonName` (RFC 5280, appendix A.1).
const NAMES: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("2.5.4.10"),
    ObjectIdentifier::new_unwrap("2.5.4.3"),
];

/// The issuer's organisation, else its common name.
pub(super) fn issuer(der: &[u8]) -> Option<String> {
    let certificate = Certificate::from_der(der).ok()?;
    let issuer = certificate.tbs_certificate().issuer();
    NAMES.into_iter().find_map(|name| {
        let parts = issuer.iter();
        let value = parts.filter(|part| part.oid == name).find_map(|part| {
            let value = &part.value;
            let utf8 = value.decode_as::<Utf8StringRef<'_>>();
            let utf8 = utf8.map(|text| text.as_str().to_owned());
            utf8.or_else(|_| {
                let printable = value.decode_as::<PrintableStringRef<'_>>();
                printable.map(|text| text.as_str().to_owned())
            })
            .ok()
        })?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    })
}

/// Whether it issues certificates to the public.
pub(super) fn is_public(issuer: &str) -> bool {
    let issuer = issuer.to_lowercase();
    PUBLIC.iter().any(|known| issuer.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_issuers_are_known_and_a_firewall_is_not() {
        for (issuer, known) in [
            ("Amazon", true),
            ("DigiCert Inc", true),
            ("Let's Encrypt", true),
            ("HP-Firewall", false),
            ("Amaz0n", false),
        ] {
            assert_eq!(is_public(issuer), known, "{issuer}");
        }
    }

    /// A self-signed one, made for this test.
    const FIREWALL: &[u8] = include_bytes!("firewall.der");

    #[test]
    fn the_issuer_is_read() {
        assert_eq!(issuer(FIREWALL).as_deref(), Some("HP-Firewall"));
    }

    #[test]
    fn what_is_no_certificate_has_no_issuer() {
        assert_eq!(issuer(b""), None);
        assert_eq!(issuer(&[0x30, 0x82, 0xFF, 0xFF, 0x02]), None);
    }
}
