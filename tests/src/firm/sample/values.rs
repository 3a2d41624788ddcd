//! Custom values of every kind.

use serde_json::{Value, json};

use super::fields::choice;
use super::{ALL_FIELD_TYPES, AMBIGUOUS_FIELDS, Fields, HOLLIS, case, someone, someone_with};
use crate::firm::{CustomValue, Firm};

pub(super) fn add(firm: &mut Firm, fields: &Fields) {
    let guardian = someone(firm, "Greta", "Guardian");
    let hidden_guardian = someone(firm, "Hidden", "Guardian");
    firm.hide(hidden_guardian);
    let female = choice(firm, fields.gender, "Female");
    let retired = choice(firm, fields.gender, "Unspecified");
    let citizen = choice(firm, fields.citizen, "citizen");

    let client = someone_with(firm, "Twelve", "Kinds", |c| {
        c.set(fields.vip, true);
        c.set(fields.guardian, guardian);
        c.set(fields.net_worth, json!(1_250_000.5));
        c.set(fields.date_of_death, Value::Null);
        c.set(fields.meets_at, "14:30");
        c.set(fields.second_email, "twelve.second@example.test");
        c.set(fields.earlier_matter, HOLLIS);
        c.set(fields.cars, 3);
        c.set(fields.gender, female.to_string());
        c.set(fields.notes, "First line\r\nSecond line");
        c.set(fields.golf_club, "Eastmoreland &amp; Friends");
        c.set(fields.web_page, "https://kinds.example.test/?a=1&b=2");
        c.set(fields.citizen, citizen);
    });
    let matter = case(
        firm,
        ALL_FIELD_TYPES,
        "00530-Kinds",
        "All twelve kinds",
        client,
    );
    if let Some(matter) = firm.matters.get_mut(&matter) {
        matter.custom.push(CustomValue {
            field: fields.referral,
            value: json!("3910000099"),
            soft_deleted: false,
        });
    }

    // The same kinds in the other JSON kinds seen in the wild, and what is left of deleted things.
    let other = someone_with(firm, "Other", "Kinds", |c| {
        c.set(fields.vip, "true");
        c.set(fields.guardian, hidden_guardian.to_string());
        c.set(fields.net_worth, "99999999999999999.99");
        c.set(fields.date_of_death, "2025-12-24");
        c.set(fields.earlier_matter, HOLLIS.to_string());
        c.set(fields.cars, "9007199254740993");
        c.set(fields.gender, retired);
        c.set(fields.citizen, "1");
        c.set(fields.golf_club, "");
        c.custom.push(CustomValue {
            field: fields.old_reference,
            value: json!("A-1"),
            soft_deleted: true,
        });
    });
    firm.relate(matter, other, Some("Spouse"));

    let married = choice(firm, fields.marital_picklist, "Married");
    let client = someone_with(firm, "Amber", "Twofold", |c| {
        c.set(fields.marital_picklist, married.to_string())
            .set(fields.marital_text, "Widowed");
    });
    case(
        firm,
        AMBIGUOUS_FIELDS,
        "00529-Twofold",
        "Two fields with one name",
        client,
    );
}
