//! The firm's own fields find their places: by the id of the definition first, by a name only when it is the only one.

mod choose;
mod set;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Facts;
use super::custom_fields::CustomRead;
use crate::SavedAs;
use crate::client::{CustomContent, RelatedPerson};
use crate::finding::{Finding, FindingCode};
use crate::rules::Target;

use choose::{Choice, Placing, choose};
pub(super) use choose::{FieldName, Names};
use set::{Outcome, Setting};

const CORRECT: &str = "Correct it in Clio, then preview again.";

/// Puts each value into its place; what has none stays in `custom`, in Clio's order. Every value ends in one of the two, but for numbers
/// that are left out on purpose, and each that is not simply placed has a finding.
pub(super) fn place(
    related: &mut RelatedPerson,
    saved_as: SavedAs,
    reads: Vec<CustomRead<'_>>,
    facts: &Facts<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut placings: Vec<(usize, Placing<'_>)> = Vec::new();
    for (at, read) in reads.iter().enumerate() {
        if let Choice::Place(placing) = choose(read, facts) {
            placings.push((at, placing));
        }
    }
    placings.sort_by_key(|(_, placing)| placing.order());
    let mut outcomes: BTreeMap<usize, (Outcome, Option<Target>)> = BTreeMap::new();
    for (at, placing) in placings {
        let mut setting = Setting::new(related, saved_as, &reads[at], &placing, facts);
        let outcome = setting.set();
        let unsure = placing.is_unsure && outcome == Outcome::Misfit;
        let outcome = if unsure { Outcome::Unmapped } else { outcome };
        outcomes.insert(at, (outcome, Some(placing.target)));
    }

    related.person.custom.reserve_exact(reads.len());
    let mut ambiguous: Vec<&FieldName<'_>> = Vec::new();
    for (at, read) in reads.into_iter().enumerate() {
        let placed = outcomes.remove(&at);
        let (outcome, target) = placed.unwrap_or_else(|| match choose(&read, facts) {
            Choice::Ambiguous => (Outcome::Ambiguous, None),
            Choice::Unmapped | Choice::Place(_) => (Outcome::Unmapped, None),
            Choice::NamesHidden => (Outcome::NamesHidden, None),
            Choice::LeaveOut => (Outcome::LeftOut, None),
        });
        // A number that opens doors is placed or asked for: it never stays among the extras by accident.
        let is_asked_for = !outcome.keeps() || outcome == Outcome::Kept;
        let outcome = if !is_asked_for && read.is_number_of_the_kind() {
            Outcome::LeftOut
        } else {
            outcome
        };
        // Two fields of one name are one thing to look at.
        let is_told = outcome == Outcome::Ambiguous
            && ambiguous.iter().any(|name| name.reads_like(read.name));
        if !is_told {
            findings.extend(finding(&outcome, &read, target));
        }
        if outcome == Outcome::Ambiguous {
            ambiguous.push(read.name);
        }
        if outcome.keeps() {
            related.person.custom.push(read.value);
        }
    }
}

fn finding(outcome: &Outcome, read: &CustomRead<'_>, target: Option<Target>) -> Option<Finding> {
    let id = read.value.field_id.as_str();
    let about = |code, advice: &'static str| Finding {
        what: Some(Arc::clone(&read.name.told)),
        field_id: (!id.is_empty()).then(|| id.into()),
        ..Finding::new(code, advice)
    };
    let says = || match &read.value.value {
        CustomContent::Text(text) => text.clone(),
        CustomContent::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
    };
    let finding = match outcome {
        Outcome::Placed | Outcome::SaysNothing => return None,
        Outcome::Kept if !read.is_odd => return None,
        Outcome::Kept => Finding {
            clio_says: Some(says()),
            ..about(FindingCode::CustomFieldType, "Look at this field in Clio.")
        },
        // A label that cannot be had says more than a missing rule.
        Outcome::Unmapped if read.is_odd => Finding {
            clio_says: Some(says()),
            ..about(FindingCode::CustomFieldType, "Look at this field in Clio.")
        },
        Outcome::Unmapped => about(
            FindingCode::CustomFieldUnmapped,
            "A rule of the firm can give this field a place.",
        ),
        Outcome::NamesHidden => about(
            FindingCode::CustomFieldUnmapped,
            "Clio does not show you the firm's fields: ask your Clio administrator for the permission \"Custom fields: read\".",
        ),
        Outcome::Ambiguous => Finding {
            field_id: None,
            ..about(
                FindingCode::CustomFieldAmbiguous,
                "Rename one of them in Clio, or give each a rule by its id.",
            )
        },
        Outcome::Misfit => Finding {
            clio_says: Some(says()),
            ..about(FindingCode::CustomFieldType, CORRECT)
        },
        Outcome::SecretMisfit => about(FindingCode::CustomFieldType, CORRECT),
        Outcome::BadDate => Finding {
            clio_says: Some(says()),
            ..about(
                FindingCode::DateInvalid,
                "It was kept as an extra. Correct it in Clio, then preview again.",
            )
        },
        Outcome::Against(against) | Outcome::PlacedAgainst(against) => Finding {
            clio_says: Some(says()),
            against: Some(against.clone()),
            ..about(
                FindingCode::CustomFieldAmbiguous,
                if matches!(outcome, Outcome::PlacedAgainst(_)) {
                    "The field was taken. Correct the wrong one in Clio, then preview again."
                } else {
                    "The other one was taken. Correct the wrong one in Clio, then preview again."
                },
            )
        },
        Outcome::NoPlace => Finding {
            clio_says: Some(says()),
            ..about(FindingCode::NoPlace, no_place(target))
        },
        Outcome::SecretTwice => about(
            FindingCode::NoPlace,
            "Another field of this person holds another number, which was taken. Correct the wrong one in Clio, then preview again.",
        ),
        Outcome::LeftOut => about(
            FindingCode::NoPlace,
            "Numbers of this kind are left out to protect them. A rule of the firm can ask for them.",
        ),
    };
    Some(finding)
}

fn no_place(target: Option<Target>) -> &'static str {
    match target {
        Some(Target::County) => "It was kept as an extra: there is no home address to put it on.",
        _ => "It was kept as an extra: it does not belong to somebody who is saved like this.",
    }
}
