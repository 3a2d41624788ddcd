use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Flat {
    id: Id<Contact>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize)]
struct Rest {
    name: Option<String>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
#[serde(transparent)]
struct Wrapped {
    id: Id<Contact>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
#[serde(deny_unknown_fields)]
struct Strict {
    id: Id<Contact>,
}

fn main() {}
