//! `ils import`: look first, save second, and save exactly what was seen.

mod pick;

use std::path::Path;

use clio_api::Clio;
use ils_auth::{Connection, Tokens};
use ils_import::matters::find;
use ils_import::store::SqliteStore;
use ils_import::{ClientStore, Family, Finding, NewImport, Outline, Plan, Rules, Saved};
use jiff::Timestamp;
use serde_json::json;

use super::{connect, matters, people, preview, status};
use crate::clean::clean;
use crate::cli::{Connect, Import};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::{Answer, Output};
use crate::{context, failure, files, prompt, settings, shell};

pub(super) async fn run(output: &Output, what: &Import) -> Result<Answer, Problem> {
    let previewed = what.plan.as_deref().map(read_plan).transpose()?;
    let connection = context::connection(output)?;
    let tokens = connected(output, what, &connection).await?;
    let clio = context::clio(output, &connection)?;
    let store = context::clients()?;

    let family = read(output, &clio, what, previewed.as_ref(), &store, &tokens).await;
    let family = context::settle(&connection, family).await?;
    let firm_id = tokens
        .identity()
        .and_then(|identity| identity.firm_id.clone());
    let plan = match previewed {
        Some(previewed) => unchanged(previewed, &family, firm_id)?,
        None => Plan::new(&family, &Rules::default(), firm_id),
    };
    agree(output, &family, &plan).await?;

    let new = NewImport {
        plan,
        imported_by: imported_by(&tokens),
        at: Timestamp::now(),
    };
    let saved = store
        .insert_new(&new)
        .await
        .map_err(|error| failure::client_store(&error))?;
    Ok(answer(&new.plan, &saved))
}

/// The stored connection; the first import without one connects first, when there is a person to do it.
async fn connected(
    output: &Output,
    what: &Import,
    connection: &Connection,
) -> Result<Tokens, Problem> {
    match context::stored(connection).await? {
        Some(tokens) => Ok(tokens),
        None if prompt::can_ask(output) => {
            output.say("ILS is not connected to Clio yet. That comes first.\n");
            let how = Connect {
                no_browser: what.no_browser,
                ..Connect::default()
            };
            let tokens = connect::connect(output, &how, connection).await?;
            // A bare code cannot show that it belongs to this attempt: whose it is, is told before anything else is done.
            let place = connection.store().place();
            output.say(&format!("\nConnected.\n{}", status::who(&tokens, &place)));
            Ok(tokens)
        }
        None => Err(failure::not_connected()),
    }
}

/// Reads the family, unless its client is one already: nobody's data is read for an import that cannot be.
async fn read(
    output: &Output,
    clio: &Clio,
    what: &Import,
    plan: Option<&Plan>,
    store: &SqliteStore,
    tokens: &Tokens,
) -> Result<Family, Problem> {
    let outline = outline(output, clio, what, plan).await?;
    refuse_existing(store, tokens, &outline).await?;
    outline
        .read_people(clio)
        .await
        .map_err(|error| failure::read(&error))
}

async fn outline(
    output: &Output,
    clio: &Clio,
    what: &Import,
    plan: Option<&Plan>,
) -> Result<Outline, Problem> {
    let matter = match (plan, &what.matter) {
        (Some(plan), _) => plan.matter_id.clone(),
        (None, Some(matter)) => matter.clone(),
        (None, None) => pick::matter(output, clio).await?,
    };
    find(clio, &matter)
        .await
        .map_err(|error| failure::find(&error, &matter))
}

/// New clients only. Asked before anybody's data is read; the store asks again when it saves.
async fn refuse_existing(
    store: &SqliteStore,
    tokens: &Tokens,
    outline: &Outline,
) -> Result<(), Problem> {
    let key = matters::key(tokens, Some(outline.client_contact_id().number()));
    let found = store
        .find(&[key])
        .await
        .map_err(|error| failure::client_store(&error))?;
    match found.into_iter().next().flatten() {
        Some(existing) => Err(failure::client_exists(&existing)),
        None => Ok(()),
    }
}

fn read_plan(file: &Path) -> Result<Plan, Problem> {
    let text = files::read_text(file)
        .map_err(|error| failure::file("The plan could not be read", file, &error))?;
    Plan::from_json(&text).map_err(|error| failure::plan(&error))
}

/// The previewed plan, when Clio still gives the very same one.
fn unchanged(previewed: Plan, family: &Family, firm_id: Option<String>) -> Result<Plan, Problem> {
    if previewed.firm_id != firm_id {
        return Err(Problem::new(
            "plan_of_another_firm",
            Exit::Refused,
            "This plan was made with another firm's connection.",
        )
        .changed("Nothing was saved.")
        .advice(["Preview again with this connection".to_owned()]));
    }
    let now = Plan::new(family, &previewed.rules, firm_id);
    let changes = previewed.changes(&now);
    if changes.is_empty() {
        return Ok(previewed);
    }
    let matter = shell::matter(now.matter_number.as_deref(), &now.matter_id);
    let problem = Problem::new(
        "plan_stale",
        Exit::Changed,
        "The matter changed in Clio after the preview.",
    );
    Err(changes
        .iter()
        .fold(problem, |problem, line| problem.why(line.clone()))
        .changed("Nothing was saved.")
        .advice([format!("Look again:  ils preview {matter}")])
        .detail("changes", changes))
}

/// A clear yes, from the flag or from the person who has read the preview.
async fn agree(output: &Output, family: &Family, plan: &Plan) -> Result<(), Problem> {
    if output.yes {
        return Ok(());
    }
    if !prompt::can_ask(output) {
        let what = "Saving needs a clear yes, and there is nobody to ask.";
        let advice = ["Look first:  ils preview, then save with  --yes".to_owned()];
        return Err(failure::input_needed(what, advice).changed("Nothing was saved."));
    }
    output.say(&preview::shown(output, &family.matter, plan));
    let others = plan.draft.people.len() - 1;
    let with = match others {
        0 => String::new(),
        1 => " and 1 other person".to_owned(),
        others => format!(" and {others} other people"),
    };
    let name = clean(&plan.draft.client.client.name.full);
    let question =
        format!("Save {name}{with} as a NEW client in ILS?\n  Y  save     N  do not save");
    if prompt::confirm(output, &question).await? {
        Ok(())
    } else {
        Err(failure::stopped())
    }
}

fn imported_by(tokens: &Tokens) -> Option<String> {
    let person = tokens
        .identity()
        .and_then(|identity| identity.person.clone());
    person.or_else(settings::user_name)
}

fn answer(plan: &Plan, saved: &Saved) -> Answer {
    let draft = &plan.draft;
    let data = json!({
        "client_id": saved.client_id,
        "import_id": saved.import_id,
        "counts": draft.counts(),
        "check": draft.check().collect::<Vec<&Finding>>(),
        "not_saved": draft.not_saved().collect::<Vec<&Finding>>(),
    });
    let name = clean(&draft.client.client.name.full);
    let not_saved = match draft.not_saved().count() {
        0 => String::new(),
        1 => "Not saved: 1 thing (see the preview).\n".to_owned(),
        number => format!("Not saved: {number} things (see the preview).\n"),
    };
    let shown = format!(
        "Saved. Client {id}, {name}: {counted}.\n{not_saved}\nLook at it:  ils clients show {id}          Import number {import}\n",
        id = saved.client_id,
        counted = people::counted(draft.counts()),
        import = saved.import_id,
    );
    Answer::new("ils.import/1", data, shown)
}
