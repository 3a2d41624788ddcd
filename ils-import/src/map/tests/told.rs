//! What a person reads about each thing to look at, word for word, and about whom it is.

use serde_json::{Value, json};

use super::super::possible_duplicates;
use super::case::{Case, person};
use crate::Finding;

/// A person with one value of a field.
fn with(name: &str, kind: &str, value: Value) -> Value {
    let value =
        json!({"field_name": name, "field_type": kind, "value": value, "custom_field": {"id": 7}});
    person("Ann", json!({"custom_field_values": [value]}))
}

fn client(name: &str, kind: &str, value: Value) -> Case {
    Case::new(&[], json!({"10": with(name, kind, value)}))
}

#[track_caller]
fn tells(case: &Case, expected: &[&str]) {
    let draft = case.draft();
    let told: Vec<String> = draft.findings.iter().map(Finding::sentence).collect();
    assert_eq!(told, expected);
    for (finding, code) in draft.findings.iter().zip(super::codes(&draft)) {
        assert!(finding.saved_as.is_some(), "{code:?}");
    }
}

#[test]
#[rustfmt::skip]
fn people_are_told_by_their_names() {
    tells(&Case::new(&[], json!({})).with(|family| family.matter.number = Some("00\u{7}412".to_owned())),
        &["Dana Hollis, matter number: the text holds characters that cannot be seen. Type it anew in Clio."]);
    let spouses = json!({"11": person("Ann", json!({})), "12": person("Bo", json!({})), "13": {"type": "Person", "name": " "}});
    tells(&Case::new(&[(11, "husband"), (12, "wife"), (13, "spouse")], spouses),
        &["A contact without a name (a spouse) has no name in Clio. Fill in the name in Clio, then preview again.",
            "Bo Lee: more than one person is saved as spouse (Ann Lee, Bo Lee). If one of them is a former spouse, correct the relationship in Clio, then preview again."]);
    let born = json!({"date_of_birth": "1980-01-02"});
    let twins = Case::new(&[(11, "trustee"), (12, "son")], json!({"11": person("Bo", born.clone()), "12": person("Bo", born)}));
    tells(&twins, &["Bo Lee looks like the same person as Clio contact 12, Bo Lee. Both are saved. If they are one person, merge the two contacts in Clio, then preview again."]);
    twins.gives("two who look the same", json!({"/findings/0/clio_contact_id": "11", "/findings/0/saved_as": "party"}), &["possible_duplicate"]);
    tells(&Case::new(&[], json!({"10": {"type": "Company", "name": "Kay LP", "title": "Head"}})),
        &["Kay LP, title: ILS has no place for it. A company has only a name. If it is a person, correct the contact in Clio."]);
    tells(&Case::new(&[(11, "Partner")], json!({"11": {"type": "Company", "name": "Kay LP"}})),
        &["Kay LP: Clio says \"Partner\", but this is a company. It is saved as a party. If it is a person, correct the contact in Clio, then preview again."]);
    let unseen = Case::new(&[(11, "son")], json!({"11": person("Bo", json!({"date_of_birth": "19\u{7}51"}))}));
    tells(&unseen, &["Bo Lee, date of birth: \"19\u{7}51\" cannot be right. It was not saved. Correct it in Clio, then preview again.",
        "Bo Lee, what Clio says: the text holds characters that cannot be seen. Type it anew in Clio."]);
    unseen.gives("a date with a control character", json!({"/findings/1/saved_as": "child", "/findings/1/clio_contact_id": "11"}), &["date_invalid", "control_characters"]);
    tells(&Case::new(&[], json!({"10": person("Ann", json!({"phone_numbers": [{"name": "Sky\u{7}pe", "number": "ann"}]}))})),
        &["Ann Lee, a value that was rewritten: the text holds characters that cannot be seen. Type it anew in Clio."]);
    tells(&Case::new(&[(11, "step\u{200b}-son")], json!({"11": person("Bo", json!({}))})),
        &["Bo Lee, relationship: the text holds characters that cannot be seen. Type it anew in Clio."]);
}

#[test]
#[rustfmt::skip]
fn words_are_told_as_clio_has_them() {
    let bo = || json!({"11": person("Bo", json!({}))});
    tells(&Case::new(&[(11, "Partner")], bo()), &["Bo Lee: Clio says \"Partner\", so this person is saved as a spouse. It may be a business partner. If so, write \"business partner\" in Clio, then preview again."]);
    tells(&Case::new(&[(11, "stepson")], bo()), &["Bo Lee: Clio says \"stepson\". ILS does not know that word, so this person is saved as a party. Did you mean \"step-son\"? Correct it in Clio, then preview again."]);
    tells(&Case::new(&[(11, "Children")], bo()), &["Bo Lee: Clio says \"Children\", so this may be several people in one contact. It is saved as one. If so, make a contact of each in Clio, then preview again."]);
    tells(&Case::new(&[(11, "wife"), (11, "Executor")], bo()), &["Bo Lee: Clio has several relationships for this contact (wife, Executor). It is saved once, as a spouse. Check that this is right."]);
    tells(&Case::new(&[(11, "son"), (11, "grandson")], bo()), &["Bo Lee: Clio has several relationships for this contact (son, grandson). It is saved once, as a child. Check that this is right."]);
    tells(&Case::new(&[(11, "son"), (11, "wife")], bo()), &["Bo Lee: Clio has several relationships for this contact (son, wife). It is saved once, as a spouse. Nobody is the client's spouse and descendant: correct the wrong one in Clio, then preview again."]);
}

#[test]
#[rustfmt::skip]
fn fields_are_told_with_their_values() {
    const LOTS: &str = "Ann Lee, custom field \"Golf\": its value \"lots\" was kept as it is. Look at this field in Clio.";
    tells(&client("Golf", "numeric", json!("lots")), &[LOTS]);
    tells(&client("Golf", "numeric", json!("lots")).rules("[[fields]]\nid = 7\ntarget = \"keep\""), &[LOTS]);
    tells(&client("Golf", "numeric", json!("1")).rules("[[fields]]\nid = 7\ntarget = \"keep\""), &[]);
    tells(&client("AKA", "numeric", json!("lots")), &["Ann Lee, custom field \"AKA\": its value \"lots\" was kept as it is. Correct it in Clio, then preview again."]);
    tells(&client("DOB", "date", json!("1849-03-09")), &["Ann Lee, DOB: \"1849-03-09\" cannot be right. It was kept as an extra. Correct it in Clio, then preview again."]);
    tells(&client("County", "text_line", json!("Marion")), &["Ann Lee, County: ILS has no place for it. It was kept as an extra: there is no home address to put it on."]);
    client("County", "text_line", json!("Marion")).gives("a county without a home", json!({"/findings/0/clio_says": "Marion"}), &["no_place"]);
    tells(&client("Role", "text_line", json!("x")), &["Ann Lee, Role: ILS has no place for it. It was kept as an extra: it does not belong to somebody who is saved like this."]);
    for (flag, says) in [(true, "yes"), (false, "no")] {
        client("Adopted", "checkbox", json!(flag)).gives(says, json!({"/findings/0/clio_says": says}), &["no_place"]);
    }
    tells(&Case::new(&[(11, "wife")], json!({"11": with("Gender", "text_line", json!("Male"))})),
        &["Ann Lee, custom field \"Gender\": it says \"Male\", but elsewhere Clio says \"wife\". The field was taken. Correct the wrong one in Clio, then preview again."]);
    tells(&Case::new(&[(11, "wife")], json!({"10": with("Marital Status", "text_line", json!("Divorced")), "11": person("Bo", json!({}))})),
        &["Ann Lee, custom field \"marital status\": it says \"Divorced\", but elsewhere Clio says \"wife\". The field was taken. Correct the wrong one in Clio, then preview again."]);
    let values = |values: Value| Case::new(&[], json!({"10": person("Ann", json!({"last_name": "Lee Jr.", "date_of_birth": "1951-03-09", "custom_field_values": values}))}));
    let value = |id: i64, name: &str, kind: &str, value: &str| json!({"field_name": name, "field_type": kind, "value": value, "custom_field": {"id": id}});
    tells(&values(json!([value(7, "DOB", "date", "1951-03-10")])),
        &["Ann Lee, custom field \"DOB\": it says \"1951-03-10\", but elsewhere Clio says \"1951-03-09\". The other one was taken. Correct the wrong one in Clio, then preview again."]);
    tells(&values(json!([value(7, "Suffix", "text_line", "III")])).rules("take_suffixes = true"),
        &["Ann Lee, custom field \"Suffix\": it says \"III\", but elsewhere Clio says \"Jr.\". The other one was taken. Correct the wrong one in Clio, then preview again."]);
    tells(&values(json!([value(7, "Gender", "text_line", "Male"), value(8, "Sex", "text_line", "Female")])),
        &["Ann Lee, custom field \"Sex\": it says \"Female\", but elsewhere Clio says \"Male\". The other one was taken. Correct the wrong one in Clio, then preview again."]);
    tells(&values(json!([value(7, "Date of Death", "date", "2020-01-02"), value(8, "Status", "text_line", "Living")])),
        &["Ann Lee, custom field \"date of death\": it says \"2020-01-02\", but elsewhere Clio says \"Living\". Both are kept. Correct the wrong one in Clio, then preview again."]);
    let several = |name: &str| format!("Ann Lee: several custom fields are called \"{name}\", so none of them was used. The value is kept as an extra. Rename one of them in Clio, or give each a rule by its id.");
    let twice = values(json!([value(1, "Sex", "text_line", "F"), value(2, "sex ", "text_line", "M"), value(3, "AKA", "text_line", "A"), value(4, "AKA", "text_line", "B")]));
    tells(&twice, &[&several("Sex"), &several("AKA")]);
}

#[test]
fn a_saved_client_who_looks_the_same_is_told() {
    let draft = Case::new(&[], json!({})).draft();
    let found = possible_duplicates(&draft, &["37".to_owned(), "40".to_owned()]);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.clio_contact_id.as_deref(), found.sentence()))
        .collect();
    let sentence = |id| {
        format!(
            "Dana Hollis looks like the same person as client {id}. If it is, open the saved client instead of saving a new one."
        )
    };
    assert_eq!(told, [37, 40].map(|id| (Some("10"), sentence(id))));
}
