//! Walks a whole firm as three lists, 200 records a request, where one request a matter would use up Clio's limit. Prints people's
//! names on purpose. `CLIO_TOKEN=… cargo run -p clio-api --example walk_a_firm`; `CLIO_ORIGIN` may name another region's Clio
//! (`https://eu.app.clio.com`) or a stand-in on this computer.

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, Write};

use clio_api::{
    AccessToken, Clio, ClioBuilder, Contact, Id, Matter, Origin, Projection, Reference,
    Relationship,
};
use futures_util::TryStreamExt;

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Matter)]
struct Case {
    id: Id<Matter>,
    display_number: Option<String>,
    client: Option<Reference<Contact>>,
}

/// References are ids alone: all that is needed to join.
#[derive(serde::Deserialize, Projection)]
#[projection(resource = Relationship)]
struct Role {
    matter: Option<Reference<Matter>>,
    contact: Option<Reference<Contact>>,
    description: Option<String>,
}

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let origin = std::env::var("CLIO_ORIGIN").unwrap_or("https://app.clio.com".into());
    let origin = Origin::parse(&origin)?;
    let token = std::env::var("CLIO_TOKEN").map_err(|_| "CLIO_TOKEN is not set")?;
    let builder = Clio::builder()
        .region(origin.region().unwrap_or_default())
        .origin(origin)
        .token_source(AccessToken::new(token));
    let builder = told(builder, |line| drop(writeln!(io::stderr(), "{line}")));
    walk(&builder.build()?, &mut io::stdout()).await
}

pub(crate) fn told(builder: ClioBuilder, tell: fn(&str)) -> ClioBuilder {
    builder
        .on_progress(move |at| tell(&format!("{}: {}", at.operation, at.records)))
        .on_wait(move |wait| tell(&format!("waiting {} s", wait.duration.as_secs())))
}

pub(crate) async fn walk(clio: &Clio, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let people = clio.contacts().list().select::<Person>().items();
    let names = people.map_ok(|person| (person.id, person.name.unwrap_or_default()));
    let names: HashMap<_, _> = names.try_collect().await?;
    let name = |contact: Option<Reference<Contact>>| {
        let name = contact.and_then(|contact| names.get(&contact.id?));
        name.map_or("(not visible to this user)", String::as_str)
    };
    let mut numbers = HashMap::new();
    let mut cases = clio.matters().list().select::<Case>().items();
    while let Some(case) = cases.try_next().await? {
        let number = case.display_number.unwrap_or_default();
        writeln!(out, "{number}: client {}", name(case.client))?;
        numbers.insert(case.id, number);
    }
    // These have no order by id: a firm with more than 10,000 asks for them by `updated_since`, or matter by matter.
    let mut roles = clio.relationships().list().select::<Role>().items();
    while let Some(role) = roles.try_next().await? {
        let number = role.matter.and_then(|matter| numbers.get(&matter.id?));
        let number = number.map_or("(not visible to this user)", String::as_str);
        writeln!(
            out,
            "{number}: {} {}",
            role.description.unwrap_or_default(),
            name(role.contact)
        )?;
    }
    Ok(())
}
