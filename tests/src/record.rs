//! What was asked of the fake.

use sha2::{Digest, Sha256};
use wiremock::Request;

/// One request as the fake saw it. Secrets are not in it: the bearer token and codes are kept as fingerprints only, and of a
/// form only the names of its fields and the grant type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// `GET`, `POST` …
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// The query as sent, decoded; a `code` is replaced by its fingerprint.
    pub query: Vec<(String, String)>,
    /// Fingerprint of the bearer token, when one was sent.
    pub bearer: Option<String>,
    /// `X-API-VERSION` as sent.
    pub api_version: Option<String>,
    /// Names of the form's fields, in order.
    pub form: Vec<String>,
    /// `grant_type` of a token request.
    pub grant_type: Option<String>,
    /// Query parameters that Clio's API document does not list for this path.
    pub unknown_parameters: Vec<String>,
    /// Status answered.
    pub status: u16,
}

impl Recorded {
    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter such as `ids[]`.
    pub fn params<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// True for requests under `/api/v4`.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/v4/")
    }

    pub(crate) fn of(request: &Request) -> Self {
        let header = |name: &str| {
            request
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let form: Vec<(String, String)> = match request.method.as_str() {
            "POST" => url::form_urlencoded::parse(&request.body)
                .into_owned()
                .collect(),
            _ => Vec::new(),
        };
        let shown = |(key, value): (String, String)| {
            let value = if key == "code" {
                fingerprint(&value)
            } else {
                value
            };
            (key, value)
        };
        Self {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
            query: request.url.query_pairs().into_owned().map(shown).collect(),
            bearer: header("authorization")
                .and_then(|text| text.split_once(' '))
                .map(|(_, token)| fingerprint(token)),
            api_version: header("x-api-version").map(str::to_owned),
            grant_type: form
                .iter()
                .find(|(key, _)| key == "grant_type")
                .map(|(_, value)| value.clone()),
            form: form.into_iter().map(|(key, _)| key).collect(),
            unknown_parameters: Vec::new(),
            status: 0,
        }
    }
}

/// Tells two secrets apart without keeping either: the first 64 bits of SHA-256, in hex.
pub fn fingerprint(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    let start = digest
        .iter()
        .take(8)
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    format!("{start:016x}")
}
