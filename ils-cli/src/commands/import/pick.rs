//! Finds the matter with the person: words, a numbered list, a number.

use clio_api::Clio;
use ils_import::matters::Status;

use super::super::matters;
use crate::message::Problem;
use crate::output::Output;
use crate::{failure, prompt};

/// The id of the matter the person picked.
pub(in crate::commands) async fn matter(output: &Output, clio: &Clio) -> Result<String, Problem> {
    if !prompt::can_ask(output) {
        return Err(failure::input_needed(
            "No matter was named, and there is nobody to ask.",
            ["ils import MATTER --yes".to_owned()],
        )
        .changed("Nothing was saved."));
    }
    loop {
        let words = prompt::ask(
            output,
            "Find a matter: type its number, or the client's name (Q stops): ",
        )
        .await?;
        if words.eq_ignore_ascii_case("q") {
            return Err(failure::stopped());
        }
        if words.is_empty() {
            continue;
        }
        let found = matters::look(clio, &words, Status::All).await?;
        if found.matters.is_empty() {
            output.say("No matter fits. Try fewer letters, or the client's name.");
            continue;
        }
        output.say(&matters::table(output, &found.matters));
        if found.more {
            output.say("There are more. Use more words to see others.");
        }
        let answer = prompt::ask(
            output,
            "Number of the matter (Enter searches again, Q stops): ",
        )
        .await?;
        if answer.eq_ignore_ascii_case("q") {
            return Err(failure::stopped());
        }
        let picked = answer
            .parse::<usize>()
            .ok()
            .and_then(|number| found.matters.get(number.checked_sub(1)?));
        match picked {
            Some(matter) => return Ok(matter.id.to_string()),
            None if answer.is_empty() => {}
            None => output.say("That number is not in the list."),
        }
    }
}
