//! `/matters` and `/matters/{id}`.

use jiff::civil::Date;

use crate::api::custom_filter::Conditions;
use crate::api::params::{
    CREATED_SINCE, FIELDS, IDS, LIMIT, OFFSET, PAGE_TOKEN, Rule, UPDATED_SINCE, Value, date_bound,
};
use crate::api::{View, list, show};
use crate::firm::{Contact, Matter, ParentType};
use crate::reply::Reply;

pub(crate) const RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    IDS,
    CREATED_SINCE,
    UPDATED_SINCE,
    ("client_id", Value::Integer),
    ("query", Value::Text),
    ("status", Value::Choices(&["open", "closed", "pending"])),
    ("custom_field_ids[]", Value::Integer),
    ("open_date[]", Value::DateBound),
    ("close_date[]", Value::DateBound),
    ("pending_date[]", Value::DateBound),
    ("practice_area_id", Value::Integer),
    ("responsible_attorney_id", Value::Integer),
    ("originating_attorney_id", Value::Integer),
    ("billable", Value::NotModelled),
    ("currency_id", Value::NotModelled),
    ("custom_field_values", Value::Text),
    ("grant_id", Value::NotModelled),
    ("group_id", Value::NotModelled),
    ("notification_event_subscriber_user_id", Value::NotModelled),
    ("responsible_staff_id", Value::NotModelled),
    ("subscriber_user_id", Value::NotModelled),
    ("order", Value::Order(&ORDER)),
];

/// All of Clio's. What no matter of the fake has (stages, grants, deadlines) orders by id.
const ORDER: [&str; 17] = [
    "id",
    "display_number",
    "custom_number",
    "client.name",
    "clients",
    "open_date",
    "close_date",
    "pending_date",
    "practice_area.name",
    "responsible_attorney.name",
    "originating_attorney.name",
    "matter_stage.name",
    "matter_stage_updated_at",
    "statute_of_limitations.due_at",
    "grants",
    "updated_at",
    "created_at",
];

/// Matters.
pub(crate) fn list(lists: &list::Context<'_>) -> Result<Reply, Reply> {
    let view = lists.view;
    let conditions = Conditions::read(lists, ParentType::Matter)?;
    let found = view
        .firm
        .matters
        .values()
        .filter(|matter| wanted(lists, matter) && conditions.hold(&matter.custom));
    let mut rows: Vec<(i64, &Matter)> = found.map(|matter| (matter.id, matter)).collect();
    list::ordered(&mut rows, lists.params.order(), |matter, field| {
        key(view, matter, field)
    });
    lists.rows("Matter", &rows, &|_| None, &|matter, name| {
        view.matter(matter, name)
    })
}

/// One matter.
pub(crate) fn show(shows: &show::Context<'_>, id: i64) -> Result<Reply, Reply> {
    let view = shows.view;
    let matter = view.firm.matters.get(&id).ok_or_else(Reply::not_found)?;
    shows.record("Matter", matter, matter.updated_at, &|name| {
        view.matter(matter, name)
    })
}

fn wanted(lists: &list::Context<'_>, matter: &Matter) -> bool {
    let params = lists.params;
    let user = lists.view.firm.user.id;
    let bound = |name: &str, date: &Option<String>| {
        params.all(name).all(|bound| within(bound, date.as_deref()))
    };
    lists.named(matter.id)
        && lists.in_time(matter.created_at, matter.updated_at)
        && params
            .integer("client_id")
            .is_none_or(|id| matter.client == Some(id))
        && params
            .text("status")
            .is_none_or(|list| list.split(',').any(|one| one == matter.status.filter()))
        && params.integer("practice_area_id").is_none_or(|id| {
            matter
                .practice_area
                .as_ref()
                .is_some_and(|area| area.0 == id)
        })
        && params
            .integer("responsible_attorney_id")
            .is_none_or(|id| id == user)
        && params
            .integer("originating_attorney_id")
            .is_none_or(|id| id == user)
        && bound("open_date[]", &matter.open_date)
        && bound("close_date[]", &matter.close_date)
        && bound("pending_date[]", &matter.pending_date)
        && params
            .text("query")
            .is_none_or(|query| list::matches(query, &texts(lists.view, matter)))
}

/// What Clio's matter search looks through.
fn texts(view: &View<'_>, matter: &Matter) -> Vec<String> {
    vec![
        matter.display_number.clone(),
        matter.number().to_string(),
        matter.description.clone(),
        client_name(view, matter).unwrap_or_default(),
    ]
}

fn client_name(view: &View<'_>, matter: &Matter) -> Option<String> {
    let id = matter.client.filter(|id| view.sees(*id))?;
    view.firm.contacts.get(&id).map(Contact::name)
}

fn key(view: &View<'_>, matter: &Matter, field: &str) -> Option<String> {
    match field {
        "display_number" => Some(matter.display_number.clone()),
        "client.name" | "clients" => client_name(view, matter).map(|name| name.to_lowercase()),
        "open_date" => matter.open_date.clone(),
        "close_date" => matter.close_date.clone(),
        "pending_date" => matter.pending_date.clone(),
        "practice_area.name" => matter.practice_area.as_ref().map(|(_, name)| name.clone()),
        "updated_at" => Some(matter.updated_at.to_string()),
        "created_at" => Some(matter.created_at.to_string()),
        _ => None,
    }
}

fn within(bound: &str, date: Option<&str>) -> bool {
    let (Some((operator, limit)), Some(date)) = (
        date_bound(bound),
        date.and_then(|date| date.parse::<Date>().ok()),
    ) else {
        return false;
    };
    match operator {
        "<" => date < limit,
        "<=" => date <= limit,
        ">" => date > limit,
        ">=" => date >= limit,
        _ => date == limit,
    }
}
