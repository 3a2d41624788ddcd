use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    addresses: Option<Home>,
    phone_numbers: Vec<Vec<Home>>,
    company: Vec<Firm>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
struct Case {
    client: Vec<Reference<Contact>>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Address)]
struct Home {
    city: Option<String>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Firm {
    name: Option<String>,
}

fn main() {}
