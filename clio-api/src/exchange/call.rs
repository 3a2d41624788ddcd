//! One call, before it is sent.

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode};

use crate::pinned::PinnedUrl;

/// What is sent, except for the bearer token: that is added for each attempt.
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) url: PinnedUrl,
    pub(crate) if_match: Option<HeaderValue>,
    pub(crate) if_none_match: Option<HeaderValue>,
    pub(crate) if_modified_since: Option<HeaderValue>,
    pub(crate) hook_secret: Option<HeaderValue>,
    /// JSON; empty when there is none.
    pub(crate) body: Bytes,
    /// The answer is a file: it is not read into memory.
    pub(crate) is_download: bool,
}

impl Call {
    /// A read; it may be sent again.
    pub(crate) fn read(operation: &'static str, url: PinnedUrl) -> Self {
        Self {
            operation,
            method: Method::GET,
            url,
            if_match: None,
            if_none_match: None,
            if_modified_since: None,
            hook_secret: None,
            body: Bytes::new(),
            is_download: false,
        }
    }

    /// A write: POST, PATCH, PUT or DELETE. `json` is the whole body; empty for none.
    pub(crate) fn write(
        operation: &'static str,
        method: Method,
        url: PinnedUrl,
        json: impl Into<Bytes>,
    ) -> Self {
        Self {
            method,
            body: json.into(),
            ..Self::read(operation, url)
        }
    }

    /// A read of a file.
    pub(crate) fn download(operation: &'static str, url: PinnedUrl) -> Self {
        Self {
            is_download: true,
            ..Self::read(operation, url)
        }
    }

    /// Only when the record is still this version; 412 otherwise (RFC 9110, 13.1).
    pub(crate) fn if_match(mut self, etag: HeaderValue) -> Self {
        self.if_match = Some(etag);
        self
    }

    /// Only when the record is another version; 304 otherwise (RFC 9110, 13.1).
    pub(crate) fn if_none_match(mut self, etag: HeaderValue) -> Self {
        self.if_none_match = Some(etag);
        self
    }

    /// Only when the record changed after that time; 304 otherwise (Clio: ETags).
    pub(crate) fn if_modified_since(mut self, time: HeaderValue) -> Self {
        self.if_modified_since = Some(time);
        self
    }

    /// The secret of a webhook's handshake (Clio: Webhooks).
    pub(crate) fn hook_secret(mut self, secret: HeaderValue) -> Self {
        self.hook_secret = Some(secret);
        self
    }

    /// Whether sending it twice is as good as once.
    pub(crate) fn is_read(&self) -> bool {
        self.method.is_safe()
    }

    /// A 304 answers only a question that was asked, and a 303 only a download.
    pub(crate) fn is_answered_by(&self, status: StatusCode) -> bool {
        status.is_success()
            || status == StatusCode::NOT_MODIFIED
                && (self.if_none_match.is_some() || self.if_modified_since.is_some())
            || status == StatusCode::SEE_OTHER && self.is_download
    }
}
