//! `/oauth/token` and `/oauth/deauthorize`: one pinned origin, no redirects, capped answers.
//!
//! The requests are built and read here rather than by the `oauth2` crate, which makes the authorize address, PKCE and
//! state (see `connect`): its request future knows neither `Retry-After` nor a redirect, takes no text for
//! `expires_in`, and its parse error carries the whole answer, tokens included.

use std::sync::Arc;
use std::time::Duration;

use clio_api::AccessToken;
use secrecy::{ExposeSecret, SecretString};

use crate::{App, Clock, SuccessCode, Tokens};

mod answer;
#[cfg(test)]
mod tests;
mod transport;

use answer::{Reply, classify, grant};
use transport::{Http, TOTAL_TIMEOUT};

/// The two OAuth addresses of one app's Clio. Cheap to clone; opens nothing until used.
#[derive(Clone, Debug)]
pub struct Endpoint(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: App,
    http: Http,
}

impl Endpoint {
    /// For one app. A request may take 20 seconds, 10 of them to connect.
    pub fn new(app: App) -> Self {
        Self::with_timeout(app, TOTAL_TIMEOUT)
    }

    /// The same when a request may take `longest`.
    pub fn with_timeout(app: App, longest: Duration) -> Self {
        let http = Http::new(app.site().origin().clone(), longest);
        Self(Arc::new(Inner { app, http }))
    }

    /// The app it speaks for.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Renews tokens with their refresh token (RFC 6749 section 6). One POST, never repeated.
    ///
    /// Keeps the old refresh token unless the answer has a new one, and the identity.
    ///
    /// # Errors
    /// [`EndpointError::InvalidGrant`] when Clio refuses the refresh token or there is none; see [`EndpointError`].
    pub async fn refresh(
        &self,
        tokens: &Tokens,
        clock: &dyn Clock,
    ) -> Result<Tokens, EndpointError> {
        let refresh = tokens.refresh().ok_or(EndpointError::InvalidGrant)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose_secret()),
        ];
        let fresh = self.grant(&form, clock).await.map_err(|e| e.error)?;
        tracing::debug!("access to Clio renewed");
        Ok(tokens.renewed(fresh))
    }

    /// Ends the access at Clio (`POST /oauth/deauthorize` with the token as bearer and in the form). One POST.
    ///
    /// # Errors
    /// `Status(401)` when Clio no longer takes this access token; see [`EndpointError`].
    pub async fn deauthorize(&self, access: &AccessToken) -> Result<(), EndpointError> {
        let form = [("token", access.expose())];
        let reply = self
            .0
            .http
            .post("/oauth/deauthorize", &form, Some(access))
            .await
            .map_err(|e| e.error)?;
        match reply.status {
            200..=299 => Ok(()),
            _ => Err(classify(&reply)),
        }
    }

    /// Trades a Success Code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). One POST.
    pub(crate) async fn exchange(
        &self,
        code: &SuccessCode,
        redirect: &str,
        verifier: &SecretString,
        clock: &dyn Clock,
    ) -> Result<Tokens, Failure> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", redirect),
            ("code_verifier", verifier.expose_secret()),
        ];
        self.grant(&form, clock).await
    }

    async fn grant(&self, form: &[(&str, &str)], clock: &dyn Clock) -> Result<Tokens, Failure> {
        // Clio takes the app's key and secret in the body, not by Basic (Clio API docs, authorization).
        let mut form = form.to_vec();
        form.push(("client_id", self.0.app.client_id()));
        form.push(("client_secret", self.0.app.client_secret().expose_secret()));
        let reply: Reply = self.0.http.post("/oauth/token", &form, None).await?;
        if reply.status != 200 {
            return Err(classify(&reply).into());
        }
        Ok(grant(&reply, clock.now())?)
    }
}

/// A failure, and whether Clio can have seen the request.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: EndpointError,
    pub(crate) sent: bool,
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        Self { error, sent: true }
    }
}

/// Why an OAuth address of Clio did not serve. Never holds an answer's text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// The code or refresh token is wrong, used or too old: `invalid_grant` of RFC 6749 section 5.2, and nothing else.
    #[error("Clio did not accept the grant")]
    InvalidGrant,
    /// The app's key or secret is wrong: `invalid_client` of RFC 6749 section 5.2.
    #[error("Clio does not know this app")]
    InvalidClient,
    /// Another error code of RFC 6749 section 5.2, or "another reason".
    #[error("Clio refused: {0}")]
    Refused(String),
    /// No connection, no answer in time, or an answer that broke off.
    #[error("Clio could not be reached")]
    Unreachable,
    /// A status without a meaning here: a fault, a maintenance page.
    #[error("Clio answered with status {0}")]
    Status(u16),
    /// 429.
    #[error("Clio asked to wait")]
    RateLimited {
        /// How long, when Clio said it; at most an hour.
        retry_after: Option<Duration>,
    },
    /// A success that is not JSON, too long, or no token that could be used.
    #[error("Clio sent an answer that cannot be read")]
    Unreadable,
    /// A redirect, which nothing follows: the request holds the app's secret.
    #[error("Clio sent the request elsewhere; nothing followed")]
    Redirected,
    /// There was no token left that Clio could be told about.
    #[error("there was nothing to tell Clio with")]
    NothingToSend,
}

impl EndpointError {
    /// Trying later may help: the network, a fault at Clio, or its request limit.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable | Self::RateLimited { .. } => true,
            Self::Status(status) => *status >= 500 || *status == 408,
            _ => false,
        }
    }
}
