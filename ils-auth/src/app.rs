//! The firm's Clio app.

use std::num::NonZeroU16;

use secrecy::SecretString;

use crate::Site;

/// What a firm registers in Clio's developer portal: an app key, its secret, and where Clio sends the answer.
///
/// The answer goes to Clio's own page that shows the Success Code, `{origin}/oauth/approval`; where the firm also
/// registered an address of this computer, to a listener there. An app belongs to one [`Site`], so there is none of
/// another region than the United States:
///
/// ```compile_fail
/// ils_auth::App::new(clio_api::Region::Ca, "app key", "app secret".into());
/// ```
#[derive(Clone, Debug)]
pub struct App {
    site: Site,
    client_id: String,
    client_secret: SecretString,
    loopback: Vec<NonZeroU16>,
}

impl App {
    /// An app of `site` with Clio's "App Key" and "App Secret".
    pub fn new(site: Site, client_id: impl Into<String>, client_secret: SecretString) -> Self {
        Self {
            site,
            client_id: client_id.into(),
            client_secret,
            loopback: Vec::new(),
        }
    }

    /// Says that the firm has registered `http://127.0.0.1:{port}/callback` too, with exactly that port (RFC 8252
    /// section 7.3; Clio is not known to accept another port than the registered one).
    ///
    /// Several ports, each registered, are tried in turn when an attempt listens; two attempts at once then do not get
    /// in each other's way.
    #[must_use]
    pub fn with_loopback_callback(mut self, port: NonZeroU16) -> Self {
        if !self.loopback.contains(&port) {
            self.loopback.push(port);
        }
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

    /// Clio's page that shows the Success Code.
    pub fn approval_page(&self) -> String {
        self.site.origin().address("/oauth/approval")
    }

    /// The addresses of this computer that the firm has registered, to the letter.
    pub fn loopback_callbacks(&self) -> impl Iterator<Item = String> {
        self.loopback.iter().copied().map(loopback_callback)
    }

    #[cfg(feature = "loopback")]
    pub(crate) fn loopback_ports(&self) -> &[NonZeroU16] {
        &self.loopback
    }

    pub(crate) fn has_registered(&self, redirect: &str) -> bool {
        self.approval_page() == redirect || self.loopback_callbacks().any(|known| known == redirect)
    }

    pub(crate) fn client_secret(&self) -> &SecretString {
        &self.client_secret
    }
}

/// The literal address, never a name that something else could answer for (RFC 8252 section 8.3).
pub(crate) fn loopback_callback(port: NonZeroU16) -> String {
    format!("http://127.0.0.1:{port}/callback")
}
