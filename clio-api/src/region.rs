//! Clio's four regions.

use crate::Origin;

/// A Clio region. Accounts, apps and tokens belong to exactly one (Clio: Regions).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Region {
    /// Australia.
    Au,
    /// Canada.
    Ca,
    /// Europe.
    Eu,
    /// United States.
    #[default]
    Us,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 4] = [Self::Au, Self::Ca, Self::Eu, Self::Us];

    /// The two letters of the region: `us`, `eu`, `ca` or `au`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Au => "au",
            Self::Ca => "ca",
            Self::Eu => "eu",
            Self::Us => "us",
        }
    }

    /// The host of the API and of the sign-in pages.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Au => "au.app.clio.com",
            Self::Ca => "ca.app.clio.com",
            Self::Eu => "eu.app.clio.com",
            Self::Us => "app.clio.com",
        }
    }

    /// `https://` and the host.
    ///
    /// ```
    /// assert_eq!(clio_api::Region::Us.origin().to_string(), "https://app.clio.com");
    /// ```
    pub fn origin(self) -> Origin {
        Origin::of_region(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_its_letters_and_its_host() {
        let told = Region::ALL.map(|region| (region.code(), region.host()));
        assert_eq!(
            told,
            [
                ("au", "au.app.clio.com"),
                ("ca", "ca.app.clio.com"),
                ("eu", "eu.app.clio.com"),
                ("us", "app.clio.com"),
            ]
        );
        assert_eq!(Region::default(), Region::Us);
    }
}
