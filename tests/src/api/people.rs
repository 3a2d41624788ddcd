//! `/matters/{id}/contacts`, `/matters/{id}/related_contacts` and `/matters/{id}/client`.

use crate::api::params::{FIELDS, LIMIT, OFFSET, PAGE_TOKEN, Rule, Value};
use crate::api::view::Role;
use crate::api::{list, show};
use crate::firm::{Contact, Matter, Relationship};
use crate::reply::Reply;

pub(crate) const CONTACTS_RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    ("custom_field_ids[]", Value::Integer),
    ("order", Value::Order(&["is_client", "id"])),
];

pub(crate) const RELATED_RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    ("order", Value::Order(&["id", "contact.name"])),
];

/// A contact and the row that puts it on the matter; the client has none.
type Person<'a> = (&'a Contact, Option<&'a Relationship>);

/// The client and the related contacts of a matter, by `is_client(asc)` unless told otherwise.
pub(crate) fn contacts(lists: &list::Context<'_>, matter: i64) -> Result<Reply, Reply> {
    let matter = find(lists, matter)?;
    let client = matter
        .client
        .and_then(|id| lists.view.firm.contacts.get(&id));
    let mut rows = related_rows(lists, matter);
    rows.extend(client.map(|contact| (0, (contact, None))));
    let order = lists.params.order().unwrap_or(("is_client", false));
    list::ordered(&mut rows, Some(order), |(contact, _), _| {
        Some(u8::from(matter.client == Some(contact.id)).to_string())
    });
    answer(lists, matter, &rows, Role::Listed)
}

/// The related contacts of a matter, by the id of the relationship unless told otherwise.
pub(crate) fn related(lists: &list::Context<'_>, matter: i64) -> Result<Reply, Reply> {
    let matter = find(lists, matter)?;
    let mut rows = related_rows(lists, matter);
    let order = lists.params.order().unwrap_or(("id", false));
    list::ordered(&mut rows, Some(order), |(contact, _), _| {
        Some(contact.name().to_lowercase())
    });
    answer(lists, matter, &rows, Role::Related)
}

/// The client of a matter.
pub(crate) fn client(shows: &show::Context<'_>, matter: i64) -> Result<Reply, Reply> {
    let view = shows.view;
    let matter = view
        .firm
        .matters
        .get(&matter)
        .ok_or_else(Reply::not_found)?;
    let client = matter
        .client
        .and_then(|id| view.firm.contacts.get(&id))
        .ok_or_else(Reply::not_found)?;
    if !view.sees(client.id) {
        return shows.shell("Client", client.id);
    }
    shows.record("Client", client, client.updated_at, &|name| {
        view.person_of(matter, client, None, Role::Client, name)
    })
}

fn find<'a>(lists: &list::Context<'a>, matter: i64) -> Result<&'a Matter, Reply> {
    lists
        .view
        .firm
        .matters
        .get(&matter)
        .ok_or_else(Reply::not_found)
}

fn related_rows<'a>(lists: &list::Context<'a>, matter: &Matter) -> Vec<(i64, Person<'a>)> {
    let firm = lists.view.firm;
    let row = |row: &'a Relationship| Some((row.id, (firm.contacts.get(&row.contact)?, Some(row))));
    firm.rows_of(matter.id).filter_map(row).collect()
}

fn answer(
    lists: &list::Context<'_>,
    matter: &Matter,
    rows: &[(i64, Person<'_>)],
    role: Role,
) -> Result<Reply, Reply> {
    let view = lists.view;
    let kind = if role == Role::Related {
        "RelatedContacts"
    } else {
        "MatterContacts"
    };
    let hidden = |(contact, via): Person<'_>| {
        (!view.sees(contact.id)).then(|| view.hidden_person(contact.id, via, role))
    };
    lists.rows(kind, rows, &hidden, &|(contact, via), name| {
        view.person_of(matter, contact, via, role, name)
    })
}
