//! From a family at Clio to an ILS client. No I/O, no guess, no panic, and nobody dropped: each relationship ends as spouse, child,
//! grandchild, party, merged into another row, or as a finding that says why it is not saved.

mod address;
mod custom_fields;
mod date;
mod duplicate;
mod family;
mod fields;
mod hidden;
mod living;
mod name;
mod person;
mod phone;
mod relate;
mod suggest;
mod text;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::client::Kind;
use crate::finding::{FindingCode, Suggestion};
use crate::{Family, Finding, ImportedClient, Rules, SavedAs};

pub use duplicate::possible_duplicates;

/// What deciding about one person needs to know besides the contact.
struct Facts<'a> {
    rules: &'a Rules,
    /// Labels of picklist options, by option id.
    labels: &'a BTreeMap<String, String>,
    /// The day the family was read.
    read_on: Option<Date>,
    /// The names of the firm's fields.
    names: &'a fields::Names<'a>,
    /// Contacts who are saved as a child.
    children: BTreeSet<i64>,
}

/// A client that is not saved yet, and what to look at.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Draft {
    /// The record, without an id and a time.
    pub client: ImportedClient,
    /// Everybody in it, one line each: client, spouses, children, grandchildren, parties; inside a class in Clio's order.
    pub people: Vec<PersonLine>,
    /// What to look at: whom Clio hides, then in the order of the people, then what is about several of them.
    pub findings: Vec<Finding>,
    /// What could be filled in and was not, and what may be worth knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
}

/// One line of a preview.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PersonLine {
    /// The contact's id.
    pub clio_contact_id: Arc<str>,
    /// The whole name; empty when Clio has none.
    pub name: Arc<str>,
    /// Person or company.
    pub kind: Kind,
    /// The class.
    pub saved_as: SavedAs,
    /// The relationship text that decided it, verbatim; `null` for the client, and when Clio has none.
    pub clio_says: Option<String>,
    /// The rule that decided it: `client`, `word:husband`, `no_word`, `blank`, `company` …
    pub rule: Cow<'static, str>,
    /// `YYYY-MM-DD`.
    pub born_on: Option<String>,
    /// How many phone numbers.
    pub phones: usize,
    /// How many email addresses.
    pub emails: usize,
}

/// How many people of each class.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Always one.
    pub client: usize,
    /// Spouses.
    pub spouse: usize,
    /// Children.
    pub child: usize,
    /// Grandchildren.
    pub grandchild: usize,
    /// Parties.
    pub party: usize,
}

impl Counts {
    /// Everybody.
    pub fn total(&self) -> usize {
        self.client + self.spouse + self.child + self.grandchild + self.party
    }
}

impl Draft {
    /// How many people of each class.
    pub fn counts(&self) -> Counts {
        Counts {
            client: 1,
            spouse: self.client.spouses.len(),
            child: self.client.children.len(),
            grandchild: self.client.grandchildren.len(),
            party: self.client.parties.len(),
        }
    }

    /// The draft with every Social Security number hidden: for screens and previews.
    #[must_use]
    pub fn without_secrets(self) -> Self {
        Self {
            client: self.client.without_secrets(),
            ..self
        }
    }

    /// How many relationships lead to people whom Clio hides from this user. Each has a finding.
    pub fn hidden(&self) -> usize {
        let is_hidden = |finding: &&Finding| finding.code == FindingCode::HiddenContact;
        self.findings.iter().filter(is_hidden).count()
    }

    /// The list *please check*.
    pub fn check(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.is_not_saved())
    }

    /// The list *not saved, and why*.
    pub fn not_saved(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.is_not_saved())
    }
}

/// Maps a family. The same family and rules always give the same draft, byte for byte. The family's texts move into the draft: whoever
/// needs it afterwards clones it.
///
/// ```
/// use ils_import::{Family, Rules, map};
///
/// let family: Family = serde_json::from_str(r#"{
///     "matter": {"id": "1843000412", "number": "00412-Hollis"},
///     "client_id": 2575000001,
///     "relationships": [{"id": 1, "contact_id": 2575000002, "description": "Husband"}],
///     "people": {
///         "2575000001": {"id": 2575000001, "type": "Person", "name": "Dana Hollis"},
///         "2575000002": {"id": 2575000002, "type": "Person", "name": "Robert Kay"}
///     }
/// }"#)?;
/// let draft = map(family, &Rules::default());
/// assert_eq!(draft.client.client.name.full, "Dana Hollis");
/// assert_eq!(draft.client.spouses[0].person.name.full, "Robert Kay");
/// assert!(draft.findings.is_empty());
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn map(family: Family, rules: &Rules) -> Draft {
    family::draft(family, rules)
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("counts", &self.counts())
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

debug_hidden!(PersonLine {
    clio_contact_id,
    saved_as
});

#[cfg(test)]
mod tests;
