//! Which types hold which of Clio's values.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::SecretString;
use serde_json::Value;
use serde_json::value::RawValue;

use super::kind::{
    Choice, Day, Decimal, Flag, Json, Key, Moment, Text, TextKey, Texts, Whole, Wholes,
};
use crate::{FieldValue, Id, TextId};

/// A type that can decode what Clio sends for a field of kind `K`.
///
/// Implement it for your own types, and they can be fields of a [`Projection`](super::Projection). It is a promise about decoding,
/// which the compiler cannot check. `Option` and `Box` of a type that holds a value hold it too.
///
/// ```
/// use clio_api::projection::{Holds, kind};
/// use clio_api::{Contact, Id, Projection};
///
/// #[derive(serde::Deserialize)]
/// #[serde(transparent)]
/// struct PersonName(String);
///
/// impl Holds<kind::Text> for PersonName {}
///
/// #[derive(serde::Deserialize, Projection)]
/// #[projection(resource = Contact)]
/// struct Person {
///     id: Id<Contact>,
///     last_name: Option<PersonName>,
/// }
///
/// let person: Person = serde_json::from_str(r#"{"id":1,"last_name":"Hollis"}"#)?;
/// assert_eq!(person.id.number(), 1);
/// assert_eq!(person.last_name.map(|name| name.0).as_deref(), Some("Hollis"));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to hold what Clio sends, `{K}`",
    label = "is another type meant?",
    note = "for a type of your own: `impl clio_api::projection::Holds<…> for {Self} {{}}`, with a kind of `clio_api::projection::kind`"
)]
pub trait Holds<K> {
    #[doc(hidden)]
    const PROOF: () = ();
}

macro_rules! holds {
    ($($kind:ty: $($holder:ty),+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl Holds<$kind> for $holder {}
    )+)+};
}

holds! {
    Text: String, str, SecretString;
    Flag: bool;
    Whole: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize;
    Decimal: f32, f64;
    Day: Date, String, str;
    Moment: Timestamp, String, str;
    Json: FieldValue;
    TextKey: String, str;
    Choice: String, str;
}

#[diagnostic::do_not_recommend]
impl<R> Holds<TextKey> for TextId<R> {}

#[diagnostic::do_not_recommend]
impl<R> Holds<Key<R>> for Id<R> {}

#[diagnostic::do_not_recommend]
impl<K> Holds<K> for Value {}

#[diagnostic::do_not_recommend]
impl<K> Holds<K> for RawValue {}

#[diagnostic::do_not_recommend]
impl<K, T: Holds<K>> Holds<K> for Option<T> {}

#[diagnostic::do_not_recommend]
impl<K, T: Holds<K> + ?Sized> Holds<K> for Box<T> {}

macro_rules! lists {
    ($($list:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Holds<Text>> Holds<Texts> for $list {}

        #[diagnostic::do_not_recommend]
        impl<T: Holds<Whole>> Holds<Wholes> for $list {}
    )+};
}

lists!(Vec<T>, [T], BTreeSet<T>, HashSet<T>);
