//! A typed client for the Clio Manage API v4.
//!
//! The struct you ask for is the query that is sent: name the fields you need in a struct, derive [`Projection`] for it, and exactly
//! those fields are asked for; what Clio does not have does not compile. Pages are followed for you, Clio's limits are obeyed, and
//! the bearer token goes to one origin only.
//!
//! ```
//! use clio_api::{AccessToken, Clio, Contact, Id, Origin, Projection};
//! use futures_util::TryStreamExt;
//! # use wiremock::{Mock, MockServer, ResponseTemplate, matchers::{path, query_param}};
//!
//! #[derive(serde::Deserialize, Projection)]
//! #[projection(resource = Contact)]
//! struct Person {
//!     id: Id<Contact>,
//!     name: Option<String>,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let server = MockServer::start().await;
//! # Mock::given(path("/api/v4/contacts.json")).and(query_param("fields", "id,name"))
//! #     .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"data":[{"id":2575000001,"name":"Dana Hollis"}],"meta":{"paging":{}}}"#))
//! #     .mount(&server).await;
//! # let address = server.uri();
//! let clio = Clio::builder()
//!     .origin(Origin::parse(&address)?) // a stand-in; leave it out for Clio itself
//!     .token_source(AccessToken::new("a bearer token"))
//!     .build()?;
//! let mut people = clio.contacts().list().select::<Person>().items();
//! while let Some(person) = people.try_next().await? {
//!     println!("{} {:?}", person.id, person.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! - The bearer token is attached only to addresses below `/api/v4/` of the [`Origin`] the handle was built for. A next-page link
//!   that leads elsewhere is an error and nothing is sent there; redirects are not followed, but for the documented ones to a stored
//!   file, which is fetched without the token.
//! - A request that may have taken effect is not sent again. Reads are repeated after passing faults, within a budget
//!   ([`RetryPolicy`]).
//! - Answers are capped after decompression, waits and pages too.
//! - No token, query or answer text is in an [`Error`], a `Debug` output or a log line.
//!
//! # Tracing
//!
//! Each call is one span `clio.request` of level INFO with the fields `operation` (`contacts.list`), `method`, `status` (of the last
//! answer), `attempt` (how many times it was sent), `duration_ms` (waits included) and `request_id` (Clio's `X-Request-Id`, when
//! there is one). Inside it are DEBUG events `waiting` (`reason`, `wait_ms`) and a WARN event when Clio used another API version.
//! No query, body or token is recorded.
//!
//! But for the system's proxy settings the crate reads no environment. It prints nothing, and starts no task.

// What the derive writes says `::clio_api`, here as well.
extern crate self as clio_api;

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
pub mod projection;
mod record;
mod redact;
mod region;
mod request;
mod resource;
mod retry;
mod token;
mod transport;
mod value;
pub mod webhook;

pub use change::Change;
pub use clio::{Clio, ClioBuilder};
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
