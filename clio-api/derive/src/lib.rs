//! `#[derive(Projection)]` of `clio-api`: the struct you ask for is the query that is sent.
//!
//! Use it through `clio_api`, which exports the trait and the macro under one name; the trait's documentation has the rules and an
//! example that runs. This crate knows every record of Clio's document and its fields from a generated table, reads the struct as
//! serde reads it, and writes `impl Projection<Resource> for Struct` with the `fields` parameter as a constant. What Clio would
//! answer with an error, or with less than the struct expects, does not compile:
//!
//! - a field the record does not have, with the nearest one that it has;
//! - a type that cannot hold the field, with one that can;
//! - a list of records without a struct that says which of their fields are meant: Clio sends only their ids;
//! - a nested record within a nested record.
//!
//! Types the macro cannot judge by their name are left to the compiler, by the bounds `Holds` and `Projection` of `clio_api`.

mod attributes;
mod check;
mod expand;
mod fields;
#[cfg_attr(
    not(test),
    expect(clippy::enum_glob_use, reason = "a table of names reads better")
)]
mod generated;
mod message;
mod nearest;
mod shape;
mod table;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Writes `Projection` for a struct: its fields are the query that is sent.
///
/// `#[projection(resource = Contact)]` on the struct says which record of Clio's it is a part of. Names follow serde's `rename` and
/// `rename_all`; fields that serde skips are not asked for. `redacted` may always be a field and is never asked for, because Clio adds
/// it unasked.
#[proc_macro_derive(Projection, attributes(projection, serde))]
pub fn projection(input: TokenStream) -> TokenStream {
    expand::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[cfg(test)]
mod tests;
