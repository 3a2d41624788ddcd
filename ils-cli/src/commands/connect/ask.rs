//! The main road: a person, a browser and a Success Code to paste.

use ils_auth::{
    Attempt, ConnectError, Endpoint, First, Listener, Pasted, SuccessCodeError, Tokens,
};

use super::{browser, exchange, listen, outcome};
use crate::cli::Connect;
use crate::message::Problem;
use crate::output::{Output, screen};
use crate::{failure, prompt};

/// Codes that Clio refused, before it is time to stop.
const TRIES: usize = 3;
const NOT_CONNECTED: &str = "Nothing was connected and nothing was changed.";
const AGAIN: &str = "To connect after all:  ils connect";

pub(super) async fn person(
    output: &Output,
    how: &Connect,
    attempt: &Attempt,
    endpoint: &Endpoint,
    mut listener: Option<&mut Listener>,
) -> Result<Tokens, Problem> {
    let first = if how.no_browser {
        "Open the address below in your web browser"
    } else {
        "Your web browser opens Clio"
    };
    let last = if listener.is_some() {
        "ILS goes on by itself"
    } else {
        "Clio shows a Success Code. Copy it and come back here"
    };
    output.say(&format!(
        "Connect to Clio (United States)\n\n\
         ILS will never ask for your Clio password. You sign in on Clio's own page.\n\n\
         \x20 1. {first}. Sign in if it asks you to.\n\
         \x20 2. Click ALLOW ACCESS.\n\
         \x20 3. {last}.\n",
    ));
    if how.no_browser {
        browser::show(output, attempt);
    } else {
        let answer = prompt::ask(output, "Press Enter to open Clio (or type Q to stop): ").await?;
        if answer.eq_ignore_ascii_case("q") {
            return Err(failure::stopped_with(NOT_CONNECTED, AGAIN));
        }
        browser::open(output, attempt);
    }
    output.say(if listener.is_some() {
        "Waiting for Clio. If the browser is on another computer, paste the address that it\n\
         shows in the end (it begins with http://127.0.0.1), or type ? for help:"
    } else {
        "Paste the Success Code here (right-click pastes), or type ? for help:"
    });
    let mut refused = 0;
    loop {
        let asked = prompt::ask(output, "> ");
        let line = match listen::first(attempt, listener.as_deref_mut(), asked).await? {
            First::Other(line) => line?,
            First::Heard(heard) => {
                output.say_without_end("\nClio has answered. Checking with Clio... ");
                // It came with our word from Clio itself: no other code would do better.
                let tokens = outcome(attempt, endpoint, heard).await;
                output.say(if tokens.is_ok() { "accepted." } else { "" });
                return tokens;
            }
        };
        let code = match line.to_lowercase().as_str() {
            "" => continue,
            "?" => {
                help(output);
                continue;
            }
            "q" if refused > 0 => return Err(failure::connect(&ConnectError::CodeRejected)),
            "q" => {
                return Err(failure::stopped_with(NOT_CONNECTED, AGAIN));
            }
            "d" => return Err(failure::denied()),
            _ => match attempt.read(&line) {
                Ok(Pasted::Code(code)) => code,
                Ok(_) => return Err(failure::denied()),
                Err(error @ SuccessCodeError::Refused(_)) => return Err(failure::pasted(&error)),
                Err(error) => {
                    let what = screen::capitalised(&error.to_string());
                    output.say(&format!(
                        "{what}.\nCopy it again from the Clio page, all of it."
                    ));
                    continue;
                }
            },
        };
        output.say_without_end("Checking the code with Clio... ");
        match exchange(attempt, endpoint, code).await {
            Ok(tokens) => {
                output.say("accepted.");
                return Ok(tokens);
            }
            Err(problem) if problem.code == "code_rejected" => {
                output.say("not accepted.");
                refused += 1;
                if refused >= TRIES {
                    return Err(problem);
                }
                output.say(
                    "It may be used up, or older than 10 minutes, or missing a letter. For a new\n\
                     code, open the address above again. Paste a code, or type Q to stop:",
                );
            }
            Err(problem) => {
                output.say("");
                return Err(problem);
            }
        }
    }
}

fn help(output: &Output) {
    output.say(
        "After ALLOW ACCESS, Clio's page shows a Success Code, in its text and in its\n\
         title. Copy that code, the title, or the whole address of the page.",
    );
    let choices = [("D", "I clicked DENY"), ("Q", "stop")];
    output.say(&screen::choices(output.form, &choices));
}
