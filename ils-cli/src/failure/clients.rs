//! What the client store refuses, and why a plan is not followed.

use ils_import::{Existing, ImportedClient, PlanError, StoreError};

use super::{NOT_SAVED, TELL};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::screen::{capitalised, moment};
use crate::shell;

pub(crate) fn plan(error: &PlanError) -> Problem {
    let (code, exit) = match error {
        PlanError::Altered => ("plan_altered", Exit::Refused),
        PlanError::OtherVersion => ("plan_version", Exit::Usage),
        _ => ("not_a_plan", Exit::Usage),
    };
    Problem::new(code, exit, &format!("{}.", capitalised(&error.to_string())))
        .changed(NOT_SAVED)
        .advice(["ils preview MATTER --out FILE".to_owned()])
}

/// Comparing needs a client that is saved.
pub(crate) fn not_saved_yet(name: &str) -> Problem {
    Problem::new(
        "client_not_found",
        Exit::NotFound,
        &format!("{name} is not a client in ILS yet, so there is nothing to compare."),
    )
    .advice(["Preview without --compare".to_owned()])
}

pub(crate) fn client_exists(existing: &Existing) -> Problem {
    let from = existing
        .matter_number
        .as_deref()
        .map(|number| format!(" from matter {number}"))
        .unwrap_or_default();
    let by = existing
        .imported_by
        .as_deref()
        .map(|by| format!(", by {by}"))
        .unwrap_or_default();
    let matter = existing.matter_number.as_deref().and_then(shell::word);
    let differs =
        matter.map(|matter| format!("See what differs today:  ils preview {matter} --compare"));
    let Existing {
        client_id,
        import_id,
        name,
        saved_at,
        ..
    } = existing;
    Problem::new(
        "client_exists",
        Exit::Refused,
        &format!("{name} is already a client in ILS."),
    )
    .why(format!("Saved on {}{from}.", moment(*saved_at)))
    .why(format!(
        "It is client {client_id} (import {import_id}{by})."
    ))
    .why("ILS imports NEW clients only, so that work you did in ILS is never overwritten.")
    .advice(differs)
    .advice([
        format!("Look at it:  ils clients show {client_id}"),
        format!("Start over:  ils clients remove {client_id}  (it can be restored)"),
    ])
    .detail("client_id", client_id.as_str())
    .detail("import_id", import_id.as_str())
    .detail("saved_at", saved_at.to_string())
}

pub(crate) fn client_store(error: &StoreError) -> Problem {
    let at = |code, message: &str, advice: &str| {
        Problem::new(code, Exit::Store, message)
            .changed(NOT_SAVED)
            .advice([advice.to_owned()])
    };
    match error {
        StoreError::Exists(existing) => client_exists(existing),
        StoreError::NotFound => Problem::new(
            "client_not_found",
            Exit::NotFound,
            "There is no such client or import, or it is gone for good.",
        )
        .advice([
            "ils clients list --include-removed".to_owned(),
            "ils history".to_owned(),
        ]),
        StoreError::AlreadyRemoved { restorable_until } => Problem::new(
            "already_removed",
            Exit::Refused,
            "This client was removed before.",
        )
        .why(format!(
            "It can be restored until {}.",
            moment(*restorable_until)
        ))
        .advice(["ils clients list --include-removed".to_owned()])
        .detail("restorable_until", restorable_until.to_string()),
        StoreError::NotRemoved => {
            Problem::new("not_removed", Exit::Refused, "This client was not removed.")
        }
        StoreError::Busy => at(
            "store_busy",
            "Another program is using the client store.",
            "Try again in a minute",
        ),
        StoreError::Full => at(
            "store_full",
            "There is no room for the client store: the disk is full, or your share of it is used up.",
            "Make room on the disk, or ask your IT people for more; then try again",
        ),
        StoreError::ReadOnly => at(
            "store_read_only",
            "The client store cannot be opened or written.",
            "Check the folder's permissions, or set ILS_STORE to another place",
        ),
        StoreError::Newer => at(
            "store_newer",
            "The client store was made by a newer version of ILS.",
            "Install the newer ILS",
        ),
        StoreError::Damaged => at(
            "store_damaged",
            "The client store is damaged, or is not one.",
            "Put a backup in its place, or set ILS_STORE to another place",
        ),
        StoreError::NotPrivate => at(
            "store_not_private",
            "Other users of this computer can read the client store.",
            "Make it private (chmod 600), then try again",
        ),
        other => at("store_failed", "The client store failed.", TELL).technical(other.to_string()),
    }
}

/// Somebody saved under another Clio id looks like the same person. `alike`: number, name and day of saving of each.
pub(crate) fn possible_duplicate(name: &str, alike: &[ImportedClient]) -> Problem {
    let ids: Vec<&str> = alike.iter().map(|client| client.id.as_str()).collect();
    let problem = Problem::new(
        "possible_duplicate",
        Exit::Refused,
        &format!("{name} may be a client in ILS already, under another contact of Clio."),
    )
    .why(resembles(alike))
    .changed(NOT_SAVED)
    .detail("client_ids", ids.clone());
    let looks = ids
        .iter()
        .map(|id| format!("Look at it:  ils clients show {id}"));
    problem.advice(looks).advice([
        "If it is somebody else:  the same command with  --allow-possible-duplicate".to_owned(),
    ])
}

/// The saved clients that look alike, as one sentence.
pub(crate) fn resembles(alike: &[ImportedClient]) -> String {
    let named: Vec<String> = alike
        .iter()
        .map(|client| {
            let saved = client
                .source
                .imported_at
                .map(|at| format!(", saved on {}", moment(at)));
            format!(
                "client {} ({}{})",
                client.id,
                client.client.name.full,
                saved.unwrap_or_default()
            )
        })
        .collect();
    format!(
        "The same name, with the same birth date or email address, has {}.",
        named.join(" and ")
    )
}
