//! A normal family, as a firm would have it, and with what strangers write.

use ils_import::{Finding, ImportedClient};
use serde_json::{Value, json};

fn person(id: u32, full: &str, born: Option<&str>) -> Value {
    let (first, last) = full.split_once(' ').unwrap();
    json!({"clio_contact_id": id.to_string(), "kind": "person",
        "name": {"prefix": null, "first": first, "middle": null, "last": last, "suffix": null, "full": full},
        "gender": "unknown", "birth_date": born, "death_date": null, "living": "unknown", "addresses": [], "phones": [], "emails": [],
        "employer": null, "custom": [], "provenance": {}})
}

fn related(mut person: Value, relationship: &str, kinship: &str) -> Value {
    person["relationship"] = json!(relationship);
    person["labels"] = json!([relationship]);
    person["kinship"] = json!(kinship);
    person
}

fn home(street: &str) -> Value {
    json!([{"kind": "home", "street": street, "city": "Salem", "county": null, "state": "OR", "postal_code": "01301", "country": "US",
        "primary": true}])
}

/// Client, spouse, three children, a grandchild, a party.
pub(crate) fn record() -> ImportedClient {
    let mut dana = person(2_575_000_001, "Dana Hollis", Some("1951-03-09"));
    dana["gender"] = json!("female");
    dana["addresses"] = home("1 Elm Street\nUnit 2");
    dana["phones"] = json!([{"kind": "mobile", "number": "+1 503-555-0100", "primary": true}, {"kind": "home", "number": "5035550101", "primary": false}]);
    dana["emails"] = json!([{"kind": "home", "address": "dana@example.test", "primary": true}]);
    dana["employer"] = json!({"name": "Hollis & Park, Inc.", "job_title": "Owner"});
    dana["custom"] = json!([{"field_id": "7", "name": "Golf club", "type": "text_line", "value": "Eastmoreland"},
        {"field_id": "8", "name": "Social Security Number", "type": "text_line", "value": "123-45-6789"}]);
    let mut robert = related(
        person(2_575_000_009, "Robert Kay", Some("1949-11-30")),
        "husband",
        "unknown",
    );
    robert["gender"] = json!("male");
    robert["phones"] = json!([{"kind": "work", "number": "(503) 555-0102", "primary": true}]);
    let mut ann = related(
        person(2_575_000_010, "Ann Hollis", Some("1978-06-02")),
        "daughter",
        "unknown",
    );
    ann["emails"] = json!([{"kind": "home", "address": "ann@example.test", "primary": true}]);
    ann["addresses"] = home("17 Oak Avenue");
    let peter = related(
        person(2_575_000_011, "=cmd|'/C calc'!A0 O'Neil", None),
        "step-son",
        "step",
    );
    let late = {
        let mut late = related(
            person(2_575_000_012, "山田 太郎", Some("1980-02-29")),
            "son",
            "adopted",
        );
        late["living"] = json!("deceased");
        late["death_date"] = json!("2019-12-31");
        late
    };
    let jose = related(
        person(
            2_575_000_013,
            "José Ñandú-Hollis\u{202E}",
            Some("2009-01-17"),
        ),
        "grandson",
        "unknown",
    );
    let mut trust = related(
        person(2_575_000_014, "First Trust Co. <Oregon>", None),
        "trustee",
        "unknown",
    );
    trust["kind"] = json!("company");
    serde_json::from_value(json!({"schema": "ils-client/1", "id": "37",
        "source": {"system": "clio", "region": "us", "matter_id": "1843000412", "matter_number": "00412-Hollis",
            "client_contact_id": "2575000001", "imported_at": "2026-11-24T19:02:40Z"},
        "client": dana, "spouses": [robert], "children": [ann, peter, late], "grandchildren": [jose], "parties": [trust]}))
    .unwrap()
}

/// What there is to check, and what is not saved.
pub(crate) fn findings() -> Vec<Finding> {
    serde_json::from_value(json!([
        {"code": "near_miss", "clio_contact_id": "2575000031", "name": "Mary Holis", "clio_says": "doughter", "did_you_mean": "daughter",
            "saved_as": "party", "what_to_do": "Correct it in Clio, then preview again."},
        {"code": "partner_word", "name": "Robert Kay", "clio_says": "partner", "saved_as": "spouse", "what_to_do": "Ask the client."},
        {"code": "no_place", "name": "Dana Hollis", "what": "fax number", "what_to_do": "Write it down elsewhere if it is needed."},
        {"code": "custom_field_unmapped", "name": "Robert Kay", "what": "Golf club", "what_to_do": "Add a rule for it."},
        {"code": "hidden_contact", "what_to_do": "Ask your Clio administrator whether it should be part of the family."},
    ]))
    .unwrap()
}
