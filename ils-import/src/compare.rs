//! How two records of one client differ: a saved client and what Clio has today, or a plan and one made later.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{ImportedClient, SavedAs};

/// One person who is not the same in both records.
#[derive(Clone, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The contact's id.
    pub clio_contact_id: String,
    /// The whole name, as it is now; as it was of who is gone.
    pub name: String,
    /// The relationship text, verbatim, as it is now; as it was of who is gone.
    pub relationship: Option<String>,
    /// What is different.
    #[serde(flatten)]
    pub change: Change,
}

/// What is different about a person.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Only the later record has the person.
    New,
    /// Only the earlier record has the person.
    Gone,
    /// Both have the person.
    Changed {
        /// What differs, in the order of the record; never empty.
        fields: Vec<FieldChange>,
    },
}

/// One member of a person that differs.
#[derive(Clone, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FieldChange {
    /// The member of `ils-client/1`, and `saved_as` for the class.
    pub field: String,
    /// The same in words: `date of birth`.
    pub words: String,
    /// The member in the earlier record; `null` when it has none.
    pub before: Value,
    /// The member in the later record; `null` when it has none.
    pub now: Value,
}

/// Who and what differs: first who is in `now`, in its order, then who is gone, in the order of `before`. Social Security numbers are
/// compared, and shown hidden.
///
/// A client stays as it was saved: ILS imports new clients only. This is for the eyes of who decides what to correct by hand.
///
/// ```
/// use ils_import::{Family, Rules, compare, map};
///
/// let family = |born: &str| -> Result<Family, serde_json::Error> {
///     let person = format!(r#"{{"id": 7, "name": "Dana Hollis", "date_of_birth": "{born}"}}"#);
///     serde_json::from_str(&format!(r#"{{"client_id": 7, "people": {{"7": {person}}}}}"#))
/// };
/// let saved = map(family("1951-03-09")?, &Rules::default()).client;
/// let today = map(family("1951-03-10")?, &Rules::default()).client;
/// assert!(compare(&saved, &saved).is_empty());
/// let differences = compare(&saved, &today);
/// assert_eq!(differences[0].to_string(), "Changed: Dana Hollis, date of birth.");
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn compare(before: &ImportedClient, now: &ImportedClient) -> Vec<Difference> {
    let (earlier, later) = (people(before), people(now));
    let known: BTreeMap<&str, &Entry> = earlier
        .iter()
        .map(|entry| (entry.id.as_str(), entry))
        .collect();
    let mut differences = Vec::new();
    for entry in &later {
        match known.get(entry.id.as_str()) {
            None => differences.push(entry.differs(Change::New)),
            Some(old) => {
                let fields = differing(&old.members, &entry.members);
                if !fields.is_empty() {
                    differences.push(entry.differs(Change::Changed { fields }));
                }
            }
        }
    }
    let is_gone = |entry: &&Entry| later.iter().all(|other| other.id != entry.id);
    let gone = earlier.iter().filter(is_gone);
    differences.extend(gone.map(|entry| entry.differs(Change::Gone)));
    differences
}

/// In one line and plain words. It holds names as Clio has them: clean it before a terminal sees it.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = self.relationship.as_ref();
        let role = role.map(|text| format!(" ({text})")).unwrap_or_default();
        match &self.change {
            Change::New => write!(f, "New: {}{role}.", self.name),
            Change::Gone => write!(f, "Gone: {}{role}.", self.name),
            Change::Changed { fields } => {
                let mut words: Vec<&str> = Vec::new();
                for field in fields {
                    if !words.contains(&field.words.as_str()) {
                        words.push(&field.words);
                    }
                }
                write!(f, "Changed: {}, {}.", self.name, words.join(", "))
            }
        }
    }
}

/// Everybody, the client first, with the members that are compared.
fn people(record: &ImportedClient) -> Vec<Entry> {
    let classes = [
        (SavedAs::Spouse, &record.spouses),
        (SavedAs::Child, &record.children),
        (SavedAs::Grandchild, &record.grandchildren),
        (SavedAs::Party, &record.parties),
    ];
    let client = Entry::new(
        SavedAs::Client,
        &record.client.clio_contact_id,
        &record.client.name.full,
        None,
        &record.client,
    );
    let related = classes.into_iter().flat_map(|(saved_as, related)| {
        related.iter().map(move |related| {
            let person = &related.person;
            let relationship = related.relationship.as_deref();
            let id = &person.clio_contact_id;
            Entry::new(saved_as, id, &person.name.full, relationship, related)
        })
    });
    std::iter::once(client).chain(related).collect()
}

struct Entry {
    id: String,
    name: String,
    relationship: Option<String>,
    members: Value,
}

impl Entry {
    fn new(
        saved_as: SavedAs,
        id: &str,
        name: &str,
        relationship: Option<&str>,
        record: &impl Serialize,
    ) -> Self {
        // Records are plain data: they always have a form in JSON.
        let mut members = serde_json::to_value(record).unwrap_or_default();
        members["saved_as"] = serde_json::to_value(saved_as).unwrap_or_default();
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            relationship: relationship.map(str::to_owned),
            members,
        }
    }

    fn differs(&self, change: Change) -> Difference {
        Difference {
            clio_contact_id: self.id.clone(),
            name: self.name.clone(),
            relationship: self.relationship.clone(),
            change,
        }
    }
}

const SECRET: &str = "social_security_number";

/// Where a value came from is no difference by itself.
const MEMBERS: [(&str, &str); 24] = [
    ("name", "name"),
    ("kind", "person or company"),
    ("saved_as", "how the person is saved"),
    ("relationship", "relationship"),
    ("labels", "relationship"),
    ("gender", "gender"),
    ("kinship", "kinship"),
    ("birth_date", "date of birth"),
    ("death_date", "date of death"),
    ("living", "living or deceased"),
    ("addresses", "address"),
    ("phones", "phone number"),
    ("emails", "email address"),
    ("web_sites", "web site"),
    ("employer", "employer"),
    ("marital_status", "marital status"),
    ("married_on", "date of marriage"),
    ("us_citizen", "citizenship"),
    ("us_resident", "residency"),
    (SECRET, "Social Security number"),
    ("parentage", "whose child"),
    ("parent_contact_id", "parent"),
    ("role_hints", "other roles"),
    ("custom", "custom field"),
];

fn differing(before: &Value, now: &Value) -> Vec<FieldChange> {
    let member = |record: &Value, field: &str| record.get(field).cloned().unwrap_or_default();
    MEMBERS
        .into_iter()
        .filter(|(field, _)| member(before, field) != member(now, field))
        .map(|(field, words)| {
            let shown = |value: Value| match value {
                Value::Null => Value::Null,
                _ if field == SECRET => Value::from("hidden"),
                value => value,
            };
            FieldChange {
                field: field.to_owned(),
                words: words.to_owned(),
                before: shown(member(before, field)),
                now: shown(member(now, field)),
            }
        })
        .collect()
}

debug_hidden!(
    Difference {
        clio_contact_id,
        change
    },
    FieldChange { field }
);

#[cfg(test)]
mod tests;
