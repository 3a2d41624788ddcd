//! Sets a fake up before it starts.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request};

use crate::FakeClio;
use crate::clock::Clock;
use crate::faults::Script;
use crate::firm::{Firm, sample};
use crate::limits::{Limits, WINDOW};
use crate::line::Line;
use crate::oauth::{App, Book};
use crate::state::State;
use crate::switches::{Permissions, Switches};

/// Builds a [`FakeClio`].
#[derive(Debug)]
pub struct FakeClioBuilder {
    firm: Option<Firm>,
    rate_limit: u32,
    rate_window: u32,
    redirects: Vec<String>,
    permissions: Permissions,
    switches: Switches,
    app_name: String,
    listener: Option<TcpListener>,
    bad_line: bool,
}

impl Default for FakeClioBuilder {
    fn default() -> Self {
        Self {
            firm: None,
            rate_limit: 50,
            rate_window: WINDOW,
            redirects: Vec::new(),
            permissions: Permissions::default(),
            switches: Switches::default(),
            app_name: "InterActive LegalSuite".to_owned(),
            listener: None,
            bad_line: false,
        }
    }
}

impl FakeClioBuilder {
    /// The firm (default: [`sample::firm`]).
    #[must_use]
    pub fn firm(mut self, firm: Firm) -> Self {
        self.firm = Some(firm);
        self
    }

    /// Requests a minute and access token (default 50, Clio's figure for peak hours).
    #[must_use]
    pub fn rate_limit(mut self, requests: u32) -> Self {
        self.rate_limit = requests;
        self
    }

    /// Seconds of a window of that limit (default 60).
    #[must_use]
    pub fn rate_window(mut self, seconds: u32) -> Self {
        self.rate_window = seconds;
        self
    }

    /// Registers another redirect address beside `{origin}/oauth/approval`.
    #[must_use]
    pub fn redirect_uri(mut self, address: &str) -> Self {
        self.redirects.push(address.to_owned());
        self
    }

    /// What the app may read.
    #[must_use]
    pub fn permissions(mut self, change: impl FnOnce(&mut Permissions)) -> Self {
        change(&mut self.permissions);
        self
    }

    /// Where Clio is silent.
    #[must_use]
    pub fn switches(mut self, change: impl FnOnce(&mut Switches)) -> Self {
        change(&mut self.switches);
        self
    }

    /// The app's name on the page with ALLOW ACCESS.
    #[must_use]
    pub fn app_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.app_name);
        self
    }

    /// Serves on this listener instead of a free port on 127.0.0.1.
    #[must_use]
    pub fn listener(mut self, listener: TcpListener) -> Self {
        self.listener = Some(listener);
        self
    }

    /// Puts a line before it that can break, stall and miscount: what [`Fault::reset`](crate::Fault::reset) and its kin need.
    #[must_use]
    pub fn bad_line(mut self) -> Self {
        self.bad_line = true;
        self
    }

    /// Starts it, on a thread of its own.
    ///
    /// # Panics
    ///
    /// When no port on 127.0.0.1 can be opened.
    pub async fn start(self) -> FakeClio {
        let mut server = MockServer::builder().disable_request_recording();
        if let Some(listener) = self.listener {
            server = server.listener(listener);
        }
        let server = server.start().await;
        let line = self.bad_line.then(|| Line::to(*server.address()));
        let origin = match &line {
            Some(line) => format!("http://{}", line.address),
            None => server.uri(),
        };
        let mut redirects = vec![format!("{origin}/oauth/approval")];
        redirects.extend(self.redirects);
        let mut random = fastrand::Rng::new();
        let mut secret = |kind: &str| {
            let text: String = std::iter::repeat_with(|| random.alphanumeric())
                .take(32)
                .collect();
            format!("{kind}{text}")
        };
        let (client_id, client_secret) = (secret("fake-app-"), secret("CANARY_client_secret_"));
        let page_key = secret("").into_bytes();
        let clock = Clock::default();
        let state = State {
            origin: origin.clone(),
            app: App {
                name: self.app_name,
                client_id: client_id.clone(),
                client_secret: client_secret.clone().into(),
                redirects,
            },
            permissions: self.permissions,
            clock: clock.clone(),
            firm: self.firm.unwrap_or_else(sample::firm),
            switches: self.switches,
            book: Book::default(),
            limits: Limits::new(self.rate_limit, self.rate_window),
            faults: Script::default(),
            record: Vec::new(),
            page_key,
        };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let respond = move |request: &Request| crate::lock(&shared).respond(request);
        Mock::given(any())
            .respond_with(respond)
            .mount(&server)
            .await;
        FakeClio {
            server,
            line,
            state,
            origin,
            clock,
            client_id,
            client_secret: client_secret.into(),
        }
    }
}
