//! A draft on the screen and in JSON: who is saved as what, what to check, what is not saved.

use ils_import::client::{Kind, Person};
use ils_import::family::MatterHead;
use ils_import::{Counts, Draft, Finding, PersonLine, SavedAs, Suggestion};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::words::class;
use crate::output::{Form, screen};

/// A matter, as a document names it.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Matter<'a> {
    /// Clio's id.
    id: &'a str,
    /// The number Clio shows.
    number: Option<&'a str>,
    /// What it is about.
    description: Option<&'a str>,
    /// `open`, `pending` or `closed`.
    status: Option<&'a str>,
    /// When it was opened, `YYYY-MM-DD`.
    #[schemars(with = "Option<String>")]
    opened_on: Option<Date>,
}

/// One person of a preview.
#[derive(JsonSchema, Serialize)]
pub(crate) struct PreviewPerson<'a> {
    /// The contact's id.
    clio_contact_id: &'a str,
    /// The whole name; empty when Clio has none.
    name: &'a str,
    /// Person or company.
    kind: Kind,
    /// The class.
    saved_as: SavedAs,
    /// The relationship text that decided it, verbatim; `null` for the client, and when Clio has none.
    clio_says: Option<&'a str>,
    /// The rule that decided it.
    rule: &'a str,
    /// `YYYY-MM-DD`; `null` when Clio has none.
    born_on: Option<&'a str>,
}

impl<'a> From<&'a MatterHead> for Matter<'a> {
    fn from(matter: &'a MatterHead) -> Self {
        Self {
            id: &matter.id,
            number: matter.number.as_deref(),
            description: matter.description.as_deref(),
            status: matter.status.as_deref(),
            opened_on: matter.opened_on,
        }
    }
}

impl<'a> From<&'a PersonLine> for PreviewPerson<'a> {
    fn from(line: &'a PersonLine) -> Self {
        Self {
            clio_contact_id: &line.clio_contact_id,
            name: &line.name,
            kind: line.kind,
            saved_as: line.saved_as,
            clio_says: line.clio_says.as_deref(),
            rule: &line.rule,
            born_on: line.born_on.as_deref(),
        }
    }
}

/// `Matter   00412-Hollis   Estate plan   Open, opened 4 January 2026`
pub(super) fn heading(form: Form, matter: &MatterHead) -> String {
    let mut parts = vec![matter.number.clone().unwrap_or_else(|| matter.id.clone())];
    parts.extend(
        matter
            .description
            .clone()
            .filter(|text| !text.trim().is_empty()),
    );
    let opened = matter
        .opened_on
        .map(|date| format!(", opened {}", screen::date(date)))
        .unwrap_or_default();
    parts.extend(
        matter
            .status
            .as_ref()
            .map(|status| format!("{}{opened}", screen::capitalised(status))),
    );
    screen::facts(form, "Matter   ", &parts)
}

/// The lists of a preview.
pub(super) fn lists(form: Form, draft: &Draft, heading: &str) -> String {
    let total = draft.people.len();
    let mut shown = format!("{heading} - {}\n", screen::count(total, "person", "people"));
    let columns = [
        ("Saved as", 10),
        ("Name", 24),
        ("Clio says", 15),
        ("Born", 11),
        ("Contact", 18),
    ];
    let rows: Vec<Vec<String>> = draft.people.iter().map(|line| row(form, line)).collect();
    shown.push_str(&screen::table(form, "Person", &columns, &rows));
    for (heading, findings) in [
        ("PLEASE CHECK", draft.check().collect::<Vec<_>>()),
        ("NOT SAVED, AND WHY", draft.not_saved().collect()),
    ] {
        if !findings.is_empty() {
            shown.push_str(&format!("\n{heading} - {}\n", findings.len()));
            shown.push_str(&screen::numbered(
                form,
                findings.into_iter().map(Finding::sentence),
            ));
        }
    }
    if !draft.suggestions.is_empty() {
        shown.push_str(&format!("\nWORTH KNOWING - {}\n", draft.suggestions.len()));
        let sentences = draft.suggestions.iter().map(Suggestion::sentence);
        shown.push_str(&screen::numbered(form, sentences));
    }
    shown
}

/// `1 spouse, 2 children, 1 grandchild, 2 parties`
pub(super) fn counted(counts: Counts) -> String {
    let parts = [
        (counts.spouse, "spouse", "spouses"),
        (counts.child, "child", "children"),
        (counts.grandchild, "grandchild", "grandchildren"),
        (counts.party, "party", "parties"),
    ];
    let named: Vec<String> = parts
        .into_iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| screen::count(number, one, many))
        .collect();
    if named.is_empty() {
        "no other people".to_owned()
    } else {
        named.join(", ")
    }
}

/// A saved person in a few words.
pub(super) fn contact(phones: usize, emails: usize) -> String {
    let parts = [(phones, "phone", "phones"), (emails, "email", "emails")];
    let named: Vec<String> = parts
        .into_iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| screen::count(number, one, many))
        .collect();
    named.join(", ")
}

pub(super) fn person_row(
    form: Form,
    saved_as: SavedAs,
    person: &Person,
    clio_says: Option<&str>,
) -> Vec<String> {
    vec![
        class(saved_as).to_owned(),
        name(&person.name.full),
        says(saved_as, clio_says),
        born(form, person.kind, person.birth_date.as_deref()),
        contact(person.phones.len(), person.emails.len()),
    ]
}

fn row(form: Form, line: &PersonLine) -> Vec<String> {
    vec![
        class(line.saved_as).to_owned(),
        name(&line.name),
        says(line.saved_as, line.clio_says.as_deref()),
        born(form, line.kind, line.born_on.as_deref()),
        contact(line.phones, line.emails),
    ]
}

pub(super) fn name(full: &str) -> String {
    if full.trim().is_empty() {
        "(no name)".to_owned()
    } else {
        full.to_owned()
    }
}

pub(super) fn says(saved_as: SavedAs, clio_says: Option<&str>) -> String {
    let clio_says = clio_says.filter(|text| !text.trim().is_empty());
    match (saved_as, clio_says) {
        (SavedAs::Client, _) => "(client)".to_owned(),
        (_, Some(text)) => text.to_owned(),
        (_, None) => "(blank)".to_owned(),
    }
}

fn born(form: Form, kind: Kind, date: Option<&str>) -> String {
    match (kind, date) {
        (Kind::Company, _) => "(company)".to_owned(),
        (Kind::Person, Some(date)) => screen::short_date(form, date),
        (Kind::Person, None) => "not in Clio".to_owned(),
    }
}
