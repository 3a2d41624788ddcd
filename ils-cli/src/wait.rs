//! What waiting needs, built for the commands that wait and for no other: a runtime, and an ear for Ctrl+C.

use std::pin::Pin;

use crate::failure;
use crate::message::Problem;
use crate::output::{Answer, Output};

type Work<'a> = Pin<Box<dyn Future<Output = Result<Answer, Problem>> + 'a>>;

/// What a command that is broken off leaves behind.
#[derive(Clone, Copy)]
pub(crate) struct Left {
    /// What was and was not changed.
    pub(crate) changed: &'static str,
    /// Where to see it, or how to begin again.
    pub(crate) look: &'static str,
}

/// Works to the end, or to Ctrl+C.
pub(crate) fn wait(
    output: &Output,
    left: Left,
    work: impl Future<Output = Result<Answer, Problem>>,
) -> Result<Answer, Problem> {
    block_on(output, left, Box::pin(work))
}

fn block_on(output: &Output, left: Left, work: Work<'_>) -> Result<Answer, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|_| failure::no_runtime())?;
    let answer = runtime.block_on(async {
        tokio::select! {
            // Ctrl+C is listened for before anything begins that it could break off.
            biased;
            Ok(()) = tokio::signal::ctrl_c() => {
                // The terminal shows ^C on the line of the prompt.
                output.say("");
                Err(failure::interrupted(left.changed, left.look))
            }
            answer = work => answer,
        }
    });
    // A prompt may still be waiting for a line: the process ends without it.
    runtime.shutdown_background();
    answer
}
