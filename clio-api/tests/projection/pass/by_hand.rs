//! Written by hand, and nested in a derived one.

use clio_api::{Address, Contact, Projection};

#[derive(serde::Deserialize)]
struct Home {
    city: Option<String>,
}

impl Projection<Address> for Home {
    const FIELDS: &'static str = "city";
}

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    addresses: Vec<Home>,
}

fn main() {
    assert_eq!(Person::FIELDS, "addresses{city}");
    let person: Person = serde_json::from_str(r#"{"addresses":[{"city":"Salem"}]}"#).unwrap();
    assert_eq!(person.addresses[0].city.as_deref(), Some("Salem"));
}
