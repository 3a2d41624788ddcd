//! The firm's custom fields.

use crate::firm::{FieldType, Firm, ParentType};

/// Ids of the definitions.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the definition its name says")]
pub struct Fields {
    pub golf_club: i64,
    pub also_known_as: i64,
    pub suffix: i64,
    pub county: i64,
    pub gender: i64,
    pub status: i64,
    pub deceased: i64,
    pub date_of_death: i64,
    pub citizen: i64,
    /// Shown by default: everybody without a value has a row with `id` and `value` null.
    pub vip: i64,
    pub net_worth: i64,
    pub cars: i64,
    pub meets_at: i64,
    pub second_email: i64,
    pub guardian: i64,
    pub earlier_matter: i64,
    pub notes: i64,
    pub web_page: i64,
    /// A picklist called "Marital Status".
    pub marital_picklist: i64,
    /// A text called "marital status": names are not unique.
    pub marital_text: i64,
    /// Deleted; old values still carry it.
    pub old_reference: i64,
    /// Of matters, not of contacts.
    pub referral: i64,
}

impl Fields {
    /// Defines them in an empty firm; the ids are the same every time.
    pub(super) fn define(firm: &mut Firm) -> Self {
        let mut plain = |name: &str, kind| firm.custom_field(name, kind, |_| {});
        let golf_club = plain("Golf club", FieldType::TextLine);
        let also_known_as = plain("Also Known As", FieldType::TextLine);
        let suffix = plain("Suffix", FieldType::TextLine);
        let county = plain("County", FieldType::TextLine);
        let deceased = plain("Deceased", FieldType::Checkbox);
        let date_of_death = plain("Date of Death", FieldType::Date);
        let net_worth = plain("Net worth", FieldType::Currency);
        let cars = plain("Cars", FieldType::Numeric);
        let meets_at = plain("Prefers to meet at", FieldType::Time);
        let second_email = plain("Second email", FieldType::Email);
        let guardian = plain("Guardian", FieldType::Contact);
        let earlier_matter = plain("Earlier matter", FieldType::Matter);
        let notes = plain("Notes", FieldType::TextArea);
        let web_page = plain("Web page", FieldType::Url);
        let marital_text = plain("marital status", FieldType::TextLine);
        let mut list = |name: &str, labels: &[&str]| {
            firm.custom_field(name, FieldType::Picklist, |field| {
                for label in labels {
                    field.option(label);
                }
            })
        };
        let gender = list("Gender", &["Male", "Female", "Unspecified"]);
        let status = list("Status", &["Living", "Deceased", "Incapacitated"]);
        let citizen = list(
            "United States Citizen",
            &["unknown", "citizen", "not citizen"],
        );
        let marital_picklist = list(
            "Marital Status",
            &["Single", "Married", "Widowed", "Divorced"],
        );
        let referral = list("Referral source", &["Web", "Client"]);
        let vip = firm.custom_field("VIP", FieldType::Checkbox, |field| field.displayed = true);
        let old_reference = firm.custom_field("Old reference", FieldType::TextLine, |field| {
            field.deleted = true;
        });
        if let Some(field) = firm.custom_fields.get_mut(&referral) {
            field.parent = ParentType::Matter;
        }
        if let Some(choice) = firm
            .custom_fields
            .get_mut(&gender)
            .and_then(|field| field.options.last_mut())
        {
            choice.deleted = true;
        }
        Self {
            golf_club,
            also_known_as,
            suffix,
            county,
            gender,
            status,
            deceased,
            date_of_death,
            citizen,
            vip,
            net_worth,
            cars,
            meets_at,
            second_email,
            guardian,
            earlier_matter,
            notes,
            web_page,
            marital_picklist,
            marital_text,
            old_reference,
            referral,
        }
    }

    /// The sample firm's ids, for tests.
    pub fn of_sample() -> Self {
        Self::define(&mut Firm::empty())
    }
}

/// The id of a choice.
pub(super) fn choice(firm: &Firm, field: i64, label: &str) -> i64 {
    firm.custom_fields
        .get(&field)
        .and_then(|field| field.option_id(label))
        .unwrap_or_default()
}
