//! The firm's own fields: definitions and values.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Contact, Matter, debug_id_only};
use crate::{FieldValue, Get, Id, List, Projection, Resource};

/// A custom field's definition (Clio: Custom Fields). Names are not unique; the id is.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct CustomField {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The version of the record.
    pub etag: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// `Contact` or `Matter`.
    pub parent_type: Option<String>,
    /// `text_line`, `picklist`, `date` …; an open list.
    pub field_type: Option<String>,
    /// Whether it is shown by default.
    pub displayed: Option<bool>,
    /// Whether it was deleted; old values may still refer to it.
    pub deleted: Option<bool>,
    /// Whether it has to be filled.
    pub required: Option<bool>,
    /// Its place in Clio's forms.
    pub display_order: Option<i64>,
    /// The options of a picklist.
    pub picklist_options: Option<Vec<PicklistOption>>,
}

impl Resource for CustomField {
    const NAME: &'static str = "CustomField";
    const PATH: &'static str = "custom_fields";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "custom_fields.list";
    const GET: &'static str = "custom_fields.get";
}

impl Get for CustomField {}

impl List for CustomField {
    type Filter = CustomFieldFilter;
}

impl Projection<Self> for CustomField {
    const FIELDS: &'static str = "id,etag,name,parent_type,field_type,displayed,deleted,required,display_order,\
        picklist_options{id,option,deleted_at}";
}

/// What narrows the list of definitions.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "request types are plain structs")]
pub struct CustomFieldFilter {
    /// These definitions only.
    #[serde(rename = "ids[]", skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Id<CustomField>>,
    /// `contact` or `matter`, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_type: Option<String>,
    /// Deleted ones only, or none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// One option of a picklist.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct PicklistOption {
    /// The id: it is the value of a picklist field.
    pub id: Option<Id<Self>>,
    /// Its label. Clio leaves it out when the option hangs in a contact's value (second nested level).
    pub option: Option<String>,
    /// When it was deleted; old values may still refer to it.
    pub deleted_at: Option<Timestamp>,
}

/// A custom field's value on a contact or matter.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct CustomFieldValue {
    /// `"text_line-901"`: the type and the number of the *value*, never of the definition. `None` when the field was never set.
    pub id: Option<String>,
    /// The definition's name.
    pub field_name: Option<String>,
    /// The definition's type.
    pub field_type: Option<String>,
    /// The value; a picklist's is the option's id.
    pub value: Option<FieldValue>,
    /// Whether the value was deleted.
    pub soft_deleted: Option<bool>,
    /// The definition, its id alone.
    pub custom_field: Option<CustomField>,
    /// The picked option, its id alone.
    pub picklist_option: Option<PicklistOption>,
    /// The contact a contact field points to.
    pub contact: Option<Box<Contact>>,
    /// The matter a matter field points to.
    pub matter: Option<Box<Matter>>,
}

debug_id_only!(CustomField, PicklistOption, CustomFieldValue);
