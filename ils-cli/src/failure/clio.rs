//! What Clio refuses, and how it fails: its API, and the address where access is given.

use clio_api::ErrorKind;
use ils_auth::EndpointError;

use super::{TELL, app_rejected, connection, connection_ended};
use crate::exit::Exit;
use crate::message::Problem;

/// Clio's own failures. `permission` names what the app would need, as Clio's settings call it.
pub(crate) fn clio(error: &clio_api::Error, permission: &str) -> Problem {
    let problem = match error.kind() {
        ErrorKind::Unauthorized | ErrorKind::Token => token(error),
        ErrorKind::Forbidden => Problem::new("not_permitted", Exit::NotPermitted, &format!("Clio does not permit this: the permission {permission} is missing."))
            .advice(["Ask your Clio administrator to tick it for the ILS app (or for you), then:  ils reconnect".to_owned()])
            .detail("permission", permission),
        ErrorKind::NotFound => Problem::new("not_found", Exit::NotFound, "Clio has no such record, or does not show it to you.")
            .advice(["Look for it in Clio, signed in as the person who is connected:  ils status".to_owned()]),
        ErrorKind::RateLimited => limit_used_up(),
        ErrorKind::Server if error.is_transient() => fault_at_clio(),
        ErrorKind::Timeout => try_later("Clio did not answer in time."),
        ErrorKind::Transport => unreachable(),
        ErrorKind::Untrusted => untrusted(),
        ErrorKind::Gone => Problem::new("version_retired", Exit::Failed, "Clio no longer speaks the version that ILS uses.").advice(["Install a newer ILS".to_owned()]),
        _ => odd_answer(),
    };
    problem.technical(error.to_string())
}

/// The certificate was shown by somebody whom this computer does not know.
pub(crate) fn untrusted() -> Problem {
    Problem::new(
        "certificate_not_trusted",
        Exit::Failed,
        "What answered as Clio could not prove that it is Clio.",
    )
    .why("Usual when the firm's network inspects web traffic and its own certificate is missing on this computer, or when this computer's date is wrong.")
    .changed("Nothing was sent and nothing was changed.")
    .advice([
        "Check this computer's date".to_owned(),
        "Ask your IT people to install the network's certificate on this computer".to_owned(),
    ])
}

/// The address where access is given and renewed. The same failure reads as it does from the API: see [`clio`].
pub(crate) fn endpoint(error: &EndpointError) -> Problem {
    match error {
        EndpointError::InvalidGrant => connection_ended(),
        EndpointError::InvalidClient => app_rejected(),
        EndpointError::Refused(_) => Problem::new(
            "clio_refused",
            Exit::Connect,
            "Clio refused to give or to renew the access.",
        )
        .advice([TELL.to_owned()]),
        EndpointError::Unreachable => unreachable(),
        EndpointError::RateLimited { .. } => limit_used_up(),
        other if other.is_transient() => fault_at_clio(),
        _ => odd_answer(),
    }
    .technical(error.to_string())
}

/// No token: the cause says whether to connect, to wait, or to look at the store.
fn token(error: &clio_api::Error) -> Problem {
    let mut cause = std::error::Error::source(error);
    while let Some(at) = cause {
        if let Some(error) = at.downcast_ref::<ils_auth::Error>() {
            return connection(error);
        }
        cause = at.source();
    }
    connection_ended()
}

fn odd_answer() -> Problem {
    Problem::new(
        "clio_answer",
        Exit::Failed,
        "Clio's answer is not what ILS expects.",
    )
    .why("It may not have come from Clio: a network that wants you to sign in answers in Clio's place.")
    .advice([TELL.to_owned()])
}

fn limit_used_up() -> Problem {
    try_later("Clio's limit for requests is used up.")
}

fn fault_at_clio() -> Problem {
    try_later("Clio has a problem of its own.")
}

fn unreachable() -> Problem {
    try_later("Clio could not be reached, or its answer broke off.")
}

pub(super) fn try_later(message: &str) -> Problem {
    Problem::new("try_later", Exit::Later, message)
        .advice(["Try again in a few minutes".to_owned()])
}
