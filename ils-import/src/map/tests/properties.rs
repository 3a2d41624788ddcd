//! Families nobody would think of.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{map, text};
use super::{codes, family};
use crate::client::CustomContent;
use crate::finding::FindingCode;
use crate::rules::SocialSecurity;
use crate::{Profile, Rules};

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        "\\PC{0,12}".prop_map(Some),
        "[a-z\\x00-\\x1f\\x7f-\\x9f\\u{200b}\\u{202e}\\u{2028}]{0,6}".prop_map(Some),
        prop::sample::select(vec![
            "husband",
            "wife",
            "Son",
            "stepson",
            "step-son",
            "grandson",
            "children",
            "partner",
            "Client",
            "Late wife",
            "Ann & Bob",
            "1951-03-09",
            "3/14/1951",
            "987-65-4321",
            "Male",
            "deceased",
            "11",
        ])
        .prop_map(|text| Some(text.to_owned())),
    ]
}

fn any_field() -> impl Strategy<Value = Value> {
    let names = vec![
        "Gender",
        "DOB",
        "Date of Death",
        "Status",
        "Deceased",
        "AKA",
        "SSN",
        "Parent",
        "Parents",
        "Adopted",
        "County",
        "Role",
        "Marital Status",
        "Suffix",
        "Golf",
        "Golf\u{7}",
    ];
    let kinds = vec![
        "text_line",
        "text_area",
        "checkbox",
        "picklist",
        "date",
        "time",
        "numeric",
        "currency",
        "email",
        "url",
        "contact",
        "matter",
        "hologram",
    ];
    let value = prop_oneof![
        any_text().prop_map(|text| json!(text)),
        any::<bool>().prop_map(|flag| json!(flag)),
        (0_i64..40).prop_map(|id| json!(id)),
    ];
    let drawn = (
        prop::sample::select(names),
        prop::sample::select(kinds),
        value,
        0_i64..9,
        any::<bool>(),
    );
    drawn.prop_map(|(name, kind, value, id, deleted)| {
        json!({"field_name": name, "field_type": kind, "value": value, "custom_field": {"id": id}, "soft_deleted": deleted})
    })
}

fn any_person() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["Person", "Company", "Robot"]);
    let texts = prop::array::uniform8(any_text());
    (texts, kind, prop::collection::vec(any_field(), 0..4)).prop_map(|([a, b, c, d, e, f, g, h], kind, fields)| {
        json!({"type": kind, "name": a, "first_name": b, "last_name": c, "title": d, "date_of_birth": e, "prefix": h,
            "company": {"name": g}, "secondary_phone_number": a, "web_sites": [{"name": b, "address": c}],
            "addresses": [{"name": f, "province": g, "country": h, "street": a}],
            "email_addresses": [{"address": f}], "phone_numbers": [{"number": g}], "custom_field_values": fields})
    })
}

/// Mostly small families, and now and then one of up to five hundred people.
fn any_people() -> impl Strategy<Value = Map<String, Value>> {
    let few = prop::collection::btree_map(0_i64..40, any_person(), 0..40);
    let many = (any_person(), any_person(), 0_i64..500).prop_map(|(one, other, count)| {
        let of = |id: i64| {
            if id % 2 == 0 {
                one.clone()
            } else {
                other.clone()
            }
        };
        (0..count).map(|id| (id, of(id))).collect()
    });
    prop_oneof![9 => few, 1 => many].prop_map(|people| {
        let people = people.into_iter();
        people
            .map(|(id, person)| (id.to_string(), person))
            .collect()
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let profile = prop::sample::select(vec![Profile::Exact, Profile::Guide, Profile::Extended]);
    let numbers = vec![
        SocialSecurity::LeaveOut,
        SocialSecurity::Save,
        SocialSecurity::SaveAndPlan,
    ];
    let left_out = prop::collection::btree_set((0_i64..40).prop_map(|id| id.to_string()), 0..4);
    (
        profile,
        any::<[bool; 3]>(),
        prop::sample::select(numbers),
        left_out,
    )
        .prop_map(
            |(
                profile,
                [implied_facts, take_suffixes, usual_names],
                social_security_numbers,
                left_out,
            )| Rules {
                profile,
                implied_facts,
                take_suffixes,
                usual_names,
                social_security_numbers,
                fields: Vec::new(),
                left_out,
            },
        )
}

/// Whether a text anywhere in this holds what cannot be seen.
fn is_unseen(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text::has_hidden_characters(text)
                || text
                    .chars()
                    .any(|letter| letter.is_control() && !"\n\r\t".contains(letter))
        }
        Value::Array(values) => values.iter().any(is_unseen),
        Value::Object(values) => values.values().any(is_unseen),
        _ => false,
    }
}

proptest! {
    /// Arbitrary texts, people who are related twice, to themselves, to each other in circles, or not there: nobody is lost, nobody is
    /// there twice, and what cannot be seen is told.
    #[test]
    fn every_row_is_accounted_for_once(
        rows in prop::collection::vec((prop::option::of(0_i64..40), any_text()), 0..120),
        people in any_people(),
        rules in any_rules(),
    ) {
        let mut rows: Vec<(Option<i64>, Option<&str>)> = rows.iter().map(|(id, text)| (*id, text.as_deref())).collect();
        // Everybody of a large family has a row.
        rows.extend((40..i64::try_from(people.len()).unwrap()).map(|id| (Some(id), Some("child"))));
        let family = family(&rows, Value::Object(people.clone()));
        let draft = map(family.clone(), &rules);
        prop_assert_eq!(serde_json::to_vec(&draft).unwrap(), serde_json::to_vec(&map(family.clone(), &rules)).unwrap());

        let saved: Vec<&str> = draft.client.related().map(|related| related.person.clio_contact_id.as_str()).collect();
        let missing: Vec<Option<&str>> = draft.findings.iter()
            .filter(|finding| matches!(finding.code, FindingCode::HiddenContact | FindingCode::LeftOut))
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
            let times = saved.iter().filter(|saved| **saved == id).count() + missing.iter().filter(|missing| **missing == Some(&id)).count();
            prop_assert_eq!(times, 1, "contact {}", id);
            let is_wanted = people.contains_key(&id) && !rules.left_out.contains(&id);
            prop_assert_eq!(is_wanted, saved.contains(&id.as_str()));
        }
        prop_assert_eq!(missing.iter().filter(|missing| missing.is_none()).count(), nameless);
        prop_assert_eq!(draft.people.len(), saved.len() + 1);
        prop_assert_eq!(draft.counts().total(), draft.people.len());
        prop_assert_eq!(draft.check().count() + draft.not_saved().count(), draft.findings.len());

        let flagged: BTreeSet<Option<&str>> = draft.findings.iter()
            .filter(|finding| finding.code == FindingCode::ControlCharacters)
            .map(|finding| finding.clio_contact_id.as_deref())
            .collect();
        for person in draft.client.everybody() {
            let record = serde_json::to_value(person).unwrap();
            prop_assert!(!is_unseen(&record) || flagged.contains(&Some(person.clio_contact_id.as_str())), "{}", record);
        }
        for finding in &draft.findings {
            let told = serde_json::to_value(finding).unwrap();
            prop_assert!(!is_unseen(&told) || flagged.contains(&finding.clio_contact_id.as_deref()), "{}", told);
        }
        for suggestion in &draft.suggestions {
            let told = serde_json::to_value(suggestion).unwrap();
            prop_assert!(!is_unseen(&told) || flagged.contains(&Some(suggestion.clio_contact_id.as_str())), "{}", told);
        }
        if rules.social_security_numbers == SocialSecurity::LeaveOut {
            let number = CustomContent::Text("987-65-4321".to_owned());
            let is_among_extras = draft.client.everybody().flat_map(|person| &person.custom).any(|custom| custom.value == number);
            prop_assert!(!is_among_extras);
        }
    }

    /// A text that stands in a field is in the record after it: in a place, in where it came from, or among the extras. Or it is told that
    /// it was left out.
    #[test]
    fn no_text_of_a_field_is_lost(
        contact in any_person(),
        fields in prop::collection::vec(any_field(), 0..12),
        text in prop::sample::select(vec!["husband", "child", "grandson", "trustee"]),
        rules in any_rules(),
    ) {
        let rules = Rules { left_out: BTreeSet::new(), ..rules };
        let mut contact = contact;
        contact["custom_field_values"] = json!(fields);
        let draft = map(family(&[(Some(11), Some(text))], json!({"11": contact})), &rules);
        let related = draft.client.related().next().unwrap();
        let left_out: Vec<&str> = draft.findings.iter()
            .filter(|finding| finding.code == FindingCode::NoPlace)
            .filter_map(|finding| finding.what.as_deref())
            .collect();
        let record = serde_json::to_value(related).unwrap();
        for field in fields.iter().filter(|field| field["field_type"] == "text_line" || field["field_type"] == "text_area") {
            let value = text::trimmed(field["value"].as_str().map(ToOwned::to_owned)).or_else(|| Some(field["value"].as_i64()?.to_string()));
            let name = field["field_name"].as_str().unwrap().trim();
            if let Some(value) = value {
                let is_told = left_out.contains(&name);

                prop_assert!(is_told || holds(&record, &value), "{} {}: {}", name, value, record);
            }
        }
    }
}

fn holds(record: &Value, wanted: &str) -> bool {
    match record {
        Value::String(text) => text == wanted,
        Value::Array(values) => values.iter().any(|value| holds(value, wanted)),
        Value::Object(values) => values.values().any(|value| holds(value, wanted)),
        _ => false,
    }
}
