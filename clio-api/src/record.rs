//! What all answered records have in common.
//!
//! Every field is an `Option`: without `fields` it is absent, unset values are `null`, and a record this user may not see is a shell
//! with `redacted`. Fields Clio adds later are passed over.

pub(crate) mod lenient;

/// The record of an id whose kind another field tells, or nobody: `Id<AnyRecord>`.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it has no values")]
pub enum AnyRecord {}

/// `Debug` of a record shows its id alone: the rest is people's data.
macro_rules! debug_id_only {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("id", &self.id)
                    .finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use debug_id_only;

/// `Debug` of what has no id: filters and requests hold people's data too.
macro_rules! debug_name_only {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use debug_name_only;
