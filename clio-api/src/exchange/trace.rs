//! The span of a call. Nothing of a query, a body or a token is recorded.

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use tracing::Span;
use tracing::field::Empty;

use super::Call;
use crate::redact::clean;

pub(super) struct Trace {
    span: Span,
    start: Instant,
}

impl Trace {
    pub(super) fn new(call: &Call) -> Self {
        Self {
            span: tracing::info_span!(
                "clio.request",
                operation = call.operation,
                method = call.method.as_str(),
                status = Empty,
                attempt = Empty,
                duration_ms = Empty,
                request_id = Empty,
            ),
            start: Instant::now(),
        }
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(super) fn sent(&self, attempt: u32) {
        self.span.record("attempt", attempt);
    }

    pub(super) fn answered(&self, status: StatusCode, headers: &HeaderMap) {
        self.span.record("status", status.as_u16());
        if let Some(id) = headers.get("x-request-id") {
            self.span
                .record("request_id", clean(id.as_bytes(), "-_.", 64));
        }
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        let duration = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span.record("duration_ms", duration);
    }
}
