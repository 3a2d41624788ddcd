//! Families with every awkward case, and families nobody would think of.

#![expect(
    clippy::needless_pass_by_value,
    reason = "tables read better with values in them"
)]

mod case;
mod contact_fields;
mod edge_cases;
mod field_types;
mod properties;
mod secrets;
mod told;
mod usual_names;

use serde_json::{Value, json};

use super::*;
use crate::client::{Gender, Kinship, Living};
use crate::finding::FindingCode;

/// A family of client 10 with these relationships (contact, text) and these people.
fn family(rows: &[(Option<i64>, Option<&str>)], people: Value) -> Family {
    let relationships: Vec<Value> = rows
        .iter()
        .zip(1..)
        .map(|((contact, text), id)| json!({"id": id, "contact_id": contact, "description": text}))
        .collect();
    let mut all = json!({"10": {"type": "Person", "name": "Dana Hollis", "first_name": "Dana", "last_name": "Hollis"}});
    all.as_object_mut()
        .unwrap()
        .extend(people.as_object().unwrap().clone());
    let family = json!({"matter": {"id": "1", "number": "00412-Hollis"}, "client_id": 10, "relationships": relationships, "people": all});
    serde_json::from_value(family).unwrap()
}

fn draft(rows: &[(Option<i64>, Option<&str>)], people: Value) -> Draft {
    map(family(rows, people), &Rules::default())
}

fn named(name: &str) -> Value {
    json!({"type": "Person", "name": name})
}

fn codes(draft: &Draft) -> Vec<FindingCode> {
    draft.findings.iter().map(|finding| finding.code).collect()
}

fn classes(draft: &Draft) -> Vec<(&str, SavedAs)> {
    draft
        .people
        .iter()
        .map(|line| (&*line.name, line.saved_as))
        .collect()
}

#[test]
fn each_word_gives_its_class_and_the_order_is_clios() {
    let draft = draft(
        &[
            (Some(15), Some("Trustee")),
            (Some(14), Some("Grandson")),
            (Some(13), Some("step-son")),
            (Some(12), Some("daughter")),
            (Some(11), Some("Husband")),
            (Some(16), None),
        ],
        json!({"11": named("Robert"), "12": named("Ann"), "13": named("Peter"), "14": named("José"),
            "15": {"type": "Company", "name": "First Trust Co."}, "16": named("Mary")}),
    );
    assert_eq!(
        classes(&draft),
        [
            ("Dana Hollis", SavedAs::Client),
            ("Robert", SavedAs::Spouse),
            ("Peter", SavedAs::Child),
            ("Ann", SavedAs::Child),
            ("José", SavedAs::Grandchild),
            ("First Trust Co.", SavedAs::Party),
            ("Mary", SavedAs::Party),
        ]
    );
    assert!(draft.findings.is_empty(), "{:?}", draft.findings);
    let rules: Vec<&str> = draft.people.iter().map(|line| &*line.rule).collect();
    assert_eq!(
        rules,
        [
            "client",
            "word:husband",
            "word:step-son",
            "word:daughter",
            "word:grandson",
            "no_word",
            "blank"
        ]
    );
    assert_eq!(
        draft.client.children[0].relationship.as_deref(),
        Some("step-son")
    );
    assert_eq!(draft.client.children[0].kinship, Kinship::Step);
    assert_eq!(draft.client.parties[1].relationship, None);
}

#[test]
fn implied_facts_have_provenance_and_can_be_turned_off() {
    let family = family(
        &[(Some(11), Some("Step-Daughter"))],
        json!({"11": named("Ann")}),
    );
    let child = &map(family.clone(), &Rules::default()).client.children[0];
    assert_eq!(
        (child.person.gender, child.kinship, child.person.living),
        (Gender::Female, Kinship::Step, Living::Unknown)
    );
    let from: Vec<(&str, &str)> = child
        .person
        .provenance
        .iter()
        .map(|(path, from)| (&**path, &*from.text))
        .collect();
    assert_eq!(
        from,
        [("gender", "Step-Daughter"), ("kinship", "Step-Daughter")]
    );

    let bare = Rules {
        implied_facts: false,
        ..Rules::default()
    };
    let child = &map(family.clone(), &bare).client.children[0];
    assert_eq!(
        (child.person.gender, child.kinship),
        (Gender::Unknown, Kinship::Unknown)
    );
    assert!(child.person.provenance.is_empty());
}

#[test]
fn a_company_client_is_told_when_it_has_people() {
    let mut family = family(&[(Some(11), Some("wife"))], json!({"11": named("Ann")}));
    family.people.insert(
        10,
        serde_json::from_value(json!({"type": "Company", "name": "Hollis Farm LP"})).unwrap(),
    );
    let draft = map(family.clone(), &Rules::default());
    assert_eq!(codes(&draft), [FindingCode::ClientIsCompany]);
    assert_eq!(draft.client.client.name.full, "Hollis Farm LP");
    assert_eq!(draft.counts().spouse, 1);
    family.relationships.clear();
    assert!(map(family.clone(), &Rules::default()).findings.is_empty());
}

#[test]
fn every_label_is_kept() {
    let draft = draft(
        &[
            (Some(11), Some(" Executor ")),
            (Some(11), Some("Son")),
            (Some(11), Some("  ")),
        ],
        json!({"11": named("Bo")}),
    );
    let child = &draft.client.children[0];
    assert_eq!(child.labels, [" Executor ", "Son"]);
    assert_eq!(child.relationship.as_deref(), Some("Son"));
    assert_eq!(
        draft.findings[0].clio_says.as_deref(),
        Some(" Executor , Son")
    );
}

#[test]
fn a_blank_row_does_not_hide_the_word_beside_it() {
    let draft = draft(
        &[
            (Some(11), None),
            (Some(11), Some("Executor")),
            (Some(10), None),
            (Some(12), Some(" ")),
            (Some(12), None),
        ],
        json!({"11": named("Bo"), "12": named("Lee")}),
    );
    let party = &draft.client.parties[0];
    assert_eq!(party.relationship.as_deref(), Some("Executor"));
    assert_eq!(draft.people[1].rule, "no_word");
    for finding in &draft.findings {
        let sentence = finding.sentence();
        assert!(!sentence.contains("()"), "{sentence}");
        assert!(finding.clio_says.as_deref() != Some(""), "{sentence}");
    }
}

#[test]
fn findings_tell_what_to_do() {
    let draft = draft(
        &[(Some(11), Some("doughter"))],
        json!({"11": named("Mary Holis")}),
    );
    assert_eq!(
        draft.findings[0].sentence(),
        "Mary Holis: Clio says \"doughter\". ILS does not know that word, so this person is saved as a party. Did you mean \"daughter\"? \
         Correct it in Clio, then preview again."
    );
    assert_eq!(draft.check().count(), 1);
    assert_eq!(draft.not_saved().count(), 0);
}
