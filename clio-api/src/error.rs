//! One opaque error for every failure of a call.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

/// The result of this crate's calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in one word. [`troubleshooting`](crate::troubleshooting) has causes and remedies for each.
///
/// When Clio answered, the kind follows from the status alone.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No token, or Clio refuses it (401) and there is no newer one: a person has to connect again.
    Unauthorized,
    /// The token is good but the permission is missing (403): in the app, in a grant that is older, or in the user's role.
    Forbidden,
    /// No such record, or none this user may see (404).
    NotFound,
    /// The record changed meanwhile (409, 412).
    Conflict,
    /// Clio refuses the request as it is (400, 422, any other 4xx): a field or a parameter is wrong. A list that is not walked by id
    /// ends with it after 10,000 records (Clio: Paging).
    Invalid,
    /// The limit is used up and the wait would be too long (429).
    RateLimited,
    /// The API version is retired (410).
    Gone,
    /// Clio failed (5xx), or answered in a way nobody expects: a redirect, say.
    Server,
    /// No answer in time.
    Timeout,
    /// The connection failed.
    Transport,
    /// The certificate that was shown as Clio's is not one this computer trusts; nothing was sent.
    Untrusted,
    /// The answer cannot be read: not the JSON it should be, too large, or a link that leads elsewhere.
    Decode,
    /// The call itself is wrong; nothing was sent.
    Usage,
    /// The list holds more than the caller's own guard, or than the 10,000 records that
    /// [`partitions`](crate::ListRequest::partitions) reach. No short list is given instead.
    Limit,
    /// The token source failed for another reason than a missing connection; `source()` has it.
    Token,
}

/// Any failure of a call: one pointer wide, without any text of the answer.
///
/// `Display` names the operation and the kind of failure; [`Error::api_error`] has Clio's own words, which may repeat personal data
/// and are therefore never part of it.
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    status: Option<StatusCode>,
    api_error: Option<ApiError>,
    retry_after: Option<Duration>,
    attempts: u32,
    in_doubt: bool,
    detail: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What went wrong, in one word.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, when an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Clio's own error, when the answer held one.
    pub fn api_error(&self) -> Option<&ApiError> {
        self.0.api_error.as_ref()
    }

    /// How long Clio asked to wait, or how long the wait for its limit would have been.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The operation, `contacts.list` say.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// How many times the request was sent; 0 when nothing left this computer.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the same call may work later, and may be made again as it is.
    ///
    /// `false` for a write that [may have taken effect](Self::may_have_taken_effect): look first. `false` for a redirect too: who waits is
    /// sent to the same address again.
    pub fn is_transient(&self) -> bool {
        let passes = match self.0.kind {
            ErrorKind::RateLimited | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Server => !self.0.status.is_some_and(|status| status.is_redirection()),
            _ => false,
        };
        passes && !self.0.in_doubt
    }

    /// Whether a write may have been done although its answer was lost. Reads never have an effect.
    ///
    /// It is `true` when a write ended in a time-out, a broken connection, an unreadable answer, 408 or 5xx. Such a write is never
    /// sent again by this crate: look first whether it was done.
    pub fn may_have_taken_effect(&self) -> bool {
        self.0.in_doubt
    }

    pub(crate) fn new(kind: ErrorKind, operation: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            status: None,
            api_error: None,
            retry_after: None,
            attempts: 0,
            in_doubt: false,
            detail: None,
            source: None,
        }))
    }

    pub(crate) fn of_status(status: StatusCode, operation: &'static str) -> Self {
        let mut error = Self::new(kind_of(status), operation);
        error.0.status = Some(status);
        error
    }

    pub(crate) fn with_api_error(mut self, api_error: Option<ApiError>) -> Self {
        self.0.api_error = api_error;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// The same failure, told as what it means.
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// A write may have been done although it failed.
    pub(crate) fn with_doubt(mut self, in_doubt: bool) -> Self {
        self.0.in_doubt = in_doubt;
        self
    }

    /// `detail` is our own text or a path in the answer: never a value of it.
    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            operation,
            status,
            api_error,
            detail,
            ..
        } = &*self.0;
        write!(f, "{operation}: {}", sentence(*kind))?;
        if let Some(status) = status {
            write!(f, " (status {}", status.as_u16())?;
            if let Some(api_error) = api_error {
                write!(f, ", {}", api_error.kind)?;
            }
            f.write_str(")")?;
        }
        match detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// Clio's own error: `{"error":{"type","message"}}`, or the flat `{"error","error_description"}` of a refused token.
///
/// Both shapes are Clio's (OpenAPI document; developer support on expired tokens).
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// Clio's `type`, an open list: `ForbiddenError`, `InvalidFields`, `invalid_token` …, cut to letters, digits and underscores.
    pub kind: String,
    /// Clio's words. They may repeat what was asked for, personal data too: `Debug` leaves them out.
    pub message: String,
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl ApiError {
    /// Reads either shape; anything else is no error of Clio's own.
    pub(crate) fn read(body: &str) -> Option<Self> {
        let body: serde_json::Value = serde_json::from_str(body).ok()?;
        let error = body.get("error")?;
        let (kind, message) = match error.as_str() {
            Some(kind) => (kind, body.get("error_description")),
            None => (
                error.get("type").and_then(|kind| kind.as_str())?,
                error.get("message"),
            ),
        };
        Some(Self {
            kind: kind
                .chars()
                .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                .take(64)
                .collect(),
            message: message
                .and_then(|message| message.as_str())
                .unwrap_or_default()
                .chars()
                .take(500)
                .collect(),
        })
    }
}

/// The kind follows from the status alone: a body may lie or be missing.
fn kind_of(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        409 | 412 => ErrorKind::Conflict,
        410 => ErrorKind::Gone,
        429 => ErrorKind::RateLimited,
        400 | 402..=499 => ErrorKind::Invalid,
        _ => ErrorKind::Server,
    }
}

fn sentence(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthorized => "not connected to Clio, or Clio ended the access",
        ErrorKind::Forbidden => "Clio does not permit this",
        ErrorKind::NotFound => "Clio has no such record",
        ErrorKind::Conflict => "the record changed in Clio meanwhile",
        ErrorKind::Invalid => "Clio refuses the request",
        ErrorKind::RateLimited => "Clio's limit is used up",
        ErrorKind::Gone => "Clio has retired this API version",
        ErrorKind::Server => "Clio failed",
        ErrorKind::Timeout => "Clio did not answer in time",
        ErrorKind::Transport => "the connection to Clio failed",
        ErrorKind::Untrusted => "the certificate shown as Clio's is not trusted on this computer",
        ErrorKind::Decode => "Clio's answer cannot be read",
        ErrorKind::Limit => "the list is longer than allowed",
        ErrorKind::Usage => "the call is wrong and nothing was sent",
        ErrorKind::Token => "there is no usable token now",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_are_read() {
        for (body, kind) in [
            (
                r#"{"error":{"type":"ForbiddenError","message":"no"}}"#,
                Some("ForbiddenError"),
            ),
            (
                r#"{"error":"invalid_token","error_description":"expired"}"#,
                Some("invalid_token"),
            ),
            (r#"{"error":"invalid_token"}"#, Some("invalid_token")),
            (
                r#"{"error":{"type":"Bad\u001b[31m Type"}}"#,
                Some("Bad31mType"),
            ),
            (r#"{"error":{}}"#, None),
            ("<html>", None),
            ("", None),
        ] {
            assert_eq!(
                ApiError::read(body).map(|error| error.kind).as_deref(),
                kind,
                "{body}"
            );
        }
    }

    #[test]
    fn clios_words_are_not_shown() {
        let body = r#"{"error":{"type":"InvalidFields","message":"CANARY_name is not valid"}}"#;
        let error = Error::of_status(StatusCode::BAD_REQUEST, "contacts.list")
            .with_api_error(ApiError::read(body));
        assert!(!format!("{error} {error:?} {error:#?}").contains("CANARY"));
        assert_eq!(
            error.to_string(),
            "contacts.list: Clio refuses the request (status 400, InvalidFields)"
        );
    }

    #[test]
    fn each_kind_is_told_in_words_of_its_own() {
        use std::collections::BTreeSet;
        let kinds = [
            ErrorKind::Unauthorized,
            ErrorKind::Forbidden,
            ErrorKind::NotFound,
            ErrorKind::Conflict,
            ErrorKind::Invalid,
            ErrorKind::RateLimited,
            ErrorKind::Gone,
            ErrorKind::Server,
            ErrorKind::Timeout,
            ErrorKind::Transport,
            ErrorKind::Untrusted,
            ErrorKind::Decode,
            ErrorKind::Limit,
            ErrorKind::Usage,
            ErrorKind::Token,
        ];
        let told: BTreeSet<String> = kinds
            .iter()
            .map(|kind| {
                let error = Error::new(*kind, "contacts.list");
                assert_eq!(error.operation(), "contacts.list");
                error.to_string()
            })
            .collect();
        assert_eq!(told.len(), kinds.len(), "{told:?}");
        assert!(
            told.iter()
                .all(|words| words.starts_with("contacts.list: "))
        );
    }

    #[test]
    fn only_what_may_be_sent_again_as_it_is_is_transient() {
        for (status, is_transient) in [
            (503, true),
            (408, true),
            (429, true),
            (302, false),
            (307, false),
            (400, false),
            (401, false),
        ] {
            let error =
                || Error::of_status(StatusCode::from_u16(status).unwrap(), "contacts.create");
            assert_eq!(error().is_transient(), is_transient, "{status}");
            assert!(!error().with_doubt(true).is_transient(), "{status}");
        }
        for kind in [ErrorKind::Timeout, ErrorKind::Transport] {
            assert!(Error::new(kind, "contacts.create").is_transient());
            let in_doubt = Error::new(kind, "contacts.create").with_doubt(true);
            assert!(!in_doubt.is_transient());
        }
    }

    #[test]
    fn an_error_is_one_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
