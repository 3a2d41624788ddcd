use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    addresses: Vec<Reference<Address>>,
    email_addresses: Vec<serde_json::Value>,
    phone_numbers: serde_json::Value,
    custom_field_values: Vec<Id<CustomFieldValue>>,
}

fn main() {}
