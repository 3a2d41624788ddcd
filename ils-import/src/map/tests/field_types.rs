//! All twelve types of Clio's custom fields, and what is done with values that do not fit (docs/custom-field-rules.md).

use serde_json::{Value, json};

use super::case::{Case, person};
use crate::Family;

fn value(id: i64, name: &str, kind: &str, value: Value) -> Value {
    json!({"field_name": name, "field_type": kind, "value": value, "custom_field": {"id": id}})
}

/// The client with these values.
fn client(values: &[Value]) -> Case {
    Case::new(
        &[],
        json!({"10": person("Ann", json!({"custom_field_values": values}))}),
    )
}

/// The same, born on 9 March 1951.
fn client_born(values: &[Value]) -> Case {
    let more = json!({"date_of_birth": "1951-03-09", "custom_field_values": values});
    Case::new(&[], json!({"10": person("Ann", more)}))
}

fn labels(family: &mut Family) {
    family.picklist_labels = [("9001", "Female"), ("9002", "Yes")]
        .map(|(id, label)| (id.to_owned(), label.to_owned()))
        .into();
}

fn fields(known: &'static [(&str, &str)]) -> impl FnOnce(&mut Family) {
    let known: Vec<Value> = known
        .iter()
        .map(|(id, name)| json!({"id": id, "name": name}))
        .collect();
    move |family| family.field_definitions = serde_json::from_value(json!(known)).unwrap()
}

/// Without any rule: kept, typed, and told once.
#[test]
#[rustfmt::skip]
fn every_type_is_kept() {
    for (kind, wire, kept) in [
        ("text_line", json!(" O&#39;Hara "), json!("O&#39;Hara")),
        ("text_area", json!("one\r\ntwo"), json!("one\ntwo")),
        ("checkbox", json!(false), json!(false)),
        ("checkbox", json!("true"), json!(true)),
        ("picklist", json!(9001), json!("Female")),
        ("picklist", json!("9001"), json!("Female")),
        ("date", json!("1951-03-09"), json!("1951-03-09")),
        ("time", json!("10:30 AM"), json!("10:30 AM")),
        ("numeric", json!(42), json!("42")),
        ("numeric", json!(9_007_199_254_740_993_i64), json!("9007199254740993")),
        ("currency", json!("1234.50"), json!("1234.50")),
        ("email", json!("a@example.test"), json!("a@example.test")),
        ("url", json!("https://example.test"), json!("https://example.test")),
        ("contact", json!(2_575_000_009_i64), json!("2575000009")),
        ("matter", json!("1843000001"), json!("1843000001")),
    ] {
        client(&[value(7, "Golf", kind, wire)]).with(labels).gives(kind,
            json!({"/client/client/custom": [{"field_id": "7", "name": "Golf", "type": kind, "value": kept}]}), &["custom_field_unmapped"]);
    }
}

#[test]
#[rustfmt::skip]
fn what_is_not_there_is_not_no() {
    for (name, value) in [("unset checkbox", value(7, "Deceased", "checkbox", json!(null))), ("empty text", value(7, "AKA", "text_line", json!(" "))),
        ("never set", json!({"id": null, "field_name": "Golf", "field_type": "text_line", "value": null}))] {
        client(&[value]).gives(name, json!({"/client/client/custom": [], "/client/client/living": "unknown", "/client/client/provenance": {}}), &[]);
    }
    let mut deleted = value(7, "AKA", "text_line", json!("Annie"));
    deleted["soft_deleted"] = json!(true);
    client(&[deleted]).gives("deleted in Clio", json!({"/client/client/custom": [], "/client/client/name/also_known_as": null}), &["no_place"]);
    for says in ["unknown", "Unknown"] {
        client(&[value(7, "US Citizen", "text_line", json!(says))]).gives("says that nobody knows",
            json!({"/client/client/us_citizen": null, "/client/client/custom/0/value": says}), &[]);
    }
}

#[test]
#[rustfmt::skip]
fn picklists() {
    client(&[value(7, "Gender", "picklist", json!("9001"))]).with(labels).gives("label from the definition", json!({"/client/client/gender": "female", "/client/client/provenance/gender/text": "Female"}), &[]);
    let mut own = value(7, "Gender", "picklist", json!("9009"));
    own["picklist_option"] = json!({"id": 9009, "option": "Male", "deleted_at": "2024-01-01T00:00:00Z"});
    client(&[own]).gives("label beside the value, of a deleted option", json!({"/client/client/gender": "male"}), &[]);
    client(&[value(7, "Gender", "picklist", json!("9009"))]).with(labels).gives("no label to be had",
        json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "9009"}), &["custom_field_type"]);
}

/// A value that its place cannot hold stays as an extra, and a person looks at it.
#[test]
#[rustfmt::skip]
fn what_does_not_fit_its_place_is_kept() {
    for (name, kind, says, place) in [
        ("Gender", "text_line", json!("perhaps"), "/gender"), ("Gender", "date", json!("1951-03-09"), "/gender"),
        ("Deceased", "text_line", json!("2020"), "/living"), ("Deceased", "currency", json!("1"), "/living"),
        ("DOB", "text_area", json!("1951-03-09"), "/birth_date"), ("DOB", "text_line", json!("3/4/1951"), "/birth_date"),
        ("DOB", "numeric", json!("19510309"), "/birth_date"), ("DOB", "date", json!("03/09/1951"), "/birth_date"),
        ("AKA", "contact", json!("2575000009"), "/name/also_known_as"), ("AKA", "matter", json!("1"), "/name/also_known_as"),
        ("US Citizen", "email", json!("yes"), "/us_citizen"), ("US Citizen", "url", json!("yes"), "/us_citizen"), ("US Citizen", "time", json!("yes"), "/us_citizen"),
    ] {
        let bare = Case::new(&[], json!({"10": person("Ann", json!({}))})).draft();
        let untouched = serde_json::to_value(&bare.client.client).unwrap().pointer(place).cloned();
        client(&[value(7, name, kind, says.clone())]).gives(&format!("{name}, {kind}"), json!({format!("/client/client{place}"): untouched,
            "/client/client/custom/0/value": says, "/findings/0/clio_says": says, "/findings/0/what": name, "/findings/0/field_id": "7"}), &["custom_field_type"]);
    }
    client(&[value(7, "Status", "text_line", json!("Active"))]).gives("a name that means other things too", json!({"/client/client/living": "unknown", "/client/client/custom/0/value": "Active", "/findings/0/field_id": "7"}), &["custom_field_unmapped"]);
    client(&[value(7, "DOB", "date", json!("1849-03-09"))]).gives("too long ago", json!({"/client/client/birth_date": null, "/client/client/custom/0/value": "1849-03-09"}), &["date_invalid"]);
    client(&[value(7, "DOB", "text_line", json!("3/14/1951"))]).gives("American", json!({"/client/client/birth_date": "1951-03-14", "/client/client/provenance/birth_date/text": "3/14/1951"}), &[]);
    client(&[value(7, "County", "text_line", json!("Marion"))]).gives("a county without a home", json!({"/client/client/custom/0/value": "Marion"}), &["no_place"]);
    for name in ["Parents", "Adopted", "Child Type", "Parent", "Role"] {
        client(&[value(7, name, "text_line", json!("x"))]).gives(name, json!({"/client/client/custom/0/value": "x"}), &["no_place"]);
    }
}

#[test]
#[rustfmt::skip]
fn a_contact_is_a_link_only_inside_the_family() {
    let with_parent = |parent: Value| Case::new(&[(11, "son"), (12, "grandson"), (13, "trustee")], json!({"11": person("Bo", json!({})), "13": person("Di", json!({})),
        "12": person("Cy", json!({"custom_field_values": [value(7, "Parent", "contact", parent)]}))}));
    with_parent(json!(11)).gives("a child here", json!({"/client/grandchildren/0/parent_contact_id": "11", "/client/grandchildren/0/custom": []}), &[]);
    for (name, id) in [("a party here", 13), ("the client", 10), ("the grandchild", 12), ("nobody here", 99)] {
        with_parent(json!(id)).gives(name, json!({"/client/grandchildren/0/parent_contact_id": null, "/client/grandchildren/0/custom/0/value": id.to_string()}), &["custom_field_type"]);
    }
}

#[test]
#[rustfmt::skip]
fn a_field_is_known_by_its_id_before_its_name() {
    let both = [value(7, "Sex", "text_line", json!("Male")), value(8, "sex ", "text_line", json!("Female"))];
    client(&both).with(fields(&[("7", "Sex"), ("8", "sex ")])).gives("two of one name, no rule",
        json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male", "/client/client/custom/1/value": "Female", "/findings/0/field_id": null}), &["custom_field_ambiguous"]);
    client(&both).with(fields(&[("7", "Sex"), ("8", "sex ")])).rules("[[fields]]\nid = 8\ntarget = \"gender\"").gives("one of them has a rule",
        json!({"/client/client/gender": "female", "/client/client/custom/0/value": "Male", "/client/client/custom/1": null}), &["custom_field_ambiguous"]);
    client(&both[..1]).with(fields(&[("7", "Sex"), ("8", "Sex")])).gives("two of one name, one with a value", json!({"/client/client/gender": "unknown"}), &["custom_field_ambiguous"]);
    client(&both[..1]).with(fields(&[("8", "Sex"), ("9", "sex")])).gives("the name belongs to two newer fields now", json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male"}), &["custom_field_unmapped"]);
    client(&both[..1]).with(fields(&[("8", "Sex")])).gives("the name belongs to a newer field now", json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male"}), &["custom_field_unmapped"]);
    client(&both[..1]).with(|family| family.field_definitions = Some(Vec::new())).gives("the firm's fields are hidden from this user",
        json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male"}), &["custom_field_unmapped"]);
    client(&[value(7, "X17", "picklist", json!("9001"))]).with(labels).rules("[[fields]]\nid = \"7\"\ntarget = \"gender\"\nvalues = {Female = \"male\"}").gives("a rule says what a label means", json!({"/client/client/gender": "male"}), &[]);
    client(&both[..1]).rules("[[fields]]\nname = \"SEX\"\ntarget = \"keep\"").gives("a rule to keep it", json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male"}), &[]);
    let mail = |address: &str| Case::new(&[], json!({"10": person("Ann", json!({"email_addresses": [{"name": "Home", "address": "A@example.test", "primary": true}],
        "custom_field_values": [value(7, "Other mail", "text_line", json!(address))]}))})).rules("[[fields]]\nid = 7\ntarget = \"email\"");
    mail("a@Example.test").gives("an email address that is there already", json!({"/client/client/emails/1": null, "/client/client/custom": []}), &[]);
    mail("none").gives("no email address", json!({"/client/client/emails/1": null, "/client/client/custom/0/value": "none"}), &["custom_field_type"]);
    client(&[value(7, "AKA", "text_line", json!("Annie")), value(8, "Alias", "text_line", json!("Annie"))]).gives("one name in two fields", json!({"/client/client/name/also_known_as": ["Annie"], "/client/client/custom": []}), &[]);
    client(&[value(7, "Other mail", "email", json!("b@example.test"))]).rules("[[fields]]\nid = 7\ntarget = \"email\"").gives("one more email address", json!({"/client/client/emails/0/address": "b@example.test", "/client/client/custom": []}), &[]);
}

/// Clio's own field goes before the firm's, and the firm's before a word: the other one is told, not lost.
#[test]
#[rustfmt::skip]
fn contradictions_are_told() {
    let born = |field: &str| Case::new(&[], json!({"10": person("Ann", json!({"date_of_birth": "1951-03-09", "custom_field_values": [value(7, "DOB", "date", json!(field))]}))}));
    born("1951-03-09").gives("the same date", json!({"/client/client/birth_date": "1951-03-09", "/client/client/custom": [], "/client/client/provenance": {}}), &[]);
    born("1951-03-10").gives("another date", json!({"/client/client/birth_date": "1951-03-09", "/client/client/custom/0/value": "1951-03-10", "/findings/0/against": "1951-03-09"}), &["custom_field_ambiguous"]);
    let wife = |says: &str| Case::new(&[(11, "wife")], json!({"11": person("Kay", json!({"custom_field_values": [value(7, "Gender", "text_line", json!(says))]}))}));
    wife("Female").gives("the field says what the word says", json!({"/client/spouses/0/gender": "female", "/client/spouses/0/provenance/gender/kind": "custom_field"}), &[]);
    wife("Male").gives("the field goes before the word", json!({"/client/spouses/0/gender": "male", "/client/spouses/0/custom": [], "/findings/0/against": "wife"}), &["custom_field_ambiguous"]);
    let genders = [value(7, "Gender", "text_line", json!("Male")), value(8, "Sex", "text_line", json!("Female")), value(9, "X17", "text_line", json!("Female"))];
    client(&genders[..2]).gives("two fields",
        json!({"/client/client/gender": "male", "/client/client/custom/0/value": "Female", "/findings/0/against": "Male"}), &["custom_field_ambiguous"]);
    let first = |rules: &str, name: &str, gender: &str, other: &str| client(&[&genders[..1], &genders[2..]].concat()).rules(rules).gives(name,
        json!({"/client/client/gender": gender, "/client/client/custom/0/value": other, "/client/client/provenance/gender/text": if gender == "male" { "Male" } else { "Female" }}), &["custom_field_ambiguous"]);
    first("[[fields]]\nid = 9\ntarget = \"gender\"", "a rule by id goes before a usual name", "female", "Male");
    first("[[fields]]\nname = \"x17\"\ntarget = \"gender\"", "a firm's name goes before a usual one", "female", "Male");
    first("[[fields]]\nname = \"x17\"\ntarget = \"gender\"\n[[fields]]\nid = 7\ntarget = \"gender\"", "an id goes before a firm's name", "male", "Female");
    let step = json!({"11": person("Bo", json!({"custom_field_values": [value(7, "Child Type", "text_line", json!("Step"))]}))});
    Case::new(&[(11, "child")], step).gives("a step-child by its field", json!({"/client/children/0/kinship": "step", "/client/children/0/provenance/kinship/text": "Step"}), &["?step_without_spouse"]);
    let suffix = json!({"10": person("Ann", json!({"suffix": "Jr.", "custom_field_values": [value(7, "Suffix", "text_line", json!("III"))]}))});
    assert_eq!(Case::new(&[], suffix).draft().client.client.name.suffix.as_deref(), Some("III"), "Clio has no field for a suffix");
    let married = |says: &str| Case::new(&[(11, "wife")], json!({"11": person("Kay", json!({})), "10": person("Ann", json!({"custom_field_values": [value(7, "Marital Status", "text_line", json!(says))]}))}));
    married("Divorced").gives("divorced, and a wife", json!({"/client/client/marital_status": "divorced"}), &["custom_field_ambiguous"]);
    married("Separated").gives("separated, and a wife", json!({"/client/client/marital_status": "separated"}), &[]);
    let dead = [value(7, "Date of Death", "date", json!("2020-01-02")), value(8, "Status", "text_line", json!("Living"))];
    client(&dead).gives("living, and a date of death", json!({"/client/client/living": "living", "/client/client/death_date": "2020-01-02"}), &["custom_field_ambiguous"]);
    // Nobody dies or marries before birth; a first day can be the last.
    let after_birth = |name: &str, day: &str| client_born(&[value(7, name, "date", json!(day))]);
    for (name, place) in [("Date of Death", "/client/client/death_date"), ("Date of Marriage", "/client/client/married_on")] {
        after_birth(name, "1951-03-08").gives(name, json!({place: null, "/client/client/custom/0/value": "1951-03-08", "/findings/0/clio_says": "1951-03-08"}), &["date_invalid"]);
        for day in ["1951-03-09", "1951-03-10"] {
            after_birth(name, day).gives(name, json!({place: day, "/client/client/custom": []}), &[]);
        }
    }
    let adopted = |value: Value| Case::new(&[(11, "child")], json!({"11": person("Bo", json!({"custom_field_values": [value]}))}));
    adopted(value(7, "Adopted", "checkbox", json!(false))).gives("whoever is not adopted can be anything else", json!({"/client/children/0/kinship": "unknown", "/client/children/0/custom/0/value": false}), &[]);
    let farm = |field: Value| Case::new(&[], json!({"10": {"type": "Company", "name": "Hollis Farm LP", "addresses": [{"name": "Home", "city": "Salem"}], "custom_field_values": [field]}}));
    farm(value(7, "County", "text_line", json!("Marion"))).gives("a company's county", json!({"/client/client/addresses/0/county": "Marion", "/client/client/custom": []}), &[]);
    farm(value(7, "Mail", "email", json!("f@example.test"))).rules("[[fields]]\nid = 7\ntarget = \"email\"").gives("a company's email address", json!({"/client/client/emails/0/address": "f@example.test", "/client/client/custom": []}), &[]);
    client(&dead[..1]).gives("a date of death", json!({"/client/client/living": "deceased", "/client/client/provenance/living/from": "death_date"}), &[]);
}
