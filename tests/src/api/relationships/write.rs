//! Rows between matters and contacts that are made, changed and deleted.

use jiff::Timestamp;
use serde_json::Value;
use wiremock::Request;

use crate::api::body::{Body, Link, read, unsaved};
use crate::api::write::matched;
use crate::firm::{Firm, etag};
use crate::reply::Reply;

const MEMBERS: [&str; 3] = ["contact", "description", "matter"];

/// Puts a contact on a matter.
pub(crate) fn create(firm: &mut Firm, data: &Value, now: Timestamp) -> Result<Option<i64>, Reply> {
    let body = Body::of(data, &MEMBERS)?;
    let (Some(matter), Some(contact)) = links(firm, &body)? else {
        return Err(unsaved("matter and contact can't be blank"));
    };
    let description = body.text("description")?;
    let id = firm.relate(matter, contact, description.as_deref());
    if let Some(row) = firm.relationships.get_mut(&id) {
        (row.created_at, row.updated_at) = (now, now);
    }
    Ok(Some(id))
}

/// Changes a row: what is not sent stays.
pub(crate) fn change(
    firm: &mut Firm,
    id: i64,
    if_match: Option<&str>,
    request: &Request,
    now: Timestamp,
) -> Result<Option<i64>, Reply> {
    let mut row = firm
        .relationships
        .get(&id)
        .cloned()
        .ok_or_else(Reply::not_found)?;
    matched(if_match, &etag(&row))?;
    let data = read(request)?;
    let body = Body::of(&data, &MEMBERS)?;
    let (matter, contact) = links(firm, &body)?;
    row.matter = matter.unwrap_or(row.matter);
    row.contact = contact.unwrap_or(row.contact);
    if let Some(text) = body.text("description")? {
        let is_cleared = body.value("description") == Some(&Value::Null);
        row.description = (!is_cleared).then_some(text);
    }
    row.updated_at = now;
    firm.relationships.insert(id, row);
    Ok(Some(id))
}

/// Takes a contact off a matter.
pub(crate) fn delete(firm: &mut Firm, id: i64) -> Result<Option<i64>, Reply> {
    firm.relationships
        .remove(&id)
        .map(|_| None)
        .ok_or_else(Reply::not_found)
}

/// The matter and the contact that were sent, both there; neither can be taken away.
fn links(firm: &Firm, body: &Body<'_>) -> Result<(Option<i64>, Option<i64>), Reply> {
    let link = |name: &str| match body.link(name)? {
        Link::NotSent => Ok(None),
        Link::Null => Err(unsaved(&format!("{name} can't be blank"))),
        Link::To(id) => Ok(Some(id)),
    };
    let (matter, contact) = (link("matter")?, link("contact")?);
    let gone = matter.is_some_and(|id| !firm.matters.contains_key(&id))
        || contact.is_some_and(|id| !firm.contacts.contains_key(&id));
    if gone {
        return Err(Reply::not_found());
    }
    Ok((matter, contact))
}
