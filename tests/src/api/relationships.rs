//! `/relationships` and `/relationships/{id}`.

pub(crate) mod write;

use crate::api::params::{
    CREATED_SINCE, FIELDS, IDS, LIMIT, OFFSET, PAGE_TOKEN, Rule, UPDATED_SINCE, Value,
};
use crate::api::{list, show};
use crate::firm::Relationship;
use crate::reply::Reply;

/// There is no `order` here (API document), hence no cursor walk either.
pub(crate) const RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    IDS,
    CREATED_SINCE,
    UPDATED_SINCE,
    ("matter_id", Value::Integer),
    ("contact_id", Value::Integer),
    ("order", Value::Refused),
];

/// Rows between matters and contacts.
pub(crate) fn list(lists: &list::Context<'_>) -> Result<Reply, Reply> {
    let (view, params) = (lists.view, lists.params);
    let wanted = |row: &&Relationship| {
        lists.named(row.id)
            && lists.in_time(row.created_at, row.updated_at)
            && params
                .integer("matter_id")
                .is_none_or(|id| row.matter == id)
            && params
                .integer("contact_id")
                .is_none_or(|id| row.contact == id)
    };
    let found = view.firm.relationships.values().filter(wanted);
    let mut rows: Vec<(i64, &Relationship)> = found.map(|row| (row.id, row)).collect();
    list::ordered(&mut rows, None, |_, _| None);
    lists.rows("Relationship", &rows, &|_| None, &|row, name| {
        view.relationship(row, name)
    })
}

/// One row.
pub(crate) fn show(shows: &show::Context<'_>, id: i64) -> Result<Reply, Reply> {
    let view = shows.view;
    let row = view
        .firm
        .relationships
        .get(&id)
        .ok_or_else(Reply::not_found)?;
    shows.record("Relationship", row, row.updated_at, &|name| {
        view.relationship(row, name)
    })
}
