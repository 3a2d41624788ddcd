//! In this process only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{AccountKey, Generation, Lease, StoreError, TokenStore};
use crate::Tokens;

const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Tokens in this process's memory, gone when it ends. For tests, and for programs that connect each time.
#[derive(Debug, Default)]
pub struct MemoryStore {
    accounts: Mutex<HashMap<AccountKey, Slot>>,
}

#[derive(Debug, Default)]
struct Slot {
    tokens: Option<Tokens>,
    generation: Generation,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<AccountKey, Slot>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenStore for MemoryStore {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        let accounts = self.accounts();
        let found = accounts.get(key);
        Ok(found.and_then(|slot| Some((slot.tokens.clone()?, slot.generation))))
    }

    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        let mut accounts = self.accounts();
        let slot = accounts.entry(key.clone()).or_default();
        let stored = match slot.tokens {
            Some(_) => slot.generation,
            None => Generation::default(),
        };
        if stored != expected {
            return Err(StoreError::Changed);
        }
        slot.tokens = Some(tokens.clone());
        slot.generation = slot.generation.next();
        Ok(slot.generation)
    }

    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        let mut accounts = self.accounts();
        if let Some(slot) = accounts.get_mut(key).filter(|slot| slot.tokens.is_some()) {
            slot.tokens = None;
            slot.generation = slot.generation.next();
        }
        Ok(())
    }

    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        let lock = Arc::clone(&self.accounts().entry(key.clone()).or_default().lock);
        let held = tokio::time::timeout(LONGEST_WAIT, lock.lock_owned()).await;
        held.map(Lease::new).map_err(|_| StoreError::Busy)
    }

    fn place(&self) -> String {
        "this program's memory, until it ends".to_owned()
    }
}

#[cfg(all(test, feature = "conformance"))]
mod tests {
    use super::*;
    use crate::store::conformance;

    #[tokio::test(start_paused = true)]
    async fn passes_the_suite() {
        conformance::run(&|| Arc::new(MemoryStore::new())).await;
    }
}
