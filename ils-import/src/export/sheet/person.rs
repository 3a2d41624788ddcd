//! What the sheet says of one person.

use jiff::civil::Date;

use crate::SavedAs;
use crate::client::{Kinship, Living, Person, RelatedPerson};
use crate::export::{Sensitive, facts, people, sensitive};

pub(super) fn name(person: &Person) -> &str {
    match person.name.full.trim() {
        "" => "(no name)",
        name => name,
    }
}

pub(super) fn class(saved_as: SavedAs) -> &'static str {
    match saved_as {
        SavedAs::Client => "Client",
        SavedAs::Spouse => "Spouse",
        SavedAs::Child => "Child",
        SavedAs::Grandchild => "Grandchild",
        SavedAs::Party => "Party",
    }
}

/// Every label of the person, as Clio has them.
pub(super) fn says(related: &RelatedPerson) -> String {
    let labels: Vec<&str> = related
        .labels
        .iter()
        .map(String::as_str)
        .filter(|label| !label.trim().is_empty())
        .collect();
    match (labels.as_slice(), related.relationship.as_deref()) {
        ([], None) => "(blank)".to_owned(),
        ([], Some(text)) => text.to_owned(),
        (labels, _) => labels.join("; "),
    }
}

/// `9 March 1951`: no doubt about day and month. What is no date stays as it is.
pub(super) fn date(text: &str) -> String {
    text.parse::<Date>().map_or_else(
        |_| text.to_owned(),
        |date| date.strftime("%-d %B %Y").to_string(),
    )
}

/// Everything else there is to check, a line each.
pub(super) fn facts(
    person: &Person,
    related: Option<&RelatedPerson>,
    allowed: Sensitive,
) -> Vec<String> {
    let mut lines = Vec::new();
    match related.map(|related| related.kinship) {
        Some(Kinship::Step) => lines.push("Step".to_owned()),
        Some(Kinship::Adopted) => lines.push("Adopted".to_owned()),
        Some(Kinship::Foster) => lines.push("Foster".to_owned()),
        Some(Kinship::Biological) => lines.push("Biological".to_owned()),
        Some(Kinship::Unknown) | None => {}
    }
    match (&person.death_date, person.living) {
        (Some(died), _) => lines.push(format!("Died {}", date(died))),
        (None, Living::Deceased) => lines.push("Deceased".to_owned()),
        (None, Living::Incapacitated) => lines.push("Incapacitated".to_owned()),
        _ => {}
    }
    let facts = facts::of_person(person, allowed);
    for (column, words) in facts.chain(related.into_iter().flat_map(facts::of_relation)) {
        let words = match column {
            "married_on" => date(&words),
            _ => words,
        };
        lines.push(format!("{}: {words}", people::heading(column)));
    }
    if person.social_security_number.is_some() && allowed == Sensitive::LeftOut {
        lines.push("Social Security number: (left out of this sheet)".to_owned());
    }
    lines.extend(person.addresses.iter().map(|address| {
        format!(
            "{}: {}",
            capitalised(&address.kind),
            people::on_one_line(address)
        )
    }));
    let phones = person
        .phones
        .iter()
        .map(|phone| format!("{} {}", phone.kind, phone.number));
    let contact: Vec<String> = phones
        .chain(person.emails.iter().map(|email| email.address.clone()))
        .collect();
    if !contact.is_empty() {
        lines.push(contact.join(" \u{B7} "));
    }
    if let Some(employer) = &person.employer {
        let parts: Vec<&str> = [&employer.job_title, &employer.name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        lines.push(format!("Works: {}", parts.join(", ")));
    }
    for value in &person.custom {
        let content = match allowed {
            Sensitive::LeftOut if sensitive::is_left_out(value) => "(left out of this sheet)",
            _ => people::content(&value.value),
        };
        lines.push(format!("{}: {content}", value.name));
    }
    lines
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
