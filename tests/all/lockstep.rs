//! Waits that take no time: whatever a handle waits for, its clock and the fake's are moved there together.

use std::sync::mpsc as threads;
use std::time::Duration;

use clio_api::Wait;
use contract_tests::Clock;
use tokio::sync::mpsc;

const PATIENCE: Duration = Duration::from_secs(120);

/// Keeps two clocks together for as long as it lives. Wants a paused tokio clock.
#[derive(Debug)]
pub(crate) struct Lockstep {
    waits: mpsc::UnboundedSender<Wait>,
    _hold: threads::Sender<()>,
}

impl Lockstep {
    /// Stops the fake's clock, and moves it from now on.
    pub(crate) fn with(clock: Clock) -> Self {
        clock.freeze();
        // A paused clock runs ahead to the next time-out whenever nothing but the network has something to do, unless a blocking
        // task is there. This one ends with its other end, or when the test hangs: then it goes on, and fails.
        let (hold, release) = threads::channel::<()>();
        drop(tokio::task::spawn_blocking(move || {
            release.recv_timeout(PATIENCE)
        }));
        let (waits, mut told) = mpsc::unbounded_channel::<Wait>();
        drop(tokio::spawn(async move {
            while let Some(wait) = told.recv().await {
                // Timers fire at whole milliseconds, the next one at that.
                let by = wait.duration + Duration::from_millis(1);
                clock.advance(by);
                tokio::time::advance(by).await;
            }
        }));
        Self { waits, _hold: hold }
    }

    /// For `ClioBuilder::on_wait`.
    pub(crate) fn observer(&self) -> impl Fn(Wait) + Send + Sync + 'static {
        let waits = self.waits.clone();
        move |wait| _ = waits.send(wait)
    }
}
