//! Makes a contact and relates it to a matter. Prints the person's name on purpose.
//!
//! ```sh
//! CLIO_TOKEN=… cargo run -p clio-api --example create_contact_and_relationship -- MATTER_ID FIRST_NAME LAST_NAME Wife
//! ```
//!
//! `CLIO_ORIGIN` may name another region's Clio (`https://eu.app.clio.com`) or a stand-in on this computer.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use clio_api::{
    AccessToken, Clio, Contact, ContactType, Id, Matter, NewContact, NewRelationship, Origin,
    Projection,
};

/// What Clio answers of the new contact.
#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [matter, first, last, role] = arguments.as_slice() else {
        return Err("MATTER_ID FIRST_NAME LAST_NAME ROLE".into());
    };
    let origin = Origin::parse(&env::var("CLIO_ORIGIN").unwrap_or("https://app.clio.com".into()))?;
    let token = env::var("CLIO_TOKEN").map_err(|_| "CLIO_TOKEN is not set")?;
    let clio = Clio::builder()
        .region(origin.region().unwrap_or_default())
        .origin(origin)
        .token_source(AccessToken::new(token));
    let clio = clio.build()?;
    create(&clio, matter.parse()?, first, last, role, &mut io::stdout()).await
}

/// `role` is what the person is to the matter's client, in the firm's own words: `Wife`.
pub(crate) async fn create(
    clio: &Clio,
    matter: Id<Matter>,
    first: &str,
    last: &str,
    role: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let new = NewContact {
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        ..NewContact::new(ContactType::Person)
    };
    let made = clio.contacts().create(&new).select::<Person>().send().await;
    let person = made.inspect_err(|error| {
        if error.may_have_taken_effect() {
            // Sent once, and not again: making it anew could make two of them.
            let _told = writeln!(out, "Look in Clio whether {first} {last} was made.");
        }
    })?;
    let name = person.name.unwrap_or_default();
    writeln!(out, "{name} is contact {}", person.id)?;

    let new = NewRelationship {
        matter: Some(matter.into()),
        contact: Some(person.id.into()),
        description: Some(role.to_owned()),
    };
    let related = clio.relationships().create(&new).send().await;
    related.inspect_err(|_| {
        let _told = writeln!(out, "{name} stays in Clio, not related to the matter.");
    })?;
    writeln!(out, "{name} is {role} in matter {matter}")?;
    Ok(())
}
