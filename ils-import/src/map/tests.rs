//! Families with every awkward case, and families nobody would think of.

#![expect(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "tables read better with values in them"
)]

use proptest::prelude::*;
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
    let mut all = json!({"10": {"type": "Person", "name": "Dana Hollis"}});
    all.as_object_mut()
        .unwrap()
        .extend(people.as_object().unwrap().clone());
    let family = json!({"matter": {"id": "1", "number": "00412-Hollis"}, "client_id": 10, "relationships": relationships, "people": all});
    serde_json::from_value(family).unwrap()
}

fn draft(rows: &[(Option<i64>, Option<&str>)], people: Value) -> Draft {
    map(&family(rows, people), &Rules::default())
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
        .map(|line| (line.name.as_str(), line.saved_as))
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
    let rules: Vec<&str> = draft.people.iter().map(|line| line.rule.as_str()).collect();
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
    let child = &map(&family, &Rules::default()).client.children[0];
    assert_eq!(
        (child.person.gender, child.kinship, child.person.living),
        (Gender::Female, Kinship::Step, Living::Unknown)
    );
    let from: Vec<(&String, &String)> = child
        .person
        .provenance
        .iter()
        .map(|(path, from)| (path, &from.text))
        .collect();
    assert_eq!(
        from,
        [
            (&"gender".to_owned(), &"Step-Daughter".to_owned()),
            (&"kinship".to_owned(), &"Step-Daughter".to_owned())
        ]
    );

    let bare = Rules {
        implied_facts: false,
        ..Rules::default()
    };
    let child = &map(&family, &bare).client.children[0];
    assert_eq!(
        (child.person.gender, child.kinship),
        (Gender::Unknown, Kinship::Unknown)
    );
    assert!(child.person.provenance.is_empty());
}

/// Each awkward case: rows, people, the expected classes besides the client, the expected findings.
#[test]
fn awkward_cases_end_as_decided() {
    use FindingCode as F;
    use SavedAs::{Child, Party, Spouse};

    let two = json!({"11": named("Robert"), "12": named("Ann")});
    let company = json!({"11": {"type": "Company", "name": "Kay Partners LP"}});
    let cases: Vec<(
        &str,
        Vec<(Option<i64>, Option<&str>)>,
        Value,
        Vec<(&str, SavedAs)>,
        Vec<F>,
    )> = vec![
        (
            "near miss",
            vec![(Some(12), Some("stepdaughter"))],
            two.clone(),
            vec![("Ann", Party)],
            vec![F::NearMiss],
        ),
        (
            "misspelled",
            vec![(Some(12), Some("doughter"))],
            two.clone(),
            vec![("Ann", Party)],
            vec![F::NearMiss],
        ),
        (
            "partner",
            vec![(Some(11), Some("Partner"))],
            two.clone(),
            vec![("Robert", Spouse)],
            vec![F::PartnerWord],
        ),
        (
            "two spouses",
            vec![(Some(11), Some("husband")), (Some(12), Some("wife"))],
            two.clone(),
            vec![("Robert", Spouse), ("Ann", Spouse)],
            vec![F::SeveralSpouses],
        ),
        (
            "same contact, same class",
            vec![(Some(12), Some("daughter")), (Some(12), Some("child"))],
            two.clone(),
            vec![("Ann", Child)],
            vec![F::SameContactMerged],
        ),
        (
            "same contact, son and executor",
            vec![(Some(11), Some("Executor")), (Some(11), Some("son"))],
            two.clone(),
            vec![("Robert", Child)],
            vec![F::SameContactMerged],
        ),
        (
            "spouse and child on one contact",
            vec![(Some(11), Some("son")), (Some(11), Some("husband"))],
            two.clone(),
            vec![("Robert", Spouse)],
            vec![F::SameContactMerged],
        ),
        (
            "the client again",
            vec![(Some(10), Some("Client"))],
            json!({}),
            vec![],
            vec![F::SelfRelated],
        ),
        (
            "a label that says client",
            vec![(Some(11), Some("Joint client"))],
            two.clone(),
            vec![("Robert", Party)],
            vec![],
        ),
        (
            "hidden",
            vec![(Some(99), Some("son"))],
            json!({}),
            vec![],
            vec![F::HiddenContact],
        ),
        (
            "no contact at all",
            vec![(None, None)],
            json!({}),
            vec![],
            vec![F::HiddenContact],
        ),
        (
            "company as family",
            vec![(Some(11), Some("partner"))],
            company.clone(),
            vec![("Kay Partners LP", Party)],
            vec![F::CompanyAsFamily],
        ),
        (
            "company as trustee",
            vec![(Some(11), Some("trustee"))],
            company,
            vec![("Kay Partners LP", Party)],
            vec![],
        ),
        (
            "no name",
            vec![(Some(11), Some("son"))],
            json!({"11": {"type": "Person", "name": " "}}),
            vec![("", Child)],
            vec![F::NameMissing],
        ),
        (
            "two people in one",
            vec![(Some(11), Some("children"))],
            json!({"11": named("Ann & Bob Lee")}),
            vec![("Ann & Bob Lee", Child)],
            vec![F::JointName],
        ),
        (
            "impossible date",
            vec![(Some(11), Some("son"))],
            json!({"11": {"name": "Bo", "date_of_birth": "0951-03-09"}}),
            vec![("Bo", Child)],
            vec![F::DateInvalid],
        ),
        (
            "escape in a name",
            vec![(Some(11), Some("son"))],
            json!({"11": named("Bo\u{1b}[31m")}),
            vec![("Bo\u{1b}[31m", Child)],
            vec![F::ControlCharacters],
        ),
        (
            "escape in a relationship",
            vec![(Some(11), Some("so\u{7}n"))],
            two.clone(),
            vec![("Robert", Party)],
            vec![F::ControlCharacters],
        ),
        (
            "unknown type",
            vec![(Some(11), Some("son"))],
            json!({"11": {"type": "Robot", "name": "R2"}}),
            vec![("R2", Child)],
            vec![],
        ),
        (
            "odd custom value",
            vec![(Some(11), Some("son"))],
            json!({"11": {"name": "Bo", "custom_field_values": [{"field_name": "Golf", "field_type": "picklist", "value": "77"}]}}),
            vec![("Bo", Child)],
            vec![F::CustomFieldType],
        ),
        (
            "same name twice",
            vec![(Some(11), Some("son")), (Some(12), Some("son"))],
            json!({"11": named("Bo"), "12": named("Bo")}),
            vec![("Bo", Child), ("Bo", Child)],
            vec![],
        ),
        (
            "a late husband is none of the guide's words",
            vec![(Some(11), Some("Late Husband"))],
            two,
            vec![("Robert", Party)],
            vec![],
        ),
    ];
    for (case, rows, people, expected, findings) in cases {
        let draft = draft(&rows, people);
        let got: Vec<_> = classes(&draft).into_iter().skip(1).collect();
        assert_eq!(got, expected, "{case}");
        assert_eq!(codes(&draft), findings, "{case}");
        for finding in &draft.findings {
            assert!(!finding.what_to_do.is_empty(), "{case}");
            let sentence = finding.sentence();
            assert!(
                !sentence.contains("null") && !sentence.contains("None"),
                "{case}: {sentence}"
            );
        }
    }
}

#[test]
fn a_company_client_is_told_when_it_has_people() {
    let mut family = family(&[(Some(11), Some("wife"))], json!({"11": named("Ann")}));
    family.people.insert(
        10,
        serde_json::from_value(json!({"type": "Company", "name": "Hollis Farm LP"})).unwrap(),
    );
    let draft = map(&family, &Rules::default());
    assert_eq!(codes(&draft), [FindingCode::ClientIsCompany]);
    assert_eq!(draft.client.client.name.full, "Hollis Farm LP");
    assert_eq!(draft.counts().spouse, 1);
    family.relationships.clear();
    assert!(map(&family, &Rules::default()).findings.is_empty());
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

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        "\\PC{0,12}".prop_map(Some),
        prop::sample::select(vec![
            "husband",
            "wife",
            "Son",
            "stepson",
            "grandson",
            "partner",
            "\u{202e}",
            "\0",
            "Ann & Bob"
        ])
        .prop_map(|text| Some(text.to_owned())),
    ]
}

fn any_person() -> impl Strategy<Value = Value> {
    (prop::array::uniform8(any_text()), prop::sample::select(vec!["Person", "Company", "Robot"])).prop_map(|([a, b, c, d, e, f, g, h], kind)| {
        json!({"type": kind, "name": a, "first_name": b, "last_name": c, "title": d, "date_of_birth": e,
            "addresses": [{"name": f, "province": g, "country": h}], "email_addresses": [{"address": f}], "phone_numbers": [{"number": g}],
            "custom_field_values": [{"field_type": h, "field_name": g, "value": f}]})
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Arbitrary texts, people who are related twice, to themselves, or not there: nobody is lost and nobody is there twice.
    #[test]
    fn every_row_is_accounted_for_once(
        rows in prop::collection::vec((prop::option::of(0_i64..40), any_text()), 0..120),
        people in prop::collection::btree_map(0_i64..40, any_person(), 0..40),
    ) {
        let people: serde_json::Map<String, Value> = people.into_iter().map(|(id, person)| (id.to_string(), person)).collect();
        let rows: Vec<(Option<i64>, Option<&str>)> = rows.iter().map(|(id, text)| (*id, text.as_deref())).collect();
        let family = family(&rows, Value::Object(people.clone()));
        let draft = map(&family, &Rules::default());
        prop_assert_eq!(serde_json::to_vec(&draft).unwrap(), serde_json::to_vec(&map(&family, &Rules::default())).unwrap());

        let saved: Vec<&str> = draft.client.related().map(|related| related.person.clio_contact_id.as_str()).collect();
        let hidden: Vec<Option<&str>> = draft.findings.iter()
            .filter(|finding| finding.code == FindingCode::HiddenContact)
            .map(|finding| finding.clio_contact_id.as_deref())
            .collect();
        let mut nameless = 0;
        for (id, _) in &rows {
            let Some(id) = id else { nameless += 1; continue };
            if *id == 10 {
                prop_assert!(codes(&draft).contains(&FindingCode::SelfRelated));
                continue;
            }
            let id = id.to_string();
            let times = saved.iter().filter(|saved| **saved == id).count() + hidden.iter().filter(|hidden| **hidden == Some(&id)).count();
            prop_assert_eq!(times, 1, "contact {}", id);
            prop_assert_eq!(people.contains_key(&id), saved.contains(&id.as_str()));
        }
        prop_assert_eq!(hidden.iter().filter(|hidden| hidden.is_none()).count(), nameless);
        prop_assert_eq!(draft.people.len(), saved.len() + 1);
        prop_assert_eq!(draft.counts().total(), draft.people.len());
        prop_assert_eq!(draft.check().count() + draft.not_saved().count(), draft.findings.len());

        let shown = serde_json::to_string(&draft.client).unwrap();
        let has_control = draft.client.related().map(|related| &related.person).chain([&draft.client.client])
            .any(|person| text::has_hidden_characters(&person.name.full));
        prop_assert!(!has_control || codes(&draft).contains(&FindingCode::ControlCharacters), "{}", shown);
    }
}
