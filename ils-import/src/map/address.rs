//! Addresses.

use super::text::{kind, trimmed};
use crate::client::{Address, Provenance, ProvenanceKind};
use crate::family::ClioAddress;

/// State names and the two letters the post office gives them (USPS Publication 28, appendix B).
#[rustfmt::skip]
const STATES: [(&str, &str); 56] = [
    ("alabama", "AL"), ("alaska", "AK"), ("american samoa", "AS"), ("arizona", "AZ"), ("arkansas", "AR"), ("california", "CA"),
    ("colorado", "CO"), ("connecticut", "CT"), ("delaware", "DE"), ("district of columbia", "DC"), ("florida", "FL"),
    ("georgia", "GA"), ("guam", "GU"), ("hawaii", "HI"), ("idaho", "ID"), ("illinois", "IL"), ("indiana", "IN"), ("iowa", "IA"),
    ("kansas", "KS"), ("kentucky", "KY"), ("louisiana", "LA"), ("maine", "ME"), ("maryland", "MD"), ("massachusetts", "MA"),
    ("michigan", "MI"), ("minnesota", "MN"), ("mississippi", "MS"), ("missouri", "MO"), ("montana", "MT"), ("nebraska", "NE"),
    ("nevada", "NV"), ("new hampshire", "NH"), ("new jersey", "NJ"), ("new mexico", "NM"), ("new york", "NY"),
    ("north carolina", "NC"), ("north dakota", "ND"), ("northern mariana islands", "MP"), ("ohio", "OH"), ("oklahoma", "OK"),
    ("oregon", "OR"), ("pennsylvania", "PA"), ("puerto rico", "PR"), ("rhode island", "RI"), ("south carolina", "SC"),
    ("south dakota", "SD"), ("tennessee", "TN"), ("texas", "TX"), ("utah", "UT"), ("vermont", "VT"), ("virgin islands", "VI"),
    ("virginia", "VA"), ("washington", "WA"), ("west virginia", "WV"), ("wisconsin", "WI"), ("wyoming", "WY"),
];

const UNITED_STATES: [&str; 5] = [
    "us",
    "usa",
    "united states",
    "united states of america",
    "america",
];

/// Clio's names of addresses, and ours.
const KINDS: [(&str, &str); 3] = [("home", "home"), ("work", "work"), ("billing", "billing")];

/// An address, and for the kind, the state and the country what stood at Clio when it was written in another way.
pub(super) struct AddressRead {
    pub(super) address: Address,
    pub(super) kind_from: Option<Provenance>,
    pub(super) state_from: Option<Provenance>,
    pub(super) country_from: Option<Provenance>,
}

/// `None` when nothing of it is filled.
pub(super) fn address(read: ClioAddress) -> Option<AddressRead> {
    let [street, city, state, postal_code, country] = [
        read.street,
        read.city,
        read.province,
        read.postal_code,
        read.country,
    ]
    .map(trimmed);
    let filled = [&street, &city, &state, &postal_code, &country]
        .into_iter()
        .any(Option::is_some);
    if !filled {
        return None;
    }
    let in_us = country.as_deref().is_none_or(is_united_states);
    let code = state.as_deref().filter(|_| in_us).and_then(code);
    let (state, state_from) = rewritten(state, code, "province");
    let us = country
        .as_deref()
        .is_some_and(is_united_states)
        .then_some("US");
    let (country, country_from) = rewritten(country, us, "country");
    let (kind, kind_from) = kind(read.name, &KINDS);
    Some(AddressRead {
        address: Address {
            kind,
            street,
            city,
            county: None,
            state,
            postal_code,
            country,
            primary: read.primary == Some(true),
        },
        kind_from,
        state_from,
        country_from,
    })
}

/// Takes the standard form, and keeps what stood there when that is something else.
fn rewritten(
    text: Option<String>,
    standard: Option<&str>,
    from: &'static str,
) -> (Option<String>, Option<Provenance>) {
    match (text, standard) {
        (Some(text), Some(standard)) if text != standard => (
            Some(standard.to_owned()),
            Some(Provenance {
                kind: ProvenanceKind::Derived,
                from: from.into(),
                text,
            }),
        ),
        (text, _) => (text, None),
    }
}

fn code(state: &str) -> Option<&'static str> {
    let small = (!state.is_ascii()).then(|| state.to_lowercase());
    let says = small.as_deref().unwrap_or(state);
    STATES
        .iter()
        .find(|(name, code)| {
            let known = if says.len() == code.len() { code } else { name };
            known.eq_ignore_ascii_case(says)
        })
        .map(|(_, code)| *code)
}

fn is_united_states(country: &str) -> bool {
    if country == "US" {
        return true;
    }
    let folded = country.to_lowercase().replace('.', "");
    UNITED_STATES.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Option<AddressRead> {
        address(serde_json::from_value(value).unwrap())
    }

    #[test]
    fn states_and_countries_are_written_in_one_way() {
        for (state, country, expected_state, expected_country) in [
            ("Oregon", "United States", "OR", "US"),
            ("or", "U.S.A.", "OR", "US"),
            ("OR", "US", "OR", "US"),
            ("West Virginia", "", "WV", ""),
            ("Ontario", "Canada", "Ontario", "Canada"),
            // The name of a state, in another country.
            ("Georgia", "Georgia", "Georgia", "Georgia"),
            ("Oregun", "US", "Oregun", "US"),
        ] {
            let read = read(json!({"province": state, "country": country})).unwrap();
            assert_eq!(
                read.address.state.as_deref().unwrap_or_default(),
                expected_state,
                "{state}, {country}"
            );
            assert_eq!(
                read.address.country.as_deref().unwrap_or_default(),
                expected_country,
                "{state}, {country}"
            );
            assert_eq!(
                read.state_from.map(|from| from.text),
                (state != expected_state).then(|| state.to_owned())
            );
            assert_eq!(
                read.country_from.map(|from| from.text),
                (country != expected_country).then(|| country.to_owned())
            );
        }
    }

    #[test]
    fn lines_stay_and_kinds_are_four() {
        let read_one =
            read(json!({"name": "Home", "street": "1 Elm Street\r\nUnit 2", "primary": true}))
                .unwrap()
                .address;
        assert_eq!(
            (
                &*read_one.kind,
                read_one.street.as_deref(),
                read_one.primary
            ),
            ("home", Some("1 Elm Street\nUnit 2"), true)
        );
        for (name, kind) in [
            ("WORK", "work"),
            ("Billing", "billing"),
            ("Summer house", "other"),
            ("", "other"),
        ] {
            assert_eq!(
                read(json!({"name": name, "city": "Salem"}))
                    .unwrap()
                    .address
                    .kind,
                kind
            );
        }
    }

    #[test]
    fn an_empty_address_is_none() {
        assert!(
            read(json!({"name": "Home", "street": " ", "city": null, "primary": true})).is_none()
        );
    }
}
