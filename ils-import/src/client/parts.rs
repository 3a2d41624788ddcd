//! Names, addresses, numbers: the parts of a person.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A name and its parts.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Name {
    /// `Mr`, `Dr` …
    pub prefix: Option<String>,
    /// First name.
    pub first: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Last name.
    pub last: Option<String>,
    /// `Jr.`, `III` …; Clio has no field for it.
    pub suffix: Option<String>,
    /// The whole name; empty when Clio has none.
    pub full: String,
    /// What the person is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<String>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_known_as: Vec<String>,
}

/// An address.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Address {
    /// `home`, `work`, `billing` or `other`.
    pub kind: Cow<'static, str>,
    /// Street, possibly several lines.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// County; Clio has no field for it.
    pub county: Option<String>,
    /// State: the two letters where Clio has a state's name.
    pub state: Option<String>,
    /// Postal code, as text.
    pub postal_code: Option<String>,
    /// Country; `US` for every way to write it.
    pub country: Option<String>,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// A phone number.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Phone {
    /// `home`, `mobile`, `work`, `fax`, `pager` or `other`.
    pub kind: Cow<'static, str>,
    /// The number, as entered.
    pub number: String,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// An email address.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Email {
    /// `home`, `work` or `other`.
    pub kind: Cow<'static, str>,
    /// The address.
    pub address: String,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// A web site.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WebSite {
    /// `home`, `work` or `other`.
    pub kind: Cow<'static, str>,
    /// The address, as entered.
    pub address: String,
}

/// Where a person works.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Employer {
    /// The company.
    pub name: Option<String>,
    /// The person's title there.
    pub job_title: Option<String>,
}

impl Address {
    /// The lines of the street, as a letter has them.
    pub fn street_lines(&self) -> impl Iterator<Item = &str> {
        let street = self.street.as_deref().unwrap_or_default();
        street
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
    }
}

/// Where a person lives, of these addresses. Work and billing addresses are never taken for a home.
pub(super) fn residence(addresses: &[Address]) -> Option<usize> {
    let is_home = |address: &Address| address.kind == "home";
    let may_be = |address: &Address| !matches!(&*address.kind, "work" | "billing");
    let first = |wanted: &dyn Fn(&Address) -> bool| addresses.iter().position(wanted);
    first(&|address| is_home(address) && address.primary)
        .or_else(|| first(&is_home))
        .or_else(|| first(&|address| may_be(address) && address.primary))
        .or_else(|| first(&may_be))
}

debug_hidden!(
    Name {},
    Address { kind },
    Phone { kind },
    Email { kind },
    WebSite { kind },
    Employer {}
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_lives_at_work_unless_a_home_says_so() {
        for (addresses, expected) in [
            (&[][..], None),
            (&[("work", true), ("billing", false)], None),
            (&[("home", false), ("home", true)], Some(1)),
            (&[("other", true), ("home", false)], Some(1)),
            (&[("work", true), ("home", false)], Some(1)),
            (&[("other", false), ("other", true)], Some(1)),
            (&[("billing", true), ("other", false)], Some(1)),
            (
                &[("work", true), ("other", false), ("other", false)],
                Some(1),
            ),
        ] {
            let addresses: Vec<Address> = addresses
                .iter()
                .map(|(kind, primary)| Address {
                    kind: (*kind).into(),
                    primary: *primary,
                    ..Address::default()
                })
                .collect();
            assert_eq!(residence(&addresses), expected, "{addresses:?}");
        }
    }

    #[test]
    fn a_street_has_lines() {
        let address = Address {
            street: Some("1 Elm Street \n\n Unit 2".to_owned()),
            ..Address::default()
        };
        assert!(address.street_lines().eq(["1 Elm Street", "Unit 2"]));
        assert_eq!(Address::default().street_lines().count(), 0);
    }
}
