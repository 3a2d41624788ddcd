//! The connected user's timer: there is one or none.

use std::sync::Arc;

use http::Method;
use serde::Serialize;

use super::act;
use crate::exchange::Exchange;
use crate::request::body;
use crate::{Activity, Clio, GetRequest, Id, Link, Resource, Result, Timer, WriteRequest};

impl Resource for Timer {
    type Id = Id<Self>;
    const NAME: &'static str = "Timer";
    const PATH: &'static str = "timer";
}

impl Clio {
    /// The connected user's timer.
    pub fn timer(&self) -> Timers {
        Timers {
            exchange: Arc::clone(self.exchange()),
        }
    }
}

/// The timer of one user: `clio.timer()`.
#[derive(Clone, Debug)]
pub struct Timers {
    exchange: Arc<Exchange>,
}

impl Timers {
    /// The running timer.
    pub fn get(&self) -> GetRequest<Timer> {
        let exchange = Arc::clone(&self.exchange);
        GetRequest::new(exchange, "timer.get", Timer::PATH.to_owned())
    }

    /// Starts the timer on an activity.
    pub fn start(&self, activity: Id<Activity>) -> WriteRequest<Timer> {
        const OPERATION: &str = "timer.start";
        #[derive(Serialize)]
        struct OnActivity {
            activity: Link<Activity>,
        }

        let on = OnActivity {
            activity: activity.into(),
        };
        WriteRequest::new(
            Arc::clone(&self.exchange),
            OPERATION,
            Method::POST,
            Timer::PATH.to_owned(),
            body(OPERATION, &on),
        )
    }

    /// Stops the timer.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn stop(&self) -> Result<()> {
        act(&self.exchange, "timer.stop", Method::DELETE, Timer::PATH).await
    }
}
