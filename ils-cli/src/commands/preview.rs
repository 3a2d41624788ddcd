//! `ils preview`: who would be saved as what. Nothing is saved.

use std::path::Path;

use clio_api::Clio;
use ils_import::family::MatterHead;
use ils_import::matters::find;
use ils_import::{Family, Finding, Plan, Rules};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::import::imported_by;
use super::{people, sheet};
use crate::clean::clean;
use crate::message::Problem;
use crate::output::{Answer, Output, screen};
use crate::{context, failure, files, shell};

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
            return Ok(Answer::new(
                "ils.preview/1",
                data(&family.matter, &plan),
                format!("{}\n", plan.to_json()),
            ));
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
    Ok(Answer::new(
        "ils.preview/1",
        data(&family.matter, &plan),
        shown,
    ))
}

async fn read(clio: &Clio, matter: &str) -> Result<Family, Problem> {
    let outline = find(clio, matter)
        .await
        .map_err(|error| failure::find(&error, matter))?;
    outline
        .read_people(clio)
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

pub(super) fn data(matter: &MatterHead, plan: &Plan) -> Value {
    let draft = &plan.draft;
    json!({
        "matter": {"id": matter.id, "number": matter.number, "description": matter.description, "status": matter.status, "opened_on": matter.opened_on},
        "digest": plan.digest,
        "counts": draft.counts(),
        "people": draft.people.iter().map(people::json_line).collect::<Vec<_>>(),
        "check": draft.check().collect::<Vec<&Finding>>(),
        "not_saved": draft.not_saved().collect::<Vec<&Finding>>(),
        "record": draft.client,
    })
}
