//! What the generator writes.

mod each;

pub(crate) use each::each;
