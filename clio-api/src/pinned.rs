//! An address the bearer token may be sent to. There is no other way to make one than through an [`Origin`].

use url::{Host, Url};

use crate::Origin;

const PREFIX: &str = "/api/v4/";
const LONGEST: usize = 16 * 1024;

/// An address below `/api/v4/` of one origin.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct PinnedUrl(Url);

/// A link that leads away from the origin; holds nothing of the link but its host, cleaned.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("Clio sent a link that leads to another place ({host}); nothing was sent there")]
pub(crate) struct ForeignLink {
    pub(crate) host: String,
}

impl PinnedUrl {
    /// `{origin}/api/v4/{path}.json?{query}`; `query` is percent-encoded already.
    pub(crate) fn new(origin: &Origin, path: &str, query: &str) -> Result<Self, ForeignLink> {
        let mark = if query.is_empty() { "" } else { "?" };
        Self::parse(
            origin,
            &origin.address(&format!("{PREFIX}{path}.json{mark}{query}")),
        )
    }

    /// A link that Clio sent: scheme, host, port and path prefix must be ours after every trick is undone.
    pub(crate) fn parse(origin: &Origin, link: &str) -> Result<Self, ForeignLink> {
        let plain = link.len() <= LONGEST
            && !link
                .chars()
                .any(|letter| letter == '\\' || letter.is_control() || letter.is_whitespace());
        match Url::parse(link) {
            Ok(url) if plain && origin.holds(&url) && stays_below(url.path()) => Ok(Self(url)),
            Ok(url) => Err(ForeignLink {
                host: clean(url.host_str().unwrap_or_default()),
            }),
            Err(_) => Err(ForeignLink {
                host: "no address at all".to_owned(),
            }),
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// The path and the query.
    pub(crate) fn path_and_query(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// Whether it is the same list, whatever the query. Clio takes paths with and without `.json`.
    pub(crate) fn has_path_of(&self, other: &Self) -> bool {
        let bare = |url: &Self| {
            let path = url.0.path();
            path.strip_suffix(".json").unwrap_or(path).to_owned()
        };
        bare(self) == bare(other)
    }
}

/// Where a file is stored: encrypted, or this computer for a stand-in. It may be signed, so it is a secret; and it is nobody's to see
/// the bearer token, so it cannot become a [`PinnedUrl`].
pub(crate) struct FileUrl(Url);

impl FileUrl {
    /// The `Location` of an answer to a request for `base`.
    pub(crate) fn parse(origin: &Origin, base: &Url, location: &[u8]) -> Option<Self> {
        let location = std::str::from_utf8(location).ok()?;
        if location.len() > LONGEST {
            return None;
        }
        let url = base.join(location).ok()?;
        let on_this_computer = match url.host()? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let safe = match url.scheme() {
            "https" => true,
            // Only a stand-in keeps its files on this computer.
            "http" => !origin.is_encrypted() && on_this_computer,
            _ => false,
        };
        let anonymous = url.username().is_empty() && url.password().is_none();
        (safe && anonymous).then_some(Self(url))
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

/// The parser has resolved dot segments by now; encoded slashes could still mean some to a server.
fn stays_below(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.starts_with(PREFIX)
        && !path.contains("%2f")
        && !path.contains("%5c")
        && !path.contains("%2e%2e")
        && !path.contains("//")
}

fn clean(host: &str) -> String {
    host.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || ".-:[]".contains(*letter))
        .take(100)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Region;

    /// T37.
    #[test]
    fn only_our_own_api_is_pinned() {
        let origin = Region::Us.origin();
        for (link, ours) in [
            (
                "https://app.clio.com/api/v4/contacts.json?page_token=x",
                true,
            ),
            ("https://APP.CLIO.COM:443/api/v4/contacts.json", true),
            ("http://app.clio.com/api/v4/contacts.json", false),
            ("https://app.clio.com:8443/api/v4/contacts.json", false),
            ("https://app.clio.com@evil.test/api/v4/x", false),
            ("https://evil.test@app.clio.com/api/v4/x", false),
            ("https://app.clio.com.evil.test/api/v4/x", false),
            ("https://eu.app.clio.com/api/v4/x", false),
            ("//evil.test/api/v4/x", false),
            ("\\\\evil.test/api/v4/x", false),
            ("https://app.clio.com\\@evil.test/api/v4/x", false),
            ("https://app.clio.com/api/v4/../../oauth/deauthorize", false),
            (
                "https://app.clio.com/api/v4/%2e%2e/%2E%2E/oauth/deauthorize",
                false,
            ),
            ("https://app.clio.com/api/v4/..%2f..%2foauth", false),
            ("https://app.clio.com/api/v5/contacts.json", false),
            ("https://app.clio.com/oauth/token", false),
            ("/api/v4/contacts.json", false),
            ("", false),
        ] {
            assert_eq!(PinnedUrl::parse(&origin, link).is_ok(), ours, "{link}");
        }
    }

    #[test]
    fn a_file_is_fetched_encrypted_or_from_this_computer_for_a_stand_in() {
        let stand_in = Origin::parse("http://127.0.0.1:8080").unwrap();
        let base = Url::parse("https://app.clio.com/api/v4/documents/1/download.json").unwrap();
        for (location, for_clio, for_a_stand_in) in [
            ("https://storage.example.test/f?sig=x", true, true),
            ("http://storage.example.test/f", false, false),
            ("http://127.0.0.1:9/f", false, true),
            ("http://[::1]:9/f", false, true),
            ("http://localhost/f", false, true),
            ("http://localhost.example.test/f", false, false),
            ("https://user@storage.example.test/f", false, false),
            ("//storage.example.test/f", true, true),
            ("/f", true, true),
            ("file:///etc/passwd", false, false),
        ] {
            let allowed =
                |origin: &Origin| FileUrl::parse(origin, &base, location.as_bytes()).is_some();
            assert_eq!(allowed(&Region::Us.origin()), for_clio, "{location}");
            assert_eq!(allowed(&stand_in), for_a_stand_in, "{location}");
        }
    }

    #[test]
    fn a_link_of_64_kilobytes_is_refused() {
        let link = format!(
            "https://app.clio.com/api/v4/contacts.json?x={}",
            "y".repeat(65_536)
        );
        assert!(PinnedUrl::parse(&Region::Us.origin(), &link).is_err());
        let base = Url::parse("https://app.clio.com/api/v4/documents/1/download.json").unwrap();
        let file = FileUrl::parse(&Region::Us.origin(), &base, link.as_bytes());
        assert!(file.is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_pinned_stays_home(link in "(https?:)?[/\\\\]{0,3}[a-z.@:%0-9]{0,20}app\\.clio\\.com[a-z.@:%/\\\\0-9]{0,40}") {
            if let Ok(pinned) = PinnedUrl::parse(&Region::Us.origin(), &link) {
                prop_assert_eq!(pinned.url().host_str(), Some("app.clio.com"));
                prop_assert_eq!(pinned.url().scheme(), "https");
                prop_assert!(pinned.url().path().starts_with(PREFIX));
            }
        }

        #[test]
        fn no_text_panics(link in ".*") {
            let _result = PinnedUrl::parse(&Region::Us.origin(), &link);
        }
    }
}
