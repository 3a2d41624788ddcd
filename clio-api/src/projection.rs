//! The struct you ask for is the query that is sent.
//!
//! [`Projection`] is a trait and its derive macro; [`Holds`] lets your own types stand for Clio's values; [`Reference`] stands for a
//! nested record of which only the id is wanted.

use serde::de::DeserializeOwned;

mod fields;
mod holds;
pub mod kind;
mod reference;

pub use clio_api_derive::Projection;
pub use holds::Holds;
pub use reference::Reference;

/// What the derive writes calls to.
#[doc(hidden)]
pub mod __private {
    pub use super::fields::{Nested, join, length, text};
}

/// A struct that decodes an `R`, and the `fields` that fill it.
///
/// Clio's rules (Fields): names are comma-separated; one nested level in braces; a second level gives `id` and `etag` only and takes
/// no braces; an unknown name is an error. Without `fields` Clio sends little more than `id` and `etag`.
///
/// Derive it, and the rules are checked before anything is sent:
///
/// ```
/// use clio_api::{Address, Contact, Id, Projection};
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Person {
///     id: Id<Contact>,
///     first_name: Option<String>,
///     #[serde(default)]
///     addresses: Vec<Home>,
/// }
///
/// #[derive(Deserialize, Projection)]
/// #[projection(resource = Address)]
/// struct Home {
///     street: Option<String>,
///     city: Option<String>,
/// }
///
/// assert_eq!(Person::FIELDS, "id,first_name,addresses{street,city}");
///
/// let person: Person =
///     serde_json::from_str(r#"{"id":2575000001,"first_name":"Dana","addresses":[{"street":"1 Elm Street","city":"Salem"}]}"#)?;
/// assert_eq!(person.id, Id::new(2_575_000_001));
/// assert_eq!(person.first_name.as_deref(), Some("Dana"));
/// assert_eq!(person.addresses[0].street.as_deref(), Some("1 Elm Street"));
/// assert_eq!(person.addresses[0].city.as_deref(), Some("Salem"));
/// # Ok::<_, serde_json::Error>(())
/// ```
///
/// # What does not compile
///
/// A field Clio does not have:
///
/// ```compile_fail
/// # use clio_api::{Contact, Projection};
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Person {
///     frist_name: Option<String>, // Clio's `Contact` has no field `frist_name`; did you mean `first_name`?
/// }
/// ```
///
/// A type that cannot hold the field. A type of your own can, once it implements [`Holds`]:
///
/// ```compile_fail
/// # use clio_api::{Contact, Projection};
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Person {
///     date_of_birth: Option<i64>, // … is a calendar date; `i64` cannot hold it, use `jiff::civil::Date`
/// }
/// ```
///
/// Nested records without a struct that says which of their fields are meant: Clio would send their ids alone.
///
/// ```compile_fail
/// # use clio_api::{Contact, Projection};
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Person {
///     addresses: Vec<Home>, // `Home` does not say which fields of Clio's `Address` it asks for
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Home {
///     city: Option<String>,
/// }
/// ```
///
/// A nested record within a nested record: Clio answers a second pair of braces with an error.
///
/// ```compile_fail
/// # use clio_api::{Contact, Matter, Projection};
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Matter)]
/// struct Case {
///     client: Option<Client>, // … `Client` asks for nested records itself, and Clio gives one nested level
/// }
///
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Client {
///     company: Option<Firm>,
/// }
///
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Firm {
///     name: Option<String>,
/// }
/// ```
///
/// Structs with generic parameters, enums, tuple structs, `#[serde(flatten)]`, `transparent`, `from`, `try_from` and
/// `deny_unknown_fields` are refused too.
///
/// # What the derive does
///
/// - `resource` is the record; it may be a path. The struct's fields are asked for in the order they are declared in.
/// - Names are serde's: `rename`, `rename_all` and raw identifiers count, fields with `skip` or `skip_deserializing` are not asked
///   for, `alias` changes nothing.
/// - `Option<…>` and `Box<…>` are seen through; lists are `Vec<…>` or `Box<[…]>`. Make what may be absent an `Option`, or give it
///   `#[serde(default)]`: a record this user may not see has its id and `redacted` alone.
/// - `redacted: Option<bool>` may be a field of any struct. It is never asked for: Clio adds it unasked.
/// - A nested record is a struct that derives `Projection` as well, or a [`Reference`], which asks for the record without braces and
///   gets its id; only the latter is possible in a struct that is nested itself.
/// - With `#[serde(with)]` or `deserialize_with` the type of a plain value is not checked, its name is.
///
/// # By hand
///
/// The trait can be implemented by hand; then nothing checks the names.
///
/// ```
/// # use clio_api::{Contact, Projection};
/// #[derive(serde::Deserialize)]
/// struct Name {
///     name: Option<String>,
/// }
///
/// impl Projection<Contact> for Name {
///     const FIELDS: &'static str = "name";
/// }
/// # assert_eq!(serde_json::from_str::<Name>(r#"{"name":"Dana"}"#)?.name.as_deref(), Some("Dana"));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which fields of Clio's `{R}` it asks for",
    label = "not a projection of `{R}`",
    note = "derive `Projection` for it with `#[projection(resource = {R})]`; a bare list holds only ids"
)]
pub trait Projection<R>: DeserializeOwned + Send + 'static {
    /// `id,name,addresses{id,street}`.
    const FIELDS: &'static str;
    /// Whether [`FIELDS`](Self::FIELDS) asks for a nested record in braces. Such a struct cannot be nested itself.
    const NESTED: bool = fields::has_braces(Self::FIELDS);
}
