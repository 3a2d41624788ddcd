//! Three ways to the same contacts: fetched and decoded by `clio-api`, fetched only, decoded only.

use std::hint::black_box;
use std::sync::Arc;

use clio_api::{AccessToken, Clio, Contact, Origin, Page, Projection};
use futures_util::TryStreamExt;

use crate::by_hand;
use crate::pages::{PAGES, RECORDS};
use crate::server::PLACE;
use crate::{Result, fail};

/// Every contact through `clio-api`, one by one.
pub(crate) async fn walk(origin: &str, contacts: usize) -> Result<()> {
    let clio = Clio::builder()
        .origin(Origin::parse(origin)?)
        .token_source(AccessToken::new("a bearer token"))
        .build()?;
    let mut items = clio.contacts().list().items();
    let mut count = 0;
    while let Some(contact) = items.try_next().await? {
        black_box(contact);
        count += 1;
    }
    expect(count, contacts)
}

/// The same pages through the HTTP library alone, set up as `clio-api` sets it up.
pub(crate) async fn fetch(origin: &str, contacts: usize) -> Result<()> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(tls)
        .build()?;
    let list = format!(
        "{origin}/api/v4/contacts.json?fields={}&limit={RECORDS}",
        Contact::FIELDS
    );
    let mut bytes = 0;
    for place in 0..contacts / RECORDS {
        let answer = client
            .get(format!("{list}{PLACE}{place}"))
            .bearer_auth("a bearer token")
            .send()
            .await?;
        bytes += black_box(answer.error_for_status()?.bytes().await?).len();
    }
    expect((bytes > contacts * 1_000).into(), 1)
}

/// The decoding of as many contacts as `clio-api` does it, the check of the bytes included.
pub(crate) fn decode(pages: &[String], contacts: usize) -> Result<()> {
    let mut count = 0;
    for place in 0..contacts / RECORDS {
        let text = std::str::from_utf8(black_box(pages[place % PAGES].as_bytes()))?;
        count += black_box(Page::<Contact>::from_json(text)?).items.len();
    }
    expect(count, contacts)
}

/// The same with structs by hand, as an HTTP library's `json()` does it.
pub(crate) fn decode_by_hand(pages: &[String], contacts: usize) -> Result<()> {
    let mut count = 0;
    for place in 0..contacts / RECORDS {
        let bytes = black_box(pages[place % PAGES].as_bytes());
        count += black_box(serde_json::from_slice::<by_hand::Page>(bytes)?)
            .data
            .len();
    }
    expect(count, contacts)
}

/// A run that did not do the work must not look fast.
fn expect(found: usize, expected: usize) -> Result<()> {
    if found == expected {
        Ok(())
    } else {
        Err(fail(&format!("{found} instead of {expected}")))
    }
}
