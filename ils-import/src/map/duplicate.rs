//! People who look like the same person. Both are always kept: a person decides.

use std::collections::BTreeMap;

use super::Draft;
use crate::client::{ImportedClient, Person};
use crate::finding::{Finding, FindingCode};
use crate::store::Lookalike;
use crate::words::mark;

/// What to look at when a store has clients that look like the draft's client: same name and date of birth, or same name and an email
/// address. `client_ids` are what [`ClientStore::lookalikes`](crate::ClientStore::lookalikes) found.
///
/// It is not part of the draft: what is in the store does not decide how a family is read, so a plan stays what it was.
///
/// ```
/// use ils_import::map::possible_duplicates;
/// use ils_import::{Family, Rules, map};
///
/// let family: Family = serde_json::from_str(r#"{"client_id": 10, "people": {"10": {"name": "Dana Hollis", "date_of_birth": "1951-03-09"}}}"#)?;
/// let draft = map(family, &Rules::default());
/// let found = possible_duplicates(&draft, &["37".to_owned()]);
/// assert!(found[0].sentence().starts_with("Dana Hollis looks like the same person as client 37."));
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn possible_duplicates(draft: &Draft, client_ids: &[String]) -> Vec<Finding> {
    let client = &draft.client.client;
    let advice = "If it is, open the saved client instead of saving a new one.";
    let ids = client_ids.iter();
    ids.map(|id| about(client, format!("client {id}"), advice))
        .collect()
}

/// Different contacts of one family that look like the same person: each later one is told once.
pub(super) fn in_family(record: &ImportedClient) -> Vec<Finding> {
    let mut first_with: BTreeMap<String, &Person> = BTreeMap::new();
    let mut findings = Vec::new();
    for person in namesakes(record) {
        let likeness = Lookalike::of(person);
        let same = likeness.keys().iter().find_map(|key| first_with.get(key));
        if let Some(other) = same {
            let says = format!(
                "Clio contact {}, {}",
                other.clio_contact_id, other.name.full
            );
            let advice = "Both are saved. If they are one person, merge the two contacts in Clio, then preview again.";
            findings.push(about(person, says, advice));
        }
        for key in likeness.keys() {
            first_with.entry(key.clone()).or_insert(person);
        }
    }
    findings
}

/// The people whose name somebody else has too, in their order: nobody else can look like another. Seldom one more: the marks of other
/// names can be the same.
fn namesakes(record: &ImportedClient) -> impl Iterator<Item = &Person> {
    let marks: Vec<u64> = record
        .everybody()
        .map(|person| mark(&person.name.full))
        .collect();
    let mut sorted = marks.clone();
    sorted.sort_unstable();
    let is_twice = move |mark: u64| {
        let first = sorted.partition_point(|known| *known < mark);
        sorted.get(first + 1) == Some(&mark)
    };
    let people = record.everybody().zip(marks);
    people.filter_map(move |(person, mark)| is_twice(mark).then_some(person))
}

fn about(person: &Person, says: String, advice: &'static str) -> Finding {
    Finding {
        clio_contact_id: Some(person.clio_contact_id.as_str().into()),
        name: Some(person.name.full.as_str().into()),
        clio_says: Some(says),
        ..Finding::new(FindingCode::PossibleDuplicate, advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::RelatedPerson;

    #[test]
    fn namesakes_are_those_whose_names_read_the_same() {
        for (names, expected) in [
            (&["Dana Hollis", "Ann Lee", "Bo Lee"][..], &[][..]),
            (&["Dana Hollis", "Ann Lee", "ANN  lee"], &[1, 2]),
            (
                &["Zoë Kay", "Bo Lee", "ZOË KAY", "Bo\u{a0}Lee", "Bo"],
                &[0, 1, 2, 3],
            ),
            (
                &["Ann Lee-Kay", "Ann Lee\u{2013}Kay", "Ann LeeKay"],
                &[0, 1],
            ),
            (&["Bo", "Bo", "Bo"], &[0, 1, 2]),
            (&["", " "], &[0, 1]),
        ] {
            let people = names.iter().map(|name| {
                let mut person = Person::default();
                (*name).clone_into(&mut person.name.full);
                person
            });
            let mut people = people.collect::<Vec<_>>().into_iter();
            let record = ImportedClient {
                client: people.next().unwrap_or_default(),
                parties: people
                    .map(|person| RelatedPerson {
                        person,
                        ..RelatedPerson::default()
                    })
                    .collect(),
                ..ImportedClient::default()
            };
            let found: Vec<&str> = namesakes(&record)
                .map(|person| person.name.full.as_str())
                .collect();
            let expected: Vec<&str> = expected.iter().map(|at: &usize| names[*at]).collect();
            assert_eq!(found, expected, "{names:?}");
        }
    }
}
