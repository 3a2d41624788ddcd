//! The API under `/api/v4`.
//!
//! A request passes, in this order: the bearer token (401, flat error, no rate headers), the API version (410), what the
//! grant permits (403), the rate limit (429), its parameters (400), its body (400), the record (404), conditions (304, 412), and what can
//! be saved (422).

mod body;
mod contacts;
mod custom_fields;
mod custom_filter;
mod list;
mod matters;
mod params;
mod people;
mod relationships;
mod show;
mod users;
pub(crate) mod view;
mod write;

use std::collections::BTreeSet;

use wiremock::Request;

use crate::record::Recorded;
use crate::reply::Reply;
use crate::state::State;
use crate::switches::Permissions;

pub(crate) use params::{Params, Rule};
pub(crate) use view::View;

/// Without the header.
const DEFAULT_VERSION: &str = "4.0.13";

/// What one path is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Route {
    WhoAmI,
    Matters,
    Matter(i64),
    MatterContacts(i64),
    RelatedContacts(i64),
    MatterClient(i64),
    Contacts,
    Contact(i64),
    Relationships,
    Relationship(i64),
    CustomFields,
    CustomField(i64),
}

impl Route {
    /// The route of a path, with or without `.json`.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/api/v4/")?;
        let path = path.strip_suffix(".json").unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let id = |text: &str| {
            text.parse::<i64>()
                .ok()
                .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
        };
        Some(match parts.as_slice() {
            ["users", "who_am_i"] => Self::WhoAmI,
            ["matters"] => Self::Matters,
            ["matters", one] => Self::Matter(id(one)?),
            ["matters", one, "contacts"] => Self::MatterContacts(id(one)?),
            ["matters", one, "related_contacts"] => Self::RelatedContacts(id(one)?),
            ["matters", one, "client"] => Self::MatterClient(id(one)?),
            ["contacts"] => Self::Contacts,
            ["contacts", one] => Self::Contact(id(one)?),
            ["relationships"] => Self::Relationships,
            ["relationships", one] => Self::Relationship(id(one)?),
            ["custom_fields"] => Self::CustomFields,
            ["custom_fields", one] => Self::CustomField(id(one)?),
            _ => return None,
        })
    }

    fn permitted(self, to: Permissions, is_read: bool) -> bool {
        (is_read || !to.read_only)
            && match self {
                Self::WhoAmI => to.users,
                Self::Matters | Self::Matter(_) => to.matters,
                Self::Contacts | Self::Contact(_) => to.contacts,
                Self::CustomFields | Self::CustomField(_) => to.custom_fields,
                Self::Relationships
                | Self::Relationship(_)
                | Self::MatterContacts(_)
                | Self::RelatedContacts(_)
                | Self::MatterClient(_) => to.matters && to.contacts,
            }
    }

    fn rules(self) -> &'static [Rule] {
        match self {
            Self::WhoAmI | Self::MatterClient(_) | Self::Relationship(_) | Self::CustomField(_) => {
                show::PLAIN
            }
            Self::Matter(_) | Self::Contact(_) => show::WITH_CUSTOM_VALUES,
            Self::Matters => matters::RULES,
            Self::Contacts => contacts::RULES,
            Self::Relationships => relationships::RULES,
            Self::CustomFields => custom_fields::RULES,
            Self::MatterContacts(_) => people::CONTACTS_RULES,
            Self::RelatedContacts(_) => people::RELATED_RULES,
        }
    }
}

impl Route {
    fn write_rules(self) -> &'static [Rule] {
        match self {
            Self::Contacts | Self::Contact(_) => show::WITH_CUSTOM_VALUES,
            _ => show::PLAIN,
        }
    }
}

/// Answers a request under `/api/v4`.
pub(crate) fn answer(state: &mut State, request: &Request, entry: &mut Recorded) -> Reply {
    let now = state.clock.now();
    let Some((token, permissions)) = state.book.bearer(request, now) else {
        return Reply::flat_error(
            401,
            "invalid_token",
            "The access token is missing, has expired or was revoked",
        );
    };
    let standing = state.limits.count(&token, now);
    standing.onto(permitted(
        state,
        request,
        entry,
        permissions,
        standing.refusal(),
    ))
}

fn permitted(
    state: &mut State,
    request: &Request,
    entry: &mut Recorded,
    to: Permissions,
    over: Option<Reply>,
) -> Reply {
    let asked = request
        .headers
        .get("x-api-version")
        .map_or(Ok(DEFAULT_VERSION), |value| value.to_str());
    let Some(version) = asked.ok().and_then(|asked| {
        state
            .switches
            .versions
            .iter()
            .find(|known| **known == asked)
    }) else {
        return Reply::api_error(410, "Gone", "This version of the API is not supported");
    };
    let Some(route) = Route::of(request.url.path()) else {
        return Reply::html(
            404,
            "Not found",
            "<h1>The page you were looking for does not exist.</h1>",
        );
    };
    let is_read = request.method == http::Method::GET;
    if !is_read && let Err(refusal) = write::known(route, &request.method) {
        return refusal;
    }
    if !route.permitted(to, is_read) {
        return Reply::forbidden();
    }
    if let Some(reply) = over {
        return reply;
    }
    let rules = if is_read {
        route.rules()
    } else {
        route.write_rules()
    };
    let reply = Params::read(request, rules)
        .and_then(|params| {
            entry.unknown_parameters = params.unknown().map(str::to_owned).collect();
            if state.switches.refuse_unknown_parameters && !entry.unknown_parameters.is_empty() {
                return Err(Reply::bad_parameter("unknown parameter"));
            }
            if !is_read {
                return write::answer(state, request, &params, route, (to.contacts, to.matters));
            }
            let view = View {
                firm: &state.firm,
                switches: &state.switches,
                sees_contacts: to.contacts,
                sees_matters: to.matters,
            };
            one(state, request, &view, &params, route)
        })
        .unwrap_or_else(|refusal| refusal);
    if reply.status < 400 {
        reply.header("X-API-VERSION", *version)
    } else {
        reply
    }
}

fn one(
    state: &State,
    request: &Request,
    view: &View<'_>,
    params: &Params,
    route: Route,
) -> Result<Reply, Reply> {
    let ids = params.ids("ids[]").map(BTreeSet::from_iter);
    let lists = list::Context {
        state,
        path: request.url.path(),
        view,
        params,
        ids,
    };
    let shows = show::Context {
        request,
        view,
        params,
    };
    match route {
        Route::WhoAmI => users::who_am_i(&shows),
        Route::Matters => matters::list(&lists),
        Route::Matter(id) => matters::show(&shows, id),
        Route::MatterContacts(id) => people::contacts(&lists, id),
        Route::RelatedContacts(id) => people::related(&lists, id),
        Route::MatterClient(id) => people::client(&shows, id),
        Route::Contacts => contacts::list(&lists),
        Route::Contact(id) => contacts::show(&shows, id),
        Route::Relationships => relationships::list(&lists),
        Route::Relationship(id) => relationships::show(&shows, id),
        Route::CustomFields => custom_fields::list(&lists),
        Route::CustomField(id) => custom_fields::show(&shows, id),
    }
}
