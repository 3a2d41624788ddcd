//! What could be filled in, and what may be worth knowing. Nothing of it is applied.

mod ages;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::name;
use crate::client::{Gender, ImportedClient, Kind, Kinship, Living, Person, RelatedPerson};
use crate::finding::{Suggestion, SuggestionKind};

/// `status` is the matter's; `unknown_kinds` are those contacts whom Clio calls neither a person nor a company, by id.
pub(super) fn suggestions(
    record: &ImportedClient,
    status: Option<&str>,
    unknown_kinds: &BTreeMap<String, String>,
    read_on: Option<Date>,
) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = closed(record, status).into_iter().collect();
    all.extend(about(&record.client, unknown_kinds));
    all.extend(widowed(record));
    for related in record.related() {
        all.extend(about(&related.person, unknown_kinds));
        all.extend(co_client(related));
    }
    all.extend(of_steps(record));
    all.extend(grandchild_without_child(record));
    all.extend(ages::suggestions(record, read_on));
    all
}

fn suggestion(
    kind: SuggestionKind,
    person: &Person,
    says: &str,
    suggested: Option<&str>,
) -> Suggestion {
    Suggestion {
        kind,
        clio_contact_id: person.clio_contact_id.clone(),
        name: person.name.full.clone(),
        clio_says: says.to_owned(),
        suggested: suggested.map(ToOwned::to_owned),
    }
}

fn closed(record: &ImportedClient, status: Option<&str>) -> Option<Suggestion> {
    let status = status?;
    let is_closed = status.eq_ignore_ascii_case("closed");
    is_closed.then(|| suggestion(SuggestionKind::MatterClosed, &record.client, status, None))
}

/// What one person's own fields suggest.
fn about(
    person: &Person,
    unknown_kinds: &BTreeMap<String, String>,
) -> impl Iterator<Item = Suggestion> {
    let name = &person.name;
    let last = name.last.as_deref().filter(|_| name.suffix.is_none());
    let suffix = last.and_then(|last| Some((last, name::suffix(last)?.1)));
    let suffix =
        suffix.map(|(last, suffix)| suggestion(SuggestionKind::Suffix, person, last, Some(suffix)));
    let title = person.provenance.get("name.prefix").map(|from| {
        let text = &from.text;
        suggestion(SuggestionKind::TitleIsPrefix, person, text, Some(text))
    });
    let prefix = name
        .prefix
        .as_deref()
        .filter(|_| person.gender == Gender::Unknown);
    let gender = prefix.and_then(|prefix| {
        let kind = SuggestionKind::GenderFromPrefix;
        Some(suggestion(kind, person, prefix, Some(gender_of(prefix)?)))
    });
    let has_parts = name.first.is_some() && name.last.is_some();
    let lacks_parts = person.kind == Kind::Person && !name.full.is_empty() && !has_parts;
    let parts =
        lacks_parts.then(|| suggestion(SuggestionKind::NameParts, person, &name.full, None));
    let kind = unknown_kinds
        .get(&person.clio_contact_id)
        .map(|kind| suggestion(SuggestionKind::UnknownType, person, kind, None));
    [suffix, title, gender, parts, kind].into_iter().flatten()
}

/// `Dr`, `Hon`, `Mx` and the like suggest nothing.
fn gender_of(prefix: &str) -> Option<&'static str> {
    let word = prefix.trim_end_matches('.');
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    match word {
        _ if is(&"mr") => Some("male"),
        _ if ["mrs", "ms", "miss"].iter().any(is) => Some("female"),
        _ => None,
    }
}

fn co_client(related: &RelatedPerson) -> Option<Suggestion> {
    let is_co_client = related.role_hints.iter().any(|hint| hint == "co_client");
    let says = related.relationship.as_deref().filter(|_| is_co_client)?;
    let kind = SuggestionKind::CoClient;
    Some(suggestion(kind, &related.person, says, Some("spouse")))
}

fn widowed(record: &ImportedClient) -> Option<Suggestion> {
    let is_open = record.client.marital_status.is_none();
    let is_deceased = |related: &RelatedPerson| related.person.living == Living::Deceased;
    let only = record.spouses.iter().all(is_deceased);
    let spouse = record.spouses.first().filter(|_| is_open && only)?;
    let says = &spouse.person.name.full;
    let kind = SuggestionKind::Widowed;
    Some(suggestion(kind, &record.client, says, Some("widowed")))
}

/// A step word says that a spouse is there, and not whose child it is.
fn of_steps(record: &ImportedClient) -> impl Iterator<Item = Suggestion> + '_ {
    let steps = record
        .children
        .iter()
        .filter(|child| child.kinship == Kinship::Step);
    steps.filter_map(|child| {
        let says = child.relationship.as_deref().unwrap_or_default();
        if record.spouses.is_empty() {
            let kind = SuggestionKind::StepWithoutSpouse;
            return Some(suggestion(kind, &child.person, says, None));
        }
        let kind = SuggestionKind::StepParentage;
        let is_open = child.parentage.is_none();
        is_open.then(|| suggestion(kind, &child.person, says, Some("spouse_only")))
    })
}

fn grandchild_without_child(record: &ImportedClient) -> Option<Suggestion> {
    let first = record
        .grandchildren
        .first()
        .filter(|_| record.children.is_empty())?;
    let says = first.relationship.as_deref().unwrap_or_default();
    let kind = SuggestionKind::GrandchildWithoutChild;
    Some(suggestion(kind, &first.person, says, None))
}
