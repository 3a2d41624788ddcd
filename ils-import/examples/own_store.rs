//! A client store of one's own, and the suite that says whether it keeps the rules.
//!
//! ```sh
//! cargo run -p ils-import --example own_store --features conformance
//! ```
//!
//! This one keeps everything in memory, behind one lock that makes each change one transaction. A store that lasts does the same with its
//! database's transactions.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ils_import::ImportedClient;
use ils_import::store::{
    Action, By, ClientFilter, ClientStore, ClientSummary, ContactKey, Existing, Exported,
    HistoryEntry, HistoryFilter, Lookalike, NewImport, Removed, Saved, StoreError, conformance,
};
use jiff::Timestamp;

/// Clients in memory; clones share them.
#[derive(Clone, Debug, Default)]
struct MemoryStore(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    clients: BTreeMap<u64, Kept>,
    history: Vec<HistoryEntry>,
    last_id: u64,
}

#[derive(Debug)]
struct Kept {
    key: ContactKey,
    lookalike: Lookalike,
    record: ImportedClient,
    existing: Existing,
    people: usize,
    removed_at: Option<Timestamp>,
}

impl Tables {
    fn standing_in_the_way(&self, key: &ContactKey) -> Option<Existing> {
        // An unknown firm equals any firm.
        let same_firm = |kept: &ContactKey| {
            kept.firm_id.is_none() || key.firm_id.is_none() || kept.firm_id == key.firm_id
        };
        let kept = self.clients.values().find(|kept| {
            kept.removed_at.is_none()
                && kept.key.region == key.region
                && kept.key.contact_id == key.contact_id
                && same_firm(&kept.key)
        });
        kept.map(|kept| kept.existing.clone())
    }

    fn forget_old(&mut self, by: &By) {
        let oldest = by.oldest_restorable();
        let is_old = |kept: &Kept| kept.removed_at.is_some_and(|removed| removed <= oldest);
        let old = self.clients.iter().filter(|(_, kept)| is_old(kept));
        for id in old.map(|(id, _)| *id).collect::<Vec<u64>>() {
            self.delete(
                id,
                &By {
                    who: None,
                    at: by.at,
                },
            );
        }
    }

    fn lookalikes(&self, of: &Lookalike) -> Vec<String> {
        let there = self
            .clients
            .values()
            .filter(|kept| kept.removed_at.is_none());
        let alike = there.filter(|kept| kept.lookalike.resembles(of));
        alike.map(|kept| kept.record.id.clone()).collect()
    }

    fn delete(&mut self, id: u64, by: &By) {
        self.clients.remove(&id);
        for entry in &mut self.history {
            if let (Some(import), true) = (&mut entry.import, entry.client_ids == [id.to_string()])
            {
                import.findings.clear();
                import.matter_number = None;
            }
        }
        self.note(Action::Forget, vec![id.to_string()], by);
    }

    fn note(&mut self, action: Action, client_ids: Vec<String>, by: &By) -> &mut HistoryEntry {
        let entry = HistoryEntry {
            number: (self.history.len() + 1).to_string(),
            action,
            at: by.second(),
            by: by.who.clone(),
            client_ids,
            name: None,
            import: None,
            undoes: None,
            format: None,
        };
        self.history.push(entry);
        let last = self.history.len() - 1;
        &mut self.history[last]
    }

    fn kept(&mut self, client_id: &str) -> Result<(u64, &mut Kept), StoreError> {
        let id = client_id.parse().unwrap_or_default();
        let kept = self.clients.get_mut(&id).ok_or(StoreError::NotFound)?;
        // `007` is not the id of client 7.
        if kept.record.id == client_id {
            Ok((id, kept))
        } else {
            Err(StoreError::NotFound)
        }
    }

    fn take_away(
        &mut self,
        id: &str,
        by: &By,
        action: Action,
        undoes: Option<String>,
    ) -> Result<Removed, StoreError> {
        let (_, kept) = self.kept(id)?;
        let name = kept.existing.name.clone();
        if let Some(removed_at) = kept.removed_at {
            let restorable_until = Removed::new(id, name, removed_at).restorable_until;
            return Err(StoreError::AlreadyRemoved { restorable_until });
        }
        kept.removed_at = Some(by.second());
        self.note(action, vec![id.to_owned()], by).undoes = undoes;
        Ok(Removed::new(id, name, by.at))
    }
}

impl MemoryStore {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A change: first goes what cannot be restored any more.
    fn change(&self, by: &By) -> MutexGuard<'_, Tables> {
        let mut tables = self.tables();
        tables.forget_old(by);
        tables
    }
}

#[async_trait]
impl ClientStore for MemoryStore {
    async fn insert_new(&self, new: &NewImport) -> Result<Saved, StoreError> {
        let mut tables = self.change(&new.by());
        if let Some(existing) = tables.standing_in_the_way(&new.key()) {
            return Err(StoreError::Exists(Box::new(existing)));
        }
        new.refuse_others(tables.lookalikes(&new.lookalike()))?;
        tables.last_id += 1;
        let id = tables.last_id;
        let saved = Saved::new(id.to_string(), (tables.history.len() + 1).to_string());
        let mut entry = new.entry(&saved);
        let name = entry.name.take().unwrap_or_default();
        tables.history.push(entry);
        let kept = Kept {
            key: new.key(),
            lookalike: new.lookalike(),
            record: new.record(&saved.client_id),
            existing: Existing {
                client_id: saved.client_id.clone(),
                import_id: saved.import_id.clone(),
                name,
                matter_number: new.plan.matter_number.clone(),
                imported_by: new.imported_by.clone(),
                saved_at: new.second(),
            },
            people: new.plan.draft.counts().total(),
            removed_at: None,
        };
        tables.clients.insert(id, kept);
        Ok(saved)
    }

    async fn find(&self, keys: &[ContactKey]) -> Result<Vec<Option<Existing>>, StoreError> {
        let tables = self.tables();
        Ok(keys
            .iter()
            .map(|key| tables.standing_in_the_way(key))
            .collect())
    }

    async fn lookalikes(&self, of: &Lookalike) -> Result<Vec<String>, StoreError> {
        Ok(self.tables().lookalikes(of))
    }

    async fn list(&self, filter: &ClientFilter) -> Result<Vec<ClientSummary>, StoreError> {
        let line = |kept: &Kept| ClientSummary {
            id: kept.record.id.clone(),
            name: kept.existing.name.clone(),
            matter_number: kept.existing.matter_number.clone(),
            people: kept.people,
            saved_at: kept.existing.saved_at,
            removed_at: kept.removed_at,
        };
        Ok(filter.apply(self.tables().clients.values().map(line).collect()))
    }

    async fn show(&self, client_id: &str) -> Result<Option<ImportedClient>, StoreError> {
        let mut tables = self.tables();
        let kept = tables
            .kept(client_id)
            .ok()
            .filter(|(_, kept)| kept.removed_at.is_none());
        Ok(kept.map(|(_, kept)| kept.record.clone()))
    }

    async fn count(&self) -> Result<u64, StoreError> {
        Ok(self.list(&ClientFilter::default()).await?.len() as u64)
    }

    async fn undo(&self, import_id: Option<&str>, by: &By) -> Result<Removed, StoreError> {
        let mut tables = self.change(by);
        let is_meant = |entry: &&HistoryEntry| match import_id {
            _ if entry.action != Action::Import => false,
            Some(number) => entry.number == number,
            None => by.who.is_none() || entry.by == by.who,
        };
        let entry = tables
            .history
            .iter()
            .rfind(is_meant)
            .ok_or(StoreError::NotFound)?;
        let (client_id, number) = (entry.client_ids.concat(), entry.number.clone());
        tables.take_away(&client_id, by, Action::Undo, Some(number))
    }

    async fn remove(&self, client_id: &str, by: &By) -> Result<Removed, StoreError> {
        self.change(by)
            .take_away(client_id, by, Action::Remove, None)
    }

    async fn restore(&self, client_id: &str, by: &By) -> Result<(), StoreError> {
        let mut tables = self.change(by);
        let (id, kept) = tables.kept(client_id)?;
        if kept.removed_at.is_none() {
            return Err(StoreError::NotRemoved);
        }
        let key = kept.key.clone();
        if let Some(newer) = tables.standing_in_the_way(&key) {
            return Err(StoreError::Exists(Box::new(newer)));
        }
        if let Some(kept) = tables.clients.get_mut(&id) {
            kept.removed_at = None;
        }
        tables.note(Action::Restore, vec![client_id.to_owned()], by);
        Ok(())
    }

    async fn forget(&self, client_id: &str, by: &By) -> Result<(), StoreError> {
        let mut tables = self.change(by);
        let (id, _) = tables.kept(client_id)?;
        tables.delete(id, by);
        Ok(())
    }

    async fn note_export(&self, export: &Exported) -> Result<String, StoreError> {
        let mut tables = self.change(&export.by);
        let entry = tables.note(Action::Export, export.client_ids.clone(), &export.by);
        entry.format = Some(export.format.clone());
        Ok(entry.number.clone())
    }

    async fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryEntry>, StoreError> {
        let tables = self.tables();
        let number = |text: &str| text.parse::<u64>().unwrap_or_default();
        let is_meant = |entry: &&HistoryEntry| {
            filter
                .client_id
                .as_ref()
                .is_none_or(|id| entry.client_ids.contains(id))
                && filter
                    .number
                    .as_ref()
                    .is_none_or(|wanted| entry.number == *wanted)
                && filter
                    .before
                    .as_ref()
                    .is_none_or(|before| number(&entry.number) < number(before))
        };
        let named = |entry: &HistoryEntry| HistoryEntry {
            name: match entry.client_ids.as_slice() {
                [id] if entry.action != Action::Export => tables
                    .clients
                    .get(&number(id))
                    .map(|kept| kept.existing.name.clone()),
                _ => None,
            },
            ..entry.clone()
        };
        let entries = tables.history.iter().rev().filter(is_meant).map(named);
        Ok(entries.take(filter.limit.unwrap_or(usize::MAX)).collect())
    }
}

#[expect(clippy::print_stdout, reason = "an example tells what it did")]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store = MemoryStore::default();
    conformance::run(&move || Arc::new(store.clone())).await;
    println!("The store in memory keeps every rule.");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_conforms() {
        super::main();
    }
}
