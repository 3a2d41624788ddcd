//! The record: `ils-client/1`.
//!
//! Ids are strings. Texts are kept as Clio gave them, trimmed. Unknown is a value: nothing is guessed. What did not come from the field
//! of the same meaning at Clio says in `provenance` where it came from.
//!
//! What only a firm's own field or a word can say (marital status, citizenship, parentage …) is a member that is absent when nobody said
//! it, so a reader of `ils-client/1` that does not know it loses nothing it had.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod custom;
mod facts;
mod parts;
mod secret;

pub use custom::{CustomContent, CustomValue, Provenance, ProvenanceKind};
pub use facts::{Gender, Kind, Kinship, Living, MaritalStatus, Parentage};
pub use parts::{Address, Email, Employer, Name, Phone, WebSite};
pub use secret::SocialSecurityNumber;

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
    /// As a field, or the word of a spouse, says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marital_status: Option<MaritalStatus>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub married_on: Option<String>,
    /// A citizen of the United States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_citizen: Option<bool>,
    /// A resident of the United States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_resident: Option<bool>,
    /// Only when the firm's rules ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_security_number: Option<SocialSecurityNumber>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Phone numbers, as entered.
    pub phones: Vec<Phone>,
    /// Email addresses, the primary one first.
    pub emails: Vec<Email>,
    /// Web sites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_sites: Vec<WebSite>,
    /// Where a person works.
    pub employer: Option<Employer>,
    /// The firm's own fields, each with a value.
    pub custom: Vec<CustomValue>,
    /// For each value that is not simply Clio's field of the same meaning: where it came from.
    pub provenance: BTreeMap<Cow<'static, str>, Provenance>,
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
    /// Whose child it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parentage: Option<Parentage>,
    /// Of a grandchild: the contact id of the child of the client who is the parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_contact_id: Option<String>,
    /// What else the person is, from a word or a field: `former_spouse`, `executor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_hints: Vec<String>,
}

impl Person {
    /// The address the person lives at: the primary home, else any home, else the primary one that is neither work nor billing, else any
    /// other. A work or billing address is never taken for a home; then there is none.
    pub fn residence(&self) -> Option<&Address> {
        parts::residence(&self.addresses).and_then(|at| self.addresses.get(at))
    }

    /// The same, to change it.
    pub(crate) fn residence_at(&self) -> Option<usize> {
        parts::residence(&self.addresses)
    }
}

impl ImportedClient {
    /// Everybody, the client first.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        std::iter::once(&self.client).chain(self.related().map(|related| &related.person))
    }

    /// The record with every Social Security number hidden: for screens, previews and plans.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        for person in self.everybody_mut() {
            if person.social_security_number.is_some() {
                person.social_security_number = Some(SocialSecurityNumber::Hidden);
            }
        }
        self
    }

    /// The same, to change them.
    pub(crate) fn everybody_mut(&mut self) -> impl Iterator<Item = &mut Person> {
        let related = [
            &mut self.spouses,
            &mut self.children,
            &mut self.grandchildren,
            &mut self.parties,
        ];
        let related = related.into_iter().flatten();
        std::iter::once(&mut self.client).chain(related.map(|related| &mut related.person))
    }

    /// Everybody with a relationship, class by class.
    pub fn related(&self) -> impl Iterator<Item = &RelatedPerson> {
        self.spouses
            .iter()
            .chain(&self.children)
            .chain(&self.grandchildren)
            .chain(&self.parties)
    }
}

debug_hidden!(
    ImportedClient { id },
    Person { clio_contact_id },
    RelatedPerson { person }
);

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
        assert_eq!(back, record);
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
