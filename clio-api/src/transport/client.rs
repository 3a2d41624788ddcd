//! How a connection is made: time-outs, proxy, certificates.

use std::error::Error;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::Origin;

/// Longer than Clio's window of 60 s, so that a paced walk keeps its connection.
const KEEP_ALIVE: Duration = Duration::from_secs(90);
const USER_AGENT: &str = concat!("clio-api/", env!("CARGO_PKG_VERSION"));

#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) connect: Duration,
    pub(crate) idle: Duration,
    pub(crate) total: Duration,
    pub(crate) largest_body: usize,
    pub(crate) largest_download: u64,
    pub(crate) proxy: Proxy,
    roots: Vec<CertificateDer<'static>>,
    /// Certificates are read once for all pools.
    tls: OnceLock<rustls::ClientConfig>,
}

/// Which proxy leads to Clio. To this computer none is ever used.
#[derive(Clone)]
pub(crate) enum Proxy {
    System,
    None,
    Chosen(Box<reqwest::Proxy>),
}

impl Proxy {
    /// `http://` or `https://`, with a user name and password if need be.
    pub(crate) fn parse(address: &str) -> Option<Self> {
        let url = url::Url::parse(address).ok()?;
        let known = matches!(url.scheme(), "http" | "https") && url.has_host();
        let proxy = known.then(|| reqwest::Proxy::all(address))?.ok()?;
        Some(Self::Chosen(Box::new(proxy)))
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a password.
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Chosen(_) => "Chosen(…)",
        })
    }
}

impl Settings {
    /// Adds every certificate of a PEM text; `None` when it holds none or a broken one.
    pub(crate) fn trust(&mut self, pem: &[u8]) -> Option<()> {
        let before = self.roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.ok()?;
            rustls::RootCertStore::empty()
                .add(certificate.clone())
                .ok()?;
            self.roots.push(certificate);
        }
        (self.roots.len() > before).then_some(())
    }

    /// A set-up of our own: reqwest would otherwise want a provider installed for the whole process. Without encryption no
    /// certificate is read.
    fn tls(&self, encrypted: bool) -> Option<rustls::ClientConfig> {
        if let Some(tls) = self.tls.get() {
            return Some(tls.clone());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .ok()?;
        let builder = if encrypted {
            let roots = self.roots.iter().cloned();
            let verifier =
                rustls_platform_verifier::Verifier::new_with_extra_roots(roots, provider).ok()?;
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
        } else {
            builder.with_root_certificates(rustls::RootCertStore::empty())
        };
        let tls = builder.with_no_client_auth();
        Some(self.tls.get_or_init(|| tls).clone())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(30),
            largest_body: 64 * 1024 * 1024,
            largest_download: 1024 * 1024 * 1024,
            proxy: Proxy::System,
            roots: Vec::new(),
            tls: OnceLock::new(),
        }
    }
}

pub(super) fn build(origin: &Origin, settings: &Settings) -> Option<reqwest::Client> {
    builder(origin, settings)?.build().ok()
}

/// One whose answers tell the certificate that was shown.
pub(super) fn telling(origin: &Origin, settings: &Settings) -> Option<reqwest::Client> {
    builder(origin, settings)?.tls_info(true).build().ok()
}

/// Whether the reason was the certificate.
pub(super) fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return matches!(error, rustls::Error::InvalidCertificate(_));
    }
    // An `io::Error` does not name what it holds as its source.
    let held = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    match held {
        Some(held) => is_untrusted(held),
        None => error.source().is_some_and(is_untrusted),
    }
}

fn builder(origin: &Origin, settings: &Settings) -> Option<reqwest::ClientBuilder> {
    // Files of an encrypted Clio come encrypted too; a stand-in on this computer may send to either.
    let encrypted_only = origin.is_encrypted();
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        // A request that may have taken effect is not sent again, by the library neither.
        .retry(reqwest::retry::never())
        .connect_timeout(settings.connect)
        .read_timeout(settings.idle)
        .pool_idle_timeout(KEEP_ALIVE)
        .https_only(encrypted_only)
        .tls_backend_preconfigured(settings.tls(encrypted_only)?);
    Some(match &settings.proxy {
        // A proxy would see the bearer token of an unencrypted stand-in.
        _ if origin.is_loopback() => builder.no_proxy(),
        Proxy::System => builder,
        Proxy::None => builder.no_proxy(),
        Proxy::Chosen(proxy) => builder.proxy((**proxy).clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxys_password_is_not_shown() {
        let proxy = Proxy::parse("http://pat:CANARY@proxy.example.test:3128").unwrap();
        let settings = Settings {
            proxy,
            ..Settings::default()
        };
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("Chosen") && !shown.contains("CANARY"),
            "{shown}"
        );
        for other in [
            "proxy.example.test:3128",
            "ftp://proxy.example.test",
            "http://",
            "",
        ] {
            assert!(Proxy::parse(other).is_none(), "{other}");
        }
    }
}
