//! The `fields` parameter: what may be asked for, and how an answer is cut to it.
//!
//! Rules (Clio's page on fields; live reports where it is silent): nothing asked → `id` and `etag`; a nested name without
//! braces → that record's `id` and `etag`; braces one level deep only; an unknown name, braces on a plain value or a
//! second level of braces → 400 `InvalidFields` naming the piece; no wildcard.

mod catalogue;
mod parse;
mod render;

pub(crate) use catalogue::{Kind, Shape, shape};
pub(crate) use parse::parse;
pub use render::RedactedKeys;
pub(crate) use render::{render, shell};

/// The names asked of one record.
#[derive(Debug)]
pub(crate) struct Selection {
    pub(crate) names: Vec<Selected>,
}

impl Selection {
    /// The record's `id` and `etag`, as far as it has them.
    pub(crate) fn defaults(of: &'static Shape) -> Self {
        let plain = |name: &&'static str| of.kind(name).is_some();
        let names = ["id", "etag"]
            .iter()
            .filter(|n| plain(n))
            .map(|n| Selected::plain(n))
            .collect();
        Self { names }
    }
}

/// One name of a [`Selection`].
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What of the nested record; empty for plain values.
    pub(crate) inner: Selection,
}

impl Selected {
    fn plain(name: &'static str) -> Self {
        Self {
            name,
            kind: Kind::Plain,
            inner: Selection { names: Vec::new() },
        }
    }
}
