//! Searches the firm's contacts. Prints people's names and addresses on purpose: that is its answer.
//!
//! ```sh
//! CLIO_TOKEN=… cargo run -p clio-api --example search_contacts -- Hollis
//! ```
//!
//! `CLIO_ORIGIN` may name another region's Clio (`https://eu.app.clio.com`) or a stand-in on this computer.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use clio_api::{AccessToken, Clio, Contact, ContactFilter, Id, Origin, Projection};
use futures_util::TryStreamExt;

/// What is asked for: these fields and no others.
#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
    primary_email_address: Option<String>,
    /// Clio says so of a contact that this user may not see.
    redacted: Option<bool>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let words = env::args().nth(1).ok_or("which words?")?;
    let origin = Origin::parse(&env::var("CLIO_ORIGIN").unwrap_or("https://app.clio.com".into()))?;
    let token = env::var("CLIO_TOKEN").map_err(|_| "CLIO_TOKEN is not set")?;
    let clio = Clio::builder()
        .region(origin.region().unwrap_or_default())
        .origin(origin)
        .token_source(AccessToken::new(token));
    search(&clio.build()?, &words, &mut io::stdout()).await
}

/// Clio's search is wide: names, titles, addresses, phone numbers, custom fields, matters. Who needs an exact match compares again.
pub(crate) async fn search(
    clio: &Clio,
    words: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let filter = ContactFilter {
        query: Some(words.to_owned()),
        ..ContactFilter::default()
    };
    let list = clio.contacts().list().filter(filter).select::<Person>();
    let mut people = list.items();
    let mut found = 0;
    while let Some(person) = people.try_next().await? {
        found += 1;
        if person.redacted == Some(true) {
            writeln!(out, "{}  (not visible to this user)", person.id)?;
            continue;
        }
        let name = person.name.as_deref().unwrap_or("(no name)");
        let email = person.primary_email_address.unwrap_or_default();
        writeln!(out, "{}  {name}  {email}", person.id)?;
    }
    writeln!(out, "{found} found")?;
    Ok(())
}
