//! Contacts that are made, changed and deleted.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use wiremock::Request;

use super::children;
use crate::api::body::{Body, Link, read, unsaved};
use crate::api::write::matched;
use crate::firm::{Contact, ContactKind, Firm, etag};
use crate::reply::Reply;
use crate::state::State;
use crate::switches::HiddenContact;

/// What the fake keeps of Clio's members; others of Clio's are refused rather than dropped.
const MEMBERS: [&str; 13] = [
    "addresses",
    "company",
    "custom_field_values",
    "date_of_birth",
    "email_addresses",
    "first_name",
    "last_name",
    "middle_name",
    "name",
    "phone_numbers",
    "prefix",
    "title",
    "type",
];

/// Makes a contact.
pub(crate) fn create(firm: &mut Firm, data: &Value, now: Timestamp) -> Result<Option<i64>, Reply> {
    let body = Body::of(data, &MEMBERS)?;
    let id = firm.next_contact();
    let mut contact = match body.text("type")?.as_deref() {
        Some("Person") => Contact::person(id, "", ""),
        Some("Company") => Contact::company(id, ""),
        _ => return Err(Reply::bad_parameter("type is missing or invalid")),
    };
    contact.created_at = now;
    save(firm, contact, &body, now)
}

/// Changes a contact: what is not sent stays.
pub(crate) fn change(
    state: &mut State,
    id: i64,
    sees: bool,
    if_match: Option<&str>,
    request: &Request,
    now: Timestamp,
) -> Result<Option<i64>, Reply> {
    let contact = find(state, id, sees)?;
    matched(if_match, &etag(&contact))?;
    let data = read(request)?;
    let body = Body::of(&data, &MEMBERS)?;
    let kind = match contact.kind {
        ContactKind::Person => "Person",
        ContactKind::Company => "Company",
    };
    if body.text("type")?.is_some_and(|asked| asked != kind) {
        return Err(unsaved("the type of a contact cannot change"));
    }
    save(&mut state.firm, contact, &body, now)
}

/// Deletes a contact and its rows on matters, but not the client of a matter.
pub(crate) fn delete(state: &mut State, id: i64, sees: bool) -> Result<Option<i64>, Reply> {
    find(state, id, sees)?;
    if state.firm.is_client(id) {
        return Err(unsaved("the contact is the client of a matter"));
    }
    state.firm.delete_contact(id);
    Ok(None)
}

fn find(state: &State, id: i64, sees: bool) -> Result<Contact, Reply> {
    let contact = state.firm.contacts.get(&id).ok_or_else(Reply::not_found)?;
    if sees && !state.firm.hidden_contacts.contains(&id) {
        return Ok(contact.clone());
    }
    Err(match state.switches.hidden_contact {
        HiddenContact::NotFound => Reply::not_found(),
        HiddenContact::Forbidden | HiddenContact::Redacted => Reply::forbidden(),
    })
}

/// Takes over what was sent, and saves the contact when it can be one.
fn save(
    firm: &mut Firm,
    mut contact: Contact,
    body: &Body<'_>,
    now: Timestamp,
) -> Result<Option<i64>, Reply> {
    for (name, place) in [
        ("first_name", &mut contact.first_name),
        ("middle_name", &mut contact.middle_name),
        ("last_name", &mut contact.last_name),
        ("prefix", &mut contact.prefix),
        ("title", &mut contact.title),
    ] {
        if let Some(text) = body.text(name)? {
            *place = Some(text).filter(|text| !text.trim().is_empty());
        }
    }
    // A person's whole name is made of its parts (Clio's page on contact names).
    if let Some(name) = body.text("name")?
        && contact.kind == ContactKind::Company
    {
        contact.whole_name = Some(name);
    }
    if let Some(day) = body.text("date_of_birth")? {
        if !day.is_empty() && day.parse::<Date>().is_err() {
            return Err(unsaved("date_of_birth is not a date"));
        }
        contact.date_of_birth = Some(day).filter(|day| !day.is_empty());
    }
    match body.link("company")? {
        Link::NotSent => {}
        Link::Null => contact.company = None,
        Link::To(id) => match firm.contacts.get(&id).map(|found| found.kind) {
            None => return Err(Reply::not_found()),
            Some(ContactKind::Person) => return Err(unsaved("company is no company")),
            Some(ContactKind::Company) => contact.company = Some(id),
        },
    }
    children::write(firm, &mut contact, body)?;
    let named = match contact.kind {
        ContactKind::Person => contact.first_name.is_some() || contact.last_name.is_some(),
        ContactKind::Company => contact
            .whole_name
            .iter()
            .any(|name| !name.trim().is_empty()),
    };
    if !named {
        return Err(unsaved("At least one of first name or last name is needed"));
    }
    contact.updated_at = now;
    Ok(Some(firm.add_contact(contact)))
}
