//! Matters, their people and the rows between them.

use serde_json::{Value, json};

use super::{View, plain, redacted, zulu};
use crate::firm::{Contact, Matter, ParentType, Relationship, etag};

/// The kinds of record under `/matters/{id}/…`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// `MatterContacts`.
    Listed,
    /// `RelatedContacts`.
    Related,
    /// Client.
    Client,
}

impl View<'_> {
    /// One name of a matter.
    pub(crate) fn matter(&self, matter: &Matter, name: &str) -> Value {
        match name {
            "id" => json!(matter.id),
            "etag" => json!(etag(matter)),
            "number" => json!(matter.number()),
            "display_number" => json!(matter.display_number),
            "description" => json!(matter.description),
            "status" if self.switches.lower_case_status => json!(matter.status.filter()),
            "status" => json!(matter.status.as_str()),
            "client_id" => json!(matter.client),
            "billable" => json!(true),
            "billing_method" => json!("flat"),
            "shared" | "has_tasks" => json!(false),
            "open_date" => json!(matter.open_date),
            "close_date" => json!(matter.close_date),
            "pending_date" => json!(matter.pending_date),
            "maildrop_address" => json!(format!("{}@maildrop.example.test", matter.id)),
            "created_at" => zulu(matter.created_at),
            "updated_at" => zulu(matter.updated_at),
            "client" => self.contact_ref(matter.client),
            "practice_area" => practice_area(matter),
            "responsible_attorney" | "originating_attorney" | "user" => {
                plain("UserBase", |name| self.user(name))
            }
            "custom_field_values" => {
                self.custom_values(matter.id, &matter.custom, ParentType::Matter)
            }
            "relationships" => Value::Array(
                // Nested lists are capped at 200 records (API 4.0.11).
                self.firm.rows_of(matter.id).take(200).map(row).collect(),
            ),
            _ => Value::Null,
        }
    }

    /// One name of a row between a matter and a contact.
    pub(crate) fn relationship(&self, relationship: &Relationship, name: &str) -> Value {
        match name {
            "matter" => self.matter_ref(relationship.matter),
            "contact" => self.contact_ref(Some(relationship.contact)),
            _ => row(relationship)[name].take(),
        }
    }

    /// One name of a person under `/matters/{id}/…`. The client has no row.
    pub(crate) fn person_of(
        &self,
        matter: &Matter,
        contact: &Contact,
        via: Option<&Relationship>,
        role: Role,
        name: &str,
    ) -> Value {
        let is_client = matter.client == Some(contact.id);
        match name {
            "id" if role == Role::Related && !self.switches.related_id_is_contact => {
                json!(via.map(own_id))
            }
            "contact_id" => json!(contact.id),
            "etag" => json!(etag(&(contact, via))),
            "is_client" | "is_matter_client" => json!(is_client),
            "relationship_name" => via.map_or(json!("Client"), |row| json!(row.description)),
            "relationship" => via.map_or(Value::Null, row),
            "description" => json!(matter.description),
            "matter_id" => json!(matter.id),
            "matter_number" => json!(matter.number().to_string()),
            "contact_created_at" => self.contact(contact, "created_at"),
            "contact_updated_at" => self.contact(contact, "updated_at"),
            "created_at" if role != Role::Client => {
                via.map_or(zulu(matter.created_at), |row| zulu(row.created_at))
            }
            "updated_at" if role != Role::Client => {
                via.map_or(zulu(matter.updated_at), |row| zulu(row.updated_at))
            }
            "secondary_web_site" => Value::Null,
            _ => self.contact(contact, name),
        }
    }

    /// What a list under `/matters/{id}/…` shows of a contact the user may not see.
    pub(crate) fn hidden_person(
        &self,
        contact: i64,
        via: Option<&Relationship>,
        role: Role,
    ) -> Value {
        match via {
            Some(row) if role == Role::Related && !self.switches.related_id_is_contact => {
                redacted(own_id(row))
            }
            _ => redacted(contact),
        }
    }
}

/// The id of the `RelatedContacts` record: neither the contact's nor the relationship's.
fn own_id(row: &Relationship) -> i64 {
    row.id + 1_300_000_000
}

fn row(relationship: &Relationship) -> Value {
    json!({
        "id": relationship.id,
        "etag": etag(relationship),
        "description": relationship.description,
        "created_at": zulu(relationship.created_at),
        "updated_at": zulu(relationship.updated_at),
    })
}

fn practice_area(matter: &Matter) -> Value {
    let Some((id, name)) = &matter.practice_area else {
        return Value::Null;
    };
    json!({
        "id": id,
        "etag": etag(&(id, name)),
        "name": name,
        "code": null,
        "category": null,
        "created_at": zulu(matter.created_at),
        "updated_at": zulu(matter.created_at),
    })
}
