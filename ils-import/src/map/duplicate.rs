//! People who look like the same person. Both are always kept: a person decides.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use crate::client::{ImportedClient, Person};
use crate::finding::{Finding, FindingCode};
use crate::store::Lookalike;
use crate::words::fold;

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
/// let draft = map(&family, &Rules::default());
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

/// The people whose name somebody else has too, in their order: nobody else can look like another.
fn namesakes(record: &ImportedClient) -> impl Iterator<Item = &Person> {
    let named: Vec<(String, &Person)> = record
        .everybody()
        .map(|person| (fold(&person.name.full), person))
        .collect();
    let mut once = BTreeSet::new();
    let twice: BTreeSet<String> = named
        .iter()
        .filter(|(name, _)| !once.insert(name.as_str()))
        .map(|(name, _)| name.clone())
        .collect();
    let shares = move |(name, person)| twice.contains(&name).then_some(person);
    named.into_iter().filter_map(shares)
}

fn about(person: &Person, says: String, advice: &str) -> Finding {
    Finding {
        clio_contact_id: Some(person.clio_contact_id.clone()),
        name: Some(person.name.full.clone()),
        clio_says: Some(says),
        ..Finding::new(FindingCode::PossibleDuplicate, advice)
    }
}
