use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contcat)]
struct Near {
    id: i64,
}

#[derive(Deserialize, Projection)]
#[projection(resource = somewhere::Golf)]
struct Far {
    id: i64,
}

#[derive(Deserialize, Projection)]
struct Missing {
    id: i64,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact, fields = "id")]
struct TooMuch {
    id: i64,
}

fn main() {}
