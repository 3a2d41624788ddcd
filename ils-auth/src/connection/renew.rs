//! One refresh: lock, re-read, decide, POST, publish, save, unlock.

use clio_api::AccessToken;
use secrecy::ExposeSecret;

use super::Inner;
use super::flight::{Need, Outcome};
use super::held::{Held, fingerprint};
use crate::{EndpointError, Error, Generation, StoreError, Tokens};

/// What the store holds when it is not good enough.
struct Stale {
    tokens: Tokens,
    generation: Generation,
}

enum Looked {
    Good(AccessToken),
    Stale(Stale),
}

impl Inner {
    pub(super) async fn renew(&self, need: &Need) -> Outcome {
        let _alone = self.gate.lock().await;
        let error = match self.renew_alone(need).await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        let mut state = self.state();
        // What only a person mends is read anew each time.
        if !matches!(error, Error::NotConnected | Error::NeedsConnect) {
            state.cool(error.clone(), asked_to_wait(&error), &*self.clock);
        }
        // A failure now does not end what Clio gave before.
        let works = state.held.as_ref().filter(|held| {
            !matches!(error, Error::NotConnected) && held.still_works(need.rejected(), &*self.clock)
        });
        works.map(|held| held.tokens.access().clone()).ok_or(error)
    }

    async fn renew_alone(&self, need: &Need) -> Outcome {
        if let Err(error) = self.save_again().await {
            // The store holds an older refresh token, which Clio may have replaced: not to be used.
            let state = self.state();
            let held = state.held.as_ref();
            let good = held.filter(|held| held.is_good(need.rejected(), &*self.clock));
            return good
                .map(|held| held.tokens.access().clone())
                .ok_or(Error::Store(error));
        }
        // Without the lease first: what another program has renewed is just taken.
        if let Looked::Good(token) = self.look(need).await? {
            return Ok(token);
        }
        let _lease = self.store.lock(&self.key).await?;
        match self.look(need).await? {
            Looked::Good(token) => Ok(token),
            Looked::Stale(stale) => self.refresh(need, stale).await,
        }
    }

    /// Reads the store and publishes what it holds.
    async fn look(&self, need: &Need) -> Result<Looked, Error> {
        let found = self.store.load(&self.key).await?;
        let mut state = self.state();
        let Some((tokens, generation)) = found else {
            state.held = None;
            return Err(Error::NotConnected);
        };
        // What is known already keeps its monotonic start, which the store cannot tell.
        let held = match state.held.take() {
            Some(known) if known.generation == generation => known,
            _ => Held::new(tokens.clone(), generation, &*self.clock),
        };
        let good = held.is_good(need.rejected(), &*self.clock)
            && !(matches!(need, Need::Ahead) && held.is_ageing(&*self.clock));
        state.held = Some(held);
        Ok(if good {
            Looked::Good(tokens.access().clone())
        } else {
            Looked::Stale(Stale { tokens, generation })
        })
    }

    async fn refresh(&self, need: &Need, mut stale: Stale) -> Outcome {
        // Twice at most: the second time with a refresh token that somebody saved during the first.
        for _ in 0..2 {
            let Some(refresh) = stale.tokens.refresh() else {
                return Err(Error::NeedsConnect);
            };
            let sent = fingerprint(refresh.expose_secret());
            if self.state().refused == Some(sent) {
                return Err(Error::NeedsConnect);
            }
            match self.endpoint.refresh(&stale.tokens, &*self.clock).await {
                Ok(fresh) => return self.publish(fresh, stale.generation).await,
                Err(EndpointError::InvalidGrant) => {}
                Err(other) => return Err(other.into()),
            }
            match self.look(need).await? {
                Looked::Good(token) => return Ok(token),
                Looked::Stale(now) if now.generation != stale.generation => stale = now,
                Looked::Stale(_) => {
                    tracing::info!("Clio refused to renew the access");
                    self.state().refused = Some(sent);
                    return Err(Error::NeedsConnect);
                }
            }
        }
        Err(Error::NeedsConnect)
    }

    /// In memory first: whatever becomes of the save, this process can go on.
    async fn publish(&self, fresh: Tokens, expected: Generation) -> Outcome {
        {
            let mut state = self.state();
            state.hold(fresh, expected, &*self.clock);
            state.succeeded();
            if let Some(held) = &mut state.held {
                held.unsaved = true;
            }
        }
        // It said so itself, and will be tried again at the next use.
        drop(self.save_again().await);
        let state = self.state();
        let held = state.held.as_ref().ok_or(Error::NotConnected)?;
        Ok(held.tokens.access().clone())
    }

    /// Saves what was renewed but not kept. Another's save or removal meanwhile counts for more than ours.
    pub(super) async fn save_again(&self) -> Result<(), StoreError> {
        let unsaved = {
            let state = self.state();
            let held = state.held.as_ref().filter(|held| held.unsaved);
            held.map(|held| (held.tokens.clone(), held.generation))
        };
        let Some((tokens, expected)) = unsaved else {
            return Ok(());
        };
        match self.store.save(&self.key, &tokens, expected).await {
            Ok(generation) => {
                let mut state = self.state();
                if let Some(held) = &mut state.held {
                    held.generation = generation;
                    held.unsaved = false;
                }
                if state.not_saved.take().is_some() {
                    state.succeeded();
                    tracing::info!("renewed access to Clio is saved now");
                }
                Ok(())
            }
            Err(StoreError::Changed) => self.give_way(&tokens).await,
            Err(error) => {
                tracing::warn!(%error, "renewed access to Clio could not be saved yet");
                let cause = Error::Store(error.clone());
                let mut state = self.state();
                state.not_saved = Some(error.clone());
                state.cool(cause, None, &*self.clock);
                Err(error)
            }
        }
    }

    async fn give_way(&self, ours: &Tokens) -> Result<(), StoreError> {
        let found = self.store.load(&self.key).await?;
        let removed = found.is_none();
        {
            let mut state = self.state();
            state.not_saved = None;
            state.held =
                found.map(|(tokens, generation)| Held::new(tokens, generation, &*self.clock));
        }
        if removed {
            // Somebody disconnected while we renewed: the access we got must not outlive that.
            let ended = self.endpoint.deauthorize(ours.access()).await;
            tracing::info!(ended = ended.is_ok(), "disconnected during a renewal");
        }
        Ok(())
    }
}

fn asked_to_wait(error: &Error) -> Option<std::time::Duration> {
    match error {
        Error::Endpoint(cause) => match **cause {
            EndpointError::RateLimited { retry_after } => retry_after,
            _ => None,
        },
        _ => None,
    }
}
