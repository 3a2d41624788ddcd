//! What could be filled in. Nothing of it is applied.

use super::name;
use crate::client::{Gender, ImportedClient, Living, Person, RelatedPerson};
use crate::finding::{Suggestion, SuggestionKind};

pub(super) fn suggestions(record: &ImportedClient) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = about(&record.client).collect();
    all.extend(widowed(record));
    for related in record.related() {
        all.extend(about(&related.person));
        all.extend(co_client(related));
    }
    all
}

fn suggestion(kind: SuggestionKind, person: &Person, says: &str, suggested: &str) -> Suggestion {
    Suggestion {
        kind,
        clio_contact_id: person.clio_contact_id.clone(),
        name: person.name.full.clone(),
        clio_says: says.to_owned(),
        suggested: suggested.to_owned(),
    }
}

fn about(person: &Person) -> impl Iterator<Item = Suggestion> + '_ {
    let name = &person.name;
    let last = name.last.as_deref().filter(|_| name.suffix.is_none());
    let suffix = last.and_then(|last| Some((last, name::suffix(last)?.1)));
    let suffix =
        suffix.map(|(last, suffix)| suggestion(SuggestionKind::Suffix, person, last, suffix));
    let title = person.provenance.get("name.prefix").map(|from| {
        suggestion(
            SuggestionKind::TitleIsPrefix,
            person,
            &from.text,
            &from.text,
        )
    });
    let prefix = name
        .prefix
        .as_deref()
        .filter(|_| person.gender == Gender::Unknown);
    let gender = prefix
        .and_then(|prefix| Some((prefix, gender_of(prefix)?)))
        .map(|(prefix, gender)| {
            suggestion(SuggestionKind::GenderFromPrefix, person, prefix, gender)
        });
    suffix.into_iter().chain(title).chain(gender)
}

/// `Dr`, `Hon`, `Mx` and the like suggest nothing.
fn gender_of(prefix: &str) -> Option<&'static str> {
    match prefix.trim_end_matches('.').to_lowercase().as_str() {
        "mr" => Some("male"),
        "mrs" | "ms" | "miss" => Some("female"),
        _ => None,
    }
}

fn co_client(related: &RelatedPerson) -> Option<Suggestion> {
    let is_co_client = related.role_hints.iter().any(|hint| hint == "co_client");
    let says = related.relationship.as_deref().filter(|_| is_co_client)?;
    Some(suggestion(
        SuggestionKind::CoClient,
        &related.person,
        says,
        "spouse",
    ))
}

fn widowed(record: &ImportedClient) -> Option<Suggestion> {
    let is_open = record.client.marital_status.is_none();
    let is_deceased = |related: &RelatedPerson| related.person.living == Living::Deceased;
    let only = record.spouses.iter().all(is_deceased);
    let spouse = record.spouses.first().filter(|_| is_open && only)?;
    let says = &spouse.person.name.full;
    Some(suggestion(
        SuggestionKind::Widowed,
        &record.client,
        says,
        "widowed",
    ))
}
