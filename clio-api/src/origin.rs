//! Scheme, host and port of one Clio: the only place a bearer token may go.

use std::fmt;

use url::{Host, Url};

use crate::Region;

/// Scheme, host and port: `https` anywhere, plain `http` only to this computer.
///
/// ```
/// use clio_api::{Origin, OriginError, Region};
///
/// assert_eq!(Origin::parse("https://app.clio.com/")?.region(), Some(Region::Us));
/// assert!(Origin::parse("http://127.0.0.1:8080")?.is_loopback());
/// assert_eq!(Origin::parse("http://app.clio.com"), Err(OriginError::PlainHttp));
/// # Ok::<_, OriginError>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Origin {
    scheme: &'static str,
    host: Host<String>,
    port: u16,
}

impl Origin {
    /// Reads an origin; a single slash may follow it.
    ///
    /// # Errors
    /// When the text is no web address, holds more than an origin, or is plain `http` to another computer.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text).map_err(|_| OriginError::NotAnAddress)?;
        let scheme = match url.scheme() {
            "https" => "https",
            "http" => "http",
            _ => return Err(OriginError::NotAnAddress),
        };
        let host = url.host().ok_or(OriginError::NotAnAddress)?.to_owned();
        let port = url
            .port_or_known_default()
            .ok_or(OriginError::NotAnAddress)?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && !text.contains(['\\', '@']);
        if !bare {
            return Err(OriginError::MoreThanOrigin);
        }
        let origin = Self { scheme, host, port };
        if scheme == "http" && !origin.is_loopback() {
            return Err(OriginError::PlainHttp);
        }
        Ok(origin)
    }

    /// This computer: 127.0.0.0/8, `::1` or `localhost`.
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        }
    }

    /// The region whose own origin this is; `None` for any other.
    pub fn region(&self) -> Option<Region> {
        Region::ALL
            .into_iter()
            .find(|region| region.origin() == *self)
    }

    /// The address of an absolute `path` here. A path that does not begin with a slash is put below the root.
    ///
    /// ```
    /// # use clio_api::Region;
    /// assert_eq!(Region::Us.origin().address("/oauth/token"), "https://app.clio.com/oauth/token");
    /// ```
    pub fn address(&self, path: &str) -> String {
        format!("{self}/{}", path.strip_prefix('/').unwrap_or(path))
    }

    pub(crate) fn of_region(region: Region) -> Self {
        Self {
            scheme: "https",
            host: Host::Domain(region.host().to_owned()),
            port: 443,
        }
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.scheme == "https"
    }

    /// Whether `url` has this scheme, host and port, and no user name.
    pub(crate) fn holds(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host() == Some(borrowed(&self.host))
            && url.port_or_known_default() == Some(self.port)
            && url.username().is_empty()
            && url.password().is_none()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match (self.scheme, self.port) {
            ("https", 443) | ("http", 80) => Ok(()),
            (_, port) => write!(f, ":{port}"),
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({self})")
    }
}

/// Why a text is not an [`Origin`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// No scheme, no host, or another scheme than http and https.
    #[error("this is not a web address")]
    NotAnAddress,
    /// Plain http would show the bearer token to the network.
    #[error("plain http is allowed to this computer only")]
    PlainHttp,
    /// A path, a query, a fragment or a user name.
    #[error("only the scheme, the host and the port are allowed")]
    MoreThanOrigin,
}

fn borrowed(host: &Host<String>) -> Host<&str> {
    match host {
        Host::Domain(name) => Host::Domain(name),
        Host::Ipv4(address) => Host::Ipv4(*address),
        Host::Ipv6(address) => Host::Ipv6(*address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_are_origins() {
        for (text, expected) in [
            ("https://app.clio.com", Ok("https://app.clio.com")),
            ("https://APP.CLIO.COM:443/", Ok("https://app.clio.com")),
            ("http://localhost:80", Ok("http://localhost")),
            ("http://[::1]:8080", Ok("http://[::1]:8080")),
            ("http://127.1.2.3", Ok("http://127.1.2.3")),
            ("http://app.clio.com", Err(OriginError::PlainHttp)),
            ("http://localhost.evil.test", Err(OriginError::PlainHttp)),
            ("http://10.0.0.1", Err(OriginError::PlainHttp)),
            (
                "https://user@app.clio.com",
                Err(OriginError::MoreThanOrigin),
            ),
            ("https://@app.clio.com", Err(OriginError::MoreThanOrigin)),
            ("https://app.clio.com/api", Err(OriginError::MoreThanOrigin)),
            ("https://app.clio.com?x", Err(OriginError::MoreThanOrigin)),
            ("https://app.clio.com#x", Err(OriginError::MoreThanOrigin)),
            ("https:\\\\app.clio.com", Err(OriginError::MoreThanOrigin)),
            ("ftp://127.0.0.1", Err(OriginError::NotAnAddress)),
            ("app.clio.com", Err(OriginError::NotAnAddress)),
            ("", Err(OriginError::NotAnAddress)),
        ] {
            let read = Origin::parse(text).map(|origin| origin.to_string());
            assert_eq!(read, expected.map(ToOwned::to_owned), "{text}");
        }
    }

    #[test]
    fn each_region_knows_its_origin() {
        for region in Region::ALL {
            assert_eq!(region.origin().region(), Some(region));
            assert_eq!(
                Origin::parse(&region.origin().to_string()),
                Ok(region.origin())
            );
        }
    }
}
