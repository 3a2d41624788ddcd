use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    addresses: Vec<Home>,
    company: Option<Firm>,
}

#[derive(Deserialize)]
struct Home {
    city: Option<String>,
}

// Derives, for another resource.
#[derive(Deserialize, Projection)]
#[projection(resource = Address)]
struct Firm {
    city: Option<String>,
}

fn main() {}
