//! Walks the firm's contacts a few pages at a time: each run goes on where the one before stopped, or was stopped. Prints people's
//! names on purpose.
//!
//! ```sh
//! CLIO_TOKEN=… cargo run -p clio-api --example resume_a_walk -- PLACE_FILE [PAGES]
//! ```
//!
//! `CLIO_ORIGIN` may name another region's Clio (`https://eu.app.clio.com`) or a stand-in on this computer.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::{env, fs};

use clio_api::{AccessToken, Clio, Contact, Id, Origin, Projection};
use futures_util::TryStreamExt;

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let place = arguments.next().ok_or("which file keeps the place?")?;
    let pages = arguments.next().map_or(Ok(5), |pages| pages.parse())?;
    let origin = Origin::parse(&env::var("CLIO_ORIGIN").unwrap_or("https://app.clio.com".into()))?;
    let token = env::var("CLIO_TOKEN").map_err(|_| "CLIO_TOKEN is not set")?;
    let clio = Clio::builder()
        .region(origin.region().unwrap_or_default())
        .origin(origin)
        .token_source(AccessToken::new(token));
    walk(&clio.build()?, Path::new(&place), pages, &mut io::stdout()).await
}

pub(crate) async fn walk(
    clio: &Clio,
    place: &Path,
    most_pages: usize,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let mut list = clio.contacts().list().select::<Person>();
    match fs::read_to_string(place) {
        Ok(token) => list = list.resume(token.parse()?),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut pages = list.pages();
    for _ in 0..most_pages {
        let Some(page) = pages.try_next().await? else {
            break;
        };
        for person in page.items {
            writeln!(out, "{}  {}", person.id, person.name.unwrap_or_default())?;
        }
        // First the work, then the place: after a crash in between a page comes twice, and none is lost. A token holds no secret, but
        // it repeats what was searched for: keep it as you keep records.
        match pages.token() {
            Some(token) => fs::write(place, token.to_string())?,
            None if place.exists() => fs::remove_file(place)?,
            None => {}
        }
    }
    if pages.token().is_some() {
        writeln!(out, "there is more: run it again")?;
    } else {
        writeln!(out, "that was all")?;
    }
    Ok(())
}
