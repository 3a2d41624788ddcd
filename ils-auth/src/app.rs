//! The firm's Clio app.

use std::num::NonZeroU16;

use secrecy::SecretString;

use crate::Site;

/// What a firm registers in Clio's developer portal: an app key, its secret, and where Clio sends the answer.
///
/// The redirect address is Clio's own page that shows the Success Code, `{origin}/oauth/approval`, until
/// [`App::with_loopback_callback`] says otherwise.
#[derive(Clone, Debug)]
pub struct App {
    site: Site,
    client_id: String,
    client_secret: SecretString,
    redirect: String,
}

impl App {
    /// An app of `site` with Clio's "App Key" and "App Secret".
    pub fn new(site: Site, client_id: impl Into<String>, client_secret: SecretString) -> Self {
        Self {
            redirect: site.origin().address("/oauth/approval"),
            site,
            client_id: client_id.into(),
            client_secret,
        }
    }

    /// Sends the answer to `http://127.0.0.1:{port}/callback` instead, which the firm must have registered with
    /// exactly that port (RFC 8252 section 7.3; Clio is not known to accept another port than the registered one).
    #[must_use]
    pub fn with_loopback_callback(mut self, port: NonZeroU16) -> Self {
        self.redirect = format!("http://127.0.0.1:{port}/callback");
        self
    }

    /// The Clio it is registered with.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Clio's "App Key". Not a secret.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Where Clio sends the answer.
    pub fn redirect(&self) -> &str {
        &self.redirect
    }

    pub(crate) fn client_secret(&self) -> &SecretString {
        &self.client_secret
    }
}
