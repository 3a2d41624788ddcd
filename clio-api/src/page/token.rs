//! Where a walk goes on, as text that outlives the process.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Origin;
use crate::pinned::PinnedUrl;

/// The first byte: what follows may change in later versions of this crate.
const FORM: u8 = 1;
/// The longest link this crate follows, and what base64 makes of it.
const LONGEST: usize = 24 * 1024;

/// A place in a list, for [`ListRequest::resume`](crate::ListRequest::resume): in this process, or as text in another one.
///
/// It belongs to one list: the same origin, path, fields, filter and order. Any other refuses it before anything is sent. It holds no
/// bearer token, but it may repeat the filter, a name that was searched for say: keep it as you keep records. `Debug` does not show it.
///
/// ```
/// use clio_api::PageToken;
/// assert!("something else".parse::<PageToken>().is_err());
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct PageToken {
    list: ListKey,
    /// Path and query of Clio's own link.
    link: String,
}

/// This is no [`PageToken`], or one of a version of this crate that is not known here.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("this is not a place in a list")]
#[non_exhaustive]
pub struct PageTokenError;

/// Tells one list from another: a fingerprint that is the same in every process.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct ListKey(u64);

impl ListKey {
    /// FNV-1a over the parts: stable, and nothing has to be kept from forging it, since the link is checked by itself.
    pub(crate) fn new(origin: &Origin, parts: &[&str]) -> Self {
        let origin = origin.to_string();
        let bytes = std::iter::once(origin.as_str())
            .chain(parts.iter().copied())
            .flat_map(|part| part.bytes().chain([0]));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }
}

impl PageToken {
    pub(super) fn new(list: ListKey, url: &PinnedUrl) -> Self {
        Self {
            list,
            link: url.path_and_query().to_owned(),
        }
    }

    /// The page's address, if it is one of this list. The link is checked like one that Clio has just sent.
    pub(crate) fn address(
        &self,
        list: ListKey,
        origin: &Origin,
        first: &PinnedUrl,
    ) -> Option<PinnedUrl> {
        if self.list != list {
            return None;
        }
        let url = PinnedUrl::parse(origin, &origin.address(&self.link)).ok()?;
        url.has_path_of(first).then_some(url)
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![FORM];
        bytes.extend(self.list.0.to_be_bytes());
        bytes.extend(self.link.bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageToken(…)")
    }
}

impl FromStr for PageToken {
    type Err = PageTokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > LONGEST {
            return Err(PageTokenError);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| PageTokenError)?;
        let (form, rest) = bytes.split_first().ok_or(PageTokenError)?;
        let (list, link) = rest.split_first_chunk().ok_or(PageTokenError)?;
        if *form != FORM {
            return Err(PageTokenError);
        }
        let link = std::str::from_utf8(link).map_err(|_| PageTokenError)?;
        Ok(Self {
            list: ListKey(u64::from_be_bytes(*list)),
            link: link.to_owned(),
        })
    }
}

impl Serialize for PageToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PageToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Region;

    const LINK: &str = "https://app.clio.com/api/v4/contacts.json?query=CANARY&page_token=x";

    fn token(link: &str) -> (PageToken, ListKey, PinnedUrl) {
        let origin = Region::Us.origin();
        let key = ListKey::new(&origin, &["contacts", "id"]);
        let url = PinnedUrl::parse(&origin, link).unwrap();
        (PageToken::new(key, &url), key, url)
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let whole = URL_SAFE_NO_PAD.decode(token(LINK).0.to_string()).unwrap();
        let refused = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes).parse::<PageToken>().is_err();
        assert!(!refused(&whole));
        for cut in 0..9 {
            assert!(refused(&whole[..cut]), "{cut}");
        }
        let mut of_another_form = whole.clone();
        of_another_form[0] ^= 1;
        assert!(refused(&of_another_form));
        assert!(refused(&[&whole[..9], &[0xFF]].concat()), "no text");
        assert!("not base64!".parse::<PageToken>().is_err());
        assert!("A".repeat(LONGEST + 1).parse::<PageToken>().is_err());
    }

    #[test]
    fn it_survives_as_text_and_as_json() {
        let (token, key, url) = token(LINK);
        let text = token.to_string();
        assert!(!format!("{token:?}").contains("CANARY"));
        let read: PageToken = text.parse().unwrap();
        assert_eq!(read, token);
        let json = serde_json::to_string(&token).unwrap();
        assert_eq!(serde_json::from_str::<PageToken>(&json).unwrap(), token);
        assert_eq!(read.address(key, &Region::Us.origin(), &url), Some(url));
    }

    #[test]
    fn another_list_refuses_it() {
        let (token, key, url) = token(LINK);
        let us = Region::Us.origin();
        for parts in [
            &["contacts", "id,name"][..],
            &["matters", "id"],
            &["contactsid"],
        ] {
            let other = ListKey::new(&us, parts);
            assert_eq!(token.address(other, &us, &url), None, "{parts:?}");
        }
        let eu = ListKey::new(&Region::Eu.origin(), &["contacts", "id"]);
        assert_eq!(token.address(eu, &us, &url), None);
        // The right key on a link to somewhere else: forged, and refused by the link itself.
        for link in [
            "/api/v4/matters.json",
            "/oauth/token",
            "@evil.test/api/v4/contacts.json",
            "//evil.test/api/v4/contacts.json",
        ] {
            let forged = PageToken {
                list: key,
                link: link.to_owned(),
            };
            assert_eq!(forged.address(key, &us, &url), None, "{link}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_none_leads_away(text in "[A-Za-z0-9_-]{0,80}", link in ".{0,40}") {
            let _read = text.parse::<PageToken>();
            let (_, key, url) = token(LINK);
            let forged = PageToken { list: key, link };
            let read: PageToken = forged.to_string().parse().unwrap();
            if let Some(address) = read.address(key, &Region::Us.origin(), &url) {
                prop_assert_eq!(address.url().host_str(), Some("app.clio.com"));
            }
        }
    }
}
