//! What is asked of Clio: each struct is its query.

use clio_api::{
    Address, Contact, ContactType, CustomField, CustomFieldValue, EmailAddress, FieldValue, Id,
    Matter, MatterStatus, PhoneNumber, PicklistOption, Projection, Reference, Relationship,
    WebSite,
};
use serde::Deserialize;

/// A contact, as far as the mapping reads it. What ILS has no use for is not asked for.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = Contact)]
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
    /// The second email address.
    pub secondary_email_address: Option<String>,
    /// The primary phone number.
    pub primary_phone_number: Option<String>,
    /// The second phone number.
    pub secondary_phone_number: Option<String>,
    /// The company a person belongs to.
    pub company: Option<ClioReference>,
    /// Email addresses.
    pub email_addresses: Option<Vec<ClioEmail>>,
    /// Phone numbers.
    pub phone_numbers: Option<Vec<ClioPhone>>,
    /// Addresses.
    pub addresses: Option<Vec<ClioAddress>>,
    /// Web sites.
    pub web_sites: Option<Vec<ClioWebSite>>,
    /// Custom values.
    pub custom_field_values: Option<Vec<ClioCustomValue>>,
    /// `Some(true)`: hidden from this user.
    pub redacted: Option<bool>,
}

/// An email address of a contact.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = EmailAddress)]
#[non_exhaustive]
pub struct ClioEmail {
    /// The id.
    pub id: Option<Id<EmailAddress>>,
    /// `Work`, `Home` …; whatever the account holds.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

/// A phone number of a contact.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = PhoneNumber)]
#[non_exhaustive]
pub struct ClioPhone {
    /// The id.
    pub id: Option<Id<PhoneNumber>>,
    /// `Work`, `Mobile`, `Fax` …; whatever the account holds.
    pub name: Option<String>,
    /// The number, as it was entered.
    pub number: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

/// An address of a contact.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = Address)]
#[non_exhaustive]
pub struct ClioAddress {
    /// The id.
    pub id: Option<Id<Address>>,
    /// `Work`, `Home`, `Billing` …; whatever the account holds.
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

/// A web site of a contact.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = WebSite)]
#[non_exhaustive]
pub struct ClioWebSite {
    /// The id.
    pub id: Option<Id<WebSite>>,
    /// `Work`, `Personal`, `LinkedIn` …; whatever the account holds.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
}

/// A value of one of the firm's own fields.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct ClioCustomValue {
    /// The value's own id, a text; none for a field that was never set.
    pub id: Option<String>,
    /// The field's name.
    pub field_name: Option<String>,
    /// `text_line`, `picklist` …
    pub field_type: Option<String>,
    /// The value as it came.
    pub value: Option<FieldValue>,
    /// Whether it was deleted.
    pub soft_deleted: Option<bool>,
    /// The field's definition.
    pub custom_field: Option<Reference<CustomField>>,
    /// The option of a picklist.
    pub picklist_option: Option<ClioPicklistOption>,
}

impl ClioCustomValue {
    /// Whether anything stands there.
    pub(crate) fn is_set(&self) -> bool {
        match &self.value {
            None => false,
            Some(FieldValue::Text(text)) => !text.trim().is_empty(),
            Some(_) => true,
        }
    }
}

/// By hand: of the option, a second level, only what Clio sends by itself is read. Whether that is the label too is not documented.
impl Projection<CustomFieldValue> for ClioCustomValue {
    const FIELDS: &'static str =
        "id,field_name,field_type,value,soft_deleted,custom_field,picklist_option";
}

/// An option of a picklist.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = PicklistOption)]
#[non_exhaustive]
pub struct ClioPicklistOption {
    /// The id.
    pub id: Option<Id<PicklistOption>>,
    /// Its label.
    pub option: Option<String>,
}

/// A nested contact.
#[derive(Clone, Default, Deserialize, Projection)]
#[projection(resource = Contact)]
#[non_exhaustive]
pub struct ClioReference {
    /// The id.
    pub id: Option<Id<Contact>>,
    /// The name.
    pub name: Option<String>,
    /// `Some(true)`: hidden from this user.
    pub redacted: Option<bool>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
pub(super) struct MatterRead {
    pub(super) id: Option<Id<Matter>>,
    pub(super) display_number: Option<String>,
    pub(super) description: Option<String>,
    pub(super) status: Option<MatterStatus>,
    pub(super) open_date: Option<String>,
    pub(super) client: Option<ClioReference>,
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

/// A matter as one of many: with its relationships, of which Clio nests no more than [`NESTED`].
#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
pub(super) struct MatterOfMany {
    pub(super) id: Option<Id<Matter>>,
    pub(super) display_number: Option<String>,
    pub(super) description: Option<String>,
    pub(super) status: Option<MatterStatus>,
    pub(super) open_date: Option<String>,
    pub(super) client: Option<ClioReference>,
    pub(super) relationships: Option<Vec<NestedRelationship>>,
}

/// Nested lists end here (Clio's change log, API 4.0.11).
pub(super) const NESTED: usize = 200;

/// A relationship inside a matter: which contact it is, Clio tells only one level up.
#[derive(Deserialize, Projection)]
#[projection(resource = Relationship)]
pub(super) struct NestedRelationship {
    pub(super) id: Option<Id<Relationship>>,
    pub(super) description: Option<String>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = CustomField)]
pub(super) struct Definition {
    pub(super) id: Option<Id<CustomField>>,
    pub(super) name: Option<String>,
    pub(super) deleted: Option<bool>,
    pub(super) picklist_options: Option<Vec<ClioPicklistOption>>,
}

debug_hidden!(
    ClioAddress { id },
    ClioContact { id },
    ClioCustomValue { id },
    ClioEmail { id },
    ClioPhone { id },
    ClioPicklistOption { id },
    ClioReference { id },
    ClioWebSite { id }
);
