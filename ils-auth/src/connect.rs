//! One attempt to connect: address, answer, exchange.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{App, Clock, Endpoint, EndpointError, Pasted, SuccessCode, SuccessCodeError, Tokens};

mod kept;
mod saved;
#[cfg(test)]
mod tests;

pub use kept::AttemptFolder;

/// Clio's codes live this long, so an attempt does too.
const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// A wall clock that is put right by less does not end an attempt.
const SLACK: SignedDuration = SignedDuration::from_mins(2);

type Fingerprint = [u8; 32];

/// One attempt to connect. Holds the `state` word and the PKCE verifier, which belong to this attempt alone.
///
/// It ends 10 minutes after it began, is bound to its site and app, and, with [`Attempt::for_user`], to one user of this
/// computer. `Debug` shows neither secret.
pub struct Attempt {
    site: String,
    client_id: String,
    redirect: String,
    user: Option<String>,
    state: SecretString,
    verifier: SecretString,
    began: Timestamp,
    /// By the monotonic clock, which no step of the wall clock moves.
    ends: Instant,
    address: String,
    /// Hashes of the codes that were sent: RFC 6749 section 4.1.2 lets a server punish a second use.
    sent: Mutex<Vec<Fingerprint>>,
}

impl Attempt {
    /// Starts an attempt with a fresh `state` and PKCE verifier (256 random bits each).
    ///
    /// # Errors
    /// [`ConnectError::Random`] when the system gives no random numbers; no address exists then.
    pub fn begin(app: &App, clock: &dyn Clock) -> Result<Self, ConnectError> {
        let secrets = Secrets::draw()?;
        Self::with_secrets(app, app.approval_page(), secrets, clock.now(), clock)
    }

    /// The same with Clio's answer sent to `listener`, which is open already: no address names a port that somebody else
    /// could still take.
    ///
    /// # Errors
    /// As [`Attempt::begin`]; [`ConnectError::NotOurs`] when `app` is another than the listener was opened for.
    #[cfg(feature = "loopback")]
    pub fn begin_listening(
        app: &App,
        listener: &crate::Listener,
        clock: &dyn Clock,
    ) -> Result<Self, ConnectError> {
        let redirect = listener.address().to_owned();
        if !app.has_registered(&redirect) {
            return Err(ConnectError::NotOurs);
        }
        Self::with_secrets(app, redirect, Secrets::draw()?, clock.now(), clock)
    }

    /// Binds the attempt to a user of this computer (a name or a number), which whoever finishes it must name too.
    #[must_use]
    pub fn for_user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// What the person opens in the browser: `response_type=code`, the app, where to answer, `state`, the PKCE
    /// challenge (S256) and `redirect_on_decline=true`. No scope: Clio keeps those with the app.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        self.began.checked_add(LIFE).unwrap_or(Timestamp::MAX)
    }

    /// Reads what the person pasted. Local check only, no request.
    ///
    /// # Errors
    /// What [`Pasted::read`] refuses.
    pub fn read(&self, pasted: &str) -> Result<Pasted, SuccessCodeError> {
        Pasted::read(pasted, self.state.expose_secret())
    }

    /// Where Clio sends the answer: its own page, or the listener. The exchange repeats it (RFC 6749 section 4.1.3).
    pub fn redirect(&self) -> &str {
        &self.redirect
    }

    /// Waits for `outcome`, such as a person who pastes, until the attempt ends.
    ///
    /// # Errors
    /// [`ConnectError::Expired`] at that moment; `outcome` is dropped.
    pub async fn within<T>(
        &self,
        clock: &dyn Clock,
        outcome: impl Future<Output = T>,
    ) -> Result<T, ConnectError> {
        self.check_age(clock)?;
        tokio::time::timeout(self.left(clock), outcome)
            .await
            .map_err(|_| ConnectError::Expired)
    }

    /// Trades the code for tokens. One POST; a code that Clio may have seen is never sent twice.
    ///
    /// # Errors
    /// [`ConnectError::CodeRejected`] for a code that Clio refuses or that this attempt has sent before,
    /// [`ConnectError::Expired`] after 10 minutes, [`ConnectError::NotOurs`] when `endpoint` is another app's.
    pub async fn exchange(
        &self,
        endpoint: &Endpoint,
        clock: &dyn Clock,
        code: SuccessCode,
    ) -> Result<Tokens, ConnectError> {
        if !self.belongs_to(endpoint.app()) {
            return Err(ConnectError::NotOurs);
        }
        self.check_age(clock)?;
        let fingerprint = Sha256::digest(code.expose().as_bytes()).into();
        if !self.mark_sent(fingerprint) {
            return Err(ConnectError::CodeRejected);
        }
        let answer = endpoint
            .exchange(&code, &self.redirect, &self.verifier, clock)
            .await;
        answer.map_err(|failure| {
            if !failure.sent {
                self.unmark_sent(fingerprint);
            }
            failure.error.into()
        })
    }

    fn with_secrets(
        app: &App,
        redirect: String,
        Secrets { state, verifier }: Secrets,
        began: Timestamp,
        clock: &dyn Clock,
    ) -> Result<Self, ConnectError> {
        let age = clock.now().duration_since(began).max(SignedDuration::ZERO);
        let left = Duration::try_from(LIFE - age.min(LIFE)).unwrap_or_default();
        let now = clock.instant();
        Ok(Self {
            address: authorize_address(app, &redirect, &state, &verifier)?,
            site: app.site().origin().to_string(),
            client_id: app.client_id().to_owned(),
            redirect,
            user: None,
            state,
            verifier,
            began,
            ends: now.checked_add(left).unwrap_or(now),
            sent: Mutex::default(),
        })
    }

    pub(crate) fn site_address(&self) -> &str {
        &self.site
    }

    #[cfg(feature = "loopback")]
    pub(crate) fn state(&self) -> &SecretString {
        &self.state
    }

    fn belongs_to(&self, app: &App) -> bool {
        self.site == app.site().origin().to_string()
            && self.client_id == app.client_id()
            && app.has_registered(&self.redirect)
    }

    /// Over as soon as either clock says so. Long before it began counts too: the clock is wrong, and only a new attempt
    /// is safe.
    fn check_age(&self, clock: &dyn Clock) -> Result<(), ConnectError> {
        let age = clock.now().duration_since(self.began);
        if age >= LIFE || age < -SLACK || self.left(clock).is_zero() {
            return Err(ConnectError::Expired);
        }
        Ok(())
    }

    fn left(&self, clock: &dyn Clock) -> Duration {
        self.ends.saturating_duration_since(clock.instant())
    }

    /// False when it was there already.
    fn mark_sent(&self, fingerprint: Fingerprint) -> bool {
        let mut sent = self.sent();
        let new = !sent.contains(&fingerprint);
        if new {
            sent.push(fingerprint);
        }
        new
    }

    fn unmark_sent(&self, fingerprint: Fingerprint) {
        self.sent().retain(|known| *known != fingerprint);
    }

    fn sent(&self) -> std::sync::MutexGuard<'_, Vec<Fingerprint>> {
        self.sent
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempt")
            .field("site", &self.site)
            .field("began", &self.began)
            .finish_non_exhaustive()
    }
}

/// Why an attempt to connect did not give tokens. DENY is no error: see [`Pasted::Denied`].
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// Begun more than 10 minutes ago.
    #[error("the attempt to connect is older than 10 minutes")]
    Expired,
    /// Of another app, site or user, or not made by [`Attempt::to_saved`].
    #[error("the attempt belongs to another app, site or user")]
    NotOurs,
    /// Clio reported another error than `access_denied` to the listener: a code of RFC 6749 section 4.1.2.1, or
    /// "another error".
    #[error("Clio answered with a problem: {0}")]
    Refused(String),
    /// The listener has had its one answer and is closed.
    #[error("the listener is closed")]
    NotListening,
    /// Other users could have read or placed the kept attempt, or it is no plain file.
    #[error("the kept attempt is not private to this user")]
    NotPrivate,
    /// The folder for attempts could not be read or written.
    #[error("the attempt could not be kept: {0}")]
    NotKept(std::io::ErrorKind),
    /// The code is wrong, used up or too old.
    #[error("Clio did not accept the Success Code")]
    CodeRejected,
    /// The app's key or secret is wrong.
    #[error("Clio does not know this app, or its secret is wrong")]
    AppRejected,
    /// The system gave no random numbers.
    #[error("no random numbers from the system")]
    Random,
    /// The token endpoint did not serve.
    #[error(transparent)]
    Endpoint(EndpointError),
}

impl From<EndpointError> for ConnectError {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::InvalidGrant => Self::CodeRejected,
            EndpointError::InvalidClient => Self::AppRejected,
            other => Self::Endpoint(other),
        }
    }
}

/// The two words of one attempt.
struct Secrets {
    state: SecretString,
    verifier: SecretString,
}

impl Secrets {
    fn draw() -> Result<Self, ConnectError> {
        Self::draw_from(|bytes| getrandom::fill(bytes).map_err(|_| ConnectError::Random))
    }

    fn draw_from(
        mut fill: impl FnMut(&mut [u8]) -> Result<(), ConnectError>,
    ) -> Result<Self, ConnectError> {
        let mut word = || {
            let mut bytes = Zeroizing::new([0_u8; 32]);
            fill(&mut *bytes)?;
            // 256 random bits as 43 characters, which is also what RFC 7636 section 4.1 asks of a verifier. The `oauth2`
            // crate's own generators panic when the system has none to give.
            Ok::<_, ConnectError>(BASE64_URL_SAFE_NO_PAD.encode(*bytes).into())
        };
        Ok(Self {
            state: word()?,
            verifier: word()?,
        })
    }
}

fn authorize_address(
    app: &App,
    redirect: &str,
    state: &SecretString,
    verifier: &SecretString,
) -> Result<String, ConnectError> {
    // Neither can fail: a site is an origin, and `App` makes its own redirect address.
    let page = AuthUrl::new(app.site().origin().address("/oauth/authorize"))
        .map_err(|_| ConnectError::NotOurs)?;
    let redirect = RedirectUrl::new(redirect.to_owned()).map_err(|_| ConnectError::NotOurs)?;
    let client = BasicClient::new(ClientId::new(app.client_id().to_owned()))
        .set_auth_uri(page)
        .set_redirect_uri(redirect);
    let verifier = PkceCodeVerifier::new(verifier.expose_secret().to_owned());
    let (url, _) = client
        .authorize_url(|| CsrfToken::new(state.expose_secret().to_owned()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_extra_param("redirect_on_decline", "true")
        .url();
    Ok(url.into())
}
