//! The main road: a person, a browser and a Success Code to paste.

use ils_auth::{Attempt, ConnectError, Endpoint, Pasted, SuccessCodeError, Tokens};

use super::exchange;
use crate::message::Problem;
use crate::output::{Output, screen};
use crate::{failure, prompt};

/// Codes that Clio refused, before it is time to stop.
const TRIES: usize = 3;

pub(super) async fn person(
    output: &Output,
    attempt: &Attempt,
    endpoint: &Endpoint,
    no_browser: bool,
) -> Result<Tokens, Problem> {
    output.say(
        "Connect to Clio (United States)\n\n\
         ILS will never ask for your Clio password. You sign in on Clio's own page.\n\n\
         \x20 1. Your web browser opens Clio. Sign in if it asks you to.\n\
         \x20 2. Click ALLOW ACCESS.\n\
         \x20 3. Clio shows a Success Code. Copy it and come back here.\n",
    );
    if no_browser {
        output.say(&format!(
            "Open this address in your web browser:\n\n  {}\n",
            attempt.address()
        ));
    } else {
        let answer = prompt::ask(output, "Press Enter to open Clio (or type Q to stop): ").await?;
        if answer.eq_ignore_ascii_case("q") {
            return Err(
                failure::stopped().changed("Nothing was connected and nothing was changed.")
            );
        }
        open(output, attempt);
    }
    output.say("Paste the Success Code here (right-click pastes), or type ? for help:");
    let mut refused = 0;
    loop {
        let line = prompt::ask(output, "> ").await?;
        let code = match line.to_lowercase().as_str() {
            "" => continue,
            "?" => {
                help(output);
                continue;
            }
            "q" if refused > 0 => return Err(failure::connect(&ConnectError::CodeRejected)),
            "q" => {
                return Err(
                    failure::stopped().changed("Nothing was connected and nothing was changed.")
                );
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

/// A browser that does not start is no failure: the address is on the screen.
fn open(output: &Output, attempt: &Attempt) {
    let opened = open::that_detached(attempt.address()).is_ok();
    let lead = if opened {
        "Opened your web browser. If nothing opened, copy this address into it:"
    } else {
        "No web browser could be opened. Copy this address into one:"
    };
    output.say(&format!("{lead}\n\n  {}\n", attempt.address()));
}

fn help(output: &Output) {
    output.say(
        "After ALLOW ACCESS, Clio's page shows a Success Code, in its text and in its\n\
         title. Copy that code, the title, or the whole address of the page.\n\
         \x20 D  I clicked DENY        Q  stop",
    );
}
