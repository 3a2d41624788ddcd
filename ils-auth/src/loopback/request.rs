//! Reads and judges the head of one HTTP/1.1 request. Pure; refuses whatever a browser would not send.
//!
//! Written here rather than taken from a crate: a general parser accepts what this must refuse (several hosts, bare line
//! feeds, absolute targets), and every check would still have to be ours.

use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::page::Page;
use crate::ConnectError;
use crate::success_code::{Pasted, SuccessCodeError, checked, known_error};

/// An address with a code and a `state` is a few hundred bytes.
pub(super) const LONGEST_LINE: usize = 8 * 1024;
/// Browsers send the cookies of every other program on 127.0.0.1 too.
pub(super) const LONGEST_HEAD: usize = 32 * 1024;

/// What an answer of ours must carry.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) port: u16,
    pub(super) state: &'a str,
}

/// How far the bytes that have come go.
#[derive(Debug)]
pub(super) enum Progress {
    /// The end of the head is still to come.
    More,
    /// Enough to answer. `outcome` is Clio's answer, when it is one.
    Done {
        page: Page,
        outcome: Option<Result<Pasted, ConnectError>>,
    },
}

impl Progress {
    pub(super) fn refuse(page: Page) -> Self {
        Self::Done {
            page,
            outcome: None,
        }
    }
}

/// Looks at everything received so far.
pub(super) fn read(bytes: &[u8], expected: &Expected<'_>) -> Progress {
    let line = bytes.iter().position(|byte| *byte == b'\n');
    if line.unwrap_or(bytes.len()) > LONGEST_LINE {
        return Progress::refuse(Page::TooLong);
    }
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return if bytes.len() > LONGEST_HEAD {
            Progress::refuse(Page::Bad)
        } else {
            Progress::More
        };
    };
    // What follows the head is a body or a second request: a browser sends neither.
    if end > LONGEST_HEAD || bytes.len() > end + 4 {
        return Progress::refuse(Page::Bad);
    }
    match judge(&bytes[..end], expected) {
        Ok((page, outcome)) => Progress::Done {
            page,
            outcome: Some(outcome),
        },
        Err(page) => Progress::refuse(page),
    }
}

type Answer = (Page, Result<Pasted, ConnectError>);

fn judge(head: &[u8], expected: &Expected<'_>) -> Result<Answer, Page> {
    // Line ends apart, a head of ours is visible ASCII, spaces and tabs.
    let text = std::str::from_utf8(head).map_err(|_| Page::Bad)?;
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap_or_default();
    let fields = lines.map(field).collect::<Option<Vec<_>>>();
    let fields = fields.ok_or(Page::Bad)?;
    // First of all: a name that was rebound to this computer learns nothing.
    if !is_for_us(&fields, expected.port) {
        return Err(Page::Elsewhere);
    }
    let target = target(line)?;
    if !is_a_page_of_its_own(&fields) {
        return Err(Page::Background);
    }
    if fields.iter().any(|(name, _)| announces_a_body(name)) {
        return Err(Page::Bad);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != "/callback" {
        return Err(Page::Nothing);
    }
    answer(query, expected.state)
}

/// The target of `GET /… HTTP/1.1`.
fn target(line: &str) -> Result<&str, Page> {
    let mut words = line.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Page::Bad);
    };
    if !line
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic())
        || version != "HTTP/1.1"
    {
        return Err(Page::Bad);
    }
    if method != "GET" {
        return Err(Page::Method);
    }
    // Not the absolute form, which is for proxies.
    if target.starts_with('/') {
        Ok(target)
    } else {
        Err(Page::Bad)
    }
}

/// `None` for what RFC 9112 section 5 lets a server refuse: no colon, a folded line, a space before the colon, a control
/// character.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    let is_value = value
        .bytes()
        .all(|byte| byte == b'\t' || !byte.is_ascii_control());
    (is_name && is_value).then(|| (name, value.trim_matches([' ', '\t'])))
}

/// Exactly one `Host`, and it is our literal address (DNS rebinding). A browser leaves port 80 away.
fn is_for_us(fields: &[(&str, &str)], port: u16) -> bool {
    let hosts: Vec<&str> = values(fields, "host").collect();
    match hosts.as_slice() {
        [host] => *host == format!("127.0.0.1:{port}") || (port == 80 && *host == "127.0.0.1"),
        _ => false,
    }
}

/// Browsers say what a request is for (Fetch Metadata). A page that makes one in the background, in a frame or by a script
/// is not a person who was sent here by Clio; older browsers say nothing.
fn is_a_page_of_its_own(fields: &[(&str, &str)]) -> bool {
    let all = |name, allowed: &[&str]| values(fields, name).all(|value| allowed.contains(&value));
    let has = |name| values(fields, name).next().is_some();
    !has("origin")
        && all("sec-fetch-mode", &["navigate"])
        && all("sec-fetch-dest", &["document"])
        // From Clio's site to this computer is `cross-site`: fine only beside the two above.
        && (all("sec-fetch-site", &["none", "same-origin"])
            || (has("sec-fetch-mode") && has("sec-fetch-dest")))
}

fn announces_a_body(name: &str) -> bool {
    ["content-length", "transfer-encoding", "expect", "upgrade"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn values<'a>(fields: &[(&'a str, &'a str)], name: &str) -> impl Iterator<Item = &'a str> {
    fields
        .iter()
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| *value)
}

/// Clio's answer: `state`, and a code or an error, each once.
fn answer(query: &str, state: &str) -> Result<Answer, Page> {
    let (mut codes, mut states, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "code" => codes.push(value),
            "state" => states.push(value),
            "error" => errors.push(value),
            _ => {}
        }
    }
    match states.as_slice() {
        [one] if bool::from(one.as_bytes().ct_eq(state.as_bytes())) => {}
        _ => return Err(Page::Bad),
    }
    match (codes.as_slice(), errors.as_slice()) {
        ([code], []) => checked(code)
            .map(|code| (Page::Connected, Ok(Pasted::Code(code))))
            .map_err(|_: SuccessCodeError| Page::Bad),
        ([], [error]) if error == "access_denied" => Ok((Page::Denied, Ok(Pasted::Denied))),
        ([], [error]) => {
            let problem = ConnectError::Refused(known_error(error).to_owned());
            Ok((Page::Problem, Err(problem)))
        }
        _ => Err(Page::Bad),
    }
}

#[cfg(test)]
mod tests;
