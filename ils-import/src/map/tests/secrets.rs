//! Social Security numbers and the like: left out unless asked for, and never in clear where nobody asked for them.

use serde_json::{Value, json};

use super::case::{Case, person};
use super::family;
use crate::{Plan, Rules};

const CANARY: &str = "987-65-4321";

fn with(name: &str, kind: &str, text: &str) -> Value {
    let values =
        json!([{"field_name": name, "field_type": kind, "value": text, "custom_field": {"id": 7}}]);
    json!({"10": person("Ann", json!({"custom_field_values": values}))})
}

#[test]
fn numbers_are_left_out_unless_asked_for() {
    for (name, text, rules) in [
        ("SSN", CANARY, ""),
        ("Social Security Number", CANARY, ""),
        ("Tax ID", "98-CANARY", ""),
        ("Passport No.", "CANARY", ""),
        // Known by its shape, wherever somebody typed it.
        ("Golf", "his is 987-65-4321", ""),
        ("AKA", CANARY, ""),
        ("Date of Birth", CANARY, ""),
        ("Gender", CANARY, ""),
        // A firm's rule that meant something else.
        ("X17", CANARY, "[[fields]]\nid = 7\ntarget = \"gender\""),
        ("X17", CANARY, "[[fields]]\nid = 7\ntarget = \"birth_date\""),
        ("X17", CANARY, "[[fields]]\nid = 7\ntarget = \"county\""),
        (
            "X17",
            CANARY,
            "[[fields]]\nname = \"X17\"\ntarget = \"parentage\"",
        ),
    ] {
        let case = Case::new(&[], with(name, "text_line", text)).rules(rules);
        let shown = serde_json::to_string(&case.draft()).unwrap();
        assert!(!shown.contains(text), "{name} {rules}: {shown}");
        let about = format!("{name} {rules}");
        case.gives(&about, json!({"/client/client/custom": []}), &["no_place"]);
    }
}

#[test]
fn a_number_that_was_asked_for_is_in_the_record_alone() {
    let rules = "social_security_numbers = \"save\"";
    let case = Case::new(&[], with("SSN", "text_line", CANARY)).rules(rules);
    let draft = case.draft();
    assert!(!format!("{draft:?} {:?}", draft.client.client).contains(CANARY));
    let hidden = serde_json::to_string(&draft.without_secrets()).unwrap();
    assert!(!hidden.contains(CANARY) && hidden.contains("\"hidden\""));
    case.gives(
        "saved",
        json!({"/client/client/social_security_number": CANARY, "/client/client/custom": [],
            "/client/client/provenance/social_security_number": {"kind": "custom_field", "from": "custom_field:7", "text": ""}}),
        &[],
    );
    for name in [
        "Social Security Number",
        "Social Security No",
        "Social Security #",
        "ss#",
    ] {
        let case = Case::new(&[], with(name, "text_line", CANARY)).rules(rules);
        let place = json!({"/client/client/social_security_number": CANARY});
        case.gives(name, place, &[]);
    }
    let odd = Case::new(&[], with("SSN", "text_line", "CANARY")).rules(rules);
    let finding = serde_json::to_string(&odd.draft().findings).unwrap();
    assert!(!finding.contains("CANARY"), "{finding}");
    odd.gives(
        "not nine digits",
        json!({"/client/client/social_security_number": "CANARY"}),
        &["custom_field_type"],
    );
}

/// Nine digits, with dashes and spaces and nothing else; a second number is told when it is another one.
#[test]
fn a_number_is_looked_at_without_being_shown() {
    let numbers = |values: &[(&str, &str)]| {
        let values: Vec<Value> = values
            .iter()
            .zip(7..)
            .map(|((kind, text), id)| json!({"field_name": "SSN", "field_type": kind, "value": text, "custom_field": {"id": id}}))
            .collect();
        let people = json!({"10": {"type": "Person", "name": "Ann", "first_name": "Ann", "last_name": "Lee", "custom_field_values": values}});
        let by_id = "[[fields]]\nid = 7\ntarget = \"social_security_number\"\n[[fields]]\nid = 8\ntarget = \"social_security_number\"";
        Case::new(&[], people).rules(&format!("social_security_numbers = \"save\"\n{by_id}"))
    };
    let text = "text_line";
    for (name, values, told) in [
        ("plain", &[(text, "987654321")][..], &[][..]),
        ("dashes", &[(text, "987-65-4321")], &[]),
        (
            "eight digits",
            &[(text, "98765432")],
            &["custom_field_type"],
        ),
        ("a letter", &[(text, "987654321x")], &["custom_field_type"]),
        (
            "a label that cannot be had",
            &[("picklist", "987654321")],
            &[],
        ),
        (
            "the same twice",
            &[(text, "987654321"), (text, "987654321")],
            &[],
        ),
        (
            "two",
            &[(text, "987654321"), (text, "987654322")],
            &["no_place"],
        ),
    ] {
        let first = values[0].1;
        numbers(values).gives(
            name,
            json!({"/client/client/social_security_number": first, "/client/client/custom": []}),
            told,
        );
    }
}

/// The number is on no screen, so nobody would see that something cannot be seen.
#[test]
fn a_number_with_hidden_characters_is_told() {
    let number = "987-65-\u{7f}4321";
    let case = Case::new(&[], with("SSN", "text_line", number))
        .rules("social_security_numbers = \"save\"");
    let findings = serde_json::to_string(&case.draft().findings).unwrap();
    assert!(findings.contains("control_characters"), "{findings}");
    assert!(!findings.contains("987"), "{findings}");
}

/// A plan on disk holds a number in clear only when the rules say that too; its digest does not depend on it otherwise.
#[test]
fn a_plan_hides_numbers_unless_the_rules_say_so() {
    for (word, in_plan) in [
        ("leave_out", false),
        ("save", false),
        ("save_and_plan", true),
    ] {
        let rules = Rules::from_toml(&format!("social_security_numbers = \"{word}\"")).unwrap();
        let plan =
            |text: &str| Plan::new(family(&[], with("SSN", "text_line", text)), &rules, None);
        let json = plan(CANARY).to_json();
        assert_eq!(json.contains(CANARY), in_plan, "{word}");
        assert!(Plan::from_json(&json).is_ok(), "{word}");
        let other = plan("987-65-4322");
        assert_eq!(plan(CANARY).digest != other.digest, in_plan, "{word}");
        let changes = plan(CANARY).changes(&other).join(" ");
        assert!(!changes.contains("987"), "{word}: {changes}");
    }
}
