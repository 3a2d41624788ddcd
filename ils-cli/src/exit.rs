//! The exit codes: a promise to scripts. More may come; an unknown one other than 0 is a failure.

/// How the command ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// Anything not below.
    Failed = 1,
    /// Wrong usage, or input was needed and could not be asked for.
    Usage = 2,
    /// The person said no, or DENY at Clio.
    Stopped = 3,
    /// Not connected, or the Success Code was refused.
    Connect = 4,
    /// The named matter, client or file is not there.
    NotFound = 5,
    /// A rule of ILS says no.
    Refused = 6,
    /// Some of it was done.
    InPart = 7,
    /// Clio or the network is away.
    Later = 8,
    /// The client store or the token store.
    Store = 9,
    /// Clio's data changed since the preview.
    Changed = 10,
    /// Clio's permission is missing.
    NotPermitted = 11,
    /// Ctrl+C.
    Interrupted = 130,
}

impl Exit {
    /// Whether the same command may work later without anything being changed.
    pub(crate) fn is_retryable(self) -> bool {
        matches!(self, Self::Later)
    }
}
