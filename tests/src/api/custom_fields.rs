//! `/custom_fields` and `/custom_fields/{id}`.

use crate::api::params::{
    CREATED_SINCE, FIELDS, IDS, LIMIT, OFFSET, PAGE_TOKEN, Rule, UPDATED_SINCE, Value,
};
use crate::api::{list, show};
use crate::firm::{CustomField, ParentType};
use crate::reply::Reply;

pub(crate) const RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    IDS,
    CREATED_SINCE,
    UPDATED_SINCE,
    ("deleted", Value::Boolean),
    ("parent_type", Value::Choice(&["matter", "contact"])),
    ("field_type", Value::Choice(&TYPES)),
    ("visible_and_required", Value::Boolean),
    ("query", Value::Text),
    ("order", Value::Order(&["id", "name", "display_order"])),
];

const TYPES: [&str; 12] = [
    "checkbox",
    "contact",
    "currency",
    "date",
    "time",
    "email",
    "matter",
    "numeric",
    "picklist",
    "text_area",
    "text_line",
    "url",
];

/// Definitions. Deleted ones come only when asked for.
pub(crate) fn list(lists: &list::Context<'_>) -> Result<Reply, Reply> {
    let view = lists.view;
    let found = view
        .firm
        .custom_fields
        .values()
        .filter(|field| wanted(lists, field));
    let mut rows: Vec<(i64, &CustomField)> = found.map(|field| (field.id, field)).collect();
    list::ordered(&mut rows, lists.params.order(), |field, by| match by {
        "name" => Some(field.name.to_lowercase()),
        _ => Some(field.id.to_string()),
    });
    lists.rows("CustomField", &rows, &|_| None, &|field, name| {
        view.custom_field(field, name)
    })
}

/// One definition, deleted or not.
pub(crate) fn show(shows: &show::Context<'_>, id: i64) -> Result<Reply, Reply> {
    let view = shows.view;
    let field = view
        .firm
        .custom_fields
        .get(&id)
        .ok_or_else(Reply::not_found)?;
    shows.record("CustomField", field, field.updated_at, &|name| {
        view.custom_field(field, name)
    })
}

fn wanted(lists: &list::Context<'_>, field: &CustomField) -> bool {
    let params = lists.params;
    let parent = match field.parent {
        ParentType::Contact => "contact",
        ParentType::Matter => "matter",
    };
    lists.named(field.id)
        && lists.in_time(field.created_at, field.updated_at)
        && field.deleted == params.boolean("deleted").unwrap_or(false)
        && params
            .text("parent_type")
            .is_none_or(|wanted| wanted == parent)
        && params
            .text("field_type")
            .is_none_or(|wanted| wanted == field.kind.as_str())
        && (params.boolean("visible_and_required") != Some(true)
            || (field.displayed && field.required))
        && params
            .text("query")
            .is_none_or(|query| list::matches(query, std::slice::from_ref(&field.name)))
}
