//! The committed list of Clio's operations.

use std::collections::BTreeSet;

/// One operation of Clio's document.
#[derive(Clone)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: BTreeSet<String>,
    pub(super) headers: BTreeSet<String>,
    pub(super) body: BTreeSet<String>,
}

pub(super) fn operations() -> Vec<Operation> {
    include_str!("operations.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split(' ').collect();
            let [id, method, path, query, headers, body] = columns.as_slice() else {
                panic!("not an operation: {line}");
            };
            Operation {
                id: (*id).to_owned(),
                method: (*method).to_owned(),
                path: (*path).to_owned(),
                query: names(query),
                headers: names(headers),
                body: names(body),
            }
        })
        .collect()
}

fn names(column: &str) -> BTreeSet<String> {
    column
        .split(',')
        .filter(|name| *name != "-")
        .map(str::to_owned)
        .collect()
}
