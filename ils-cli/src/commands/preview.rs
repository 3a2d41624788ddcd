//! `ils preview`: who would be saved as what. Nothing is saved.

use std::path::Path;

use clio_api::Clio;
use ils_import::family::MatterHead;
use ils_import::matters::find;
use ils_import::{Counts, Family, Finding, ImportedClient, Plan, Rules};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::import::imported_by;
use super::people::{self, Matter, PreviewPerson};
use super::sheet;
use crate::clean::clean;
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
    /// The client as it would be saved.
    record: ImportedClient,
}

impl Document for Preview<'_> {
    const NAME: &'static str = "ils.preview/1";
}

pub(super) async fn run(
    output: &Output,
    matter: &str,
    out: Option<&Path>,
    sheet: Option<&Path>,
) -> Result<Answer, Problem> {
    let connection = context::connection().await?;
    let tokens = context::connected(&connection).await?;
    let clio = context::clio(output, &connection)?;
    let family = context::settle(&connection, read(&clio, matter).await).await?;
    let firm_id = tokens
        .identity()
        .and_then(|identity| identity.firm_id.clone());
    let plan = Plan::new(&family, &Rules::default(), firm_id);

    if let Some(file) = sheet {
        let who = imported_by(&tokens);
        sheet::write(file, &family.matter, &plan, who.as_deref())?;
    }
    let mut shown = shown(output, &family.matter, &plan);
    if let Some(file) = sheet {
        shown.push_str(&format!("\n{}", sheet::written(output, file)));
    }
    let matter = shell::matter(plan.matter_number.as_deref(), &plan.matter_id);
    match out {
        Some(file) if file == Path::new("-") => {
            let preview = Preview::new(&family.matter, &plan);
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
        None => shown.push_str(&format!("\nSave:   ils import {matter}\n")),
    }
    Ok(Answer::new(&Preview::new(&family.matter, &plan), shown))
}

async fn read(clio: &Clio, matter: &str) -> Result<Family, Problem> {
    let outline = find(clio, matter)
        .await
        .map_err(|error| failure::find(&error, matter))?;
    outline
        .read_people(clio, &Rules::default(), Timestamp::now())
        .await
        .map_err(|error| failure::read(&error))
}

/// The preview as people read it.
pub(super) fn shown(output: &Output, matter: &MatterHead, plan: &Plan) -> String {
    format!(
        "{}Read     from Clio, {}. Nothing has been saved.\n\n{}",
        people::heading(matter),
        screen::moment(Timestamp::now()),
        people::lists(output.form, &plan.draft)
    )
}

impl<'a> Preview<'a> {
    fn new(matter: &'a MatterHead, plan: &'a Plan) -> Self {
        let draft = &plan.draft;
        Self {
            matter: matter.into(),
            digest: &plan.digest,
            counts: draft.counts(),
            people: draft.people.iter().map(Into::into).collect(),
            check: draft.check().collect(),
            not_saved: draft.not_saved().collect(),
            record: draft.client.clone().without_secrets(),
        }
    }
}
