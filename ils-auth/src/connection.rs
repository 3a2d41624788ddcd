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
///
/// # When it renews
///
/// Only when somebody asks for a token; nothing runs in between. A token with more than five minutes (or a hundredth of
/// its life) left is handed out. With less, it is still handed out at once, and renewed meanwhile. With less than a minute,
/// or refused by Clio, whoever asks waits for the new one. A life counts as over when the wall clock or the monotonic one
/// says so.
///
/// One renewal is: lock, read the store again, decide, send, hand out, save, unlock. So a program that comes second finds
/// what the first has saved. All who ask meanwhile share the outcome, a failure too, and after a failure nobody asks Clio
/// for 5 seconds, then 10, up to a minute, or as long as Clio said (and a little more, at random).
///
/// # What it never does
///
/// A failure never ends a token that still works, and never removes what is stored. A refresh token counts as refused only
/// by Clio's `invalid_grant`, after the store was read once more, and then [`Error::NeedsConnect`] is the answer until
/// another is stored. A refresh request that was sent is not repeated by itself.
///
/// When the renewed tokens cannot be saved they serve from memory, [`Connection::unsaved`] says why, and every use after
/// a pause tries again; [`Connection::settle`] does at the end of a program.
///
/// # What it logs
///
/// With `tracing`, never a token, name or address:
///
/// | level | event | |
/// |---|---|---|
/// | debug | `access to Clio renewed` | |
/// | info | `Clio refused to renew the access` | `invalid_grant`: a person has to connect |
/// | info | `renewed access to Clio is saved now` | after the next one |
/// | warn | `renewed access to Clio could not be saved yet` | `error` |
/// | error | `renewed access to Clio was never saved` | the last handle is gone |
/// | info | `disconnected from Clio` | `ended_at_clio`, `forgotten` |
/// | info | `disconnected during a renewal` | `ended`: whether Clio took the renewed access back |
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

    /// Why renewed tokens exist in memory only; `None` when the store has what this connection hands out.
    ///
    /// Where Clio replaces refresh tokens, a program that ends now loses the connection.
    pub fn unsaved(&self) -> Option<StoreError> {
        self.0.state().not_saved.clone()
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

impl Drop for Inner {
    fn drop(&mut self) {
        if self.state().not_saved.is_some() {
            tracing::error!("renewed access to Clio was never saved");
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
