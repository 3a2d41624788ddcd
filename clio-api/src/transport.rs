//! One HTTP GET: the only file that names reqwest.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use reqwest::redirect::Policy;

use crate::pinned::PinnedUrl;
use crate::{AccessToken, Origin};

const CONNECT: Duration = Duration::from_secs(10);
const IDLE: Duration = Duration::from_secs(30);
/// Longer than Clio's window of 60 s, so that a paced walk keeps its connection.
const KEEP_ALIVE: Duration = Duration::from_secs(90);
const USER_AGENT: &str = concat!("clio-api/", env!("CARGO_PKG_VERSION"));

/// A connection pool to one origin, made at the first request: until then no socket is open and no certificate is read.
#[derive(Debug)]
pub(crate) struct Transport {
    origin: Origin,
    version: HeaderValue,
    total: Duration,
    largest_body: usize,
    client: OnceLock<reqwest::Client>,
}

/// A complete answer; the body is checked UTF-8.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Why there is no complete answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TransportFault {
    /// The client cannot be made: no usable certificates, say.
    Unusable,
    /// The token cannot be a header.
    BadToken,
    /// No connection.
    Connect,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// The body is larger than the cap, after decompression.
    TooLarge,
    /// The body is not UTF-8.
    NotText,
}

impl Transport {
    pub(crate) fn new(
        origin: Origin,
        version: HeaderValue,
        total: Duration,
        largest_body: usize,
    ) -> Self {
        Self {
            origin,
            version,
            total,
            largest_body,
            client: OnceLock::new(),
        }
    }

    pub(crate) fn version(&self) -> &HeaderValue {
        &self.version
    }

    pub(crate) async fn get(
        &self,
        url: &PinnedUrl,
        token: &AccessToken,
    ) -> Result<Answer, TransportFault> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()))
            .map_err(|_| TransportFault::BadToken)?;
        bearer.set_sensitive(true);
        let response = self
            .client()?
            .get(url.url().clone())
            .header(header::AUTHORIZATION, bearer)
            .header(header::ACCEPT, "application/json")
            .header("X-API-VERSION", self.version.clone())
            .send()
            .await
            .map_err(|error| fault(&error))?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = self.read(response).await?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// Reads chunk by chunk, so that a small answer cannot unpack into a large one.
    async fn read(&self, mut response: reqwest::Response) -> Result<String, TransportFault> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + chunk.len() > self.largest_body {
                return Err(TransportFault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        String::from_utf8(body).map_err(|_| TransportFault::NotText)
    }

    fn client(&self) -> Result<&reqwest::Client, TransportFault> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.build().ok_or(TransportFault::Unusable)?;
        Ok(self.client.get_or_init(|| client))
    }

    fn build(&self) -> Option<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .read_timeout(IDLE)
            .timeout(self.total)
            .pool_idle_timeout(KEEP_ALIVE)
            .https_only(self.origin.is_encrypted())
            .tls_backend_preconfigured(tls(self.origin.is_encrypted())?);
        if self.origin.is_loopback() {
            builder = builder.no_proxy();
        }
        builder.build().ok()
    }
}

/// A TLS set-up of our own: reqwest would otherwise want a provider installed for the whole process. Without encryption no
/// certificate is read.
fn tls(encrypted: bool) -> Option<rustls::ClientConfig> {
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?;
    let builder = if encrypted {
        builder.with_platform_verifier().ok()?
    } else {
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    Some(builder.with_no_client_auth())
}

/// The text of a reqwest error can hold the address with its query: only its class goes on.
fn fault(error: &reqwest::Error) -> TransportFault {
    if error.is_timeout() {
        TransportFault::Timeout
    } else if error.is_connect() {
        TransportFault::Connect
    } else {
        TransportFault::Broken
    }
}
