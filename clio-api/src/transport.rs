//! One request on the wire. Only this file and its children name the HTTP library.

mod body;
mod client;

use std::sync::OnceLock;

use http::{HeaderMap, HeaderValue, StatusCode, header};

pub(crate) use body::{Body, Chunks};
pub(crate) use client::{Proxy, Settings};

use crate::exchange::Call;
use crate::pinned::{FileUrl, PinnedUrl};
use crate::webhook::SECRET_HEADER;
use crate::{AccessToken, Origin};

/// Connection pools, made at the first request: until then no socket is open and no certificate is read.
#[derive(Debug)]
pub(crate) struct Transport {
    origin: Origin,
    version: HeaderValue,
    settings: Settings,
    /// To the origin; the only one that is ever given a bearer token.
    api: OnceLock<reqwest::Client>,
    /// To where files are stored.
    bare: OnceLock<reqwest::Client>,
}

/// An answer whose body is still to be read.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Why there is no complete answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TransportFault {
    /// The client cannot be made: no usable certificates, say.
    Unusable,
    /// The token cannot be a header.
    BadToken,
    /// A certificate that this computer does not trust: nothing was sent.
    Untrusted,
    /// No connection: nothing was sent.
    Connect,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// The body is larger than the cap, after decompression.
    TooLarge,
    /// The body is not UTF-8, or in an encoding nobody asked for.
    NotText,
}

impl Transport {
    pub(crate) fn new(origin: Origin, version: HeaderValue, settings: Settings) -> Self {
        Self {
            origin,
            version,
            settings,
            api: OnceLock::new(),
            bare: OnceLock::new(),
        }
    }

    pub(crate) fn version(&self) -> &HeaderValue {
        &self.version
    }

    pub(crate) fn largest_body(&self) -> usize {
        self.settings.largest_body
    }

    pub(crate) fn largest_download(&self) -> u64 {
        self.settings.largest_download
    }

    /// Sends a call with the bearer token; its address is pinned by type.
    pub(crate) async fn send(
        &self,
        call: &Call,
        token: &AccessToken,
    ) -> Result<Head, TransportFault> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()))
            .map_err(|_| TransportFault::BadToken)?;
        bearer.set_sensitive(true);
        let mut request = self
            .client(&self.api)?
            .request(call.method.clone(), call.url.url().clone())
            .header(header::AUTHORIZATION, bearer)
            .header("X-API-VERSION", self.version.clone());
        if !call.is_download {
            request = request
                .header(header::ACCEPT, "application/json")
                .timeout(self.settings.total);
        }
        for (name, value) in [
            (header::IF_MATCH, &call.if_match),
            (header::IF_NONE_MATCH, &call.if_none_match),
            (header::IF_MODIFIED_SINCE, &call.if_modified_since),
            (SECRET_HEADER, &call.hook_secret),
        ] {
            if let Some(value) = value {
                request = request.header(name, value.clone());
            }
        }
        if !call.body.is_empty() {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .body(call.body.clone());
        }
        Self::head(request).await
    }

    /// Fetches a stored file: no bearer token, no version, and no total time-out, because files may be large.
    pub(crate) async fn fetch(&self, url: &FileUrl) -> Result<Head, TransportFault> {
        Self::head(self.client(&self.bare)?.get(url.url().clone())).await
    }

    /// Asks without a token, on a connection of its own; also gives the certificate that was shown (DER), none without encryption.
    pub(crate) async fn knock(
        &self,
        url: &PinnedUrl,
    ) -> Result<(Head, Option<Vec<u8>>), TransportFault> {
        let client =
            client::telling(&self.origin, &self.settings).ok_or(TransportFault::Unusable)?;
        let request = client
            .get(url.url().clone())
            .header(header::ACCEPT, "application/json")
            .header("X-API-VERSION", self.version.clone())
            .timeout(self.settings.total);
        let response = request.send().await.map_err(|error| fault(&error))?;
        let shown = response.extensions().get::<reqwest::tls::TlsInfo>();
        let certificate = shown
            .and_then(|shown| shown.peer_certificate())
            .map(<[u8]>::to_vec);
        Ok((Head::of(response), certificate))
    }

    async fn head(request: reqwest::RequestBuilder) -> Result<Head, TransportFault> {
        let response = request.send().await.map_err(|error| fault(&error))?;
        Ok(Head::of(response))
    }

    fn client<'a>(
        &self,
        cell: &'a OnceLock<reqwest::Client>,
    ) -> Result<&'a reqwest::Client, TransportFault> {
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = client::build(&self.origin, &self.settings).ok_or(TransportFault::Unusable)?;
        Ok(cell.get_or_init(|| client))
    }
}

impl Head {
    fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            body: Body::new(response),
        }
    }
}

/// The text of the library's error can hold the address with its query: only its class goes on.
fn fault(error: &reqwest::Error) -> TransportFault {
    // First: a time-out while connecting means that nothing was sent.
    if error.is_connect() && client::is_untrusted(error) {
        TransportFault::Untrusted
    } else if error.is_connect() {
        TransportFault::Connect
    } else if error.is_timeout() {
        TransportFault::Timeout
    } else {
        TransportFault::Broken
    }
}
