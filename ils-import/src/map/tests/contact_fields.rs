//! Every field of a Clio contact and its place.

use clio_api::Projection;
use serde_json::{Value, json};

use super::case::{Case, person};
use crate::family::ClioContact;

/// The contact as the client, read on 24 November 2026.
#[track_caller]
fn contact(name: &str, contact: Value, expected: Value, told: &[&str]) {
    let mut at_client = serde_json::Map::new();
    for (place, value) in expected.as_object().unwrap() {
        at_client.insert(format!("/client/client{place}"), value.clone());
    }
    let case = Case::new(&[], json!({"10": contact})).on("2026-11-24");
    case.gives(name, Value::Object(at_client), told);
}

#[test]
#[rustfmt::skip]
fn who_it_is() {
    contact("id, type person", person("Ann", json!({})), json!({"/clio_contact_id": "10", "/kind": "person"}), &[]);
    contact("type company", json!({"type": "Company", "name": " Kay Farm LP "}),
        json!({"/kind": "company", "/name/full": "Kay Farm LP", "/name/last": null, "/gender": "unknown"}), &[]);
    contact("type unknown", person("Ann", json!({"type": "Robot"})), json!({"/kind": "person"}), &["?unknown_type"]);
    contact("type missing", person("Ann", json!({"type": null})), json!({"/kind": "person"}), &[]);
    contact("what a company has no place for",
        json!({"type": "Company", "name": "Kay", "date_of_birth": "1951-03-09", "prefix": "Mr", "title": "Head", "first_name": "A", "middle_name": "B", "last_name": "C"}),
        json!({"/birth_date": null, "/employer": null, "/name/prefix": null, "/name/first": null}), &["no_place"; 6]);
}

#[test]
#[rustfmt::skip]
fn names() {
    contact("prefix as it is", person("Ann", json!({"prefix": "Prof."})), json!({"/name/prefix": "Prof."}), &[]);
    contact("prefix of a gender is a suggestion", person("Ann", json!({"prefix": "Mrs."})), json!({"/name/prefix": "Mrs.", "/gender": "unknown"}), &["?gender_from_prefix"]);
    contact("Dr suggests nothing", person("Ann", json!({"prefix": "Dr"})), json!({"/gender": "unknown"}), &[]);
    contact("title is the job", person("Ann", json!({"title": " Head of Sales "})), json!({"/employer/job_title": "Head of Sales", "/name/prefix": null}), &[]);
    contact("title is a form of address", person("Ann", json!({"title": "Hon."})),
        json!({"/name/prefix": "Hon.", "/employer": null, "/provenance/name.prefix": {"kind": "derived", "from": "title", "text": "Hon."}}), &["?title_is_prefix"]);
    contact("title is a form of address beside a prefix", person("Ann", json!({"title": "Dr", "prefix": "Prof."})),
        json!({"/name/prefix": "Prof.", "/employer/job_title": "Dr"}), &[]);
    contact("parts are trimmed and keep their case", json!({"name": "ANN de LEE", "first_name": " ANN ", "middle_name": "de", "last_name": "LEE\n"}),
        json!({"/name": {"prefix": null, "first": "ANN", "middle": "de", "last": "LEE", "suffix": null, "full": "ANN de LEE"}}), &[]);
    contact("the whole name is put together", json!({"first_name": "Ann", "middle_name": "B.", "last_name": "Lee"}),
        json!({"/name/full": "Ann B. Lee", "/provenance/name.full": {"kind": "derived", "from": "first_name, middle_name, last_name", "text": "Ann B. Lee"}}), &[]);
    contact("a name that is given goes before its parts", json!({"name": "Ann Kay", "first_name": "Ann", "last_name": "Lee"}), json!({"/name/full": "Ann Kay", "/name/last": "Lee"}), &[]);
    contact("initials are not read", person("Ann", json!({"initials": "ZZ"})), json!({"/name/full": "Ann Lee", "/custom": []}), &[]);
    for (last, suffix) in [("Lee Jr", "Jr"), ("Lee, Sr.", "Sr."), ("Lee II", "II"), ("Lee III", "III"), ("Lee iv", "iv")] {
        let lee = json!({"name": "Ann", "first_name": "Ann", "last_name": last});
        contact(last, lee.clone(), json!({"/name/last": last, "/name/suffix": null}), &["?suffix"]);
        Case::new(&[], json!({"10": lee})).rules("take_suffixes = true").gives(last, json!({"/client/client/name/last": "Lee", "/client/client/name/suffix": suffix,
            "/client/client/provenance/name.suffix": {"kind": "derived", "from": "last_name", "text": last}}), &[]);
    }
    for last in ["Jr", "Lee V", "Lee MD", "Lee Esq", "LeeJr"] {
        let lee = json!({"name": "Ann", "first_name": "Ann", "last_name": last});
        Case::new(&[], json!({"10": lee})).rules("take_suffixes = true").gives(last, json!({"/client/client/name/last": last, "/client/client/name/suffix": null}), &[]);
    }
    for name in ["Ann & Bob Lee", "Ann and Bob Lee"] {
        contact(name, json!({"name": name, "first_name": "Ann", "last_name": "Lee"}), json!({"/name/full": name, "/name/first": "Ann"}), &["joint_name"]);
    }
}

#[test]
#[rustfmt::skip]
fn dates_and_work() {
    for (date, born) in [("1951-03-09", Some("1951-03-09")), (" 1951-03-09 ", Some("1951-03-09")), ("2026-11-24", Some("2026-11-24")), ("1850-01-01", Some("1850-01-01"))] {
        contact(date, person("Ann", json!({"date_of_birth": date})), json!({"/birth_date": born}), &[]);
    }
    for date in ["2026-11-25", "1849-12-31", "1951-02-30", "03/09/1951", "19510309", "1951-03-09T00:00:00Z", "unknown"] {
        let case = Case::new(&[], json!({"10": person("Ann", json!({"date_of_birth": date}))})).on("2026-11-24");
        case.gives(date, json!({"/client/client/birth_date": null, "/findings/0/clio_says": date, "/findings/0/what": "date of birth"}), &["date_invalid"]);
    }
    contact("no date", person("Ann", json!({"date_of_birth": null})), json!({"/birth_date": null}), &[]);
    contact("company is the employer", person("Ann", json!({"company": {"id": 7, "name": "Kay LP"}})), json!({"/employer": {"name": "Kay LP", "job_title": null}}), &[]);
    contact("a hidden employer is none", person("Ann", json!({"company": {"id": 7, "redacted": true}})), json!({"/employer": null}), &[]);
}

#[test]
#[rustfmt::skip]
fn addresses() {
    contact("an address", person("Ann", json!({"addresses": [{"name": "Home", "street": "1 Elm Street\r\nUnit 2\nRear", "city": "Salem", "province": "Oregon",
            "postal_code": "01234", "country": "U.S.A.", "primary": true}]})),
        json!({"/addresses": [{"kind": "home", "street": "1 Elm Street\nUnit 2\nRear", "city": "Salem", "county": null, "state": "OR", "postal_code": "01234", "country": "US", "primary": true}],
            "/provenance/addresses[0].state/text": "Oregon", "/provenance/addresses[0].country/text": "U.S.A."}), &[]);
    for (name, kind) in [("Home", "home"), ("Work", "work"), ("Billing", "billing"), ("Other", "other")] {
        contact(name, person("Ann", json!({"addresses": [{"name": name, "city": "Salem"}]})), json!({"/addresses/0/kind": kind, "/provenance": {}}), &[]);
    }
    contact("a kind of the firm's own", person("Ann", json!({"addresses": [{"name": "Cabin", "city": "Bend"}]})),
        json!({"/addresses/0/kind": "other", "/provenance/addresses[0].kind/text": "Cabin"}), &[]);
    contact("a state of another country", person("Ann", json!({"addresses": [{"province": "Georgia", "country": "Georgia"}]})),
        json!({"/addresses/0/state": "Georgia", "/addresses/0/country": "Georgia"}), &[]);
    contact("an empty address", person("Ann", json!({"addresses": [{"name": "Home", "street": " "}]})), json!({"/addresses": []}), &[]);
    contact("derived addresses are not read", person("Ann", json!({"primary_address": {"city": "Salem"}, "secondary_address": {"city": "Bend"}, "primary_work_address": {"city": "Bend"}})),
        json!({"/addresses": []}), &[]);
}

/// Which of the addresses is the home.
#[test]
#[rustfmt::skip]
fn the_residence() {
    for (name, kinds, expected) in [
        ("a primary home first", &[("Other", true), ("Home", false), ("Home", true)][..], Some(2)),
        ("then any home", &[("Work", true), ("Other", true), ("Home", false)], Some(2)),
        ("then the primary other", &[("Other", false), ("Cabin", true)], Some(1)),
        ("then any other", &[("Work", true), ("Billing", false), ("Other", false)], Some(2)),
        ("never work", &[("Work", true)], None),
        ("never billing", &[("Billing", true)], None),
    ] {
        let addresses: Vec<Value> = kinds.iter().zip('a'..).map(|((kind, primary), city)| json!({"name": kind, "city": city, "primary": primary})).collect();
        let draft = Case::new(&[], json!({"10": person("Ann", json!({"addresses": addresses}))})).draft();
        let client = &draft.client.client;
        let at = client.residence().and_then(|home| client.addresses.iter().position(|address| address == home));
        assert_eq!(at, expected, "{name}");
    }
}

#[test]
#[rustfmt::skip]
fn how_to_reach_it() {
    for (name, kind) in [("Home", "home"), ("Personal", "home"), ("Mobile", "mobile"), ("Cell", "mobile"), ("Work", "work"), ("Fax", "fax"), ("Pager", "pager"), ("Skype", "other"), ("Other", "other")] {
        contact(name, person("Ann", json!({"phone_numbers": [{"name": name, "number": " (503) 555-0100 x7 ", "primary": true}]})),
            json!({"/phones": [{"kind": kind, "number": "(503) 555-0100 x7", "primary": true}]}), &[]);
    }
    contact("the primary email first", person("Ann", json!({"email_addresses": [{"name": "Work", "address": "w@example.test"}, {"name": "Home", "address": "H@example.test", "primary": true}]})),
        json!({"/emails": [{"kind": "home", "address": "H@example.test", "primary": true}, {"kind": "work", "address": "w@example.test", "primary": false}]}), &[]);
    contact("what stands in for empty lists", person("Ann", json!({"primary_email_address": "a@example.test", "secondary_email_address": "b@example.test",
            "primary_phone_number": "503-555-0100", "secondary_phone_number": "503-555-0101", "phone_numbers": []})),
        json!({"/emails/0/address": "a@example.test", "/emails/1/address": "b@example.test", "/phones/0/number": "503-555-0100", "/phones/1/number": "503-555-0101",
            "/provenance/emails[1]/from": "secondary_email_address"}), &[]);
    contact("nothing stands in for a list", person("Ann", json!({"primary_email_address": "a@example.test", "email_addresses": [{"address": "b@example.test"}]})),
        json!({"/emails/0/address": "b@example.test", "/emails/1": null}), &[]);
    contact("web sites", person("Ann", json!({"web_sites": [{"name": "Work", "address": " https://example.test "}, {"name": "Home", "address": ""}]})),
        json!({"/web_sites": [{"kind": "work", "address": "https://example.test"}]}), &[]);
}

/// Flags say nothing of a family, and what ILS has no use for is not even asked for.
#[test]
fn what_is_not_read() {
    let asked: Vec<&str> = <ClioContact as Projection<clio_api::Contact>>::FIELDS
        .split([',', '{', '}'])
        .collect();
    for field in [
        "initials",
        "is_client",
        "is_co_counsel",
        "is_bill_recipient",
        "primary_address",
        "secondary_address",
        "primary_work_address",
        "instant_messengers",
        "related_contacts",
        "kyc_field_values",
        "ledes_client_id",
        "activity_rates",
        "account_balances",
        "currency",
        "avatar",
        "folder",
        "payment_profile",
        "sales_tax_number",
        "client_connect_user_id",
    ] {
        assert!(!asked.contains(&field), "{field}");
    }
    assert!(asked.contains(&"date_of_birth") && asked.contains(&"web_sites"));
    Case::new(
        &[(11, "son")],
        json!({"11": person("Ann", json!({"is_client": true, "is_co_counsel": true, "is_bill_recipient": true}))}),
    )
    .gives("flags", json!({"/people/1/saved_as": "child", "/client/children/0/role_hints": null}), &[]);
}

#[test]
#[rustfmt::skip]
fn the_matter_and_the_relationship() {
    Case::new(&[(11, " Step–Son ")], json!({"11": person("Bo", json!({}))})).gives("as Clio has it",
        json!({"/client/source": {"system": "clio", "region": "us", "matter_id": "1", "matter_number": "00412-Hollis", "client_contact_id": "10", "imported_at": null},
            "/client/children/0/relationship": " Step–Son ", "/client/children/0/labels": [" Step–Son "], "/client/children/0/kinship": "step"}), &["?step_without_spouse"]);
}
