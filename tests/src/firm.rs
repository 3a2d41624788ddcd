//! The law firm behind the fake: its people, matters and custom fields. All of it is invented.

mod builder;
mod contact;
mod custom;
mod matter;
pub mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use serde_json::Value;

pub use builder::FirmBuilder;
pub use contact::{Address, Contact, ContactKind, CustomValue, Email, Phone, WebSite};
pub use custom::{CustomField, FieldType, ParentType, PicklistOption};
pub use matter::{Matter, MatterStatus, Relationship};

/// Everything one Clio account holds, as far as the import reads it.
///
/// Records are public and keyed by id, so a test changes whatever it likes; the methods below hand out ids above 2³¹
/// (real accounts have those) and keep references straight.
#[derive(Clone, Debug, Default)]
pub struct Firm {
    /// The person who presses ALLOW ACCESS.
    pub user: FirmUser,
    /// The account's id.
    pub account_id: i64,
    /// The account's name.
    pub account_name: String,
    /// Contacts by id.
    pub contacts: BTreeMap<i64, Contact>,
    /// Matters by id.
    pub matters: BTreeMap<i64, Matter>,
    /// Who is what on which matter, by id.
    pub relationships: BTreeMap<i64, Relationship>,
    /// Custom field definitions by id.
    pub custom_fields: BTreeMap<i64, CustomField>,
    /// Contacts this user may not see (Clio's contact visibility): left out of lists, shells where nested.
    pub hidden_contacts: BTreeSet<i64>,
}

/// Whom a token acts for.
#[derive(Clone, Debug, Default, Hash)]
pub struct FirmUser {
    /// Id.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
}

impl FirmUser {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

impl Firm {
    /// Pat Rivera of Hollis & Park LLP, with nothing in Clio yet.
    pub fn empty() -> Self {
        let user = FirmUser {
            id: 2_350_000_011,
            first_name: "Pat".to_owned(),
            last_name: "Rivera".to_owned(),
            email: "pat.rivera@example.test".to_owned(),
        };
        Self {
            user,
            account_id: 2_360_000_007,
            account_name: "Hollis & Park LLP".to_owned(),
            ..Self::default()
        }
    }

    /// Starts a firm of one's own.
    pub fn builder() -> FirmBuilder {
        FirmBuilder::default()
    }

    /// Adds a person and gives the id.
    pub fn person(&mut self, first: &str, last: &str, fill: impl FnOnce(&mut Contact)) -> i64 {
        let mut contact = Contact::person(self.next_contact(), first, last);
        fill(&mut contact);
        self.add_contact(contact)
    }

    /// Adds a company and gives the id.
    pub fn company(&mut self, name: &str, fill: impl FnOnce(&mut Contact)) -> i64 {
        let mut contact = Contact::company(self.next_contact(), name);
        fill(&mut contact);
        self.add_contact(contact)
    }

    /// The id the next contact gets.
    pub(crate) fn next_contact(&self) -> i64 {
        next(&self.contacts, FIRST_CONTACT)
    }

    /// Adds a contact under its own id.
    pub fn add_contact(&mut self, contact: Contact) -> i64 {
        let id = contact.id;
        self.contacts.insert(id, contact);
        id
    }

    /// Opens a matter for a client and gives the id.
    pub fn matter(
        &mut self,
        display_number: &str,
        client: i64,
        fill: impl FnOnce(&mut Matter),
    ) -> i64 {
        let mut matter = Matter::new(
            next(&self.matters, FIRST_MATTER),
            display_number,
            Some(client),
        );
        fill(&mut matter);
        self.add_matter(matter)
    }

    /// Adds a matter under its own id.
    pub fn add_matter(&mut self, matter: Matter) -> i64 {
        let id = matter.id;
        self.matters.insert(id, matter);
        id
    }

    /// Puts a contact on a matter; `description` is Clio's free text, `None` when it was left blank. Gives the row's id.
    pub fn relate(&mut self, matter: i64, contact: i64, description: Option<&str>) -> i64 {
        let id = next(&self.relationships, FIRST_RELATIONSHIP);
        self.relationships
            .insert(id, Relationship::new(id, matter, contact, description));
        id
    }

    /// Defines a custom field of contacts and gives its id.
    pub fn custom_field(
        &mut self,
        name: &str,
        kind: FieldType,
        fill: impl FnOnce(&mut CustomField),
    ) -> i64 {
        let mut field = CustomField::new(next(&self.custom_fields, FIRST_FIELD), name, kind);
        fill(&mut field);
        let id = field.id;
        self.custom_fields.insert(id, field);
        id
    }

    /// Adds `count` plain people, for long walks. Gives their ids.
    pub fn crowd(&mut self, count: usize) -> Vec<i64> {
        (0..count)
            .map(|n| self.person(&format!("Crowd {n:05}"), "Member", |_| {}))
            .collect()
    }

    /// The contact's record as the account holds it.
    pub fn contact_mut(&mut self, id: i64) -> Option<&mut Contact> {
        self.contacts.get_mut(&id)
    }

    /// From now on this user may not see the contact.
    pub fn hide(&mut self, contact: i64) {
        self.hidden_contacts.insert(contact);
    }

    /// Deletes a contact, its rows on matters with it.
    pub fn delete_contact(&mut self, contact: i64) {
        self.contacts.remove(&contact);
        self.relationships.retain(|_, row| row.contact != contact);
    }

    /// The rows of one matter, by id.
    pub fn rows_of(&self, matter: i64) -> impl Iterator<Item = &Relationship> {
        self.relationships
            .values()
            .filter(move |row| row.matter == matter)
    }

    /// True when the contact is the client of a matter.
    pub fn is_client(&self, contact: i64) -> bool {
        self.matters
            .values()
            .any(|matter| matter.client == Some(contact))
    }

    /// Gives every record that differs from `before` a new time of change.
    pub(crate) fn stamp_changes(&mut self, before: &Self, now: Timestamp) {
        for (id, record) in &mut self.contacts {
            touch(before.contacts.get(id), record, now, |r| &mut r.updated_at);
        }
        for (id, record) in &mut self.matters {
            touch(before.matters.get(id), record, now, |r| &mut r.updated_at);
        }
        for (id, record) in &mut self.relationships {
            touch(before.relationships.get(id), record, now, |r| {
                &mut r.updated_at
            });
        }
        for (id, record) in &mut self.custom_fields {
            touch(before.custom_fields.get(id), record, now, |r| {
                &mut r.updated_at
            });
        }
    }
}

/// A record's etag: changes with the record, carries its own quotes as Clio's do.
pub(crate) fn etag(record: &impl Hash) -> String {
    format!("\"{:016x}\"", digest(record))
}

const FIRST_CONTACT: i64 = 2_575_000_001;
const FIRST_MATTER: i64 = 3_843_000_001;
const FIRST_RELATIONSHIP: i64 = 4_725_000_001;
const FIRST_FIELD: i64 = 2_907_000_001;

/// When records were made unless a test says otherwise.
pub(crate) fn made_at() -> Timestamp {
    Timestamp::constant(1_775_000_000, 0)
}

fn next<T>(records: &BTreeMap<i64, T>, first: i64) -> i64 {
    records
        .range(first..)
        .next_back()
        .map_or(first, |(last, _)| last + 1)
}

pub(crate) fn digest(record: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.hash(&mut hasher);
    hasher.finish()
}

fn touch<T: Hash>(
    before: Option<&T>,
    record: &mut T,
    now: Timestamp,
    updated_at: fn(&mut T) -> &mut Timestamp,
) {
    if before.is_none_or(|before| digest(before) != digest(record)) {
        *updated_at(record) = now;
    }
}

/// JSON texts of the wire are quoted strings; this unwraps one that may also be a number.
pub(crate) fn id_in(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
