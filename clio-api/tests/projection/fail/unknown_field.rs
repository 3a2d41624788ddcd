use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    frist_name: Option<String>,
    #[serde(rename = "last_nam")]
    family: Option<String>,
    primary_email: Option<String>,
    golf_club: Option<String>,
    id: Id<Contact>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
#[serde(rename_all = "camelCase")]
struct Camel {
    first_name: Option<String>,
}

fn used() -> &'static str {
    // Its own errors are enough.
    <Person as Projection<Contact>>::FIELDS
}

fn main() {}
