//! Dates of birth that do not fit each other. Each of them may be right: a date is not corrected by another one.

use jiff::ToSpan;
use jiff::civil::Date;

use super::suggestion;
use crate::client::{ImportedClient, Person};
use crate::finding::{Suggestion, SuggestionKind};
use crate::map::date;

pub(super) fn suggestions(
    record: &ImportedClient,
    read_on: Option<Date>,
) -> impl Iterator<Item = Suggestion> + '_ {
    let client = born(&record.client);
    let children = record.children.iter().filter_map(move |child| {
        let is_older = born(&child.person)? <= client?;
        let kind = SuggestionKind::ChildOlderThanClient;
        is_older.then(|| told(kind, &child.person))
    });
    let oldest = record
        .children
        .iter()
        .filter_map(|child| born(&child.person))
        .min();
    let grandchildren = record.grandchildren.iter().filter_map(move |grandchild| {
        let is_older = born(&grandchild.person)? <= oldest?;
        let kind = SuggestionKind::GrandchildOlderThanChildren;
        is_older.then(|| told(kind, &grandchild.person))
    });
    let sixteen = read_on.and_then(|today| today.checked_sub(16.years()).ok());
    let spouses = record.spouses.iter().filter_map(move |spouse| {
        let is_young = date::iso(born(&spouse.person)?)? > sixteen?;
        let kind = SuggestionKind::SpouseUnderSixteen;
        is_young.then(|| told(kind, &spouse.person))
    });
    spouses.chain(children).chain(grandchildren)
}

fn told(kind: SuggestionKind, person: &Person) -> Suggestion {
    let says = person.birth_date.as_deref().unwrap_or_default();
    suggestion(kind, person, says, None)
}

/// `YYYY-MM-DD`: the order of these texts is the order of the days.
fn born(person: &Person) -> Option<&str> {
    person.birth_date.as_deref()
}
