//! The connected user, and what is new for them.

use std::sync::Arc;

use crate::{Clio, EventMetrics, GetRequest, Id, Resource, User};

impl Resource for EventMetrics {
    type Id = Id<Self>;
    const NAME: &'static str = "EventMetrics";
    const PATH: &'static str = "internal_notifications/event_metrics";
}

impl Clio {
    /// The user whose token it is. Clio answers 403 when the app lacks the Users permission, which says nothing against the token.
    pub fn who_am_i(&self) -> GetRequest<User> {
        let exchange = Arc::clone(self.exchange());
        GetRequest::new(exchange, "users.who_am_i", "users/who_am_i".to_owned())
    }

    /// How many events the connected user has not read.
    pub fn event_metrics(&self) -> GetRequest<EventMetrics> {
        let exchange = Arc::clone(self.exchange());
        GetRequest::new(
            exchange,
            "internal_notifications.event_metrics",
            EventMetrics::PATH.to_owned(),
        )
    }
}
