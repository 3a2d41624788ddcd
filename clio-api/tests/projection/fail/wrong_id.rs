use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Matter>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Untyped {
    id: i64,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
struct Case {
    id: String,
    client: Option<Reference<Matter>>,
}

fn main() {}
