//! What is asked of Clio: each struct is its query.

use std::fmt;

use clio_api::{
    Address, Contact, ContactType, CustomField, CustomFieldValue, EmailAddress, Id, Matter,
    MatterStatus, PhoneNumber, PicklistOption, Projection, Relationship,
};
use serde::Deserialize;

/// A contact, as far as the mapping reads it. What ILS has no use for is not asked for.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct ClioContact {
    /// The id.
    pub id: Option<Id<Contact>>,
    /// Person or company.
    #[serde(rename = "type")]
    pub kind: Option<ContactType>,
    /// The whole name.
    pub name: Option<String>,
    /// `Mr`, `Dr` …
    pub prefix: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Date of birth as Clio wrote it: a wrong one must not cost the page.
    pub date_of_birth: Option<String>,
    /// The primary email address.
    pub primary_email_address: Option<String>,
    /// The primary phone number.
    pub primary_phone_number: Option<String>,
    /// The company a person belongs to.
    pub company: Option<ClioReference>,
    /// Email addresses.
    pub email_addresses: Option<Vec<EmailAddress>>,
    /// Phone numbers.
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    /// Addresses.
    pub addresses: Option<Vec<Address>>,
    /// Custom values.
    pub custom_field_values: Option<Vec<CustomFieldValue>>,
    /// `Some(true)`: hidden from this user.
    pub redacted: Option<bool>,
}

impl Projection<Contact> for ClioContact {
    const FIELDS: &'static str = "id,type,name,prefix,first_name,middle_name,last_name,title,date_of_birth,primary_email_address,\
        primary_phone_number,company{id,name},email_addresses{id,name,address,primary},phone_numbers{id,name,number,primary},\
        addresses{id,name,street,city,province,postal_code,country,primary},\
        custom_field_values{id,field_name,field_type,value,soft_deleted,custom_field,picklist_option}";
}

/// A nested contact.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct ClioReference {
    /// The id.
    pub id: Option<Id<Contact>>,
    /// The name.
    pub name: Option<String>,
    /// `Some(true)`: hidden from this user.
    pub redacted: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct MatterRead {
    pub(super) id: Option<Id<Matter>>,
    pub(super) display_number: Option<String>,
    pub(super) description: Option<String>,
    pub(super) status: Option<MatterStatus>,
    pub(super) open_date: Option<String>,
    pub(super) client: Option<ClioReference>,
}

impl Projection<Matter> for MatterRead {
    const FIELDS: &'static str = "id,display_number,description,status,open_date,client{id,name}";
}

#[derive(Deserialize)]
pub(super) struct RelationshipRead {
    pub(super) id: Option<Id<Relationship>>,
    pub(super) description: Option<String>,
    pub(super) contact: Option<ClioReference>,
}

impl Projection<Relationship> for RelationshipRead {
    const FIELDS: &'static str = "id,description,contact{id}";
}

#[derive(Deserialize)]
pub(super) struct Picklist {
    pub(super) picklist_options: Option<Vec<PicklistOption>>,
}

impl Projection<CustomField> for Picklist {
    const FIELDS: &'static str = "id,picklist_options{id,option}";
}

impl fmt::Debug for ClioContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClioContact")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ClioReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClioReference")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
