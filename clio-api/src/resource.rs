//! What Clio holds, and what can be done with it.

use serde::Serialize;

/// A kind of record at Clio.
pub trait Resource: Send + Sync + 'static {
    /// Its name in Clio's document: `Contact`.
    const NAME: &'static str;
    /// Its list's path below `/api/v4/`, without `.json`: `contacts`. Records that hang on another one have the last part of it.
    const PATH: &'static str;
    /// Whether the list takes `order=id(asc)`. Without it a walk ends at 10,000 records (Clio: Paging).
    const ORDER_BY_ID: bool;
    /// What the list is called in errors: `contacts.list`.
    const LIST: &'static str;
    /// What reading one is called in errors: `contacts.get`.
    const GET: &'static str;
}

/// Records that can be listed.
#[diagnostic::on_unimplemented(message = "Clio has no list of `{Self}`")]
pub trait List: Resource {
    /// What narrows the list; written into the query.
    type Filter: Serialize + Default + Send;
}

/// Records that can be read by their id.
#[diagnostic::on_unimplemented(message = "Clio cannot read one `{Self}` by its id")]
pub trait Get: Resource {}
