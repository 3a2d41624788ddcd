//! Contacts: people and companies.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CustomFieldValue, debug_id_only};
use crate::value::open_enum;
use crate::{Get, Id, List, Projection, Resource};

/// A person or a company (Clio: Contacts).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The version of the record, with its own quotes: send it back verbatim.
    pub etag: Option<String>,
    /// Person or company.
    #[serde(rename = "type")]
    pub kind: Option<ContactType>,
    /// The whole name, as Clio displays it.
    pub name: Option<String>,
    /// `Mr`, `Dr` …
    pub prefix: Option<String>,
    /// First name; `None` for companies.
    pub first_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
    /// Whether the contact is the client of any matter.
    pub is_client: Option<bool>,
    /// The primary email address, plain text.
    pub primary_email_address: Option<String>,
    /// The primary phone number, plain text.
    pub primary_phone_number: Option<String>,
    /// The company a person belongs to.
    pub company: Option<Box<Self>>,
    /// Email addresses, 20 at most.
    pub email_addresses: Option<Vec<EmailAddress>>,
    /// Phone numbers, 20 at most.
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    /// Addresses, 20 at most.
    pub addresses: Option<Vec<Address>>,
    /// Values of the firm's own fields.
    pub custom_field_values: Option<Vec<CustomFieldValue>>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed. Whether a change of an address moves it is not documented.
    pub updated_at: Option<Timestamp>,
    /// `Some(true)`: this user may not see the contact, and nothing but the id is here.
    pub redacted: Option<bool>,
}

impl Resource for Contact {
    const NAME: &'static str = "Contact";
    const PATH: &'static str = "contacts";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "contacts.list";
    const GET: &'static str = "contacts.get";
}

impl Get for Contact {}

impl List for Contact {
    type Filter = ContactFilter;
}

impl Projection<Self> for Contact {
    const FIELDS: &'static str = "id,etag,type,name,prefix,first_name,middle_name,last_name,title,date_of_birth,is_client,\
        primary_email_address,primary_phone_number,company{id,name},email_addresses{id,name,address,primary},\
        phone_numbers{id,name,number,primary},addresses{id,name,street,city,province,postal_code,country,primary},\
        custom_field_values{id,field_name,field_type,value,soft_deleted,custom_field,picklist_option,contact,matter},\
        created_at,updated_at";
}

open_enum! {
    /// Person or company.
    ContactType {
        /// A person.
        Person = "Person",
        /// A company, a trust, a firm.
        Company = "Company",
    }
}

/// What narrows the list of contacts.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "request types are plain structs")]
pub struct ContactFilter {
    /// These contacts only.
    #[serde(rename = "ids[]", skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Id<Contact>>,
    /// A wildcard search over names, addresses, numbers and more; compare exactly afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// People or companies only.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ContactType>,
    /// Clients only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_only: Option<bool>,
    /// Changed since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_since: Option<Timestamp>,
}

/// An email address of a contact.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct EmailAddress {
    /// The id.
    pub id: Option<Id<Self>>,
    /// `Work`, `Home` …; an open list.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

/// A phone number of a contact.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// The id.
    pub id: Option<Id<Self>>,
    /// `Work`, `Home`, `Mobile`, `Fax` …; an open list, wider on writing than on reading.
    pub name: Option<String>,
    /// The number, as it was entered.
    pub number: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

/// An address of a contact.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct Address {
    /// The id.
    pub id: Option<Id<Self>>,
    /// `Work`, `Home`, `Billing`, `Other`; an open list.
    pub name: Option<String>,
    /// Street, possibly in several lines.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub province: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, free text.
    pub country: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

debug_id_only!(Contact, EmailAddress, PhoneNumber, Address);
