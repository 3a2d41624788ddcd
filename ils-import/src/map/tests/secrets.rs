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
    let odd = Case::new(&[], with("SSN", "text_line", "CANARY")).rules(rules);
    let finding = serde_json::to_string(&odd.draft().findings).unwrap();
    assert!(!finding.contains("CANARY"), "{finding}");
    odd.gives(
        "not nine digits",
        json!({"/client/client/social_security_number": "CANARY"}),
        &["custom_field_type"],
    );
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
            |text: &str| Plan::new(&family(&[], with("SSN", "text_line", text)), &rules, None);
        let json = plan(CANARY).to_json();
        assert_eq!(json.contains(CANARY), in_plan, "{word}");
        assert!(Plan::from_json(&json).is_ok(), "{word}");
        let other = plan("987-65-4322");
        assert_eq!(plan(CANARY).digest != other.digest, in_plan, "{word}");
        let changes = plan(CANARY).changes(&other).join(" ");
        assert!(!changes.contains("987"), "{word}: {changes}");
    }
}
