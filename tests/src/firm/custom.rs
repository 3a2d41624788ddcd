//! Custom field definitions.

use jiff::Timestamp;

use super::made_at;

/// A custom field definition. Names are not unique in Clio.
#[derive(Clone, Debug, Hash)]
pub struct CustomField {
    /// Id of the definition (not of a value).
    pub id: i64,
    /// Label.
    pub name: String,
    /// Of contacts or of matters.
    pub parent: ParentType,
    /// Kind of value.
    pub kind: FieldType,
    /// Shown by default: records without a value carry a row with `id` and `value` null.
    pub displayed: bool,
    /// Deleted; old values may still refer to it.
    pub deleted: bool,
    /// Has to be filled in.
    pub required: bool,
    /// Choices of a picklist.
    pub options: Vec<PicklistOption>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One choice of a picklist.
#[derive(Clone, Debug, Hash)]
pub struct PicklistOption {
    /// Id: what a value refers to.
    pub id: i64,
    /// Label.
    pub option: String,
    /// Deleted; old values may still refer to it.
    pub deleted: bool,
}

/// What a definition belongs to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "Clio has these two")]
pub enum ParentType {
    /// Contacts.
    Contact,
    /// Matters.
    Matter,
}

/// Clio's twelve kinds of custom field.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "Clio has these twelve")]
#[expect(missing_docs, reason = "the names are Clio's own")]
pub enum FieldType {
    Checkbox,
    Contact,
    Currency,
    Date,
    Time,
    Email,
    Matter,
    Numeric,
    Picklist,
    TextArea,
    TextLine,
    Url,
}

impl FieldType {
    /// All of them, in the API document's order.
    pub const ALL: [Self; 12] = [
        Self::Checkbox,
        Self::Contact,
        Self::Currency,
        Self::Date,
        Self::Time,
        Self::Email,
        Self::Matter,
        Self::Numeric,
        Self::Picklist,
        Self::TextArea,
        Self::TextLine,
        Self::Url,
    ];

    /// The wire name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checkbox => "checkbox",
            Self::Contact => "contact",
            Self::Currency => "currency",
            Self::Date => "date",
            Self::Time => "time",
            Self::Email => "email",
            Self::Matter => "matter",
            Self::Numeric => "numeric",
            Self::Picklist => "picklist",
            Self::TextArea => "text_area",
            Self::TextLine => "text_line",
            Self::Url => "url",
        }
    }
}

impl CustomField {
    /// A definition of contacts, not shown by default.
    pub fn new(id: i64, name: &str, kind: FieldType) -> Self {
        Self {
            id,
            name: name.to_owned(),
            parent: ParentType::Contact,
            kind,
            displayed: false,
            deleted: false,
            required: false,
            options: Vec::new(),
            created_at: made_at(),
            updated_at: made_at(),
        }
    }

    /// Adds a choice and gives its id.
    pub fn option(&mut self, label: &str) -> i64 {
        let place = i64::try_from(self.options.len()).unwrap_or(0);
        // Room for a hundred choices a definition keeps ids unique across definitions.
        let id = 3_910_000_000 + (self.id % 1_000_000) * 100 + place;
        self.options.push(PicklistOption {
            id,
            option: label.to_owned(),
            deleted: false,
        });
        id
    }

    /// The id of a choice by its label.
    pub fn option_id(&self, label: &str) -> Option<i64> {
        self.options
            .iter()
            .find(|choice| choice.option == label)
            .map(|choice| choice.id)
    }
}
