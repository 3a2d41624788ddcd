//! What the generator writes.

mod calls;

pub(crate) use calls::call;
