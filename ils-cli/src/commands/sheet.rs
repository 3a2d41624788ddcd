//! The review sheet of a preview: a page to print and sign, in a file of the person's own.

use std::path::Path;

use ils_import::Plan;
use ils_import::export::Sensitive;
use ils_import::export::sheet::{Review, Sheets};
use ils_import::family::MatterHead;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::message::Problem;
use crate::output::{Output, screen};
use crate::{failure, files};

/// Writes it to a new file; one that is there is left alone.
pub(super) fn write(
    file: &Path,
    matter: &MatterHead,
    plan: &Plan,
    made_by: Option<&str>,
) -> Result<(), Problem> {
    if file.exists() {
        return Err(failure::file_exists(file));
    }
    let made_at = Timestamp::now().to_zoned_datetime(TimeZone::system());
    let review = Review {
        client: &plan.draft.client,
        findings: &plan.draft.findings,
        matter_description: matter.description.as_deref(),
        made_by,
        made_at: Some(&made_at),
        sensitive: Sensitive::LeftOut,
    };
    let mut page = Vec::new();
    let made = Sheets::new(&mut page).and_then(|mut sheets| {
        sheets.add(&review)?;
        sheets.finish()
    });
    made.and_then(|()| files::write_private(file, &page))
        .map_err(|error| failure::file("The sheet could not be written", file, &error))
}

/// Where it is, for the screen.
pub(super) fn written(output: &Output, file: &Path) -> String {
    let what = format!(
        "The sheet is in {}. It holds these people's data.",
        file.display()
    );
    screen::paragraph(output.form, &what, "", "")
}
