//! `ils`: imports the people of a Clio matter as a new client of `InterActive LegalSuite`.

mod clean;
mod cli;
mod commands;
mod context;
mod core_dump;
mod exit;
mod failure;
mod files;
mod message;
mod output;
mod prompt;
mod settings;
mod shell;

use std::process::ExitCode;

fn main() -> ExitCode {
    core_dump::forbid();
    let (command, output) = match cli::parse() {
        Ok(parsed) => parsed,
        Err(answered) => return answered,
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    else {
        return output.finish(Err(failure::no_runtime()));
    };
    let answer = runtime.block_on(async {
        tokio::select! {
            // Ctrl+C is listened for before anything begins that it could break off.
            biased;
            Ok(()) = tokio::signal::ctrl_c() => {
                // The terminal shows ^C on the line of the prompt.
                output.say("");
                Err(failure::interrupted())
            }
            answer = commands::run(command, &output) => answer,
        }
    });
    // A prompt may still be waiting for a line: the process ends without it.
    runtime.shutdown_background();
    output.finish(answer)
}
