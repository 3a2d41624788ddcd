use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
struct Case {
    id: Id<Matter>,
    client: Option<Person>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    name: Option<String>,
    addresses: Vec<Home>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Address)]
struct Home {
    city: Option<String>,
}

fn main() {}
