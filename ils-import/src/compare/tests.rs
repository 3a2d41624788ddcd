use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::client::{Person, RelatedPerson, SocialSecurityNumber};

fn person(id: &str, name: &str) -> Person {
    let mut person = Person {
        clio_contact_id: id.to_owned(),
        ..Person::default()
    };
    name.clone_into(&mut person.name.full);
    person
}

fn related(id: &str, name: &str, relationship: &str) -> RelatedPerson {
    RelatedPerson {
        person: person(id, name),
        relationship: Some(relationship.to_owned()),
        ..RelatedPerson::default()
    }
}

fn hollis() -> ImportedClient {
    ImportedClient {
        client: person("10", "Dana Hollis"),
        children: vec![related("11", "Ann Hollis", "daughter")],
        parties: vec![related("12", "First Trust Co.", "trustee")],
        ..ImportedClient::default()
    }
}

fn lines(before: &ImportedClient, now: &ImportedClient) -> Vec<String> {
    compare(before, now)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn who_came_went_and_moved_is_told() {
    let mut now = hollis();
    let ann = now.children.remove(0);
    now.parties.insert(0, ann);
    now.parties.pop();
    now.spouses.push(related("13", "Robert Kay", "husband"));
    assert_eq!(
        lines(&hollis(), &now),
        [
            "New: Robert Kay (husband).",
            "Changed: Ann Hollis, how the person is saved.",
            "Gone: First Trust Co. (trustee).",
        ]
    );
    assert!(lines(&hollis(), &hollis()).is_empty());
}

#[test]
fn both_values_are_there() {
    let mut now = hollis();
    now.client.birth_date = Some("1951-03-09".to_owned());
    let differences = serde_json::to_value(compare(&hollis(), &now)).unwrap();
    assert_eq!(
        differences,
        json!([{"clio_contact_id": "10", "name": "Dana Hollis", "relationship": null, "change": "changed",
            "fields": [{"field": "birth_date", "words": "date of birth", "before": null, "now": "1951-03-09"}]}])
    );
}

#[test]
fn a_social_security_number_is_compared_and_hidden() {
    let number = |digits: &str| {
        let mut record = hollis();
        record.client.social_security_number =
            Some(SocialSecurityNumber::Clear(digits.to_owned().into()));
        record
    };
    let differences = compare(&number("CANARY-1"), &number("CANARY-2"));
    let told = format!(
        "{differences:?} {}",
        serde_json::to_string(&differences).unwrap()
    );
    assert!(
        told.contains("Social Security number") && !told.contains("CANARY"),
        "{told}"
    );
    assert!(compare(&number("CANARY-1"), &number("CANARY-1")).is_empty());
    // Whether there is one is told.
    for (before, now, shown) in [
        (hollis(), number("CANARY-1"), (json!(null), json!("hidden"))),
        (number("CANARY-1"), hollis(), (json!("hidden"), json!(null))),
    ] {
        let told = serde_json::to_value(compare(&before, &now)).unwrap();
        let field = &told[0]["fields"][0];
        assert_eq!((field["before"].clone(), field["now"].clone()), shown);
    }
}

/// A new member of the record is compared, or left out on purpose.
#[test]
fn every_member_of_a_person_is_compared() {
    let schema = serde_json::to_value(schemars::schema_for!(RelatedPerson)).unwrap();
    let members: BTreeSet<String> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let compared = MEMBERS.iter().map(|(field, _)| (*field).to_owned());
    let left_out = ["clio_contact_id", "provenance"].map(str::to_owned);
    let expected: BTreeSet<String> = compared
        .filter(|field| field != "saved_as")
        .chain(left_out)
        .collect();
    assert_eq!(members, expected);
}

#[test]
fn nobody_is_shown() {
    let told = format!("{:?}", compare(&hollis(), &ImportedClient::default()));
    assert!(
        !told.contains("Hollis") && !told.contains("trustee"),
        "{told}"
    );
}
