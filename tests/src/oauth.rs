//! Clio's OAuth endpoints: authorize page, approval page, token endpoint, deauthorize.
//!
//! Only the authorization code grant and refresh exist (Clio's page on authorization).

mod book;
mod pages;
mod token;

use wiremock::Request;

use crate::reply::Reply;
use crate::state::State;

pub(crate) use book::{Book, Held};

/// The firm's app as registered with Clio.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: secrecy::SecretString,
    pub(crate) redirects: Vec<String>,
}

impl App {
    /// Registered addresses match to the letter, but may carry query parameters of their own (Clio's support article on
    /// redirect addresses).
    fn allows(&self, redirect: &str) -> bool {
        let bare = redirect.split_once('?').map_or(redirect, |(bare, _)| bare);
        self.redirects
            .iter()
            .any(|registered| registered == redirect || registered == bare)
    }
}

/// Answers a request under `/oauth`.
pub(crate) fn answer(state: &mut State, request: &Request) -> Reply {
    match (request.method.as_str(), request.url.path()) {
        ("GET", "/oauth/authorize") => pages::authorize(state, request),
        ("POST", "/oauth/authorize") => pages::decide(state, request),
        ("GET", "/oauth/approval") => pages::approval(request),
        ("POST", "/oauth/token") => token::token(state, request),
        ("POST", "/oauth/deauthorize") => token::deauthorize(state, request),
        _ => Reply::html(
            404,
            "Not found",
            "<h1>The page you were looking for does not exist.</h1>",
        ),
    }
}

/// The fields of a form, or `None` when the body is not one.
fn form(request: &Request) -> Option<Vec<(String, String)>> {
    let kind = request.headers.get("content-type")?.to_str().ok()?;
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        .then(|| {
            url::form_urlencoded::parse(&request.body)
                .into_owned()
                .collect()
        })
}

/// A field that stands exactly once and is not empty.
fn once<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = pairs
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str());
    let first = values.next().filter(|value| !value.is_empty())?;
    if values.next().is_some() {
        None
    } else {
        Some(first)
    }
}

/// A redirect address with more parameters.
fn with_query(redirect: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let mark = if redirect.contains('?') { '&' } else { '?' };
    format!("{redirect}{mark}{}", query.finish())
}
