//! Questions: one line each, no raw terminal, so that they work over remote desktops and with screen readers.

use std::io::{self, IsTerminal};

use crate::failure;
use crate::message::Problem;
use crate::output::Output;

/// Whether there is a person to ask.
pub(crate) fn can_ask(output: &Output) -> bool {
    output.may_ask && io::stdin().is_terminal()
}

/// Shows `question` and waits for a line. The end of the input is an answer too: the person is gone.
///
/// The line is read on a thread of its own, so that Ctrl+C is heard meanwhile.
pub(crate) async fn ask(output: &Output, question: &str) -> Result<String, Problem> {
    output.say_without_end(question);
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin()
            .read_line(&mut line)
            .map(|read| (read > 0).then_some(line))
    });
    match line.await {
        Ok(Ok(Some(line))) => Ok(line.trim().to_owned()),
        _ => Err(failure::stopped()),
    }
}

/// Asks until the answer is a clear yes or no.
pub(crate) async fn confirm(output: &Output, question: &str) -> Result<bool, Problem> {
    output.say(question);
    loop {
        match ask(output, "> ").await?.to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" | "q" => return Ok(false),
            _ => output.say("Please type Y or N."),
        }
    }
}
