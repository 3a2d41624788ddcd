//! Who lives, and who is married: what dates, fields and words say together.

use super::relate::{Related, implied_by};
use crate::Rules;
use crate::client::{Kind, Living, MaritalStatus, Person, Provenance, ProvenanceKind};
use crate::finding::{Finding, FindingCode};

/// Whoever has a date of death is deceased, unless a field says otherwise: then both stay, and a person looks at them.
pub(super) fn of_dates(person: &mut Person) -> Option<Finding> {
    let died = person.death_date.clone()?;
    match person.living {
        Living::Deceased => None,
        Living::Unknown => {
            person.living = Living::Deceased;
            let from = Provenance {
                kind: ProvenanceKind::Derived,
                from: "death_date".into(),
                text: died,
            };
            person.provenance.insert("living".into(), from);
            None
        }
        Living::Living | Living::Incapacitated => {
            let against = person
                .provenance
                .get("living")
                .map(|from| from.text.clone());
            Some(Finding {
                what: Some("date of death".into()),
                clio_says: Some(died),
                against: Some(against.unwrap_or_default()),
                ..Finding::new(
                    FindingCode::CustomFieldAmbiguous,
                    "Both are kept. Correct the wrong one in Clio, then preview again.",
                )
            })
        }
    }
}

/// The word of a spouse who lives says it of the client, unless a field does; a contradiction is told.
pub(super) fn marital_status(client: &mut Related<'_>, people: &[Related<'_>], rules: &Rules) {
    let person = &mut client.person.person;
    if !rules.implied_facts || person.kind == Kind::Company {
        return;
    }
    let spouse = people.iter().find(|related| {
        related.marital_status.is_some() && related.person.person.living != Living::Deceased
    });
    let Some((spouse, status)) = spouse.and_then(|spouse| Some((spouse, spouse.marital_status?)))
    else {
        return;
    };
    let word = spouse.person.relationship.as_deref();
    match person.marital_status {
        None => {
            person.marital_status = Some(status);
            person
                .provenance
                .insert("marital_status".into(), implied_by(word));
        }
        // Whoever is separated has a spouse.
        Some(known) if known == status || known == MaritalStatus::Separated => {}
        Some(_) => {
            let says = person
                .provenance
                .get("marital_status")
                .map(|from| from.text.clone());
            client.findings.push(Finding {
                what: Some("marital status".into()),
                clio_says: says,
                against: word.map(ToOwned::to_owned),
                ..Finding::new(
                    FindingCode::CustomFieldAmbiguous,
                    "The field was taken. Correct the wrong one in Clio, then preview again.",
                )
            });
        }
    }
}
