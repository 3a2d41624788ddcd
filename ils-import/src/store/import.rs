//! What is saved, and what stands in its way.

use jiff::Timestamp;
use serde::Serialize;

use super::history::whole_second;
use super::{Action, By, HistoryEntry, Imported, Lookalike, StoreError};
use crate::{ImportedClient, Plan};

/// What makes two Clio contacts the same client.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct ContactKey {
    /// Always `us`, for now.
    pub region: String,
    /// The firm at Clio. `None` when Clio does not tell: it then equals any firm, so that nobody is saved twice.
    pub firm_id: Option<String>,
    /// The contact.
    pub contact_id: String,
}

/// What is to be saved.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct NewImport {
    /// What was previewed.
    pub plan: Plan,
    /// Who imports, for the history.
    pub imported_by: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Which saved clients may be the same person under another contact of Clio.
    pub may_resemble: MayResemble,
}

/// The saved clients that a new one may look like ([`Lookalike`]). Whoever saves has looked at them, or does not want to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a request type: callers build it")]
pub enum MayResemble {
    /// These, by their ids, and no other.
    Only(Vec<String>),
    /// Anybody.
    Anybody,
}

impl Default for MayResemble {
    /// Nobody.
    fn default() -> Self {
        Self::Only(Vec::new())
    }
}

impl NewImport {
    /// The record to keep under this id: the draft's, with its id and, to the second, its time.
    pub fn record(&self, client_id: &str) -> ImportedClient {
        let mut record = self.plan.draft.client.clone();
        client_id.clone_into(&mut record.id);
        record.source.imported_at = Some(self.second());
        record
    }

    /// When, without the fraction that nobody reads.
    pub fn second(&self) -> Timestamp {
        whole_second(self.at)
    }

    /// What the history will say.
    pub fn entry(&self, saved: &Saved) -> HistoryEntry {
        HistoryEntry {
            number: saved.import_id.clone(),
            action: Action::Import,
            at: self.second(),
            by: self.imported_by.clone(),
            client_ids: vec![saved.client_id.clone()],
            name: Some(self.plan.draft.client.client.name.full.clone()),
            import: Some(Imported {
                matter_id: self.plan.matter_id.clone(),
                matter_number: self.plan.matter_number.clone(),
                digest: self.plan.digest.clone(),
                counts: self.plan.draft.counts(),
                findings: self.plan.draft.findings.clone(),
            }),
            undoes: None,
            format: None,
        }
    }

    /// What makes its client look like another one.
    pub fn lookalike(&self) -> Lookalike {
        Lookalike::of(&self.plan.draft.client.client)
    }

    /// Refuses when one of these lookalikes is none that it may resemble. For stores, inside the transaction that saves.
    ///
    /// # Errors
    /// [`StoreError::Resembles`] with those others.
    pub fn refuse_others(&self, mut lookalikes: Vec<String>) -> Result<(), StoreError> {
        match &self.may_resemble {
            MayResemble::Anybody => return Ok(()),
            MayResemble::Only(known) => lookalikes.retain(|id| !known.contains(id)),
        }
        if lookalikes.is_empty() {
            Ok(())
        } else {
            Err(StoreError::Resembles {
                client_ids: lookalikes,
            })
        }
    }

    /// Who imports, and when.
    pub fn by(&self) -> By {
        By {
            who: self.imported_by.clone(),
            at: self.at,
        }
    }

    /// The key of its client.
    pub fn key(&self) -> ContactKey {
        let source = &self.plan.draft.client.source;
        ContactKey {
            region: source.region.clone(),
            firm_id: self.plan.firm_id.clone(),
            contact_id: source.client_contact_id.clone(),
        }
    }
}

/// What was saved.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Saved {
    /// The client's id.
    pub client_id: String,
    /// The import's number, for the history.
    pub import_id: String,
}

impl Saved {
    /// For stores that live elsewhere.
    pub fn new(client_id: impl Into<String>, import_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            import_id: import_id.into(),
        }
    }
}

/// A client that is there already.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct Existing {
    /// The client's id.
    pub client_id: String,
    /// The import that made it.
    pub import_id: String,
    /// The client's name.
    pub name: String,
    /// The matter it came from.
    pub matter_number: Option<String>,
    /// Who imported it.
    pub imported_by: Option<String>,
    /// When.
    pub saved_at: Timestamp,
}

debug_hidden!(Existing {
    client_id,
    import_id
});
