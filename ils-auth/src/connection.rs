//! Tokens that stay fresh: implements `clio_api::TokenSource`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use clio_api::{AccessToken, Demand, TokenError, TokenSource};

use crate::{
    AccountKey, Clock, Endpoint, EndpointError, Error, Generation, StoreError, TokenStore, Tokens,
};

mod disconnect;
mod flight;
mod held;
mod renew;
#[cfg(test)]
mod tests;

use held::State;

/// Tries of a save that others come before.
const ADOPT_TRIES: usize = 5;

/// The tokens of one account, kept fresh: one refresh however many tasks, processes or hosts ask.
///
/// Cheap to clone; one per account and process. Needs a tokio runtime with time and I/O. Nothing is read before the
/// first use.
#[derive(Clone)]
pub struct Connection(Arc<Inner>);

pub(crate) struct Inner {
    endpoint: Endpoint,
    key: AccountKey,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held by whoever changes what is stored: refresh, adopt, disconnect.
    gate: tokio::sync::Mutex<()>,
}

impl Connection {
    /// The connection of `key` with what `store` holds for it.
    pub fn new(
        endpoint: Endpoint,
        key: AccountKey,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(Arc::new(Inner {
            endpoint,
            key,
            store,
            clock,
            state: Mutex::default(),
            gate: tokio::sync::Mutex::default(),
        }))
    }

    /// What is stored; no request.
    ///
    /// # Errors
    /// When the store cannot tell.
    pub async fn stored(&self) -> Result<Option<Tokens>, Error> {
        let found = self.0.store.load(&self.0.key).await?;
        Ok(found.map(|(tokens, _)| tokens))
    }

    /// Saves a fresh connection over the old one (nothing is deauthorized).
    ///
    /// # Errors
    /// When the store does not keep it; the old connection stays as it was then.
    pub async fn adopt(&self, tokens: Tokens) -> Result<(), Error> {
        let inner = &self.0;
        let _alone = inner.gate.lock().await;
        let mut result = Err(StoreError::Changed);
        for _ in 0..ADOPT_TRIES {
            let stored = inner.store.load(&inner.key).await?;
            let expected = stored.map_or(Generation::default(), |(_, generation)| generation);
            result = inner.store.save(&inner.key, &tokens, expected).await;
            if !matches!(result, Err(StoreError::Changed)) {
                break;
            }
        }
        let generation = result?;
        let mut state = inner.state();
        *state = State::default().keeping_flight_of(&mut state);
        state.hold(tokens, generation, &*inner.clock);
        Ok(())
    }

    /// Tells Clio, then forgets; both tried, whatever becomes of the first.
    ///
    /// # Errors
    /// When the store did not forget: the tokens are still there, though Clio may have ended them.
    pub async fn disconnect(&self) -> Result<Disconnected, Error> {
        self.0.disconnect().await
    }

    /// Waits for a refresh that is under way, and saves again what could not be saved. For the end of a program, whose
    /// runtime would cut both off.
    ///
    /// # Errors
    /// When renewed tokens exist only in memory and are lost with it.
    pub async fn settle(&self) -> Result<(), Error> {
        self.0.join_flight().await;
        let _alone = self.0.gate.lock().await;
        self.0.save_again().await.map_err(Error::Store)
    }

    /// Where the tokens are kept.
    pub fn store(&self) -> &dyn TokenStore {
        &*self.0.store
    }
}

#[async_trait]
impl TokenSource for Connection {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        let rejected = match demand {
            Demand::NewerThan(token) => Some(token),
            _ => None,
        };
        Ok(Inner::token(&self.0, rejected).await?)
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("key", &self.0.key)
            .field("store", &self.0.store)
            .finish_non_exhaustive()
    }
}

/// What [`Connection::disconnect`] reached, beside that nothing is stored any more.
#[derive(Debug)]
#[non_exhaustive]
pub struct Disconnected {
    /// Something was stored.
    pub was_connected: bool,
    /// Whether Clio has ended the access; the person can do it in Clio's settings otherwise.
    pub ended_at_clio: Result<(), EndpointError>,
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
