//! `/contacts` and `/contacts/{id}`.

mod children;
pub(crate) mod write;

use crate::api::custom_filter::Conditions;
use crate::api::params::{
    CREATED_SINCE, FIELDS, IDS, LIMIT, OFFSET, PAGE_TOKEN, Rule, UPDATED_SINCE, Value,
};
use crate::api::{View, list, show};
use crate::firm::{Contact, ContactKind, ParentType};
use crate::reply::Reply;
use crate::switches::HiddenContact;

pub(crate) const RULES: &[Rule] = &[
    FIELDS,
    LIMIT,
    PAGE_TOKEN,
    OFFSET,
    IDS,
    CREATED_SINCE,
    UPDATED_SINCE,
    ("exclude_ids[]", Value::Integer),
    ("custom_field_ids[]", Value::Integer),
    ("custom_field_values", Value::Text),
    ("client_only", Value::Boolean),
    ("email_only", Value::Boolean),
    ("clio_connect_only", Value::NotModelled),
    ("shared_resource_id", Value::NotModelled),
    ("query", Value::Text),
    ("type", Value::Choice(&["Company", "Person"])),
    ("initial", Value::Choice(&LETTERS)),
    ("order", Value::Order(&["id", "name", "shared_at"])),
];

const LETTERS: [&str; 26] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S",
    "T", "U", "V", "W", "X", "Y", "Z",
];

/// Contacts this user may see; hidden ones are left out, even when asked for by `ids[]`, or are shells that no search finds.
pub(crate) fn list(lists: &list::Context<'_>) -> Result<Reply, Reply> {
    let view = lists.view;
    let conditions = Conditions::read(lists, ParentType::Contact)?;
    let seen = view
        .firm
        .contacts
        .values()
        .filter(|contact| view.sees(contact.id) || shows_shells(lists));
    let mut rows: Vec<(i64, &Contact)> = seen
        .filter(|contact| wanted(lists, contact) && conditions.hold(&contact.custom))
        .map(|contact| (contact.id, contact))
        .collect();
    list::ordered(&mut rows, lists.params.order(), |contact, field| {
        // Nothing is shared in the fake, so that `shared_at` orders by id.
        (field == "name").then(|| contact.name().to_lowercase())
    });
    let hidden = |contact: &Contact| {
        (!view.sees(contact.id)).then(|| crate::api::view::redacted(contact.id))
    };
    lists.rows("Contact", &rows, &hidden, &|contact, name| {
        view.contact(contact, name)
    })
}

/// One contact.
pub(crate) fn show(shows: &show::Context<'_>, id: i64) -> Result<Reply, Reply> {
    let view = shows.view;
    let contact = view.firm.contacts.get(&id).ok_or_else(Reply::not_found)?;
    if view.sees(id) {
        return shows.record("Contact", contact, contact.updated_at, &|name| {
            view.contact(contact, name)
        });
    }
    match view.switches.hidden_contact {
        HiddenContact::NotFound => Err(Reply::not_found()),
        HiddenContact::Forbidden => Err(Reply::forbidden()),
        HiddenContact::Redacted => shows.shell("Contact", id),
    }
}

/// A shell has nothing but its id: only lists by id, or of everybody, can hold one.
fn shows_shells(lists: &list::Context<'_>) -> bool {
    let searched = ["query", "initial", "type", "client_only", "email_only"];
    lists.view.switches.lists_show_shells
        && searched
            .into_iter()
            .all(|name| lists.params.text(name).is_none())
}

fn wanted(lists: &list::Context<'_>, contact: &Contact) -> bool {
    let params = lists.params;
    let kind = match contact.kind {
        ContactKind::Person => "Person",
        ContactKind::Company => "Company",
    };
    lists.named(contact.id)
        && lists.in_time(contact.created_at, contact.updated_at)
        && params
            .ids("exclude_ids[]")
            .is_none_or(|ids| !ids.contains(&contact.id))
        && params.text("type").is_none_or(|wanted| wanted == kind)
        && params
            .text("initial")
            .is_none_or(|letter| contact.name().to_uppercase().starts_with(letter))
        && (params.boolean("client_only") != Some(true) || lists.view.firm.is_client(contact.id))
        && (params.boolean("email_only") != Some(true) || !contact.emails.is_empty())
        && params
            .text("query")
            .is_none_or(|query| list::matches(query, &texts(lists.view, contact)))
}

/// What Clio's contact search looks through: name, title, email, address, phone, web site, custom values, company, matters.
fn texts(view: &View<'_>, contact: &Contact) -> Vec<String> {
    let mut texts = vec![contact.name()];
    texts.extend(contact.title.clone());
    texts.extend(contact.emails.iter().map(|email| email.address.clone()));
    texts.extend(contact.phones.iter().map(|phone| phone.number.clone()));
    texts.extend(contact.web_sites.iter().map(|site| site.address.clone()));
    for place in &contact.addresses {
        texts.extend([
            place.street.clone(),
            place.city.clone(),
            place.postal_code.clone(),
        ]);
    }
    texts.extend(
        contact
            .custom
            .iter()
            .filter_map(|value| value.value.as_str().map(str::to_owned)),
    );
    texts.extend(
        contact
            .company
            .and_then(|id| view.firm.contacts.get(&id))
            .map(Contact::name),
    );
    let matters = view
        .firm
        .matters
        .values()
        .filter(|matter| matter.client == Some(contact.id));
    texts.extend(matters.map(|matter| matter.display_number.clone()));
    texts
}
