//! `ils import`: look first, save second, and save exactly what was seen.

pub(super) mod pick;

use std::path::Path;

use clio_api::Clio;
use ils_auth::{Connection, Tokens};
use ils_import::matters::find;
use ils_import::store::{MayResemble, SqliteStore};
use ils_import::{
    ClientStore, Counts, Family, Finding, ImportedClient, NewImport, Outline, Plan, Rules, Saved,
    StoreError,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{alike, connect, matters, people, preview, sheet, status, without};
use crate::clean::clean;
use crate::cli::{Connect, Import};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, files, prompt, settings, shell};

/// A client that was saved.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Imported<'a> {
    /// The client's id in ILS; `null` after a trial.
    client_id: Option<&'a str>,
    /// The import's number in the history; `null` after a trial.
    import_id: Option<&'a str>,
    /// Whether this was a trial, which saves nothing.
    dry_run: bool,
    /// How many people of each class.
    counts: Counts,
    /// What to look at.
    check: Vec<&'a Finding>,
    /// What was not saved, and why.
    not_saved: Vec<&'a Finding>,
}

impl Document for Imported<'_> {
    const NAME: &'static str = "ils.import/1";
}

pub(super) async fn run(output: &Output, what: &Import) -> Result<Answer, Problem> {
    let previewed = what.plan.as_deref().map(read_plan).transpose()?;
    let rules = match &previewed {
        Some(plan) => plan.rules.clone(),
        None => context::rules()?,
    };
    let connection = context::connection().await?;
    let tokens = connected(output, what, &connection).await?;
    let clio = context::clio(output, &connection)?;
    let store = context::clients()?;

    let outline = outline(output, &clio, what, previewed.as_ref()).await;
    let family = match outline {
        Ok(outline) => read(output, &clio, outline, &rules, &store, &tokens).await,
        Err(problem) => Err(problem),
    };
    let family = context::settle(&connection, family).await?;
    let firm_id = tokens
        .identity()
        .and_then(|identity| identity.firm_id.clone());
    let plan = if let Some(previewed) = previewed {
        unchanged(&previewed, &family, firm_id)?
    } else {
        let rules = without::leave_out(rules, &family, &what.without)?;
        Plan::new(family.clone(), &rules, firm_id)
    };
    let alike = lookalikes(output, what, &store, &plan).await?;
    if what.dry_run {
        return Ok(not_done(output, &family, &plan));
    }
    let by = imported_by(&tokens);
    agree(output, &family, &plan, &alike, by.as_deref()).await?;

    let may_resemble = if what.allow_possible_duplicate {
        MayResemble::Anybody
    } else {
        MayResemble::Only(alike.into_iter().map(|client| client.id).collect())
    };
    let new = NewImport {
        plan,
        imported_by: by,
        at: Timestamp::now(),
        may_resemble,
    };
    match store.insert_new(&new).await {
        Ok(saved) => Ok(answer(output, &new.plan, &saved)),
        // Saved by somebody else since this one was asked about.
        Err(StoreError::Resembles { client_ids }) => {
            let alike = alike::records(&store, client_ids).await?;
            let name = &new.plan.draft.client.client.name.full;
            Err(failure::possible_duplicate(name, &alike))
        }
        Err(error) => Err(failure::client_store(&error)),
    }
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
            let tokens = connect::connect(output, &how, context::app().await?, connection).await?;
            // A bare code cannot show that it belongs to this attempt: whose it is, is told before anything else is done.
            let place = connection.store().place();
            output.say(&format!(
                "\nConnected.\n{}",
                status::who(output.form, &tokens, &place)
            ));
            Ok(tokens)
        }
        None => Err(failure::not_connected()),
    }
}

/// Reads the family, unless its client is one already: nobody's data is read for an import that cannot be.
async fn read(
    output: &Output,
    clio: &Clio,
    outline: Outline,
    rules: &Rules,
    store: &SqliteStore,
    tokens: &Tokens,
) -> Result<Family, Problem> {
    refuse_existing(store, tokens, &outline).await?;
    context::people(output, clio, outline, rules).await
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
fn unchanged(previewed: &Plan, family: &Family, firm_id: Option<String>) -> Result<Plan, Problem> {
    if previewed.firm_id != firm_id {
        return Err(Problem::new(
            "plan_of_another_firm",
            Exit::Refused,
            "This plan was made with another firm's connection.",
        )
        .changed("Nothing was saved.")
        .advice(["Preview again with this connection".to_owned()]));
    }
    let now = Plan::new(family.clone(), &previewed.rules, firm_id);
    let changes = previewed.changes(&now);
    if changes.is_empty() {
        // The one from Clio: a plan on disk can hide numbers that are saved.
        return Ok(now);
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

/// The saved clients that may be the same person under another Clio id: a person is asked, everybody else is refused.
async fn lookalikes(
    output: &Output,
    what: &Import,
    store: &SqliteStore,
    plan: &Plan,
) -> Result<Vec<ImportedClient>, Problem> {
    if what.allow_possible_duplicate {
        return Ok(Vec::new());
    }
    let client = &plan.draft.client.client;
    let alike = alike::to(store, client).await?;
    let is_asked = !output.yes && !what.dry_run && prompt::can_ask(output);
    if alike.is_empty() || is_asked {
        return Ok(alike);
    }
    Err(failure::possible_duplicate(&client.name.full, &alike))
}

/// A clear yes, from the flag or from the person who has read the preview.
async fn agree(
    output: &Output,
    family: &Family,
    plan: &Plan,
    alike: &[ImportedClient],
    who: Option<&str>,
) -> Result<(), Problem> {
    if output.yes {
        return Ok(());
    }
    if !prompt::can_ask(output) {
        let what = "Saving needs a clear yes, and there is nobody to ask.";
        let advice = ["Look first:  ils preview, then save with  --yes".to_owned()];
        return Err(failure::input_needed(what, advice).changed("Nothing was saved."));
    }
    output.say(&preview::shown(
        output,
        &family.matter,
        plan,
        preview::WILL_BE_SAVED,
    ));
    if !alike.is_empty() {
        output.say(&alike::warning(output.form, alike));
    }
    output.say(&question(output, plan, !alike.is_empty()));
    loop {
        match prompt::ask(output, "> ").await?.to_lowercase().as_str() {
            "y" | "yes" => return Ok(()),
            "n" | "no" | "q" => return Err(failure::stopped()),
            "s" => {
                make_sheet(output, family, plan, who).await?;
                output.say(&question(output, plan, !alike.is_empty()));
            }
            _ => output.say("Please type Y, N or S."),
        }
    }
}

fn question(output: &Output, plan: &Plan, is_alike: bool) -> String {
    let with = match plan.draft.people.len() - 1 {
        0 => String::new(),
        1 => " and 1 other person".to_owned(),
        others => format!(" and {others} other people"),
    };
    let name = clean(&plan.draft.client.client.name.full);
    let new = if is_alike { "another NEW" } else { "a NEW" };
    let choices = [("Y", "save"), ("N", "do not save"), ("S", "make a sheet")];
    let choices = screen::choices(output.form, &choices);
    format!("Save {name}{with} as {new} client in ILS?\n{choices}")
}

/// The sheet lies where the person stands; a name that is taken is left alone.
async fn make_sheet(
    output: &Output,
    family: &Family,
    plan: &Plan,
    who: Option<&str>,
) -> Result<(), Problem> {
    let proposed = format!("ils-sheet-{}.html", plan.matter_id);
    let asked = format!("Name of the sheet's file (Enter: {proposed}): ");
    let typed = prompt::ask(output, &asked).await?;
    let file = Path::new(if typed.is_empty() { &proposed } else { &typed });
    match sheet::write(file, &family.matter, plan, who) {
        Ok(()) => output.say(&sheet::written(output, file)),
        Err(problem) => output.say(&problem.screen(output.form, output.verbose)),
    }
    Ok(())
}

pub(super) fn imported_by(tokens: &Tokens) -> Option<String> {
    let person = tokens
        .identity()
        .and_then(|identity| identity.person.clone());
    person.or_else(settings::user_name)
}

/// Everything but the saving.
fn not_done(output: &Output, family: &Family, plan: &Plan) -> Answer {
    let outcome = Imported {
        dry_run: true,
        ..Imported::of(plan, None)
    };
    let shown = format!(
        "{}\nThis was a trial: nothing was saved.\n",
        preview::shown(output, &family.matter, plan, preview::WILL_BE_SAVED)
    );
    Answer::new(&outcome, shown)
}

impl<'a> Imported<'a> {
    fn of(plan: &'a Plan, saved: Option<&'a Saved>) -> Self {
        let draft = &plan.draft;
        Self {
            client_id: saved.map(|saved| saved.client_id.as_str()),
            import_id: saved.map(|saved| saved.import_id.as_str()),
            dry_run: false,
            counts: draft.counts(),
            check: draft.check().collect(),
            not_saved: draft.not_saved().collect(),
        }
    }
}

fn answer(output: &Output, plan: &Plan, saved: &Saved) -> Answer {
    let draft = &plan.draft;
    let (id, import) = (&saved.client_id, &saved.import_id);
    let name = clean(&draft.client.client.name.full);
    let things = match draft.not_saved().count() {
        0 => None,
        1 => Some("1 thing".to_owned()),
        number => Some(format!("{number} things")),
    };
    let not_saved = things.map(|things| {
        if output.yes {
            format!("Not saved: {things} (listed by  ils history show {import}).\n")
        } else {
            format!("Not saved: {things} (listed above; again with  ils history show {import}).\n")
        }
    });
    let counted = people::counted(draft.counts());
    let said = screen::paragraph(
        output.form,
        &format!("Saved. Client {id}, {name}: {counted}."),
        "",
        "",
    );
    let shown = format!(
        "{said}{}\nLook at it:            ils clients show {id}\nChanged your mind?     ils undo          Import number {import}\n",
        not_saved.unwrap_or_default()
    );
    Answer::new(&Imported::of(plan, Some(saved)), shown)
}
