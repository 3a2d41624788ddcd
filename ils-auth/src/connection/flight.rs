//! At most one refresh at a time in this process, whose outcome everybody who asks shares.

use std::sync::Arc;

use clio_api::AccessToken;
use tokio::sync::watch;

use super::Inner;
use crate::{EndpointError, Error};

pub(super) type Outcome = Result<AccessToken, Error>;
pub(super) type Flight = watch::Receiver<Option<Outcome>>;

/// Why a refresh starts.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// There is no token, or too little of it is left.
    Fresh,
    /// The API refused this one.
    NewerThan(AccessToken),
    /// It will end soon; nobody waits.
    Ahead,
}

impl Need {
    pub(super) fn rejected(&self) -> Option<&AccessToken> {
        match self {
            Self::NewerThan(token) => Some(token),
            Self::Fresh | Self::Ahead => None,
        }
    }
}

enum Step {
    Done(Outcome),
    Join(Flight),
    Started(Flight),
}

impl Inner {
    pub(super) async fn token(this: &Arc<Self>, rejected: Option<&AccessToken>) -> Outcome {
        loop {
            let flight = match Self::step(this, rejected) {
                Step::Done(outcome) => return outcome,
                Step::Started(flight) => return wait(flight).await,
                Step::Join(flight) => flight,
            };
            match wait(flight).await {
                // It took off before this refusal was known; the next one knows it.
                Ok(token) if Some(&token) == rejected => {}
                outcome => return outcome,
            }
        }
    }

    /// Waits until no refresh is under way.
    pub(super) async fn join_flight(&self) {
        let flight = self.state().flight.clone();
        if let Some(flight) = flight {
            // Its callers have the outcome.
            drop(wait(flight).await);
        }
    }

    fn step(this: &Arc<Self>, rejected: Option<&AccessToken>) -> Step {
        let clock = &*this.clock;
        let mut state = this.state();
        let cooling = state.is_cooling(clock.instant()).cloned();
        let good = state
            .held
            .as_ref()
            .filter(|held| held.is_good(rejected, clock));
        if let Some(held) = good {
            let token = held.tokens.access().clone();
            let worth_renewing = held.unsaved || held.is_ageing(clock);
            if worth_renewing && cooling.is_none() && state.flight.is_none() {
                state.flight = Some(Self::take_off(this, Need::Ahead));
            }
            return Step::Done(Ok(token));
        }
        if let Some(flight) = &state.flight {
            return Step::Join(flight.clone());
        }
        if let Some(error) = cooling {
            let works = state
                .held
                .as_ref()
                .filter(|held| held.still_works(rejected, clock));
            return Step::Done(works.map(|held| held.tokens.access().clone()).ok_or(error));
        }
        let need = rejected.map_or(Need::Fresh, |token| Need::NewerThan(token.clone()));
        let flight = Self::take_off(this, need);
        state.flight = Some(flight.clone());
        Step::Started(flight)
    }

    /// Runs as a task of its own, because the caller may be dropped at any moment (a time-out, Ctrl+C in one of many)
    /// and a refresh token that Clio has replaced must still be saved. The connection owns it: it knows the flight until
    /// its end, every caller and `settle` wait on it, and it ends by itself within the time-outs of lock and request.
    fn take_off(this: &Arc<Self>, need: Need) -> Flight {
        let (landing, flight) = watch::channel(None);
        let this = Arc::clone(this);
        tokio::spawn(async move {
            let landed = Landed(Arc::clone(&this));
            let outcome = this.renew(&need).await;
            drop(landed);
            landing.send_replace(Some(outcome));
        });
        flight
    }
}

/// Clears the way for the next flight, also after a panic or at the end of the runtime.
struct Landed(Arc<Inner>);

impl Drop for Landed {
    fn drop(&mut self) {
        self.0.state().flight = None;
    }
}

async fn wait(mut flight: Flight) -> Outcome {
    let landed = flight.wait_for(Option::is_some).await;
    let outcome = landed.ok().and_then(|outcome| outcome.clone());
    // Gone without an outcome: the runtime is ending.
    outcome.unwrap_or_else(|| Err(EndpointError::Unreachable.into()))
}
