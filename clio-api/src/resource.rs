//! What Clio holds, and what can be done with it.

use std::fmt;

use serde::Serialize;

use crate::filter::Filter;

/// A kind of record that Clio has an address for.
pub trait Resource: Send + Sync + 'static {
    /// What names one of them: [`Id`](crate::Id), or [`TextId`](crate::TextId) for the few whose ids are text.
    type Id: Clone + fmt::Display + Send + Sync;
    /// Its name in this crate: `Contact`.
    const NAME: &'static str;
    /// Its list's path below `/api/v4/`, without `.json`: `contacts`. Records that hang on another one have the last part of it.
    const PATH: &'static str;
}

/// Records that can be listed.
#[diagnostic::on_unimplemented(message = "Clio has no list of `{Self}`")]
pub trait List: Resource {
    /// What narrows the list; written into the query.
    type Filter: Filter;
    /// What the list is called in errors: `contacts.list`.
    const LIST: &'static str;
    /// Whether the list takes `order=id(asc)`. Without it a walk that goes past 10,000 records ends in an error of kind
    /// [`Limit`](crate::ErrorKind::Limit) (Clio: Paging).
    const ORDER_BY_ID: bool;
    /// Records on its largest page, which is also what is asked for when nothing else is said (Clio: Paging).
    const LARGEST_PAGE: u16 = 200;
}

/// Records that can be read by their id.
#[diagnostic::on_unimplemented(message = "Clio cannot read one `{Self}` by its id")]
pub trait Get: Resource {
    /// What reading one is called in errors: `contacts.get`.
    const GET: &'static str;
}

/// Records that can be made.
#[diagnostic::on_unimplemented(message = "Clio cannot make a `{Self}`")]
pub trait Create: Resource {
    /// What a new one is made of.
    type New: Serialize;
    /// What making one is called in errors: `contacts.create`.
    const CREATE: &'static str;
}

/// Records that can be changed.
#[diagnostic::on_unimplemented(message = "Clio cannot change a `{Self}`")]
pub trait Update: Resource {
    /// What changes; every field is a [`Change`](crate::Change).
    type Patch: Serialize;
    /// What changing one is called in errors: `contacts.update`.
    const UPDATE: &'static str;
}

/// Records that can be deleted.
#[diagnostic::on_unimplemented(message = "Clio cannot delete a `{Self}`")]
pub trait Delete: Resource {
    /// What deleting one is called in errors: `contacts.delete`.
    const DELETE: &'static str;
}

/// Records whose custom field values can be narrowed to some fields (`custom_field_ids[]`).
#[diagnostic::on_unimplemented(message = "`{Self}` has no custom field values to choose from")]
pub trait HasCustomFields: Resource {}
