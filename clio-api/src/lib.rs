//! A typed client for the Clio Manage API v4: the struct you ask for is the query that is sent.
//!
//! ```
//! use clio_api::{AccessToken, Clio, Contact, Id, Projection, Region};
//! use futures_util::TryStreamExt;
//! # use wiremock::{Mock, MockServer, ResponseTemplate, matchers::{path, query_param}};
//!
//! #[derive(serde::Deserialize, Projection)]
//! #[projection(resource = Contact)]
//! struct Person { id: Id<Contact>, name: Option<String> }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let server = MockServer::start().await; // stands in for Clio
//! # Mock::given(path("/api/v4/contacts.json")).and(query_param("fields", "id,name"))
//! #     .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"data":[{"id":2575000001,"name":"Dana Hollis"}]}"#))
//! #     .expect(1).mount(&server).await;
//! # let token = "a bearer token";
//! let clio = Clio::builder().region(Region::Us).token_source(AccessToken::new(token))
//! #   .origin(clio_api::Origin::parse(&server.uri())?)
//!     .build()?;
//! let mut people = clio.contacts().list().select::<Person>().items();
//! while let Some(person) = people.try_next().await? {
//!     println!("{} {}", person.id, person.name.unwrap_or_default());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! This sends `GET /api/v4/contacts.json?fields=id,name&limit=200&order=id(asc)`, and the next page when the loop gets there. A field
//! that Clio's contacts do not have does not compile. Beside this crate a program needs `serde` with its derive, `futures-util` for the
//! streams, and tokio to run on.
//!
//! A [`Clio`] is the handle: cheap to clone, to be made once and kept. [`ClioBuilder`] has its settings, [`TokenSource`] is where tokens
//! come from ([`AccessToken`] is the plainest one). The folder `examples` has programs to start from, and [`troubleshooting`] a section
//! for each way to fail.
//!
//! # Asking for fields
//!
//! Without `fields` Clio sends ids and little else, so each request says what it wants. Derive [`Projection`] for a struct of what you
//! need; nested records have a struct of their own, or are a [`Reference`]. [`Projection`] says what does not compile, and why.
//!
//! ```
//! use clio_api::{Address, Contact, Id, Projection};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//!
//! #[derive(serde::Deserialize, Projection)]
//! #[projection(resource = Contact)]
//! struct Person {
//!     last_name: Option<String>,
//!     #[serde(default)]
//!     addresses: Vec<Place>,
//! }
//!
//! #[derive(serde::Deserialize, Projection)]
//! #[projection(resource = Address)]
//! struct Place {
//!     city: Option<String>,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let answer = r#"{"data":{"last_name":"Hollis","addresses":[{"city":"Salem"}]}}"#;
//! # let (_server, builder) = stand_in(&[("GET /contacts/2575000001.json?fields=last_name,addresses{city}", 200, answer)]).await;
//! # let clio = builder.build()?;
//! let dana = clio.contacts().get(Id::new(2_575_000_001)).select::<Person>().send().await?;
//! assert_eq!(dana.last_name.as_deref(), Some("Hollis"));
//! assert_eq!(dana.addresses[0].city.as_deref(), Some("Salem"));
//! # Ok(())
//! # }
//! ```
//!
//! Without `select` you get this crate's own record, [`Contact`] say, with *all* fields that one request can ask for. Its fields are
//! `Option`s, because Clio leaves out or empties what a user may not see; words that Clio may add to are enums that keep unknown ones
//! ([`UnknownValue`]); ids are typed ([`Id`]), so a contact's is not taken for a matter's.
//!
//! # Filters
//!
//! Each list has a filter, a plain struct: [`ContactFilter`], [`MatterFilter`]. What is not set is not sent. Days and the firm's own
//! fields have conditions ([`DateCondition`], [`CustomFieldCondition`]) with the operators that Clio takes for them.
//!
//! ```
//! use clio_api::{DateCondition, MatterFilter, MatterStatus};
//! use jiff::civil::date;
//! # use clio_api::{Id, Matter, Projection};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[derive(serde::Deserialize, Projection)]
//! # #[projection(resource = Matter)]
//! # struct Case { id: Id<Matter> }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let asked = "GET /matters.json?fields=id&status=pending,open&open_date[]=>=2026-01-01&query=Hollis";
//! # let (_server, builder) = stand_in(&[(asked, 200, r#"{"data":[{"id":1843000412}]}"#)]).await;
//! # let clio = builder.build()?;
//!
//! let this_year = MatterFilter {
//!     status: [MatterStatus::Open, MatterStatus::Pending].into(),
//!     open_date: vec![DateCondition::since(date(2026, 1, 1))],
//!     query: Some("Hollis".to_owned()), // a wide search: compare what it finds yourself
//!     ..MatterFilter::default()
//! };
//! let page = clio.matters().list().filter(this_year).select::<Case>().send().await?;
//! # assert_eq!(page.items[0].id, Id::new(1_843_000_412));
//! # Ok(())
//! # }
//! ```
//!
//! # Paging and resuming
//!
//! [`items`](ListRequest::items) gives every record, [`pages`](ListRequest::pages) every [`Page`], [`send`](ListRequest::send) the first
//! one. Both streams fetch when they are asked, keep one page in memory, and have a [`PageToken`] that goes on where they were: later,
//! elsewhere, after a crash.
//!
//! ```
//! use clio_api::PageToken;
//! use futures_util::TryStreamExt;
//! # use clio_api::{Contact, Id, Projection};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[derive(serde::Deserialize, Projection)]
//! # #[projection(resource = Contact)]
//! # struct Person { id: Id<Contact> }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let first = r#"{"data":[{"id":1}],"meta":{"paging":{"next":"{server}/api/v4/contacts.json?fields=id&page_token=x"}}}"#;
//! # let (_server, builder) = stand_in(&[
//! #     ("GET /contacts.json?fields=id&limit=200", 200, first),
//! #     ("GET /contacts.json?page_token=x", 200, r#"{"data":[{"id":2}]}"#),
//! # ]).await;
//! # let clio = builder.build()?;
//! let list = || clio.contacts().list().select::<Person>();
//! let mut pages = list().pages();
//! let first = pages.try_next().await?.ok_or("a list has a first page")?;
//! # assert_eq!(first.items[0].id.number(), 1);
//! let place: String = pages.token().ok_or("the list is over")?.to_string(); // keep it in a file, say
//!
//! let mut rest = list().resume(place.parse::<PageToken>()?).items();
//! while let Some(person) = rest.try_next().await? {
//!     assert_eq!(person.id.number(), 2);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Walks go in the order of ids wherever Clio has that order, because every other walk ends at 10,000 records. `most_pages` and
//! `most_items` are guards, [`partitions`](ListRequest::partitions) reads a short list several pages at a time.
//!
//! # Writing
//!
//! New records are `New…` structs, changes are `…Patch` structs whose fields are a [`Change`]: keep, clear or set.
//! [`if_match`](WriteRequest::if_match) makes Clio refuse the change ([`ErrorKind::Conflict`]) when somebody else was faster.
//!
//! ```
//! use clio_api::{Change, ContactPatch, Id};
//! # use clio_api::{Contact, Projection};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[derive(serde::Deserialize, Projection)]
//! # #[projection(resource = Contact)]
//! # struct Person { id: Id<Contact>, etag: Option<String> }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let answer = r#"{"data":{"id":7,"etag":"\"5f2a\""}}"#;
//! # let (_server, builder) = stand_in(&[("GET /contacts/7.json", 200, answer), ("PATCH /contacts/7.json?fields=id,etag", 200, answer)]).await;
//! # let clio = builder.build()?;
//! let dana = clio.contacts().get(Id::new(7)).select::<Person>().send().await?;
//! let patch = ContactPatch {
//!     first_name: "Dana".to_owned().into(), // set
//!     middle_name: Change::Clear,           // emptied
//!     ..ContactPatch::default()             // all else stays
//! };
//! let change = clio.contacts().update(dana.id, &patch).if_match(dana.etag.unwrap_or_default());
//! let changed = change.select::<Person>().send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! **A request that may have taken effect is not sent again.** When the answer to a write is lost,
//! [`Error::may_have_taken_effect`] says so: look whether it was done before you do it again.
//!
//! # Conditional reads
//!
//! With the `etag` of the version at hand, Clio sends a record only if there is another one by now:
//!
//! ```
//! use clio_api::{Fetched, Id};
//! # use clio_api::{Contact, Projection};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[derive(Debug, PartialEq, serde::Deserialize, Projection)]
//! # #[projection(resource = Contact)]
//! # struct Person { name: Option<String> }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (_server, builder) = stand_in(&[("GET /contacts/7.json?fields=name", 304, "")]).await;
//! # let clio = builder.build()?;
//! let dana = clio.contacts().get(Id::new(7)).select::<Person>();
//! match dana.if_none_match("\"5f2a\"").send().await? {
//!     Fetched::Modified(person) => println!("now {person:?}"),
//!     Fetched::NotModified => println!("as it was"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! For lists there is `updated_since` in the filter. Clio does not tell what was deleted.
//!
//! # Limits and retries
//!
//! Clio counts requests per access token. The handle reads what Clio says is left, uses it all, and then waits for the next minute;
//! [`on_wait`](ClioBuilder::on_wait) hears of each wait. Clones share that count; handles that are built apart share a [`Limiter`].
//! [`RetryPolicy`] says how stubborn it is: reads are repeated after passing faults, every request after a 429.
//!
//! ```
//! use std::time::Duration;
//!
//! use clio_api::{Clio, RetryPolicy};
//!
//! let clio = Clio::builder()
//!     .retry(RetryPolicy::new().attempts(8).longest_wait(Duration::from_secs(300)))
//!     .on_wait(|wait| eprintln!("waiting {} s ({:?})", wait.duration.as_secs(), wait.reason))
//!     .on_progress(|progress| eprintln!("{} records", progress.records))
//!     .build()?;
//! # assert_eq!(clio.region(), clio_api::Region::Us);
//! # Ok::<_, clio_api::Error>(())
//! ```
//!
//! # Errors
//!
//! Every failure is an [`Error`]; its [`kind`](Error::kind) is one word, and [`troubleshooting`] has a section for each. `Display` can be
//! logged: it holds nothing of the answer. [`Error::api_error`] has Clio's own words, which may repeat people's data.
//!
//! ```
//! use clio_api::{ErrorKind, Id};
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let refusal = r#"{"error":{"type":"ForbiddenError","message":"no"}}"#;
//! # let (_server, builder) = stand_in(&[("GET /contacts/7.json", 403, refusal)]).await;
//! # let clio = builder.build()?;
//! let error = clio.contacts().get(Id::new(7)).send().await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Forbidden);
//! assert_eq!(error.to_string(), "contacts.get: Clio does not permit this (status 403, ForbiddenError)");
//! # Ok(())
//! # }
//! ```
//!
//! # Tracing
//!
//! Each call is one span `clio.request` of level INFO with the fields `operation` (`contacts.list`), `method`, `status` (of the last
//! answer), `attempt` (how many times it was sent), `duration_ms` (waits included) and `request_id` (Clio's `X-Request-Id`, when
//! there is one). Inside it are DEBUG events `waiting` (`reason`, `wait_ms`) and a WARN event when Clio used another API version.
//! No query, body or token is recorded.
//!
//! # Webhooks and files
//!
//! The module [`webhook`] subscribes, answers the handshake, and believes only what is signed. Files are streams ([`Download`]),
//! fetched from where Clio keeps them without the token:
//!
//! ```
//! use clio_api::Id;
//! use futures_util::TryStreamExt;
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/stand_in.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (_server, builder) = stand_in(&[("GET /documents/7/download.json", 200, "the will of Dana Hollis")]).await;
//! # let clio = builder.build()?;
//! let mut file = clio.document(Id::new(7)).download(None).await?;
//! let mut bytes = Vec::new();
//! while let Some(piece) = file.try_next().await? {
//!     bytes.extend_from_slice(&piece); // or write it: the whole file need not fit into memory
//! }
//! assert_eq!(bytes, b"the will of Dana Hollis");
//! # Ok(())
//! # }
//! ```
//!
//! # Everything Clio has
//!
//! All 282 operations of Clio's OpenAPI document can be called. A path becomes a method of [`Clio`], slashes as underscores, and its
//! operations the verbs of the [`Collection`]:
//!
//! | Clio | here |
//! |---|---|
//! | `GET /practice_areas.json` | [`clio.practice_areas()`](Clio::practice_areas)`.list()` |
//! | `GET /court_rules/jurisdictions/{id}.json` | [`clio.court_rules_jurisdictions()`](Clio::court_rules_jurisdictions)`.get(id)` |
//! | `POST`, `PATCH`, `DELETE /notes…` | [`clio.notes()`](Clio::notes)`.create(&new)`, `.update(id, &patch)`, `.delete(id)` |
//!
//! A verb that Clio does not offer does not compile. What is not one of these verbs:
//!
//! | of | |
//! |---|---|
//! | one matter, contact, document, jurisdiction | [`clio.matter(id)`](Clio::matter) has `contacts`, `related_contacts`, `client`; [`clio.contact(id)`](Clio::contact) has `email_addresses`, `phone_numbers`; [`clio.document(id)`](Clio::document) has `versions`, `download`, `copy`, `save_as_latest_version`; [`clio.jurisdiction(id)`](Clio::jurisdiction) has `triggers`, `trigger` |
//! | the user and the firm | [`who_am_i`](Clio::who_am_i), [`timer`](Clio::timer), [`event_metrics`](Clio::event_metrics), [`billing_settings`](Clio::billing_settings) |
//! | some collections | `bills().preview`, `billable_matters().ids`, `court_rules_matter_dockets().preview`, `document_archives().download`, `document_templates().download`, `grant_funding_sources().destroy`, `report_presets().generate_report`, `reports().download`, `task_template_lists().copy`, `webhooks().activate` |
//!
//! # What it promises
//!
//! - The bearer token is attached only to addresses below `/api/v4/` of the [`Origin`] the handle was built for. A next-page link
//!   that leads elsewhere is an error and nothing is sent there; redirects are not followed, but for the documented ones to a stored
//!   file, which is fetched without the token.
//! - A request that may have taken effect is not sent again.
//! - Answers are capped after decompression, waits and pages too.
//! - No token, query or answer text is in an [`Error`], a `Debug` output or a log line.
//! - But for the system's proxy settings it reads no environment. It prints nothing, and starts no task.
//!
//! # What is not known of Clio
//!
//! The models follow Clio's OpenAPI document of 2026-04-08 and API version 4.0.13. Nobody who wrote this could ask a live account; where
//! Clio's documents are silent, both answers are taken: whether a hidden record is a 404, a 403 or a shell with `redacted`; the JSON kind
//! of a custom field's value ([`FieldValue`]); whether `id` in the people of a matter is the contact's ([`RelatedContact`] has a
//! `contact_id`: prefer it); how a webhook's signature is written. The size of the limit outside business hours, the `type` of most
//! errors and the order of lists without an order by id are not documented either, and nothing depends on them.

// What the derive writes says `::clio_api`, here as well.
extern crate self as clio_api;

/// The code of the README runs with that of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod change;
mod clio;
mod collection;
mod download;
mod error;
mod exchange;
mod filter;
mod generated;
mod id;
mod link;
mod observe;
mod operations;
mod origin;
mod pace;
mod page;
mod pinned;
mod place;
pub mod projection;
mod record;
mod redact;
mod region;
mod request;
mod resource;
mod retry;
mod token;
mod transport;
pub mod troubleshooting;
mod value;
pub mod webhook;

pub use change::Change;
pub use clio::{Clio, ClioBuilder, Reached};
pub use collection::Collection;
pub use download::Download;
pub use error::{ApiError, Error, ErrorKind, Result};
pub use filter::{Comparison, CustomFieldCondition, DateCondition, Filter, Query};
pub use generated::*;
pub use id::{Id, TextId};
pub use link::Link;
pub use observe::{OtherVersion, Progress};
pub use operations::{
    ContactLists, DocumentCopy, DocumentFiles, JurisdictionTriggers, MatterDocketPreview,
    MatterPeople, TaskTemplateListCopy, Timers,
};
pub use origin::{Origin, OriginError};
pub use pace::Limiter;
pub use page::{Items, Page, PageToken, PageTokenError, Pages, Partitions};
pub use projection::{Projection, Reference};
pub use record::AnyRecord;
pub use region::Region;
pub use request::{ConditionalRequest, Fetched, GetRequest, ListRequest, WriteRequest};
pub use resource::{Create, Delete, Get, HasCustomFields, List, Resource, Update};
pub use retry::{RetryPolicy, Wait, WaitReason};
pub use token::{AccessToken, Demand, TokenError, TokenErrorKind, TokenSource};
pub use value::{FieldValue, UnknownValue};
