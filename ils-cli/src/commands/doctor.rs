//! `ils doctor`: looks at this computer, the connection and the store, and says what to do about what is wrong.

mod certificate;
mod check;
mod clio;
mod computer;
mod report;

use std::io::ErrorKind;

use schemars::JsonSchema;
use serde::Serialize;

use self::check::{Check, State};
use crate::cli::Doctor;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{Document, List};
use crate::output::{Answer, Form, Output, screen};
use crate::{context, failure};

/// What was looked at, and what is wrong.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct Diagnosis {
    /// The version of ILS.
    version: &'static str,
    /// The system it runs on.
    system: String,
    /// How many checks found something that has to be mended.
    problems: usize,
    /// How many found something that may matter.
    warnings: usize,
    /// One entry each, in the order they were looked at.
    checks: Vec<Check>,
    /// The report that was written, if one was asked for.
    report: Option<String>,
}

impl Document for Diagnosis {
    const NAME: &'static str = "ils.doctor/1";
    const LIST: Option<List> = Some(List {
        items: "checks",
        columns: &["id", "state", "title", "message"],
    });
}

pub(super) async fn run(output: &Output, what: &Doctor) -> Result<Answer, Problem> {
    if !what.offline && !output.quiet && matches!(output.form, Form::Text | Form::Plain) {
        output.say("Looking at this computer and asking Clio...\n");
    }
    let mut checks = computer::settings();
    checks.extend(match context::site() {
        Ok(site) => clio::checks(output, &site, what.offline).await,
        Err(problem) => vec![Check::of_problem("address", "Clio address", &problem)],
    });
    checks.extend(computer::store().await);
    checks.push(computer::secrets());

    let mut diagnosis = Diagnosis {
        version: env!("CARGO_PKG_VERSION"),
        system: system(),
        problems: count(&checks, State::Problem),
        warnings: count(&checks, State::Warning),
        checks,
        report: None,
    };
    if let Some(file) = &what.report {
        report::write(file, &diagnosis).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => failure::file_exists(file),
            _ => failure::file("The report could not be written", file, &error),
        })?;
        diagnosis.report = Some(file.display().to_string());
    }
    let mut answer = Answer::new(&diagnosis, shown(output.form, &diagnosis));
    let is_wrong = diagnosis.problems > 0 || (what.strict && diagnosis.warnings > 0);
    answer.exit = is_wrong.then_some(Exit::Failed);
    Ok(answer)
}

fn count(checks: &[Check], state: State) -> usize {
    checks.iter().filter(|check| check.state == state).count()
}

/// `Linux (x86_64)`.
fn system() -> String {
    let name = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    format!("{name} ({})", std::env::consts::ARCH)
}

fn shown(form: Form, diagnosis: &Diagnosis) -> String {
    let head = format!("ILS {} on {}\n", diagnosis.version, diagnosis.system);
    let checks: String = diagnosis
        .checks
        .iter()
        .map(|check| check.shown(form))
        .collect();
    let problems = screen::count(diagnosis.problems, "problem", "problems");
    let warnings = screen::count(diagnosis.warnings, "warning", "warnings");
    let support = match &diagnosis.report {
        Some(file) => format!("Written: {file}"),
        None => "For support:  ils doctor --report report.txt".to_owned(),
    };
    let end = screen::facts(form, "", &[format!("{problems}, {warnings}. {support}")]);
    format!("{head}{checks}\n{end}(the report holds no client names and no secrets)\n")
}
