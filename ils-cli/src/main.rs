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
mod wait;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    core_dump::forbid();
    let exit = run();
    window::hold();
    exit
}

fn run() -> ExitCode {
    let (command, output) = match cli::parse() {
        Ok(parsed) => parsed,
        Err(answered) => return answered,
    };
    let answer = commands::run(command, &output);
    output.finish(answer)
}
