//! A person's relationship texts: the class they give, and what else they say.

use std::sync::Arc;

use super::custom_fields::CustomRead;
use super::person::PersonRead;
use crate::client::{
    Gender, Kind, Kinship, Living, MaritalStatus, Provenance, ProvenanceKind, RelatedPerson,
};
use crate::family::RelationshipRow;
use crate::finding::{Finding, FindingCode};
use crate::words::{Classified, Implied, fold};
use crate::{Rules, SavedAs, classify};

/// The texts of one contact's rows, verbatim, in Clio's order; `None` for a row that has none to read.
pub(super) type Labels = Vec<Option<String>>;

/// A person with a class.
pub(super) struct Related<'a> {
    pub(super) person: RelatedPerson,
    /// The contact's id and name, for everything that is told.
    pub(super) id: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) saved_as: SavedAs,
    pub(super) rule: &'static str,
    /// What the word says of the client.
    pub(super) marital_status: Option<MaritalStatus>,
    /// Values that have no place yet.
    pub(super) fields: Vec<CustomRead<'a>>,
    pub(super) findings: Vec<Finding>,
}

/// A relationship text, verbatim, and what it means.
type Read = (Option<String>, Classified);

/// Gives a person its class: the highest of its words, and never a family's for a company.
pub(super) fn relate<'a>(read: PersonRead<'a>, labels: Labels, rules: &Rules) -> Related<'a> {
    let (person, mut findings) = (read.person, read.findings);
    let texts: Vec<Read> = labels
        .into_iter()
        .map(|label| {
            let classified = classify(label.as_deref().unwrap_or_default(), rules.profile);
            (label, classified)
        })
        .collect();
    // Among parties a text says more than a blank.
    let decisive = texts
        .iter()
        .min_by_key(|(label, classified)| (classified.saved_as, label.is_none()));
    let relationship = decisive.and_then(|(label, _)| label.clone());
    let (class, rule, implied) = decisive.map_or(
        (SavedAs::Party, "blank", Implied::default()),
        |(_, read)| (read.saved_as, read.rule, read.implied),
    );

    let is_misfit = person.kind == Kind::Company && class != SavedAs::Party;
    let (saved_as, rule) = if is_misfit {
        (SavedAs::Party, "company")
    } else {
        (class, rule)
    };
    if is_misfit {
        let advice = "If it is a person, correct the contact in Clio, then preview again.";
        findings.push(Finding {
            clio_says: relationship.clone(),
            ..Finding::new(FindingCode::CompanyAsFamily, advice)
        });
    }
    findings.extend(about_the_words(person.kind, &texts, saved_as));
    let is_joint = findings
        .iter()
        .any(|found| found.code == FindingCode::JointName);
    if !is_joint && !is_misfit && is_plural(rule) {
        findings.push(Finding {
            clio_says: relationship.clone(),
            ..Finding::new(
                FindingCode::JointName,
                "If so, make a contact of each in Clio, then preview again.",
            )
        });
    }

    let says_more = rules.implied_facts && !is_misfit;
    let role_hints = if says_more {
        hints(&texts, saved_as)
    } else {
        Vec::new()
    };
    let mut related = RelatedPerson {
        person,
        relationship,
        labels: texts.into_iter().filter_map(|(label, _)| label).collect(),
        role_hints,
        ..RelatedPerson::default()
    };
    if says_more {
        take_implied(&mut related, implied);
    }
    Related {
        id: related.person.clio_contact_id.as_str().into(),
        name: related.person.name.full.as_str().into(),
        person: related,
        saved_as,
        rule,
        marital_status: implied.marital_status.filter(|_| says_more),
        fields: read.fields,
        findings,
    }
}

/// The text, verbatim; `None` when there is none to read.
pub(super) fn label(row: RelationshipRow) -> Option<String> {
    row.description.filter(|text| !text.trim().is_empty())
}

/// Texts in one; `None` when there is none.
pub(super) fn joined(labels: impl Iterator<Item = String>) -> Option<String> {
    Some(labels.collect::<Vec<_>>().join(", ")).filter(|labels| !labels.is_empty())
}

/// A word for several people, on one contact.
fn is_plural(rule: &str) -> bool {
    matches!(
        rule,
        "word:children" | "word:step-children" | "word:grandchildren"
    )
}

/// What the words say besides, and the words that did not decide: a son who is the executor too.
fn hints(texts: &[Read], saved_as: SavedAs) -> Vec<String> {
    let mut hints: Vec<String> = Vec::new();
    for (label, classified) in texts {
        let other = label
            .as_deref()
            .filter(|_| classified.saved_as != saved_as && classified.role_hints.is_empty());
        for hint in classified.role_hints.iter().cloned().chain(other.map(fold)) {
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
    }
    hints
}

/// What to look at in a person's relationship texts.
fn about_the_words(kind: Kind, texts: &[Read], saved_as: SavedAs) -> Vec<Finding> {
    let mut about = Vec::new();
    for (label, classified) in texts {
        if saved_as == SavedAs::Spouse && classified.rule == "word:partner" {
            let advice = "If so, write \"business partner\" in Clio, then preview again.";
            about.push(Finding {
                clio_says: label.clone(),
                ..Finding::new(FindingCode::PartnerWord, advice)
            });
        }
        // A better word matters only for a person whom no other word has placed in the family.
        let better = classified
            .did_you_mean
            .filter(|_| saved_as == SavedAs::Party && kind == Kind::Person);
        if let Some(better) = better {
            about.push(Finding {
                clio_says: label.clone(),
                did_you_mean: Some(better.to_owned()),
                ..Finding::new(
                    FindingCode::NearMiss,
                    "Correct it in Clio, then preview again.",
                )
            });
        }
    }
    if texts.len() > 1 {
        let is = |class| texts.iter().any(|(_, read)| read.saved_as == class);
        let contradicts = is(SavedAs::Spouse) && (is(SavedAs::Child) || is(SavedAs::Grandchild));
        let advice = if contradicts {
            "Nobody is the client's spouse and descendant: correct the wrong one in Clio, then preview again."
        } else {
            "Check that this is right."
        };
        about.push(Finding {
            clio_says: joined(texts.iter().filter_map(|(label, _)| label.clone())),
            ..Finding::new(FindingCode::SameContactMerged, advice)
        });
    }
    about
}

fn take_implied(related: &mut RelatedPerson, implied: Implied) {
    let person = &mut related.person;
    person.gender = implied.gender;
    person.living = implied.living;
    related.kinship = implied.kinship;
    let facts = [
        ("gender", implied.gender != Gender::Unknown),
        ("kinship", implied.kinship != Kinship::Unknown),
        ("living", implied.living != Living::Unknown),
    ];
    for (path, _) in facts.into_iter().filter(|(_, says)| *says) {
        person
            .provenance
            .insert(path.into(), implied_by(related.relationship.as_deref()));
    }
}

pub(super) fn implied_by(relationship: Option<&str>) -> Provenance {
    Provenance {
        kind: ProvenanceKind::Implied,
        from: "relationship".into(),
        text: relationship.unwrap_or_default().to_owned(),
    }
}
