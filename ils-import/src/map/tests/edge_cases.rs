//! Every awkward case, by name.

use serde_json::{Value, json};

use super::case::{Case, person};

fn ann() -> Value {
    json!({"11": person("Ann", json!({}))})
}

fn ann_and_bo() -> Value {
    json!({"11": person("Ann", json!({})), "12": person("Bo", json!({}))})
}

fn born(date: &str) -> Value {
    json!({"date_of_birth": date})
}

fn status(says: &str) -> Value {
    json!({"custom_field_values": [{"field_name": "Status", "field_type": "text_line", "value": says}]})
}

#[test]
#[rustfmt::skip]
fn awkward_cases_end_as_decided() {
    let saved_as = |class: &str| json!({"/people/1/saved_as": class, "/people/1/clio_contact_id": "11"});

    // Companies.
    let farm = json!({"10": {"type": "Company", "name": "Hollis Farm LP"}, "11": person("Ann", json!({}))});
    Case::new(&[(11, "wife")], farm.clone()).gives("the client is a company", json!({"/client/client/kind": "company", "/people/1/saved_as": "spouse", "/client/client/marital_status": null}), &["client_is_company"]);
    Case::new(&[], json!({"10": farm["10"]})).gives("the client is a company without people", json!({"/client/client/kind": "company"}), &[]);
    let kay = json!({"11": {"type": "Company", "name": "Kay Partners LP"}});
    Case::new(&[(11, "Partner")], kay.clone()).gives("a company with a family word", json!({"/people/1/saved_as": "party", "/people/1/rule": "company", "/client/parties/0/labels": ["Partner"], "/findings/0/clio_says": "Partner"}), &["company_as_family"]);
    Case::new(&[(11, "trustee")], kay).gives("a company without one", saved_as("party"), &[]);

    // Names.
    Case::new(&[(11, "son")], json!({"11": {"name": "Bo Lee"}})).gives("only the whole name", json!({"/client/children/0/name/first": null, "/client/children/0/name/last": null}), &["?name_parts"]);
    Case::new(&[(11, "son")], json!({"11": {"name": "Bo", "first_name": "Bo"}})).gives("only a first name", json!({"/client/children/0/name/first": "Bo"}), &["?name_parts"]);
    Case::new(&[(11, "son")], json!({"11": {"name": "Lee", "last_name": "Lee"}})).gives("only a last name", json!({"/client/children/0/name/last": "Lee"}), &["?name_parts"]);
    Case::new(&[(11, "son")], json!({"11": {"type": "Person", "name": " "}})).gives("no name", json!({"/people/1/saved_as": "child", "/people/1/name": "", "/client/children/0/labels": ["son"]}), &["name_missing"]);
    Case::new(&[(11, "son")], ann()).gives("no middle name", json!({"/client/children/0/name/middle": null}), &[]);
    Case::new(&[(11, "children")], ann()).gives("a word for several people", json!({"/people/1/saved_as": "child", "/findings/0/clio_says": "children"}), &["joint_name"]);
    Case::new(&[(11, "children")], json!({"11": person("Ann", json!({"name": "Ann & Bob Lee"}))})).gives("a word and a name for several people", saved_as("child"), &["joint_name"]);

    // Spouses.
    Case::new(&[(11, "husband"), (12, "wife")], ann_and_bo()).gives("two spouses", json!({"/client/spouses/0/clio_contact_id": "11", "/client/spouses/1/clio_contact_id": "12", "/findings/0/clio_contact_id": "12"}), &["several_spouses"]);
    Case::new(&[(11, "wife"), (12, "wife")], json!({"11": person("Ann", status("Deceased")), "12": person("Bo", json!({}))})).gives("two spouses, one deceased",
        json!({"/client/spouses/0/living": "deceased", "/client/spouses/1/living": "unknown", "/client/client/marital_status": "married"}), &["several_spouses"]);
    Case::new(&[(11, "spouse")], json!({"11": person("Ann", json!({"is_client": true}))})).gives("a spouse who is the client of another matter", saved_as("spouse"), &[]);
    Case::new(&[(11, "Partner")], ann()).gives("a partner", json!({"/people/1/saved_as": "spouse", "/findings/0/clio_says": "Partner", "/client/client/marital_status": null}), &["partner_word"]);
    Case::new(&[(11, "wife")], ann()).gives("a wife", json!({"/client/client/marital_status": "married", "/client/client/provenance/marital_status": {"kind": "implied", "from": "relationship", "text": "wife"}, "/client/client/gender": "unknown"}), &[]);
    Case::new(&[(11, "wife")], ann()).rules("implied_facts = false").gives("a wife, and nothing implied", json!({"/client/client/marital_status": null, "/client/spouses/0/gender": "unknown"}), &[]);

    // The client again.
    Case::new(&[(10, "Client")], json!({})).gives("the client is related to the own matter", json!({"/people/1": null, "/findings/0/clio_says": "Client"}), &["self_related"]);
    for text in ["Client", "Joint client"] {
        Case::new(&[(11, text)], ann()).gives(text, json!({"/people/1/saved_as": "party", "/client/parties/0/role_hints": ["co_client"]}), &["?co_client"]);
    }

    // One contact, several rows.
    Case::new(&[(11, "daughter"), (11, "Child")], ann()).gives("same class", json!({"/client/children/0/labels": ["daughter", "Child"], "/people/2": null, "/findings/0/what_to_do": "Check that this is right."}), &["same_contact_merged"]);
    Case::new(&[(11, "wife"), (11, "Executor")], ann()).gives("spouse and executor", json!({"/people/1/saved_as": "spouse", "/findings/0/what_to_do": "Check that this is right."}), &["same_contact_merged"]);
    Case::new(&[(11, "wife"), (11, "granddaughter")], ann()).gives("spouse and grandchild", json!({"/people/1/saved_as": "spouse",
        "/findings/0/what_to_do": "Nobody is the client's spouse and descendant: correct the wrong one in Clio, then preview again."}), &["same_contact_merged"]);
    Case::new(&[(11, "Executor"), (11, "son")], ann()).gives("son and executor", json!({"/people/1/saved_as": "child", "/client/children/0/role_hints": ["executor"], "/client/children/0/relationship": "son", "/people/2": null}), &["same_contact_merged"]);
    Case::new(&[(11, "son"), (11, "husband")], ann()).gives("spouse and child", json!({"/people/1/saved_as": "spouse", "/people/2": null, "/client/spouses/0/labels": ["son", "husband"],
        "/findings/0/what_to_do": "Nobody is the client's spouse and descendant: correct the wrong one in Clio, then preview again."}), &["same_contact_merged"]);

    // People who look the same.
    let twins = |one: Value, other: Value| Case::new(&[(11, "son"), (12, "son")], json!({"11": person("Bo", one), "12": person("Bo", other)}));
    twins(born("1980-01-02"), born("1980-01-02")).gives("same name and date of birth", json!({"/people/2/clio_contact_id": "12"}), &["possible_duplicate"]);
    let mail = json!({"email_addresses": [{"address": "lee@example.test"}]});
    twins(mail.clone(), mail.clone()).gives("same name and email", json!({"/people/2/clio_contact_id": "12"}), &["possible_duplicate"]);
    twins(born("1980-01-02"), born("1982-01-02")).gives("same name, another date of birth", json!({"/people/2/clio_contact_id": "12"}), &[]);
    Case::new(&[(11, "wife")], json!({"10": person("Bo", mail.clone()), "11": person("Ann", mail)})).gives("same email alone: couples share it", saved_as("spouse"), &[]);

    // Whom Clio hides.
    Case::new(&[(11, "son")], json!({})).gives("a hidden contact", json!({"/people/1": null, "/findings/0/clio_contact_id": "11", "/findings/0/clio_says": "son"}), &["hidden_contact"]);
    Case::new(&[(0, "")], json!({})).gives("a row without a contact", json!({"/people/1": null}), &["hidden_contact"]);
    let all_hidden = Case::new(&[(11, "wife"), (12, "son"), (12, "heir"), (0, "")], json!({}));
    assert_eq!(all_hidden.draft().hidden(), 3);
    all_hidden.gives("everybody but the client is hidden", json!({"/people/0/saved_as": "client", "/people/1": null}), &["hidden_contact"; 3]);

    // Whom somebody leaves out.
    let without = |rows: &[(i64, &str)], who: &str| Case::new(rows, ann_and_bo()).rules(&format!("left_out = [\"{who}\"]"));
    without(&[(11, "wife"), (12, "step-son"), (12, "heir")], "12").gives("somebody is left out", json!({"/people/1/clio_contact_id": "11", "/people/2": null, "/client/children": [],
        "/findings/0/clio_contact_id": "12", "/findings/0/name": "Bo Lee", "/findings/0/clio_says": "step-son, heir"}), &["left_out"]);
    without(&[(11, "wife")], "10").gives("the client is never left out", json!({"/people/0/saved_as": "client", "/people/1/saved_as": "spouse"}), &[]);
    without(&[(11, "wife"), (99, "son")], "99").gives("a hidden contact is told as hidden", json!({"/people/2": null}), &["hidden_contact"]);
    Case::new(&[(11, "son")], json!({"11": person("Bo\u{1b}[31m", json!({}))})).rules("left_out = [\"11\"]").gives("a name with a control character, left out", json!({"/people/1": null, "/findings/1/what": "name"}), &["left_out", "control_characters"]);

    // Who has died.
    Case::new(&[(11, "wife")], json!({"11": person("Ann", status("Deceased"))})).gives("a deceased spouse stays a spouse", json!({"/client/spouses/0/living": "deceased", "/client/client/marital_status": null}), &["?widowed"]);
    Case::new(&[(11, "son")], json!({"11": person("Bo", status("Deceased"))})).gives("a deceased child stays a child", json!({"/client/children/0/living": "deceased"}), &[]);
    Case::new(&[(11, "Late Husband")], ann()).gives("a late husband, to the guide", saved_as("party"), &[]);
    Case::new(&[(11, "Late Husband")], ann()).rules("profile = \"extended\"").gives("a late husband, extended", json!({"/people/1/saved_as": "party", "/client/parties/0/living": "deceased", "/client/parties/0/role_hints": ["deceased_spouse"]}), &[]);
    Case::new(&[(11, "deceased son")], ann()).rules("profile = \"extended\"").gives("a deceased son, extended", json!({"/people/1/saved_as": "child", "/client/children/0/living": "deceased"}), &[]);
    Case::new(&[(11, "Ex-Wife")], ann()).rules("profile = \"extended\"").gives("a former wife, extended", json!({"/people/1/saved_as": "party", "/client/parties/0/role_hints": ["former_spouse"], "/client/client/marital_status": null}), &[]);

    // Ages.
    let dana = person("Dana", born("1951-03-09"));
    let aged = |text, date| Case::new(&[(11, text)], json!({"10": dana, "11": person("Bo", born(date))})).on("2026-11-24");
    aged("son", "1951-03-09").gives("a child as old as the client", saved_as("child"), &["?child_older_than_client"]);
    aged("son", "1951-03-10").gives("a child younger than the client", saved_as("child"), &[]);
    aged("wife", "2010-11-25").gives("a spouse under sixteen", saved_as("spouse"), &["?spouse_under_sixteen"]);
    aged("wife", "2010-11-24").gives("a spouse of sixteen", saved_as("spouse"), &[]);
    Case::new(&[(11, "son"), (12, "grandson")], json!({"11": person("Bo", born("1980-01-02")), "12": person("Cy", born("1979-01-02"))})).gives("a grandchild older than every child", json!({"/people/2/saved_as": "grandchild"}), &["?grandchild_older_than_children"]);

    // Families with gaps.
    Case::new(&[(11, "step-son")], ann()).gives("a step-child and no spouse", json!({"/client/children/0/kinship": "step"}), &["?step_without_spouse"]);
    Case::new(&[(11, "wife"), (12, "step-son")], ann_and_bo()).gives("a step-child and a spouse", json!({"/client/children/0/parentage": null}), &["?step_parentage"]);
    Case::new(&[(11, "grandson")], ann()).gives("a grandchild and no child", json!({"/client/grandchildren/0/parent_contact_id": null}), &["?grandchild_without_child"]);
    Case::new(&[], json!({})).gives("nobody but the client", json!({"/people/0/saved_as": "client", "/people/1": null}), &[]);

    // Texts.
    let long = format!("{} son", "very ".repeat(2_000));
    Case::new(&[(11, &long)], ann()).gives("a very long relationship", json!({"/people/1/saved_as": "party", "/people/1/clio_says": long}), &[]);
    Case::new(&[(11, "so\u{7}n")], ann()).gives("a relationship with a control character", json!({"/people/1/saved_as": "party", "/people/1/clio_says": "so\u{7}n"}), &["control_characters"]);
    Case::new(&[(11, "son")], json!({"11": person("Bo\u{1b}[31m", json!({}))})).gives("a name with a control character", saved_as("child"), &["control_characters"]);
    Case::new(&[(99, "so\u{7}n")], json!({})).gives("a hidden contact's relationship with a control character", json!({"/people/1": null}), &["hidden_contact", "control_characters"]);
    Case::new(&[(10, "me\u{7}")], json!({})).gives("the client's own row with a control character", json!({"/people/1": null}), &["self_related", "control_characters"]);
    Case::new(&[(11, "son")], json!({"11": person("Bo", born("\u{1b}1951"))})).gives("a date with a control character", saved_as("child"), &["date_invalid", "control_characters"]);
    Case::new(&[(11, "stepdaughter")], ann()).gives("a near miss", json!({"/people/1/saved_as": "party", "/findings/0/clio_says": "stepdaughter", "/findings/0/did_you_mean": "step-daughter"}), &["near_miss"]);
    Case::new(&[(11, "doughter")], ann()).gives("a slip", json!({"/people/1/saved_as": "party", "/findings/0/did_you_mean": "daughter"}), &["near_miss"]);
    Case::new(&[(11, "stepson"), (11, "son")], ann()).gives("a near miss beside a word", saved_as("child"), &["same_contact_merged"]);

    // The matter.
    for (text, told) in [("Closed", &["?matter_closed"][..]), ("open", &[]), ("pending", &[])] {
        Case::new(&[], json!({})).with(|family| family.matter.status = Some(text.to_owned())).gives(text, json!({"/people/0/saved_as": "client"}), told);
    }
}

/// More people than a page of Clio's holds.
#[test]
fn a_family_of_three_hundred_is_whole() {
    let rows: Vec<(i64, &str)> = (11..311).map(|id| (id, "child")).collect();
    let people: serde_json::Map<String, Value> = rows
        .iter()
        .map(|(id, _)| (id.to_string(), person(&format!("Bo{id}"), json!({}))))
        .collect();
    let draft = Case::new(&rows, Value::Object(people)).draft();
    assert_eq!(draft.counts().child, 300);
    let order: Vec<i64> = draft
        .client
        .children
        .iter()
        .map(|child| child.person.clio_contact_id.parse().unwrap())
        .collect();
    assert!(order.into_iter().eq(11..311));
}
