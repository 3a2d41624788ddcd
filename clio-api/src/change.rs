//! What a change does to one field.

use serde::{Serialize, Serializer};

/// What happens to a field of a record that is changed.
///
/// ```
/// use clio_api::{Change, ContactPatch};
///
/// let patch = ContactPatch {
///     first_name: "Dana".to_owned().into(), // set
///     middle_name: Change::Clear,           // emptied
///     ..ContactPatch::default()             // everything else is kept
/// };
/// assert_eq!(serde_json::to_string(&patch)?, r#"{"first_name":"Dana","middle_name":null}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there is no fourth thing to do to a field"
)]
pub enum Change<T> {
    /// It stays as it is: nothing is sent.
    #[default]
    Keep,
    /// It becomes empty: `null` is sent.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T> Change<T> {
    /// Whether the field stays as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => serializer.serialize_some(value),
            Self::Keep | Self::Clear => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Patch {
        #[serde(skip_serializing_if = "Change::is_keep")]
        title: Change<String>,
    }

    #[test]
    fn what_stays_is_not_sent_and_what_is_cleared_is_null() {
        for (title, sent) in [
            (Change::Keep, "{}"),
            (Change::Clear, r#"{"title":null}"#),
            (Change::Set("Judge".to_owned()), r#"{"title":"Judge"}"#),
            ("Judge".to_owned().into(), r#"{"title":"Judge"}"#),
            (Change::default(), "{}"),
        ] {
            assert_eq!(serde_json::to_string(&Patch { title }).unwrap(), sent);
        }
    }
}
