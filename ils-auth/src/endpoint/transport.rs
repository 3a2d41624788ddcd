//! One POST to one origin, and its whole answer or a reason.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use clio_api::{AccessToken, Origin};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::{EndpointError, Failure, answer::Reply};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
pub(super) const TOTAL_TIMEOUT: Duration = Duration::from_secs(20);
/// Decoded bytes: 260 kB of gzip can be 256 MB.
const LARGEST_ANSWER: usize = 64 * 1024;
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The HTTP client, made at the first request: reading the system's TLS roots takes time that `ils --help` has not.
#[derive(Debug)]
pub(super) struct Http {
    origin: Origin,
    longest: Duration,
    client: OnceLock<reqwest::Client>,
}

impl Http {
    pub(super) fn new(origin: Origin, longest: Duration) -> Self {
        Self {
            origin,
            longest,
            client: OnceLock::new(),
        }
    }

    pub(super) async fn post(
        &self,
        path: &str,
        form: &[(&str, &str)],
        bearer: Option<&AccessToken>,
    ) -> Result<Reply, Failure> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let mut request = self
            .client()?
            .post(self.origin.address(path))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        if let Some(token) = bearer {
            request = request.header(AUTHORIZATION, bearer_header(token)?);
        }
        let sent = request.body(body).send().await;
        let response = sent.map_err(|error| not_reached(!error.is_connect()))?;
        read(response).await.map_err(Failure::from)
    }

    fn client(&self) -> Result<&reqwest::Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let built = build(&self.origin, self.longest).ok_or_else(|| not_reached(false))?;
        Ok(self.client.get_or_init(|| built))
    }
}

/// `None` when the system has no usable TLS roots.
fn build(origin: &Origin, longest: Duration) -> Option<reqwest::Client> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls(origin)?)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(longest)
        // A kept connection would be stale by the next refresh, a month later.
        .pool_max_idle_per_host(0);
    if origin.is_loopback() {
        builder = builder.no_proxy();
    }
    builder.build().ok()
}

fn tls(origin: &Origin) -> Option<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?;
    if origin.to_string().starts_with("http:") {
        let nothing = rustls::RootCertStore::empty();
        return Some(config.with_root_certificates(nothing).with_no_client_auth());
    }
    // The operating system's own certificate check.
    let checked = config.with_platform_verifier();
    if checked.is_err() {
        tracing::warn!("this system has no certificates to check Clio's with");
    }
    Some(checked.ok()?.with_no_client_auth())
}

fn bearer_header(token: &AccessToken) -> Result<HeaderValue, Failure> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose()));
    let mut value = HeaderValue::from_str(&text).map_err(|_| EndpointError::Unreadable)?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(mut response: reqwest::Response) -> Result<Reply, EndpointError> {
    let status = response.status();
    if status.is_redirection() {
        return Err(EndpointError::Redirected);
    }
    let is_json = is_json(response.headers());
    let retry_after = retry_after(response.headers());
    let mut body = Zeroizing::new(Vec::new());
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|_| EndpointError::Unreachable)?
    {
        if body.len() + piece.len() > LARGEST_ANSWER {
            body.clear();
            // A status says enough without its page; a success does not.
            if status.is_success() {
                return Err(EndpointError::Unreadable);
            }
            break;
        }
        body.extend_from_slice(&piece);
    }
    Ok(Reply {
        status: status.as_u16(),
        is_json,
        retry_after,
        body,
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let media = value.and_then(|v| v.split(';').next()).unwrap_or("").trim();
    media.eq_ignore_ascii_case("application/json")
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = Duration::from_secs(seconds.parse().ok()?);
    Some(wait.min(LONGEST_WAIT))
}

fn not_reached(sent: bool) -> Failure {
    Failure {
        error: EndpointError::Unreachable,
        sent,
    }
}

#[cfg(test)]
mod tests {
    use rustls::crypto::CryptoProvider;

    use super::*;

    #[test]
    fn a_client_needs_nothing_that_is_set_for_the_whole_process() {
        let stand_in = Origin::parse("http://127.0.0.1:9").unwrap();
        assert!(build(&stand_in, TOTAL_TIMEOUT).is_some());
        // Without certificates on this computer there is no client; with or without, nothing panics.
        let clio = clio_api::Region::Us.origin();
        assert_eq!(build(&clio, TOTAL_TIMEOUT).is_some(), tls(&clio).is_some());
        assert!(CryptoProvider::get_default().is_none());
    }
}
