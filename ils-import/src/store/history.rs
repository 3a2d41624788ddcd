//! Who did what, and when.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Counts, Finding};

/// How long a removed client can be restored.
const RESTORABLE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Who changes the store, and when.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct By {
    /// The person, as the history will call them.
    pub who: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl By {
    /// When, without the fraction that nobody reads.
    pub fn second(&self) -> Timestamp {
        whole_second(self.at)
    }

    /// What was removed at this time or before cannot be restored any more.
    pub fn oldest_restorable(&self) -> Timestamp {
        self.second()
            .checked_sub(RESTORABLE)
            .unwrap_or(Timestamp::MIN)
    }
}

/// The second a time is in: what stores keep.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// When a client that was removed then is gone for good.
pub(super) fn restorable_until(removed_at: Timestamp) -> Timestamp {
    removed_at.checked_add(RESTORABLE).unwrap_or(Timestamp::MAX)
}

/// A client that was removed, or taken back.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Removed {
    /// The client's id.
    pub client_id: String,
    /// The client's name.
    pub name: String,
    /// From this moment on it cannot be restored.
    pub restorable_until: Timestamp,
}

impl Removed {
    /// A client that was removed at this time.
    pub fn new(client_id: impl Into<String>, name: impl Into<String>, at: Timestamp) -> Self {
        Self {
            client_id: client_id.into(),
            name: name.into(),
            restorable_until: restorable_until(whole_second(at)),
        }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// A client was saved.
    Import,
    /// An import was taken back.
    Undo,
    /// A client was removed.
    Remove,
    /// A removed client was brought back.
    Restore,
    /// A client was deleted for good, because somebody asked for it or because the thirty days were over.
    Forget,
    /// Clients were written to a file.
    Export,
}

/// Clients that were written to a file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct Exported {
    /// Their ids.
    pub client_ids: Vec<String>,
    /// `csv`, `xlsx`, `json` …
    pub format: String,
    /// Who, and when.
    pub by: By,
}

/// One thing that was done.
#[derive(Clone, JsonSchema, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct HistoryEntry {
    /// Its number; for an import, the import's.
    pub number: String,
    /// What was done.
    pub action: Action,
    /// When, to the second.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who did it; `None` for what the store did by itself, or when nobody said.
    pub by: Option<String>,
    /// The clients it was done to: several for an export, else one.
    pub client_ids: Vec<String>,
    /// The client's name, as long as there is one client and it is not gone for good.
    pub name: Option<String>,
    /// What was imported.
    pub import: Option<Imported>,
    /// The import that was taken back.
    pub undoes: Option<String>,
    /// The format of an export.
    pub format: Option<String>,
}

/// What an import was.
#[derive(Clone, JsonSchema, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct Imported {
    /// The matter's id.
    pub matter_id: String,
    /// The matter's display number; firms put names into it, so it goes with the client.
    pub matter_number: Option<String>,
    /// The digest of the plan.
    pub digest: String,
    /// How many people of each class.
    pub counts: Counts,
    /// What there was to check, and what was not saved; empty when the client is gone for good.
    pub findings: Vec<Finding>,
}

/// Which part of the history.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct HistoryFilter {
    /// Of this client alone, exports included.
    pub client_id: Option<String>,
    /// The entry of this number alone.
    pub number: Option<String>,
    /// Older than the entry of this number: the next page.
    pub before: Option<String>,
    /// At most so many entries.
    pub limit: Option<usize>,
}

debug_hidden!(
    Removed {
        client_id,
        restorable_until
    },
    HistoryEntry {
        number,
        action,
        client_ids,
        undoes
    },
    Imported {
        matter_id,
        digest,
        counts
    }
);
