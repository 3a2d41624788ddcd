use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    first_name: Option<i64>,
    last_name: Option<Vec<String>>,
    is_client: Option<String>,
    date_of_birth: Option<jiff::Timestamp>,
    created_at: jiff::civil::Date,
    client_connect_user_id: Option<f64>,
    r#type: Option<MatterStatus>,
    company: Option<String>,
    addresses: Option<String>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = CustomFieldValue)]
struct Value {
    id: Id<CustomFieldValue>,
    value: Option<bool>,
}

fn main() {}
