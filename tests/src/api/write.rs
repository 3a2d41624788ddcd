//! POST, PATCH and DELETE of contacts and relationships.
//!
//! A write is all or nothing, and the answer is the record cut to `fields`. What Clio's document does not say is taken strictly: links
//! to missing records are 404, values that cannot be saved 422, anything else than the documented members 400.

use http::Method;
use wiremock::Request;

use super::body::read;
use super::contacts::write as contacts;
use super::relationships::write as relationships;
use super::{Params, Route, View, show};
use crate::fields::shape;
use crate::reply::Reply;
use crate::state::State;

/// Whether the fake knows this write, and how it refuses if not.
pub(crate) fn known(route: Route, method: &Method) -> Result<(), Reply> {
    match (route, method.as_str()) {
        (Route::Contacts | Route::Relationships, "POST")
        | (Route::Contact(_) | Route::Relationship(_), "PATCH" | "DELETE") => Ok(()),
        (Route::Matters | Route::CustomFields, "POST")
        | (Route::Matter(_) | Route::CustomField(_), "PATCH" | "DELETE") => Err(Reply::api_error(
            501,
            "NotModelled",
            "the fake Clio does not model this write",
        )),
        _ => Err(Reply::api_error(
            405,
            "MethodNotAllowed",
            "Clio has no such operation",
        )),
    }
}

/// Does a known write, and answers it.
pub(crate) fn answer(
    state: &mut State,
    request: &Request,
    params: &Params,
    route: Route,
    sees: (bool, bool),
) -> Result<Reply, Reply> {
    let now = state.clock.now();
    let kind = match route {
        Route::Contacts | Route::Contact(_) => "Contact",
        _ => "Relationship",
    };
    // What is asked of the answer is read first: a refusal leaves everything as it was.
    show::selection(params, shape(kind))?;
    let if_match = request
        .headers
        .get("if-match")
        .and_then(|etag| etag.to_str().ok());
    let written = match (route, request.method == Method::DELETE) {
        (Route::Contact(id), true) => contacts::delete(state, id, sees.0)?,
        (Route::Relationship(id), true) => relationships::delete(&mut state.firm, id)?,
        (Route::Contacts, _) => contacts::create(&mut state.firm, &read(request)?, now)?,
        (Route::Contact(id), _) => contacts::change(state, id, sees.0, if_match, request, now)?,
        (Route::Relationships, _) => relationships::create(&mut state.firm, &read(request)?, now)?,
        (Route::Relationship(id), _) => {
            relationships::change(&mut state.firm, id, if_match, request, now)?
        }
        _ => return Err(Reply::not_found()),
    };
    let Some(id) = written else {
        return Ok(Reply::empty(204));
    };
    let view = View {
        firm: &state.firm,
        switches: &state.switches,
        sees_contacts: sees.0,
        sees_matters: sees.1,
    };
    let shows = show::Context {
        request,
        view: &view,
        params,
    };
    let mut reply = match kind {
        "Contact" => super::contacts::show(&shows, id)?,
        _ => super::relationships::show(&shows, id)?,
    };
    if request.method == Method::POST {
        reply.status = 201;
    }
    Ok(reply)
}

/// 412 when `If-Match` names another version (Clio: ETags).
pub(crate) fn matched(if_match: Option<&str>, etag: &str) -> Result<(), Reply> {
    if if_match.is_none_or(|asked| asked == "*" || asked.split(',').any(|one| one.trim() == etag)) {
        Ok(())
    } else {
        Err(Reply::api_error(
            412,
            "PreconditionFailed",
            "the record is another version",
        ))
    }
}
