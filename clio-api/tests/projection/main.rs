//! `#[derive(Projection)]`: what is asked for, and what does not compile.

mod compile;
mod fields;
