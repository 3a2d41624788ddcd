//! Matters.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::{Contact, debug_id_only};
use crate::value::open_enum;
use crate::{Get, Id, List, Projection, Resource};

/// A matter (Clio: Matters). It has one client; other people hang on it through relationships.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct Matter {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The version of the record.
    pub etag: Option<String>,
    /// The number people use: `00412-Hollis`.
    pub display_number: Option<String>,
    /// The firm's own number.
    pub custom_number: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Open, pending or closed.
    pub status: Option<MatterStatus>,
    /// When it was opened.
    pub open_date: Option<Date>,
    /// When it became pending.
    pub pending_date: Option<Date>,
    /// When it was closed.
    pub close_date: Option<Date>,
    /// The client.
    pub client: Option<Contact>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// `Some(true)`: this user may not see the matter.
    pub redacted: Option<bool>,
}

impl Resource for Matter {
    const NAME: &'static str = "Matter";
    const PATH: &'static str = "matters";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "matters.list";
    const GET: &'static str = "matters.get";
}

impl Get for Matter {}

impl List for Matter {
    type Filter = MatterFilter;
}

impl Projection<Self> for Matter {
    const FIELDS: &'static str = "id,etag,display_number,custom_number,description,status,open_date,pending_date,close_date,\
        client{id,name,type},created_at,updated_at";
}

open_enum! {
    /// The state of a matter. Clio answers with capitals and filters without.
    MatterStatus {
        /// Open.
        Open = "open",
        /// Pending.
        Pending = "pending",
        /// Closed.
        Closed = "closed",
    }
}

/// What narrows the list of matters.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "request types are plain structs")]
pub struct MatterFilter {
    /// These matters only.
    #[serde(rename = "ids[]", skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Id<Matter>>,
    /// Searches numbers, descriptions and clients' names; compare exactly afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In one of these states; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "comma_list")]
    pub status: Vec<MatterStatus>,
    /// Of this client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Id<Contact>>,
    /// Changed since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_since: Option<Timestamp>,
}

debug_id_only!(Matter);

/// Clio takes several states in one parameter, with commas.
fn comma_list<S: Serializer>(statuses: &[MatterStatus], serializer: S) -> Result<S::Ok, S::Error> {
    let words: Vec<&str> = statuses.iter().map(MatterStatus::as_str).collect();
    serializer.serialize_str(&words.join(","))
}
