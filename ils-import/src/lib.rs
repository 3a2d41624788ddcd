//! From a Clio matter to a new ILS client.
//!
//! Four steps, each on its own: [`Outline::read`] and [`Outline::read_people`] read a [`Family`] from Clio in two round trips; [`map()`]
//! turns it into a [`Draft`] without any I/O; a [`Plan`] seals the draft with a digest; a [`ClientStore`] saves exactly that plan, in one
//! transaction, and only when the client is new.
//!
//! ```
//! use std::sync::Arc;
//! use ils_import::store::{MayResemble, SqliteStore};
//! use ils_import::{ClientStore, Family, NewImport, Plan, Rules};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("clients.sqlite");
//! let family: Family = serde_json::from_str(r#"{
//!     "matter": {"id": "1843000412", "number": "00412-Hollis"},
//!     "client_id": 2575000001,
//!     "relationships": [{"id": 1, "contact_id": 2575000002, "description": "stepson"}],
//!     "people": {
//!         "2575000001": {"id": 2575000001, "type": "Person", "name": "Dana Hollis"},
//!         "2575000002": {"id": 2575000002, "type": "Person", "name": "Peter Kay"}
//!     }
//! }"#)?; // `Outline::read` gives one from Clio
//! let plan = Plan::new(family, &Rules::default(), None);
//! for finding in plan.draft.check() {
//!     println!("Please check: {}", finding.sentence()); // "stepson" is not a word of the guide; "step-son" is
//! }
//! let store = SqliteStore::new(path);
//! let saved = store.insert_new(&NewImport { plan, imported_by: None, at: jiff::Timestamp::now(), may_resemble: MayResemble::default() }).await?;
//! assert_eq!(saved.client_id, "1");
//! # Ok(())
//! # }
//! ```
//!
//! Programs to start from: `examples/map_a_family.rs` (a family from a file, no network), `examples/firm_rules.rs` (what a firm's file of
//! rules settles), `examples/own_store.rs` (a store of one's own).
//!
//! The rules are those of the ILS Import Client Guide where it speaks: the sixteen words, new clients only, United States only. Where it is
//! silent nothing is guessed: unknown is a value, and what a person should look at is a [`Finding`].

#[macro_use]
mod debug;

pub mod client;
pub mod compare;
pub mod export;
pub mod family;
pub mod finding;
mod lookalike;
pub mod map;
pub mod matters;
pub mod plan;
pub mod rules;
mod sensitive;
pub mod store;
mod visible;
pub mod words;

pub use client::ImportedClient;
pub use compare::{Difference, compare};
pub use family::{Family, Outline, ReadError};
pub use finding::{Finding, FindingCode, Suggestion};
pub use map::{Counts, Draft, PersonLine, map};
pub use plan::{Plan, PlanError};
pub use rules::Rules;
pub use store::{
    ClientFilter, ClientStore, ClientSummary, ContactKey, Existing, NewImport, Saved, StoreError,
};
pub use words::{Classified, Profile, SavedAs, classify};
