//! Ends the access at Clio, then forgets it here.

use super::{Disconnected, Inner};
use crate::connection::held::State;
use crate::{EndpointError, Error, Tokens};

impl Inner {
    pub(super) async fn disconnect(&self) -> Result<Disconnected, Error> {
        let _alone = self.gate.lock().await;
        // Another program's refresh would get an access that nobody ends. It cannot keep it, if the wait is too long.
        let _lease = self.store.lock(&self.key).await.ok();
        let stored = self.store.load(&self.key).await;
        let unreadable = stored.is_err();
        let in_memory = self.newer_in_memory(unreadable);
        let tokens = in_memory.or_else(|| stored.ok().flatten().map(|(tokens, _)| tokens));
        let was_connected = tokens.is_some() || unreadable;
        let ended_at_clio = match &tokens {
            Some(tokens) => self.end_at_clio(tokens).await,
            None if unreadable => Err(EndpointError::NothingToSend),
            None => Ok(()),
        };
        let forgotten = self.store.remove(&self.key).await;
        let mut state = self.state();
        *state = State::default().keeping_flight_of(&mut state);
        drop(state);
        tracing::info!(
            ended_at_clio = ended_at_clio.is_ok(),
            forgotten = forgotten.is_ok(),
            "disconnected from Clio"
        );
        forgotten?;
        Ok(Disconnected {
            was_connected,
            ended_at_clio,
        })
    }

    /// What memory holds and the store does not, or does not give.
    fn newer_in_memory(&self, unreadable: bool) -> Option<Tokens> {
        let state = self.state();
        let held = state.held.as_ref();
        let held = held.filter(|held| held.unsaved || unreadable);
        held.map(|held| held.tokens.clone())
    }

    /// An access token that is over cannot end anything, while its refresh token lives on: it is renewed to be ended.
    async fn end_at_clio(&self, tokens: &Tokens) -> Result<(), EndpointError> {
        let over = tokens
            .left(self.clock.now())
            .is_some_and(|left| left.is_zero());
        if !over {
            match self.endpoint.deauthorize(tokens.access()).await {
                Err(EndpointError::Status(401) | EndpointError::Refused(_)) => {}
                other => return other,
            }
        }
        match self.endpoint.refresh(tokens, &*self.clock).await {
            Ok(fresh) => self.endpoint.deauthorize(fresh.access()).await,
            // Clio has ended it already.
            Err(EndpointError::InvalidGrant) => Ok(()),
            Err(other) => Err(other),
        }
    }
}
