//! The person's own browser, as a program of its own.

use std::io::{self, ErrorKind};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ils_auth::Attempt;

use crate::output::Output;
use crate::settings;

/// An opener that has not failed by then is taken to open.
const MOMENT: Duration = Duration::from_millis(500);

/// A browser that does not start is no failure: the address is on the screen.
pub(super) fn open(output: &Output, attempt: &Attempt) {
    let opened = attempt.open_with(|address| start(address.as_str()));
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

/// The first of the system's openers that does not fail. Without our streams, out of reach of our Ctrl+C, and looked at for a moment only:
/// an opener that hangs or prints disturbs nothing.
fn start(address: &str) -> io::Result<()> {
    let mut failed = io::Error::from(ErrorKind::NotFound);
    for mut command in open::commands(address) {
        // The app's secret is for this program alone.
        command.env_remove(settings::CLIENT_SECRET);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let streams = command.stdin(Stdio::null()).stdout(Stdio::null());
        match streams.stderr(Stdio::null()).spawn().and_then(goes_on) {
            Ok(()) => return Ok(()),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Whether it works, or ended well.
fn goes_on(mut child: Child) -> io::Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < MOMENT {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None => thread::sleep(Duration::from_millis(10)),
        }
    }
    // Somebody has to hear of its end.
    let waiter = thread::Builder::new().name("opener".to_owned());
    drop(waiter.spawn(move || child.wait()));
    Ok(())
}
