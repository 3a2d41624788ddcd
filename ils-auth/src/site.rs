//! The one Clio this crate talks to: United States, or a stand-in on this computer.

use clio_api::{Origin, OriginError, Region};

/// Clio in the United States, or a stand-in for it on this computer.
///
/// ILS works with Clio's United States region only (ILS guide); accounts, apps and tokens of another region cannot be
/// expressed with this type.
///
/// ```
/// # use ils_auth::{Site, SiteError};
/// assert!(!Site::parse("https://app.clio.com")?.is_stand_in());
/// assert!(Site::parse("http://127.0.0.1:8080")?.is_stand_in());
/// let refused = Site::parse("https://ca.app.clio.com").unwrap_err();
/// assert!(refused.to_string().contains("United States only"));
/// # Ok::<(), SiteError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Site {
    origin: Origin,
}

impl Site {
    /// `https://app.clio.com`.
    pub fn united_states() -> Self {
        Self {
            origin: Region::Us.origin(),
        }
    }

    /// Takes `https://app.clio.com` or an address of this computer.
    ///
    /// # Errors
    /// Everything else is refused with the reason; Clio's other regions by name.
    pub fn parse(text: &str) -> Result<Self, SiteError> {
        let origin = Origin::parse(text)?;
        if origin == Region::Us.origin() || (origin.region().is_none() && origin.is_loopback()) {
            return Ok(Self { origin });
        }
        match origin.region() {
            None | Some(Region::Us) => Err(SiteError::NotClio),
            Some(other) => Err(SiteError::OtherRegion(other)),
        }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Not the real Clio, but an address on this computer.
    pub fn is_stand_in(&self) -> bool {
        self.origin.is_loopback()
    }
}

/// Why a text is not a [`Site`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SiteError {
    /// One of Clio's other regions.
    #[error("ILS works with Clio in the United States only; {} is another region", .0.host())]
    OtherRegion(Region),
    /// Some other host.
    #[error(
        "ILS works with Clio in the United States only: app.clio.com, or an address on this computer"
    )]
    NotClio,
    /// Not the address of a site at all.
    #[error(transparent)]
    Address(#[from] OriginError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_united_states_and_this_computer() {
        for good in [
            "https://app.clio.com",
            "https://APP.CLIO.COM:443",
            "http://127.0.0.1:9",
            "http://[::1]:9",
        ] {
            assert!(Site::parse(good).is_ok(), "{good}");
        }
        assert_eq!(
            Site::parse("https://app.clio.com").unwrap(),
            Site::united_states()
        );
        for (bad, region) in [
            ("https://ca.app.clio.com", Region::Ca),
            ("https://eu.app.clio.com", Region::Eu),
            ("https://au.app.clio.com", Region::Au),
        ] {
            let error = Site::parse(bad).unwrap_err();
            assert_eq!(error, SiteError::OtherRegion(region));
            assert!(error.to_string().contains("United States only"), "{error}");
            assert!(error.to_string().contains(region.host()), "{error}");
        }
        for bad in [
            "https://app.clio.com:8443",
            "https://app.clio.com.evil.test",
            "https://example.test",
        ] {
            assert_eq!(Site::parse(bad).unwrap_err(), SiteError::NotClio, "{bad}");
        }
        for bad in [
            "http://app.clio.com",
            "app.clio.com",
            "",
            "javascript:alert(1)",
            "https://app.clio.com@evil.test",
            "file:///etc/passwd",
            "-flag",
        ] {
            assert!(Site::parse(bad).is_err(), "{bad}");
        }
    }
}
