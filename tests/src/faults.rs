//! A script of mishaps: what real networks, proxies and a Clio in trouble do.

mod wire;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};

use crate::line::Trouble;
use crate::reply::Reply;

/// One mishap, and which requests it befalls. Faults are tried in the order they were added; the first that matches is
/// used up by one.
///
/// ```
/// use contract_tests::Fault;
/// // The second list of contacts gets a proxy's page; everything else is as usual.
/// let fault = Fault::html(502, "<h1>Bad gateway</h1>").on("/api/v4/contacts").nth(2);
/// # let _ = fault;
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    mishap: Mishap,
    path: String,
    skip: u32,
    times: u32,
    delay: Duration,
}

#[derive(Clone, Debug)]
enum Mishap {
    /// Answered instead; the request has no effect.
    Instead(Reply),
    /// Something happens first, then the request is answered as usual.
    First(Before),
    /// The answer is spoilt on its way.
    Spoil(Spoil),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Before {
    Nothing,
    RevokeTokens,
    ExpireAccessTokens,
}

#[derive(Clone, Debug)]
enum Spoil {
    CutBodyAt(usize),
    CutLast(usize),
    Next(String),
    RepeatNext,
    EmptyPage,
    Version(String),
    Edit(fn(&mut Value)),
    Lose(Reply),
    Trouble(Trouble),
}

impl Fault {
    /// A status with a JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(Mishap::Instead(Reply::json(status, body)))
    }

    /// A status with Clio's nested error.
    pub fn status(status: u16) -> Self {
        Self::json(
            status,
            &json!({"error": {"type": "InternalError", "message": "Something went wrong"}}),
        )
    }

    /// A status with an HTML page.
    pub fn html(status: u16, body: &str) -> Self {
        Self::new(Mishap::Instead(Reply::html(status, "Error", body)))
    }

    /// 429 with `Retry-After` as given: seconds, a date, or nonsense.
    pub fn too_many(retry_after: &str) -> Self {
        let reply = Reply::api_error(429, "RateLimited", "Rate limit of 50 exceeded.");
        Self::new(Mishap::Instead(reply.header("Retry-After", retry_after)))
    }

    /// 200 with a body that is not JSON.
    pub fn garbage() -> Self {
        Self::body("\u{1f}\u{fffd}{]")
    }

    /// 200 with this body, said to be JSON in UTF-8.
    pub fn body(body: impl Into<Vec<u8>>) -> Self {
        Self::new(Mishap::Instead(Reply::of(
            200,
            body,
            "application/json; charset=utf-8",
        )))
    }

    /// A redirect to any address.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(Mishap::Instead(
            Reply::empty(status).header("Location", location),
        ))
    }

    /// The body stops after so many bytes (and says so: the length header fits).
    pub fn cut(bytes: usize) -> Self {
        Self::new(Mishap::Spoil(Spoil::CutBodyAt(bytes)))
    }

    /// The body lacks its last bytes (and the length header fits).
    pub fn cut_last(bytes: usize) -> Self {
        Self::new(Mishap::Spoil(Spoil::CutLast(bytes)))
    }

    /// The page's `next` leads somewhere else.
    pub fn next_link(address: &str) -> Self {
        Self::new(Mishap::Spoil(Spoil::Next(address.to_owned())))
    }

    /// The page's `next` is the page itself.
    pub fn repeated_next() -> Self {
        Self::new(Mishap::Spoil(Spoil::RepeatNext))
    }

    /// The page has no records but its `next` stays.
    pub fn empty_page() -> Self {
        Self::new(Mishap::Spoil(Spoil::EmptyPage))
    }

    /// The answer claims another API version.
    pub fn version_echo(version: &str) -> Self {
        Self::new(Mishap::Spoil(Spoil::Version(version.to_owned())))
    }

    /// Changes the body of the real answer: for what accounts were seen to hold and the fake's own records cannot.
    pub fn edit(change: fn(&mut Value)) -> Self {
        Self::new(Mishap::Spoil(Spoil::Edit(change)))
    }

    /// The request takes effect, and a proxy's page with this status comes in the place of the answer.
    pub fn lost(status: u16) -> Self {
        let page = Reply::html(status, "Error", "<h1>The server gave no answer.</h1>");
        Self::new(Mishap::Spoil(Spoil::Lose(page)))
    }

    /// Somebody removes the app inside Clio just before this request: every token dies.
    pub fn revoke_tokens() -> Self {
        Self::new(Mishap::First(Before::RevokeTokens))
    }

    /// Every access token turns thirty days old just before this request; refresh tokens live on.
    pub fn expire_access_tokens() -> Self {
        Self::new(Mishap::First(Before::ExpireAccessTokens))
    }

    /// Nothing but time: the request takes effect and the answer comes late.
    pub fn slow(delay: Duration) -> Self {
        Self::new(Mishap::First(Before::Nothing)).after(delay)
    }

    /// Only on paths that begin so (default: every path under `/api/v4/`).
    #[must_use]
    pub fn on(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Begins with the `n`th matching request, counted from 1.
    #[must_use]
    pub fn nth(mut self, n: u32) -> Self {
        self.skip = n.saturating_sub(1);
        self
    }

    /// Happens so often (default once).
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// The answer comes late.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn new(mishap: Mishap) -> Self {
        Self {
            mishap,
            path: "/api/v4/".to_owned(),
            skip: 0,
            times: 1,
            delay: Duration::ZERO,
        }
    }
}

/// The faults still to come.
#[derive(Debug, Default)]
pub(crate) struct Script(VecDeque<Fault>);

impl Script {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push_back(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that befalls a request.
    pub(crate) fn take(&mut self, path: &str) -> Option<Fault> {
        let mut found = None;
        for fault in &mut self.0 {
            if !path.starts_with(&fault.path) || fault.times == 0 {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if found.is_none() {
                fault.times -= 1;
                found = Some(fault.clone());
            }
        }
        self.0.retain(|fault| fault.times > 0);
        found
    }
}

impl Fault {
    /// The answer that takes the place of the real one.
    pub(crate) fn instead(&self) -> Option<Reply> {
        match &self.mishap {
            Mishap::Instead(reply) => Some(self.late(reply.clone())),
            _ => None,
        }
    }

    /// What happens before the request is answered.
    pub(crate) fn before(&self) -> Before {
        match self.mishap {
            Mishap::First(before) => before,
            _ => Before::Nothing,
        }
    }

    /// Spoils a real answer; `here` is the address that was asked.
    pub(crate) fn spoil(&self, mut reply: Reply, here: &str) -> Reply {
        match &self.mishap {
            Mishap::Spoil(Spoil::CutBodyAt(bytes)) => reply.body.truncate(*bytes),
            Mishap::Spoil(Spoil::CutLast(bytes)) => {
                reply.body.truncate(reply.body.len().saturating_sub(*bytes));
            }
            Mishap::Spoil(Spoil::Next(address)) => edit(&mut reply, |body| {
                body["meta"]["paging"]["next"] = json!(address);
            }),
            Mishap::Spoil(Spoil::RepeatNext) => edit(&mut reply, |body| {
                body["meta"]["paging"]["next"] = json!(here);
            }),
            Mishap::Spoil(Spoil::EmptyPage) => edit(&mut reply, |body| body["data"] = json!([])),
            Mishap::Spoil(Spoil::Version(version)) => {
                reply.headers.retain(|(name, _)| *name != "X-API-VERSION");
                reply = reply.header("X-API-VERSION", version.clone());
            }
            Mishap::Spoil(Spoil::Edit(change)) => edit(&mut reply, change),
            Mishap::Spoil(Spoil::Lose(page)) => reply = page.clone(),
            Mishap::Spoil(Spoil::Trouble(trouble)) => reply.trouble = Some(trouble.clone()),
            Mishap::Instead(_) | Mishap::First(_) => {}
        }
        self.late(reply)
    }

    fn late(&self, mut reply: Reply) -> Reply {
        reply.delay = self.delay;
        reply
    }
}

fn edit(reply: &mut Reply, change: impl FnOnce(&mut Value)) {
    if let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body)
        && body.is_object()
    {
        change(&mut body);
        reply.body = body.to_string().into_bytes();
    }
}
