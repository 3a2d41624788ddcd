//! Every name that needs no rule, and where its values go; those of Social Security numbers are in `secrets`.

use serde_json::{Value, json};

use super::case::{Case, person};

/// The field on the client, on a child and on a grandchild of hers.
#[track_caller]
fn field(who: &str, name: &str, kind: &str, value: Value, place: &str, expected: Value) {
    let values = json!({"custom_field_values": [{"field_name": name, "field_type": kind, "value": value, "custom_field": {"id": 7}}],
        "addresses": [{"name": "Home", "city": "Salem"}]});
    let mut people = json!({"11": person("Bo", json!({})), "12": person("Cy", json!({}))});
    let (id, at) = match who {
        "client" => ("10", "/client/client"),
        "child" => ("11", "/client/children/0"),
        _ => ("12", "/client/grandchildren/0"),
    };
    people[id] = person("Ann", values);
    let mut wanted = json!({format!("{at}{place}"): expected, format!("{at}/custom"): []});
    if kind != "contact" && !place.starts_with("/employer") {
        let path = place
            .trim_start_matches('/')
            .replace("addresses/0/", "addresses[0].");
        let path = path.replace("name/also_known_as/0", "name.also_known_as[0]");
        let path = path
            .replace("role_hints/0", "role_hints[0]")
            .replace('/', ".");
        wanted[format!("{at}/provenance/{path}/from")] = json!("custom_field:7");
        wanted[format!("{at}/provenance/{path}/kind")] = json!("custom_field");
    }
    let rows = [(11, "child"), (12, "grandchild")];
    Case::new(&rows, people).gives(name, wanted, &[]);
}

#[test]
#[rustfmt::skip]
fn each_name_has_its_place() {
    for name in ["Also Known As", "AKA", "Alias"] { field("client", name, "text_line", json!("Annie"), "/name/also_known_as/0", json!("Annie")); }
    for name in ["Preferred Name", "Nickname", "Goes By"] { field("client", name, "text_line", json!("Annie"), "/name/preferred", json!("Annie")); }
    for name in ["Gender", "Sex"] {
        for (says, gender) in [("Male", "male"), ("FEMALE", "female"), ("m", "male"), ("F", "female")] {
            field("client", name, "text_line", json!(says), "/gender", json!(gender));
        }
    }
    for name in ["Date of Birth", "DOB", "Birthdate"] { field("client", name, "date", json!("1951-03-09"), "/birth_date", json!("1951-03-09")); }
    for name in ["Date of Death", "DOD"] { field("child", name, "date", json!("2020-03-09"), "/death_date", json!("2020-03-09")); }
    for name in ["Status (living or deceased)", "Status"] {
        for (says, living) in [("Living", "living"), ("Deceased", "deceased"), ("Incapacitated", "incapacitated")] {
            field("client", name, "text_line", json!(says), "/living", json!(living));
        }
    }
    field("client", "Deceased", "checkbox", json!(true), "/living", json!("deceased"));
    field("client", "Deceased", "checkbox", json!(false), "/living", json!("living"));
    for name in ["United States Citizen", "US Citizen", "Citizenship"] {
        field("client", name, "text_line", json!("citizen"), "/us_citizen", json!(true));
        field("client", name, "text_line", json!("not citizen"), "/us_citizen", json!(false));
    }
    for name in ["United States Resident", "US Resident"] { field("client", name, "text_line", json!("Yes"), "/us_resident", json!(true)); }
    field("client", "Suffix", "text_line", json!("Jr."), "/name/suffix", json!("Jr."));
    for name in ["County", "County of Residence", "Parish"] { field("client", name, "text_line", json!("Marion"), "/addresses/0/county", json!("Marion")); }
    for (says, status) in [("Single", "single"), ("Married", "married"), ("Domestic Partnership", "domestic_partnership"), ("Civil Union", "civil_union"),
        ("Separated", "separated"), ("Divorced", "divorced"), ("Widowed", "widowed")] {
        field("client", "Marital Status", "text_line", json!(says), "/marital_status", json!(status));
    }
    for name in ["Date of Marriage", "Marriage Date"] { field("client", name, "date", json!("1975-06-01"), "/married_on", json!("1975-06-01")); }
    field("child", "Adopted", "checkbox", json!(true), "/kinship", json!("adopted"));
    for (says, kinship) in [("Biological", "biological"), ("Adopted", "adopted"), ("Foster", "foster")] {
        field("child", "Child Type", "text_line", json!(says), "/kinship", json!(kinship));
    }
    for name in ["Child Of", "Parents"] {
        for (says, parentage) in [("Joint", "joint"), ("Client", "client_only"), ("Spouse", "spouse_only")] {
            field("child", name, "text_line", json!(says), "/parentage", json!(parentage));
        }
    }
    field("grandchild", "Parent", "contact", json!(11), "/parent_contact_id", json!("11"));
    for name in ["Role", "Fiduciary Role"] { field("child", name, "text_line", json!("Executor"), "/role_hints/0", json!("Executor")); }
    field("client", "  us   CITIZEN ", "text_line", json!("y"), "/us_citizen", json!(true));
}

#[test]
fn without_usual_names_every_value_is_an_extra() {
    let values = json!({"custom_field_values": [{"field_name": "Gender", "field_type": "text_line", "value": "Male", "custom_field": {"id": 7}}]});
    Case::new(&[], json!({"10": person("Ann", values)}))
        .rules("usual_names = false")
        .gives(
            "off",
            json!({"/client/client/gender": "unknown", "/client/client/custom/0/value": "Male"}),
            &["custom_field_unmapped"],
        );
}
