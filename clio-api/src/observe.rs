//! What a handle tells while it works: waits, pages, and an answer of another version.

use std::sync::Arc;

use http::HeaderValue;

use crate::Wait;
use crate::redact::clean;

/// How far a walk is, told after each page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The operation, `contacts.list` say.
    pub operation: &'static str,
    /// Pages read so far, since the start or the resumption of the walk.
    pub pages: usize,
    /// Records on them.
    pub records: usize,
    /// Records on the page just read: what to add when several walks go on at once.
    pub page_records: usize,
}

/// Clio answered with another API version than this crate asks for: fields may mean something else, or be missing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OtherVersion {
    /// The operation, `contacts.list` say.
    pub operation: &'static str,
    /// The version Clio used, cut to letters, digits, dots and dashes.
    pub used: String,
}

type Observer<T> = Option<Arc<dyn Fn(T) + Send + Sync>>;

#[derive(Clone, Default)]
pub(crate) struct Observers {
    pub(crate) wait: Observer<Wait>,
    pub(crate) progress: Observer<Progress>,
    pub(crate) other_version: Observer<OtherVersion>,
}

impl Observers {
    pub(crate) fn tell_wait(&self, wait: Wait) {
        tracing::debug!(reason = ?wait.reason, wait_ms = u64::try_from(wait.duration.as_millis()).ok(), "waiting");
        if let Some(observer) = &self.wait {
            observer(wait);
        }
    }

    pub(crate) fn tell_progress(&self, progress: Progress) {
        if let Some(observer) = &self.progress {
            observer(progress);
        }
    }

    pub(crate) fn tell_other_version(&self, operation: &'static str, used: &HeaderValue) {
        let used = clean(used.as_bytes(), ".-", 32);
        tracing::warn!(
            operation,
            used,
            "Clio answered with another API version than asked for"
        );
        if let Some(observer) = &self.other_version {
            observer(OtherVersion { operation, used });
        }
    }
}
