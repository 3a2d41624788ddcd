//! What the generator knows of Clio, after the document is read and corrected.

use std::collections::BTreeMap;

/// Everything that is written out.
#[derive(Default)]
pub(crate) struct Api {
    pub(crate) records: BTreeMap<String, Record>,
    pub(crate) choices: BTreeMap<String, Choice>,
    pub(crate) resources: BTreeMap<String, Resource>,
    pub(crate) inputs: BTreeMap<String, Input>,
    pub(crate) operations: Vec<Operation>,
}

/// A record as Clio answers it.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ident: String,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Text,
    Secret,
    Flag,
    Whole,
    Decimal,
    Day,
    Moment,
    /// A value of no fixed JSON kind.
    Json,
    /// The id of a record; `AnyRecord` where nobody says of which.
    Key(String),
    /// An id that is text.
    TextKey(String),
    Choice(String),
    Texts,
    Wholes,
    Choices(String),
    Keys(String),
    One(Nested),
    Many(Nested),
    /// In requests: a record by its id alone.
    Link(String),
    Links(String),
    /// In requests: a nested input.
    Input(String),
    Inputs(String),
    /// In filters.
    Set(String),
    DateConditions,
    CustomFieldConditions,
}

/// A nested record. Of a base one, Clio's document shows no records below.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Nested {
    pub(crate) record: String,
    pub(crate) base: bool,
}

/// An enumeration: words in the order of the document.
#[derive(Default)]
pub(crate) struct Choice {
    pub(crate) values: Vec<String>,
}

/// A kind of record with an address of its own.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says by itself what can be done"
)]
pub(crate) struct Resource {
    /// Below `/api/v4/`, without `.json`.
    pub(crate) path: String,
    /// Hangs on another record: no collection of its own.
    pub(crate) nested: bool,
    pub(crate) text_key: bool,
    pub(crate) list: Option<List>,
    pub(crate) get: bool,
    pub(crate) new: Option<Vec<Argument>>,
    pub(crate) patch: Option<Vec<Argument>>,
    pub(crate) delete: bool,
    /// Takes `custom_field_ids[]` on reading and writing one.
    pub(crate) narrows: bool,
}

pub(crate) struct List {
    pub(crate) parameters: Vec<Argument>,
    pub(crate) orders: Vec<String>,
    /// Records on a page, where it is not 200.
    pub(crate) largest_page: Option<u16>,
}

/// A member of a filter or of a request's body.
pub(crate) struct Argument {
    pub(crate) wire: String,
    pub(crate) ident: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// A filter's word that is written in lower case, whatever answers and bodies do.
    pub(crate) lower: bool,
}

/// A nested object of request bodies; the same for making and changing.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) fields: Vec<Argument>,
}

/// One of the document's operations.
pub(crate) struct Operation {
    /// `Contact#index`.
    pub(crate) id: String,
    pub(crate) method: String,
    /// `/contacts/{id}.json`.
    pub(crate) path: String,
    /// Names of its query parameters.
    pub(crate) query: Vec<String>,
    /// Names of its conditional headers.
    pub(crate) headers: Vec<String>,
    /// Names in its body's `data`.
    pub(crate) body: Vec<String>,
    /// The resource and the verb that carry it; none for those written by hand.
    pub(crate) verb: Option<(String, Verb)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verb {
    List,
    Get,
    Create,
    Update,
    Delete,
}
