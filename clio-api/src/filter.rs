//! What narrows a list, and how it is written into the query.

mod condition;
mod query;

pub use condition::{Comparison, CustomFieldCondition, DateCondition};
pub use query::Query;

/// What narrows a list.
///
/// The filters of this crate implement it; an embedder has no need to.
pub trait Filter: Default + Send + 'static {
    /// Writes what is set.
    fn write(&self, query: &mut Query);
}

/// The orders of a list: those of Clio's document and no others.
macro_rules! order_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// The order as it is written: `id(asc)`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::filter::Parameter for $name {
            fn text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_str())
            }
        }
    };
}
pub(crate) use order_enum;
pub(crate) use query::Parameter;
