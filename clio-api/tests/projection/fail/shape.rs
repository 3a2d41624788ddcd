use clio_api::*;
use serde::Deserialize;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Generic<T> {
    first_name: T,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Borrowing<'a> {
    first_name: &'a str,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
enum Either {
    Person,
    Company,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Tuple(String, String);

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Unit;

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Empty {}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct OnlyRedacted {
    redacted: Option<bool>,
    #[serde(skip)]
    first_name: Option<String>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct Itself {
    company: Option<Box<Itself>>,
}

#[derive(Projection)]
#[projection(resource = Contact)]
struct Twice {
    name: Option<String>,
    #[serde(skip_serializing, rename = "name")]
    again: Option<String>,
}

// By hand, because serde's derive warns of the second name in words of its own.
impl<'de> Deserialize<'de> for Twice {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Err(serde::de::Error::custom("not read"))
    }
}

fn main() {}
