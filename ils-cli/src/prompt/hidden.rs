//! A terminal that does not show what is typed.

use std::io;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Shows again when it is dropped.
pub(super) struct Echo {
    before: Termios,
}

impl Echo {
    /// `None` when this terminal cannot hide it.
    pub(super) fn off() -> Option<Self> {
        let before = tcgetattr(io::stdin()).ok()?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Drain, &hidden).ok()?;
        Some(Self { before })
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing anyway.
        let _ = tcsetattr(io::stdin(), OptionalActions::Drain, &self.before);
    }
}
