use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Own,
    name: Option<Own>,
    is_client: Option<Own>,
}

#[derive(Deserialize)]
struct Own(String);

fn main() {}
