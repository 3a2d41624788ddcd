//! The person's own browser, as a program of its own.

use ils_auth::Attempt;

use crate::output::Output;

/// A browser that does not start is no failure: the address is on the screen.
pub(super) fn open(output: &Output, attempt: &Attempt) {
    // Without our streams, in a session of its own, and looked at for a moment only: an opener that hangs or prints disturbs
    // nothing.
    let opened = attempt.open_with(|address| open::that_detached(address.as_str()));
    let lead = if opened.is_ok() {
        "Opened your web browser. If nothing opened, copy this address into it:"
    } else {
        "No web browser could be opened. Copy this address into one:"
    };
    output.say(&format!("{lead}\n\n  {}\n", attempt.address()));
}

/// For a browser on another computer, or one that is to be left closed.
pub(super) fn show(output: &Output, attempt: &Attempt) {
    output.say(&format!(
        "Open this address in your web browser:\n\n  {}\n",
        attempt.address()
    ));
}
