//! Read models, one file a resource. Every field is an `Option`: without `fields` it is absent, unset values are `null`, and a record
//! this user may not see is a shell with `redacted`. Fields Clio adds later are passed over.

mod contact;
mod custom_field;
mod matter;
mod matter_people;
mod relationship;
mod user;

pub use contact::{Address, Contact, ContactFilter, ContactType, EmailAddress, PhoneNumber};
pub use custom_field::{CustomField, CustomFieldFilter, CustomFieldValue, PicklistOption};
pub use matter::{Matter, MatterFilter, MatterStatus};
pub use matter_people::{MatterClient, MatterContact, RelatedContact};
pub use relationship::{Relationship, RelationshipFilter};
pub use user::{Account, User};

/// The filter of lists that take none.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct NoFilter {}

/// `Debug` of a record shows its id alone: the rest is people's data.
macro_rules! debug_id_only {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).field("id", &self.id).finish_non_exhaustive()
            }
        }
    )+};
}
use debug_id_only;

#[cfg(test)]
mod tests;
