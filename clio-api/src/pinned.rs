//! An address the bearer token may be sent to. There is no other way to make one than through an [`Origin`].

use url::Url;

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
        Self::parse(
            origin,
            &origin.address(&format!("{PREFIX}{path}.json?{query}")),
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
    fn a_link_of_64_kilobytes_is_refused() {
        let link = format!(
            "https://app.clio.com/api/v4/contacts.json?x={}",
            "y".repeat(65_536)
        );
        assert!(PinnedUrl::parse(&Region::Us.origin(), &link).is_err());
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
