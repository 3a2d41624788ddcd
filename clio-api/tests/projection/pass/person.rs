//! A module per kind of struct: paths, visibility, and both names through one import.

use clio_api::Projection;

mod people {
    #[derive(serde::Deserialize, clio_api::Projection)]
    #[projection(resource = ::clio_api::Contact)]
    pub struct Person {
        pub id: ::clio_api::Id<::clio_api::Contact>,
        pub r#type: Option<clio_api::ContactType>,
        pub addresses: std::vec::Vec<super::Home>,
        pub company: std::option::Option<clio_api::projection::Reference<clio_api::Contact>>,
    }
}

#[derive(serde::Deserialize, Projection)]
#[projection(resource = clio_api::Address)]
pub struct Home {
    pub city: Option<String>,
}

const QUERY: &str = people::Person::FIELDS;

fn main() {
    assert_eq!(QUERY, "id,type,addresses{city},company");
}
