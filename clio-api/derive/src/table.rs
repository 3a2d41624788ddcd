//! What the macro knows of Clio's records.

use crate::generated::RECORDS;

/// What a field is on the wire.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// An integer.
    Whole,
    /// A number with a fraction.
    Decimal,
    /// A calendar date.
    Day,
    /// A point in time.
    Moment,
    /// A value whose kind Clio does not fix.
    Json,
    /// The numeric id of such a record.
    Key(&'static str),
    /// An id that is a text.
    TextKey,
    /// One of a list of words: the enumeration of that name.
    Choice(&'static str),
    /// A list of texts.
    Texts,
    /// A list of integers.
    Wholes,
    /// A nested record.
    One(&'static str),
    /// A list of nested records.
    Many(&'static str),
}

/// Clio adds it, unasked, to records the user may not see.
pub(crate) const REDACTED: &str = "redacted";

/// A record of Clio's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(&'static str, Kind)],
}

impl Record {
    pub(crate) fn named(name: &str) -> Option<Self> {
        let at = RECORDS
            .binary_search_by(|(known, _)| (*known).cmp(name))
            .ok()?;
        RECORDS.get(at).map(|&(name, fields)| Self { name, fields })
    }

    /// What its field of this name is.
    pub(crate) fn kind(self, field: &str) -> Option<Kind> {
        if field == REDACTED {
            return Some(Kind::Flag);
        }
        self.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map(|&(_, kind)| kind)
    }
}

/// The names of all records.
pub(crate) fn record_names() -> impl Iterator<Item = &'static str> {
    RECORDS.iter().map(|&(name, _)| name)
}

/// The enumeration of this name, as it is called in the table.
pub(crate) fn choice(name: &str) -> Option<&'static str> {
    RECORDS
        .iter()
        .flat_map(|(_, fields)| fields.iter())
        .find_map(|&(_, kind)| match kind {
            Kind::Choice(choice) if choice == name => Some(choice),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_closed() {
        assert!(RECORDS.is_sorted_by(|(one, _), (other, _)| one < other));
        for (record, fields) in RECORDS {
            for (field, kind) in *fields {
                if let Kind::Key(name) | Kind::One(name) | Kind::Many(name) = kind {
                    assert!(
                        // Some ids lead to records of several kinds.
                        *name == "AnyRecord" || Record::named(name).is_some(),
                        "{record}.{field} leads to {name}"
                    );
                }
            }
        }
    }
}
