//! The secrets in memory, and the flow around them.

use std::collections::BTreeMap;

use http::{HeaderMap, Response};

use super::{Delivery, Handshake, Incoming, Refused, Secret, Webhook};
use crate::Id;

/// Judges deliveries with the secrets it knows. The module's page has the flow.
///
/// The secrets live in memory: keep them yourself as well, and [`Receiver::remember`] them at the start, or every delivery after a
/// restart is refused. When they are in a database, [`Incoming`] is the same in two steps.
#[derive(Clone, Debug, Default)]
pub struct Receiver {
    secrets: BTreeMap<Id<Webhook>, Secret>,
}

impl Receiver {
    /// One that knows no webhook yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a secret that was kept, and gives back the one it replaces.
    pub fn remember(&mut self, webhook_id: Id<Webhook>, secret: Secret) -> Option<Secret> {
        self.secrets.insert(webhook_id, secret)
    }

    /// Forgets a webhook: after it was deleted, or before its address is changed, which brings a new handshake.
    pub fn forget(&mut self, webhook_id: Id<Webhook>) -> Option<Secret> {
        self.secrets.remove(&webhook_id)
    }

    /// The secret of a webhook.
    pub fn secret(&self, webhook_id: Id<Webhook>) -> Option<&Secret> {
        self.secrets.get(&webhook_id)
    }

    /// Judges one delivery. `raw_body` has to be the bytes as they arrived. Nothing is changed: a handshake is only shown.
    ///
    /// # Errors
    /// Those of [`Incoming::read`] and [`Incoming::check`]; [`Refused::status`] says what to answer.
    pub fn receive<'a>(
        &self,
        headers: &HeaderMap,
        raw_body: &'a [u8],
    ) -> Result<Delivery<'a>, Refused> {
        let incoming = Incoming::read(headers, raw_body)?;
        let known = self.secret(incoming.webhook_id());
        incoming.check(known)
    }

    /// Takes a handshake that is yours, believes its secret from now on, and gives the answer to send.
    ///
    /// # Errors
    /// [`Refused::Replayed`] when another one for the same webhook was accepted meanwhile. That one stays.
    pub fn accept(&mut self, handshake: Handshake) -> Result<Response<()>, Refused> {
        let webhook_id = handshake.webhook_id();
        if self.secrets.contains_key(&webhook_id) {
            return Err(Refused::Replayed(webhook_id));
        }
        let answer = handshake.answer();
        self.secrets.insert(webhook_id, handshake.into_secret());
        Ok(answer)
    }
}
