//! The filter by custom values, with every constructor of a condition.

use clio_api::{
    Comparison, ContactFilter, CustomField, CustomFieldCondition as Where, ErrorKind, Id,
};
use contract_tests::FakeClio;
use contract_tests::firm::sample::{self, Fields};
use jiff::civil::{date, time};
use serde_json::Value;

use super::{clio, contacts, people};

/// What is asked of a field, and the values that fit.
type Case = (i64, Vec<Where>, fn(&Value) -> bool);

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn is_id(value: &Value, id: i64) -> bool {
    let has = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    has == Some(id)
}

fn one(field: i64, condition: impl Fn(Id<CustomField>) -> Where, fits: fn(&Value) -> bool) -> Case {
    (field, vec![condition(Id::new(field))], fits)
}

fn texts(fields: &Fields) -> [Case; 5] {
    let text = |text: &'static str| move |field| Where::text(field, text);
    [
        one(fields.golf_club, text("Eastmoreland"), |has| {
            has == "Eastmoreland"
        }),
        one(fields.golf_club, text("=Eastmoreland"), |_| false),
        one(
            fields.second_email,
            text("twelve.second@example.test"),
            |has| has == "twelve.second@example.test",
        ),
        one(
            fields.web_page,
            text("https://kinds.example.test/?a=1&b=2"),
            |has| has == "https://kinds.example.test/?a=1&b=2",
        ),
        one(fields.notes, text("First line\r\nSecond line"), |has| {
            has == "First line\r\nSecond line"
        }),
    ]
}

fn compared(fields: &Fields) -> [Case; 5] {
    let cars = Id::new(fields.cars);
    let three = vec![
        Where::number(cars, Comparison::AtLeast, 3),
        Where::number(cars, Comparison::Below, 4),
    ];
    let half_past_two = time(14, 30, 0, 0);
    [
        (fields.cars, three, |has| number(has) == Some(3.0)),
        one(
            fields.net_worth,
            |field| Where::number(field, Comparison::Above, "1250000.4"),
            |has| number(has) > Some(1_250_000.4),
        ),
        one(
            fields.date_of_death,
            |field| Where::date(field, Comparison::AtMost, date(2025, 12, 24)),
            |has| has.as_str().is_some_and(|day| day <= "2025-12-24"),
        ),
        one(
            fields.meets_at,
            |field| Where::time(field, Comparison::Equal, half_past_two),
            |has| has == "14:30",
        ),
        one(
            fields.meets_at,
            |field| Where::time(field, Comparison::Below, half_past_two),
            |_| false,
        ),
    ]
}

#[tokio::test]
async fn custom_values_narrow_by_every_kind_of_field() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    let clio = clio(&fake);
    let fields = Fields::of_sample();
    let mut cases = Vec::from(texts(&fields));
    cases.extend(compared(&fields));
    cases.extend([
        one(
            fields.vip,
            |field| Where::checkbox(field, true),
            |has| *has == true || has == "true",
        ),
        one(
            fields.earlier_matter,
            |field| Where::matter(field, Id::new(sample::HOLLIS)),
            |has| is_id(has, sample::HOLLIS),
        ),
    ]);
    for (of, custom_field_values, fits) in cases {
        let filter = ContactFilter {
            custom_field_values,
            ..ContactFilter::default()
        };
        let found = contacts(&clio, filter).await;
        let expected = people(&fake, |one| {
            one.custom
                .iter()
                .any(|value| value.field == of && fits(&value.value))
        });
        let asked = fake.api_requests().pop().unwrap();
        assert_eq!(found, expected, "{:?}", asked.query);
    }
}

#[tokio::test]
async fn choices_and_contacts_are_found_by_their_ids() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    let clio = clio(&fake);
    let fields = Fields::of_sample();
    let female = fake.read(|firm| {
        firm.custom_fields[&fields.gender]
            .option_id("Female")
            .unwrap()
    });
    let guardian = fake.read(|firm| {
        firm.contacts
            .values()
            .find(|one| one.name() == "Greta Guardian")
            .unwrap()
            .id
    });
    for (of, id, condition) in [
        (
            fields.gender,
            female,
            Where::picklist(Id::new(fields.gender), Id::new(female)),
        ),
        (
            fields.guardian,
            guardian,
            Where::contact(Id::new(fields.guardian), Id::new(guardian)),
        ),
    ] {
        let filter = ContactFilter {
            custom_field_values: vec![condition],
            ..ContactFilter::default()
        };
        let expected = people(&fake, |one| {
            one.custom
                .iter()
                .any(|value| value.field == of && is_id(&value.value, id))
        });
        assert!(!expected.is_empty());
        assert_eq!(contacts(&clio, filter).await, expected);
    }
}

#[tokio::test]
async fn the_wrong_constructor_for_a_field_is_refused_by_clio() {
    let fake = FakeClio::start().await;
    let fields = Fields::of_sample();
    for wrong in [
        Where::number(Id::new(fields.vip), Comparison::Above, 1),
        Where::text(Id::new(fields.cars), "3"),
        Where::checkbox(Id::new(fields.referral), true),
    ] {
        let filter = ContactFilter {
            custom_field_values: vec![wrong],
            ..ContactFilter::default()
        };
        let error = clio(&fake)
            .contacts()
            .list()
            .filter(filter)
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }
}
