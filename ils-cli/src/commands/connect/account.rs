//! Another person or firm than before is a question, never a surprise.

use ils_auth::{Connection, Endpoint, Identity, Tokens};

use crate::clean::clean;
use crate::cli::Connect;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::Output;
use crate::prompt;

pub(super) async fn guard(
    output: &Output,
    how: &Connect,
    connection: &Connection,
    endpoint: &Endpoint,
    fresh: &Tokens,
) -> Result<(), Problem> {
    // A store that cannot be read says nothing about who was connected; adopting will tell what is wrong with it.
    let before = connection.stored().await.ok().flatten();
    let (Some(before), Some(now)) = (before.as_ref().and_then(Tokens::identity), fresh.identity())
    else {
        return Ok(());
    };
    if !differ(before, now) || how.allow_different_account {
        return Ok(());
    }
    let asked = prompt::can_ask(output);
    if asked {
        output.say(&format!(
            "\nWait: this is a different person or firm.\n  Before   {}\n  Now      {}",
            named(before),
            named(now)
        ));
        let firm = clean(now.firm.as_deref().unwrap_or_default());
        let answer = prompt::ask(
            output,
            "Use the new one from now on? Type the firm's name to agree, or N: ",
        )
        .await?;
        if !firm.is_empty() && answer.to_lowercase() == firm.to_lowercase() {
            return Ok(());
        }
    }
    // The access that was just refused is given back; the old connection stays.
    let given_back = endpoint.deauthorize(fresh.access()).await.is_ok();
    let problem = Problem::new(
        "different_account",
        if asked { Exit::Stopped } else { Exit::Refused },
        "Somebody else than before signed in to Clio.",
    )
    .why(format!("Before: {}. Now: {}.", named(before), named(now)))
    .changed(if given_back {
        "Kept the old connection. The new access was given back to Clio."
    } else {
        "Kept the old connection. The new access could not be given back: in Clio, open Settings, Apps, and remove ILS."
    })
    .advice(["If it is right:  ils reconnect --allow-different-account".to_owned()]);
    Err(problem)
}

/// What Clio does not tell proves nothing.
fn differ(before: &Identity, now: &Identity) -> bool {
    let differ = |one: &Option<String>, two: &Option<String>| matches!((one, two), (Some(one), Some(two)) if one != two);
    differ(&before.person_id, &now.person_id) || differ(&before.firm_id, &now.firm_id)
}

fn named(identity: &Identity) -> String {
    let person = identity.person.as_deref().unwrap_or("somebody");
    clean(
        &identity
            .firm
            .as_deref()
            .map_or_else(|| person.to_owned(), |firm| format!("{person}, {firm}")),
    )
}
