//! The record: `ils-client/1`.
//!
//! Ids are strings. Texts are kept as Clio gave them, trimmed. Unknown is a value: nothing is guessed. What did not come from the field
//! of the same meaning at Clio says in `provenance` where it came from.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name and major version of the record.
pub const SCHEMA: &str = "ils-client/1";

/// A client with family and parties, as ILS keeps it.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ImportedClient {
    /// Always `ils-client/1`.
    pub schema: String,
    /// The client's id in the store; empty until saved.
    pub id: String,
    /// Where it came from.
    pub source: Source,
    /// The matter's client.
    pub client: Person,
    /// Spouses. The guide's words decide, so there can be several.
    pub spouses: Vec<RelatedPerson>,
    /// Children, in Clio's order.
    pub children: Vec<RelatedPerson>,
    /// Grandchildren, in Clio's order.
    pub grandchildren: Vec<RelatedPerson>,
    /// Everybody else.
    pub parties: Vec<RelatedPerson>,
}

/// Where a client came from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// Always `clio`.
    pub system: String,
    /// Always `us`.
    pub region: String,
    /// The matter's id.
    pub matter_id: String,
    /// The matter's display number.
    pub matter_number: Option<String>,
    /// The client's contact id.
    pub client_contact_id: String,
    /// When it was saved; `null` before.
    #[schemars(with = "Option<String>")]
    pub imported_at: Option<Timestamp>,
}

/// A person or a company. A company has `name.full` and no other part of a name, no dates and no gender.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Person {
    /// The contact's id.
    pub clio_contact_id: String,
    /// Person or company.
    pub kind: Kind,
    /// The name.
    pub name: Name,
    /// As the relationship word or a field says; else unknown.
    pub gender: Gender,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// `YYYY-MM-DD`.
    pub death_date: Option<String>,
    /// Whether the person lives.
    pub living: Living,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Phone numbers, as entered.
    pub phones: Vec<Phone>,
    /// Email addresses, the primary one first.
    pub emails: Vec<Email>,
    /// Where a person works.
    pub employer: Option<Employer>,
    /// The firm's own fields, each with a value.
    pub custom: Vec<CustomValue>,
    /// For each value that is not simply Clio's field of the same meaning: where it came from.
    pub provenance: BTreeMap<String, Provenance>,
}

/// A person with a relationship to the matter.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RelatedPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// The relationship text that decided the class, verbatim; `null` when Clio has none.
    pub relationship: Option<String>,
    /// What kind of child or grandchild.
    pub kinship: Kinship,
    /// Every relationship text of this person on the matter, verbatim, in Clio's order.
    pub labels: Vec<String>,
}

/// Person or company.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "Clio knows these two")]
pub enum Kind {
    /// A person.
    #[default]
    Person,
    /// A company, a trust, a firm.
    Company,
}

/// Gender. Never guessed from a name or a form of address.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gender {
    /// Nobody said.
    #[default]
    Unknown,
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Whether a person lives.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Living {
    /// Nobody said.
    #[default]
    Unknown,
    /// Living.
    Living,
    /// Deceased.
    Deceased,
}

/// How a child or grandchild belongs to the family. Never guessed.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kinship {
    /// Nobody said.
    #[default]
    Unknown,
    /// By birth.
    Biological,
    /// Adopted.
    Adopted,
    /// A spouse's child.
    Step,
}

/// A name and its parts.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Name {
    /// `Mr`, `Dr` …
    pub prefix: Option<String>,
    /// First name.
    pub first: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Last name.
    pub last: Option<String>,
    /// `Jr.`, `III` …; Clio has no field for it.
    pub suffix: Option<String>,
    /// The whole name; empty when Clio has none.
    pub full: String,
}

/// An address.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Address {
    /// `home`, `work`, `billing` or `other`.
    pub kind: String,
    /// Street, possibly several lines.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// County; Clio has no field for it.
    pub county: Option<String>,
    /// State: the two letters where Clio has a state's name.
    pub state: Option<String>,
    /// Postal code, as text.
    pub postal_code: Option<String>,
    /// Country; `US` for every way to write it.
    pub country: Option<String>,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// A phone number.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Phone {
    /// `home`, `mobile`, `work`, `fax`, `pager` or `other`.
    pub kind: String,
    /// The number, as entered.
    pub number: String,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// An email address.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Email {
    /// `home`, `work` or `other`.
    pub kind: String,
    /// The address.
    pub address: String,
    /// Whether Clio marks it as primary.
    pub primary: bool,
}

/// Where a person works.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Employer {
    /// The company.
    pub name: Option<String>,
    /// The person's title there.
    pub job_title: Option<String>,
}

/// A value of one of the firm's own fields.
#[derive(Clone, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CustomValue {
    /// The definition's id; empty when Clio did not tell.
    pub field_id: String,
    /// The definition's name.
    pub name: String,
    /// `text_line`, `picklist`, `date` …, as Clio says.
    #[serde(rename = "type")]
    pub kind: String,
    /// `true` or `false` for a checkbox, text for everything else: a picklist's label, a date as `YYYY-MM-DD`, digits as Clio wrote them,
    /// the id of a contact or matter.
    pub value: CustomContent,
}

/// What a custom field holds.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the record's schema fixes these two"
)]
pub enum CustomContent {
    /// A checkbox.
    Flag(bool),
    /// Anything else.
    Text(String),
}

impl Default for CustomContent {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Where a value came from.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// How it came.
    pub kind: ProvenanceKind,
    /// From what: `relationship`, or Clio's field.
    pub from: String,
    /// What stood there, verbatim.
    pub text: String,
}

/// How a value came.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProvenanceKind {
    /// The relationship word says so.
    Implied,
    /// Worked out from another field of Clio's.
    Derived,
}

impl ImportedClient {
    /// Everybody with a relationship, class by class.
    pub fn related(&self) -> impl Iterator<Item = &RelatedPerson> {
        self.spouses
            .iter()
            .chain(&self.children)
            .chain(&self.grandchildren)
            .chain(&self.parties)
    }
}

/// `Debug` shows ids alone: the rest is people's data.
macro_rules! debug_hidden {
    ($($name:ident { $($shown:ident),* }),+ $(,)?) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($shown), &self.$shown))*.finish_non_exhaustive()
            }
        }
    )+};
}

debug_hidden!(
    ImportedClient { id },
    Person { clio_contact_id },
    RelatedPerson { person },
    Name {},
    Address { kind },
    Phone { kind },
    Email { kind },
    Employer {},
    CustomValue { field_id, kind },
    Provenance { kind },
);

impl fmt::Debug for CustomContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomContent(…)")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The shape that readers may rely on, key by key.
    #[test]
    fn the_record_has_its_shape() {
        let record = ImportedClient {
            schema: SCHEMA.to_owned(),
            spouses: vec![RelatedPerson::default()],
            ..ImportedClient::default()
        };
        let person = json!({"clio_contact_id": "", "kind": "person",
            "name": {"prefix": null, "first": null, "middle": null, "last": null, "suffix": null, "full": ""},
            "gender": "unknown", "birth_date": null, "death_date": null, "living": "unknown", "addresses": [], "phones": [],
            "emails": [], "employer": null, "custom": [], "provenance": {}});
        let mut spouse = person.clone();
        spouse["relationship"] = json!(null);
        spouse["kinship"] = json!("unknown");
        spouse["labels"] = json!([]);
        assert_eq!(
            serde_json::to_value(&record).unwrap(),
            json!({"schema": "ils-client/1", "id": "",
                "source": {"system": "", "region": "", "matter_id": "", "matter_number": null, "client_contact_id": "", "imported_at": null},
                "client": person, "spouses": [spouse], "children": [], "grandchildren": [], "parties": []})
        );
        let back: ImportedClient =
            serde_json::from_value(serde_json::to_value(&record).unwrap()).unwrap();
        assert!(back == record);
    }

    #[test]
    fn nobody_is_shown() {
        let mut person = Person::default();
        person.name.full = "CANARY".to_owned();
        person.emails.push(Email {
            address: "CANARY".to_owned(),
            ..Email::default()
        });
        let record = ImportedClient {
            client: person,
            ..ImportedClient::default()
        };
        assert!(
            !format!("{record:?} {:?} {:?}", record.client, record.client.emails)
                .contains("CANARY")
        );
    }
}
