//! What the generator writes.

mod records;

pub(crate) use records::RECORDS;
