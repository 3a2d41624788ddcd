//! What a browser may be given to open. The library starts no program: the caller's opener does.

use std::io;

use url::{Host, Url};

use crate::{Attempt, Site};

/// An address that is safe to hand to a browser, or to the program that opens one.
///
/// Only Clio's page with ALLOW ACCESS, and pages on this computer's own `127.0.0.1`. Programs that open browsers have
/// been made to run commands by what they were given (CVE-2025-6514, RUSTSEC-2026-0257), so it is letters, digits and the
/// few marks that such an address is made of: no quote, space, backslash or control character, no user name, no fragment,
/// no percent sign but in an escape, and never an option.
#[derive(Clone, Eq, PartialEq)]
pub struct PageAddress(String);

impl PageAddress {
    /// Takes the authorize page of `site`, or a page on `http://127.0.0.1:{port}/`.
    ///
    /// # Errors
    /// [`OpenError::NotOurs`] for every other text.
    pub fn parse(text: &str, site: &Site) -> Result<Self, OpenError> {
        let url = Url::parse(text).map_err(|_| OpenError::NotOurs)?;
        // What the parser had to mend (case, default ports, dots, tabs) is not what we write.
        let is_plain = url.as_str() == text && has_plain_bytes(text) && url.fragment().is_none();
        let page = site.origin().address("/oauth/authorize?");
        if is_plain && (text.starts_with(&page) || is_here(&url)) {
            return Ok(Self(text.to_owned()));
        }
        Err(OpenError::NotOurs)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It holds a `state` word.
impl std::fmt::Debug for PageAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageAddress(..)")
    }
}

impl Attempt {
    /// Has `opener` open the page with ALLOW ACCESS in the person's own browser.
    ///
    /// A failure is not the end: show [`Attempt::address`], any browser will do.
    ///
    /// # Errors
    /// [`OpenError::Failed`] with what the opener says; [`OpenError::NotOurs`] before it is called, should the address not
    /// be one for a browser.
    pub fn open_with(
        &self,
        opener: impl FnOnce(&PageAddress) -> io::Result<()>,
    ) -> Result<(), OpenError> {
        let address = PageAddress::parse(self.address(), &self.site()?)?;
        opener(&address).map_err(|error| OpenError::Failed(error.kind()))
    }

    fn site(&self) -> Result<Site, OpenError> {
        Site::parse(self.site_address()).map_err(|_| OpenError::NotOurs)
    }
}

/// Why no browser was opened.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Not an address of Clio's page or of this computer. Nothing was started.
    #[error("that is no address of Clio or of this computer")]
    NotOurs,
    /// The opener did not work.
    #[error("no browser could be opened: {0}")]
    Failed(io::ErrorKind),
}

fn is_here(url: &Url) -> bool {
    url.scheme() == "http"
        && url.host() == Some(Host::Ipv4(std::net::Ipv4Addr::LOCALHOST))
        && url.port().is_some()
        && url.username().is_empty()
        && url.password().is_none()
}

fn has_plain_bytes(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => is_hex(at + 1) && is_hex(at + 2),
        other => other.is_ascii_alphanumeric() || b"-._~:/?&=+*".contains(other),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::App;
    use crate::stand_in::{app_at, clock};

    /// T12
    #[test]
    fn t12_only_clios_page_and_this_computer_reach_the_opener() {
        let clio = Site::united_states();
        for good in [
            "https://app.clio.com/oauth/authorize?response_type=code&client_id=a+b%26*",
            "http://127.0.0.1:8787/",
            "http://127.0.0.1:8787/review?page=1",
        ] {
            let address = PageAddress::parse(good, &clio).unwrap();
            assert_eq!(address.as_str(), good);
            assert!(!format!("{address:?}").contains("127"));
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "ms-settings:",
            "-flag",
            "--version",
            "/etc/passwd",
            "\\\\evil\\share",
            "http://app.clio.com/oauth/authorize?a=b",
            "https://app.clio.com/oauth/authorize",
            "https://app.clio.com/oauth/approval?a=b",
            "https://app.clio.com/oauth/../evil?a=b",
            "https://app.clio.com@evil.test/oauth/authorize?a=b",
            "https://user@app.clio.com/oauth/authorize?a=b",
            "https://user:word@app.clio.com/oauth/authorize?a=b",
            "https://app.clio.com.evil.test/oauth/authorize?a=b",
            "https://app.clio.com:8443/oauth/authorize?a=b",
            "https://app.clio.com:443/oauth/authorize?a=b",
            "https://ca.app.clio.com/oauth/authorize?a=b",
            "https://APP.CLIO.COM/oauth/authorize?a=b",
            "https://xn--pp-7kc.clio.com/oauth/authorize?a=b",
            "https://аpp.clio.com/oauth/authorize?a=b",
            "https://app.clio.com/oauth/authorize?a=b c",
            "https://app.clio.com/oauth/authorize?a=\"b",
            "https://app.clio.com/oauth/authorize?a='b'",
            "https://app.clio.com/oauth/authorize?a=`b`",
            "https://app.clio.com/oauth/authorize?a=$(b)",
            "https://app.clio.com/oauth/authorize?a=b;c",
            "https://app.clio.com/oauth/authorize?a=b|c",
            "https://app.clio.com/oauth/authorize?a=%s",
            "https://app.clio.com/oauth/authorize?a=%",
            "https://app.clio.com/oauth/authorize?a=%4",
            "https://app.clio.com/oauth/authorize?a=^b",
            "https://app.clio.com/oauth/authorize?a=é",
            "https://app.clio.com/oauth/authorize?a=\u{202e}b",
            "https://app.clio.com/oauth/authorize?a=b\n",
            " https://app.clio.com/oauth/authorize?a=b",
            "https://app.clio.com/oauth/authorize?a=b#c",
            "https:\\\\app.clio.com/oauth/authorize?a=b",
            "http://127.0.0.1/",
            "http://127.0.0.1:80/",
            "http://localhost:8787/",
            "http://127.1:8787/",
            "http://0.0.0.0:8787/",
            "http://[::1]:8787/",
            "http://127.0.0.1:8787@evil.test/",
            "https://127.0.0.1:8787/",
            "http://127.0.0.1.evil.test:8787/",
        ] {
            let refused = PageAddress::parse(bad, &clio);
            assert_eq!(refused, Err(OpenError::NotOurs), "{bad:?}");
        }
    }

    /// T12: whatever the app's key holds, the opener gets one plain address.
    #[test]
    fn t12_an_odd_app_key_stays_inside_the_address() {
        for key in ["key-1", "%s", "a b\"c'd`$(x)&|;^", "\n-flag", "é山\u{202e}"] {
            let app = App::new(Site::united_states(), key, "CANARY".into());
            let attempt = Attempt::begin(&app, &clock()).unwrap();
            let mut given = Vec::new();
            let opened = attempt.open_with(|address| {
                given.push(address.as_str().to_owned());
                Ok(())
            });
            assert_eq!(opened, Ok(()));
            assert_eq!(given, [attempt.address()]);
        }
    }

    /// T11
    #[test]
    fn t11_an_opener_that_fails_is_an_error_of_its_own() {
        let attempt = Attempt::begin(&app_at("http://127.0.0.1:9"), &clock()).unwrap();
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let opened = attempt.open_with(|_| Err(missing()));
        assert_eq!(opened, Err(OpenError::Failed(io::ErrorKind::NotFound)));
        assert!(attempt.address().contains("/oauth/authorize?"));
    }

    proptest! {
        #[test]
        fn whatever_is_opened_is_clios_or_ours(text in "(https://|http://|)[a-z.:@/?%&=#\\\\ -]{0,60}\\PC{0,20}") {
            if PageAddress::parse(&text, &Site::united_states()).is_ok() {
                let ours = ["https://app.clio.com/oauth/authorize?", "http://127.0.0.1:"];
                let is_ours = ours.iter().any(|start| text.starts_with(start));
                prop_assert!(is_ours);
            }
        }
    }
}
