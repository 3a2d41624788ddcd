//! What the server thread and the test share.

use wiremock::{Request, ResponseTemplate};

use crate::clock::Clock;
use crate::faults::{Before, Script};
use crate::firm::Firm;
use crate::limits::Limits;
use crate::oauth::{App, Book};
use crate::record::Recorded;
use crate::reply::Reply;
use crate::switches::{Permissions, Switches};
use crate::{api, oauth};

/// Clio's limit is unknown; this is what common front servers take.
const LONGEST_ADDRESS: usize = 8_192;

/// One Clio.
pub(crate) struct State {
    pub(crate) origin: String,
    pub(crate) app: App,
    pub(crate) permissions: Permissions,
    pub(crate) clock: Clock,
    pub(crate) firm: Firm,
    pub(crate) switches: Switches,
    pub(crate) book: Book,
    pub(crate) limits: Limits,
    pub(crate) faults: Script,
    pub(crate) record: Vec<Recorded>,
    pub(crate) page_key: Vec<u8>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Answers and records a request.
    pub(crate) fn respond(&mut self, request: &Request) -> ResponseTemplate {
        let mut entry = Recorded::of(request);
        let reply = self.befall(request, &mut entry);
        entry.status = reply.status;
        self.record.push(entry);
        self.dated(reply).into_template()
    }

    fn befall(&mut self, request: &Request, entry: &mut Recorded) -> Reply {
        let Some(fault) = self.faults.take(request.url.path()) else {
            return self.route(request, entry);
        };
        if let Some(reply) = fault.instead() {
            return reply;
        }
        match fault.before() {
            Before::Nothing => {}
            Before::RevokeTokens => self.book.end_all(),
            Before::ExpireAccessTokens => self.book.expire_access(),
        }
        let reply = self.route(request, entry);
        let query = request
            .url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        fault.spoil(
            reply,
            &format!("{}{}{query}", self.origin, request.url.path()),
        )
    }

    fn route(&mut self, request: &Request, entry: &mut Recorded) -> Reply {
        let path = request.url.path();
        if request.url.as_str().len() > LONGEST_ADDRESS {
            return Reply::html(414, "Address too long", "<h1>Request-URI Too Large</h1>");
        }
        if path.starts_with("/api/v4/") {
            api::answer(self, request, entry)
        } else if path.starts_with("/oauth/") {
            oauth::answer(self, request)
        } else {
            Reply::html(
                404,
                "Not found",
                "<h1>The page you were looking for does not exist.</h1>",
            )
        }
    }

    /// The `Date` header tells this Clio's time, so that a client can learn how far its own clock is off.
    fn dated(&self, reply: Reply) -> Reply {
        match jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.clock.now())
        {
            Ok(date) => reply.header("Date", date),
            Err(_) => reply,
        }
    }
}
