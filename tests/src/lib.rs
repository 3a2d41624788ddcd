//! A strict fake Clio on loopback, for every test that needs one.
//!
//! [`FakeClio`] speaks real HTTP: the authorize page with its two buttons, the approval page with the Success Code, the token
//! endpoint, and the part of API v4 the import reads. Where Clio's behaviour is documented it does the same; where it is not, a
//! [`Switches`] field decides and defaults to what is harder on a client. A fake that is kinder than Clio is a bug.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use contract_tests::FakeClio;
//! let fake = FakeClio::start().await;
//! let address = format!(
//!     "{0}/oauth/authorize?response_type=code&client_id={1}&redirect_uri={0}/oauth/approval&state=xyz",
//!     fake.origin(),
//!     fake.client_id(),
//! );
//! let approval = fake.press_allow(&address).await?;
//! assert_eq!(approval.title, format!("Success code={}", approval.code));
//! # Ok(()) }
//! ```

mod answer;
mod api;
mod browser;
mod builder;
mod cargo;
mod clock;
mod faults;
mod fields;
mod files;
pub mod firm;
pub mod ils;
mod limits;
mod line;
mod oauth;
mod paging;
mod record;
mod reply;
mod signals;
mod state;
mod switches;
#[cfg(unix)]
mod terminal;

#[cfg(doctest)]
mod pages;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use wiremock::MockServer;

pub use answer::{Answer, start};
pub use browser::{Approval, BrowserError, RawAnswer, Refusal, send};
pub use builder::FakeClioBuilder;
pub use cargo::{cargo, forget_package};
pub use clock::Clock;
pub use faults::Fault;
pub use fields::RedactedKeys;
pub use files::files_below;
pub use firm::Firm;
pub use ils::Ils;
pub use record::{Recorded, fingerprint};
pub use signals::heeding_signals;
pub use switches::{HiddenContact, Permissions, Switches};
#[cfg(unix)]
pub use terminal::Terminal;

use line::Line;
use oauth::Held;
use state::State;

/// A Clio of one's own, on a free port of 127.0.0.1. It stops when dropped.
pub struct FakeClio {
    server: MockServer,
    line: Option<Line>,
    state: Arc<Mutex<State>>,
    origin: String,
    clock: Clock,
    client_id: String,
    client_secret: SecretString,
}

/// A connection made without a browser.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Grant {
    /// The bearer token.
    pub access_token: SecretString,
    /// The refresh token.
    pub refresh_token: SecretString,
}

impl std::fmt::Debug for FakeClio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeClio")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl FakeClio {
    /// The sample firm, 50 requests a minute, nothing switched.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Anything else.
    pub fn builder() -> FakeClioBuilder {
        FakeClioBuilder::default()
    }

    /// `http://127.0.0.1:PORT`: what `ILS_CLIO_URL` is set to.
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// The address where the server listens.
    pub fn address(&self) -> std::net::SocketAddr {
        match &self.line {
            Some(line) => line.address,
            None => *self.server.address(),
        }
    }

    /// The app's key.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The app's secret; holds the word `CANARY`, as every secret of the fake does.
    pub fn client_secret(&self) -> &str {
        self.client_secret.expose_secret()
    }

    /// The fake's clock: codes, tokens, rate windows and `Date` follow it.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Connects without a browser: for tests that are not about connecting. Not recorded.
    pub fn grant(&self) -> Grant {
        let mut state = self.state();
        let held = Held {
            grant: state.book.new_grant(),
            permissions: state.permissions,
        };
        let (now, life) = (state.clock.now(), state.switches.access_token_life);
        let access_token = state.book.issue_access(held, now, life).into();
        Grant {
            access_token,
            refresh_token: state.book.issue_refresh(held).into(),
        }
    }

    /// Opens an authorize address as a browser would and presses ALLOW ACCESS.
    ///
    /// # Errors
    ///
    /// When Clio shows something else than its page, or the way does not end with a code.
    pub async fn press_allow(&self, address: &str) -> Result<Approval, BrowserError> {
        browser::allow(address).await
    }

    /// Opens an authorize address as a browser would and presses DENY.
    ///
    /// # Errors
    ///
    /// When Clio shows something else than its page, or gives a code.
    pub async fn press_deny(&self, address: &str) -> Result<Refusal, BrowserError> {
        browser::deny(address).await
    }

    /// Every request so far, oldest first.
    pub fn record(&self) -> Vec<Recorded> {
        self.state().record.clone()
    }

    /// The requests under `/api/v4`.
    pub fn api_requests(&self) -> Vec<Recorded> {
        self.record().into_iter().filter(Recorded::is_api).collect()
    }

    /// The requests to the token endpoint.
    pub fn token_requests(&self) -> Vec<Recorded> {
        self.record()
            .into_iter()
            .filter(|request| request.path == "/oauth/token")
            .collect()
    }

    /// Forgets the requests so far.
    pub fn reset_record(&self) {
        self.state().record.clear();
    }

    /// Changes the firm while it runs; records that differ afterwards get a new etag and time of change.
    pub fn change<T>(&self, change: impl FnOnce(&mut Firm) -> T) -> T {
        let mut state = self.state();
        let (before, now) = (state.firm.clone(), state.clock.now());
        let result = change(&mut state.firm);
        state.firm.stamp_changes(&before, now);
        result
    }

    /// Reads the firm as it is now.
    pub fn read<T>(&self, read: impl FnOnce(&Firm) -> T) -> T {
        read(&self.state().firm)
    }

    /// Adds a mishap to the script.
    ///
    /// # Panics
    ///
    /// When it is one of the line's and there is none: see [`FakeClioBuilder::bad_line`].
    pub fn fault(&self, fault: Fault) {
        assert!(
            self.line.is_some() || !fault.needs_line(),
            "{fault:?} befalls a line: FakeClio::builder().bad_line()"
        );
        self.state().faults.add(fault);
    }

    /// Drops the mishaps still to come.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Changes a switch while it runs.
    pub fn switch(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.state().switches);
    }

    /// Changes what the app may read: holds for grants made from now on.
    pub fn permit(&self, change: impl FnOnce(&mut Permissions)) {
        change(&mut self.state().permissions);
    }

    /// Changes the rate limit.
    pub fn set_rate_limit(&self, requests: u32) {
        self.state().limits.limit = requests;
    }

    /// Registers a redirect address, for listeners whose port is known late.
    pub fn register_redirect(&self, address: &str) {
        self.state().app.redirects.push(address.to_owned());
    }

    /// Somebody removed the app inside Clio: every token is dead.
    pub fn revoke_all(&self) {
        self.state().book.end_all();
    }

    /// Every access token is past its life; refresh tokens live.
    pub fn expire_access_tokens(&self) {
        self.state().book.expire_access();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// A test that panicked while it held the lock must not take the next one with it.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
