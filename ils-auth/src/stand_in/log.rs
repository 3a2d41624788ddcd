//! What a test's own thread logs.

use std::sync::{Arc, Mutex};

use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber, span};

/// Keeps every event and span of this thread, with all their fields, until it is dropped.
pub(crate) struct Log {
    kept: Kept,
    _listening: DefaultGuard,
    _second: Dispatch,
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn listen() -> Self {
        let kept = Kept::default();
        Self {
            // While there is but one, tracing asks only the thread that first comes to a line whether anybody listens: another test's.
            _second: Dispatch::new(Kept::default()),
            _listening: tracing::subscriber::set_default(kept.clone()),
            kept,
        }
    }

    pub(crate) fn lines(&self) -> String {
        self.kept.0.lock().unwrap().join("\n")
    }
}

impl Kept {
    fn keep(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }
}

impl Subscriber for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.keep(format!("{span:?}"));
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        self.keep(format!("{values:?}"));
    }
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        self.keep(format!("{event:?}"));
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
