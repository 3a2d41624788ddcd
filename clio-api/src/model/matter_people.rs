//! The people of one matter, as the matter's own lists show them.

use serde::Deserialize;

use super::{Contact, ContactType, NoFilter, Relationship, debug_id_only};
use crate::{Id, List, Projection, Resource};

/// The client or a related contact of a matter (`/matters/{id}/contacts`).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct MatterContact {
    /// The id of the record; that it is the contact's is likely and not documented.
    pub id: Option<Id<Contact>>,
    /// The whole name.
    pub name: Option<String>,
    /// Person or company.
    #[serde(rename = "type")]
    pub kind: Option<ContactType>,
    /// Whether it is the matter's client.
    pub is_client: Option<bool>,
    /// `Client`, or the relationship's text; free text can say `Client` too.
    pub relationship_name: Option<String>,
    /// The relationship; `None` for the client.
    pub relationship: Option<Relationship>,
    /// `Some(true)`: this user may not see the contact.
    pub redacted: Option<bool>,
}

impl Resource for MatterContact {
    const NAME: &'static str = "MatterContacts";
    const PATH: &'static str = "contacts";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "matters.contacts";
    const GET: &'static str = "matters.contacts";
}

impl List for MatterContact {
    type Filter = NoFilter;
}

impl Projection<Self> for MatterContact {
    const FIELDS: &'static str =
        "id,name,type,is_client,relationship_name,relationship{id,description}";
}

/// A related contact of a matter (`/matters/{id}/related_contacts`).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct RelatedContact {
    /// The id of the record, whatever that is: prefer `contact_id`.
    pub id: Option<i64>,
    /// The contact.
    pub contact_id: Option<Id<Contact>>,
    /// The whole name.
    pub name: Option<String>,
    /// Person or company.
    #[serde(rename = "type")]
    pub kind: Option<ContactType>,
    /// Whether it is the matter's client as well.
    pub is_matter_client: Option<bool>,
    /// The relationship.
    pub relationship: Option<Relationship>,
    /// `Some(true)`: this user may not see the contact.
    pub redacted: Option<bool>,
}

impl Resource for RelatedContact {
    const NAME: &'static str = "RelatedContacts";
    const PATH: &'static str = "related_contacts";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "matters.related_contacts";
    const GET: &'static str = "matters.related_contacts";
}

impl List for RelatedContact {
    type Filter = NoFilter;
}

impl Projection<Self> for RelatedContact {
    const FIELDS: &'static str =
        "id,contact_id,name,type,is_matter_client,relationship{id,description}";
}

/// The client of a matter (`/matters/{id}/client`).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct MatterClient {
    /// The contact.
    pub id: Option<Id<Contact>>,
    /// The whole name.
    pub name: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Person or company.
    #[serde(rename = "type")]
    pub kind: Option<ContactType>,
    /// Date of birth.
    pub date_of_birth: Option<jiff::civil::Date>,
    /// `Some(true)`: this user may not see the contact.
    pub redacted: Option<bool>,
}

impl Resource for MatterClient {
    const NAME: &'static str = "Client";
    const PATH: &'static str = "client";
    const ORDER_BY_ID: bool = false;
    const LIST: &'static str = "matters.client";
    const GET: &'static str = "matters.client";
}

impl Projection<Self> for MatterClient {
    const FIELDS: &'static str = "id,name,first_name,last_name,type,date_of_birth";
}

debug_id_only!(MatterContact, RelatedContact, MatterClient);
