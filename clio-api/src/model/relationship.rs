//! Relationships: what a contact is to a matter.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Contact, Matter, debug_id_only};
use crate::{Get, Id, List, Projection, Resource};

/// The join between a matter and a contact (Clio: Relationships).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct Relationship {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The version of the record.
    pub etag: Option<String>,
    /// Free text: `husband`, `Witness`, empty.
    pub description: Option<String>,
    /// The contact.
    pub contact: Option<Contact>,
    /// The matter.
    pub matter: Option<Matter>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
}

impl Resource for Relationship {
    const NAME: &'static str = "Relationship";
    const PATH: &'static str = "relationships";
    const ORDER_BY_ID: bool = false;
    const LIST: &'static str = "relationships.list";
    const GET: &'static str = "relationships.get";
}

impl Get for Relationship {}

impl List for Relationship {
    type Filter = RelationshipFilter;
}

impl Projection<Self> for Relationship {
    const FIELDS: &'static str =
        "id,etag,description,contact{id,name,type},matter{id,display_number},created_at,updated_at";
}

/// What narrows the list of relationships. It takes no order.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "request types are plain structs")]
pub struct RelationshipFilter {
    /// These relationships only.
    #[serde(rename = "ids[]", skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Id<Relationship>>,
    /// Of this matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Id<Matter>>,
    /// Of this contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<Id<Contact>>,
}

debug_id_only!(Relationship);
