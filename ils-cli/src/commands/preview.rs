//! `ils preview`: who would be saved as what. Nothing is saved.

use std::path::Path;

use ils_auth::Tokens;
use ils_import::compare::Change;
use ils_import::family::MatterHead;
use ils_import::{
    ClientStore, Counts, Difference, Family, Finding, ImportedClient, Plan, Suggestion, compare,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::import::imported_by;
use super::people::{self, Matter, PreviewPerson};
use super::{matters, sheet, without};
use crate::clean::clean;
use crate::cli::Preview as What;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, files, shell};

/// Who would be saved as what.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Preview<'a> {
    /// The matter.
    matter: Matter<'a>,
    /// Changes when anything changes that would be saved.
    digest: &'a str,
    /// How many people of each class.
    counts: Counts,
    /// Everybody, by class and in Clio's order.
    people: Vec<PreviewPerson<'a>>,
    /// What to look at.
    check: Vec<&'a Finding>,
    /// What is not saved, and why.
    not_saved: Vec<&'a Finding>,
    /// What could be filled in and was not, and what may be worth knowing.
    suggestions: &'a [Suggestion],
    /// The client as it would be saved.
    record: ImportedClient,
    /// With `--compare`, how the client that is saved already and Clio differ today; else `null`.
    comparison: Option<Comparison>,
}

/// How the client that is saved already and Clio differ today.
#[derive(JsonSchema, Serialize)]
struct Comparison {
    /// The saved client's id in ILS.
    client_id: String,
    /// Who and what differs; empty when nothing does.
    differences: Vec<Difference>,
}

impl Document for Preview<'_> {
    const NAME: &'static str = "ils.preview/1";
}

/// Over the people of a preview.
pub(super) const WILL_BE_SAVED: &str = "WILL BE SAVED";

pub(super) async fn run(output: &Output, what: &What) -> Result<Answer, Problem> {
    let rules = context::rules()?;
    let connection = context::connection().await?;
    let tokens = context::connected(&connection).await?;
    let clio = context::clio(output, &connection)?;
    let family = context::settle(
        &connection,
        context::family(output, &clio, &what.matter, &rules).await,
    )
    .await?;
    let firm_id = tokens
        .identity()
        .and_then(|identity| identity.firm_id.clone());
    let rules = without::leave_out(rules, &family, &what.without)?;
    let plan = Plan::new(family.clone(), &rules, firm_id);
    let comparison = if what.compare {
        Some(compared(&tokens, &family, &plan).await?)
    } else {
        None
    };

    if let Some(file) = &what.sheet {
        let who = imported_by(&tokens);
        sheet::write(file, &family.matter, &plan, who.as_deref())?;
    }
    // Who is saved already is not saved again.
    let heading = comparison
        .as_ref()
        .map_or(WILL_BE_SAVED, |_| "IN CLIO TODAY");
    let mut shown = shown(output, &family.matter, &plan, heading);
    if let Some(comparison) = &comparison {
        shown.push_str(&differences(output, comparison));
    }
    if let Some(file) = &what.sheet {
        shown.push_str(&format!("\n{}", sheet::written(output, file)));
    }
    let matter = shell::matter(plan.matter_number.as_deref(), &plan.matter_id);
    match what.out.as_deref() {
        Some(file) if file == Path::new("-") => {
            let preview = Preview::new(&family.matter, &plan, comparison);
            return Ok(Answer::new(&preview, format!("{}\n", plan.to_json())));
        }
        Some(file) => {
            files::write_private(file, plan.to_json().as_bytes())
                .map_err(|error| failure::file("The plan could not be written", file, &error))?;
            let place = clean(&file.display().to_string());
            let word = file.to_str().and_then(shell::word);
            let word = word.as_deref().unwrap_or("FILE");
            shown.push_str(&format!("\nThe plan is in {place}. It holds these people's data.\nSave:   ils import --plan {word}\n"));
        }
        None if comparison.is_some() => {}
        None => {
            let without = without::typed(&what.without);
            shown.push_str(&format!("\nSave:   ils import {matter}{without}\n"));
        }
    }
    let preview = Preview::new(&family.matter, &plan, comparison);
    Ok(Answer::new(&preview, shown))
}

/// The client that is saved already, beside what Clio has today.
async fn compared(tokens: &Tokens, family: &Family, plan: &Plan) -> Result<Comparison, Problem> {
    let store = context::clients()?;
    let failed = |error| failure::client_store(&error);
    let key = matters::key(tokens, Some(family.client_id));
    let found = store.find(&[key]).await.map_err(failed)?;
    let Some(existing) = found.into_iter().next().flatten() else {
        return Err(failure::not_saved_yet(&plan.draft.client.client.name.full));
    };
    let saved = store.show(&existing.client_id).await.map_err(failed)?;
    Ok(Comparison {
        client_id: existing.client_id,
        differences: compare(&saved.unwrap_or_default(), &plan.draft.client),
    })
}

fn differences(output: &Output, comparison: &Comparison) -> String {
    let id = &comparison.client_id;
    let heading = format!("\nSAVED AS CLIENT {id}, AND NOW IN CLIO - ");
    if comparison.differences.is_empty() {
        return format!("{heading}the same\n");
    }
    let count = screen::count(comparison.differences.len(), "difference", "differences");
    let lines = comparison.differences.iter().map(told);
    format!(
        "{heading}{count}\n{}\nNothing was changed: ILS imports NEW clients only. Correct client {id} by hand.\n",
        screen::numbered(output.form, lines)
    )
}

/// One person: short values are told, long ones named.
fn told(difference: &Difference) -> String {
    let Change::Changed { fields } = &difference.change else {
        return difference.to_string();
    };
    let told: Vec<String> = fields
        .iter()
        .map(|field| match (text(&field.before), text(&field.now)) {
            (Some(before), Some(now)) => format!("{} was {before}, is {now}", field.words),
            _ => format!("another {}", field.words),
        })
        .collect();
    format!("Changed: {}: {}.", difference.name, told.join("; "))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("empty".to_owned()),
        Value::String(text) => Some(format!("\"{text}\"")),
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        _ => None,
    }
}

/// The preview as people read it.
pub(super) fn shown(output: &Output, matter: &MatterHead, plan: &Plan, heading: &str) -> String {
    let read = format!(
        "from Clio, {}. Nothing has been saved.",
        screen::moment(Timestamp::now())
    );
    format!(
        "{}{}\n{}",
        people::heading(output.form, matter),
        screen::labelled(output.form, "", "Read", &read),
        people::lists(output.form, &plan.draft, heading)
    )
}

impl<'a> Preview<'a> {
    fn new(matter: &'a MatterHead, plan: &'a Plan, comparison: Option<Comparison>) -> Self {
        let draft = &plan.draft;
        Self {
            matter: matter.into(),
            digest: &plan.digest,
            counts: draft.counts(),
            people: draft.people.iter().map(Into::into).collect(),
            check: draft.check().collect(),
            not_saved: draft.not_saved().collect(),
            suggestions: &draft.suggestions,
            record: draft.client.clone().without_secrets(),
            comparison,
        }
    }
}
