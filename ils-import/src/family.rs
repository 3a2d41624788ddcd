//! Reads families from Clio: one in two round trips and three requests, many in as few requests as their ids need.
//!
//! Only `/contacts` has dates of birth and whole custom values (Clio's OpenAPI document), so the people are read there, by the ids the
//! relationships name. The client is the matter's `client`, never a flag or a label: a related contact can carry the text "Client".

mod definitions;
mod many;
mod read;
mod wire;

use std::collections::BTreeMap;

use clio_api::{Clio, Contact, ErrorKind, Id, Matter, Region};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::Rules;

pub use many::read_many;
pub use wire::{
    ClioAddress, ClioContact, ClioCustomValue, ClioEmail, ClioPhone, ClioPicklistOption,
    ClioReference, ClioWebSite,
};

/// What a preview says about the matter.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MatterHead {
    /// The id.
    pub id: String,
    /// The display number.
    pub number: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// `open`, `pending` or `closed`.
    pub status: Option<String>,
    /// When it was opened.
    pub opened_on: Option<Date>,
    /// The client's name.
    pub client_name: Option<String>,
}

/// One row of the matter's relationships.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RelationshipRow {
    /// The relationship's id: it gives the order.
    pub id: i64,
    /// The contact; `None` when Clio tells none.
    pub contact_id: Option<i64>,
    /// The text, verbatim; `None` when Clio has none.
    pub description: Option<String>,
}

/// One of the firm's own fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FieldDefinition {
    /// The id.
    pub id: String,
    /// The name. Two fields may have the same.
    pub name: String,
}

/// Everything the mapping needs, and nothing else.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Family {
    /// The matter.
    pub matter: MatterHead,
    /// The matter's client.
    pub client_id: i64,
    /// The relationships, in ascending order of their ids.
    pub relationships: Vec<RelationshipRow>,
    /// The people Clio shows, by contact id. Whoever is missing here is hidden.
    pub people: BTreeMap<i64, ClioContact>,
    /// Labels of picklist options, by option id.
    pub picklist_labels: BTreeMap<String, String>,
    /// The firm's fields for contacts, without deleted ones. `None` when no value needed them: then the values' own fields are all there
    /// are. Empty when this user may not read them: then no field is found by its name.
    pub field_definitions: Option<Vec<FieldDefinition>>,
    /// The day it was read, where on earth it is latest: nobody is born after it. It decides nothing else and is not saved.
    pub read_on: Option<Date>,
}

/// After the first round trip: the matter and its relationships.
///
/// The place to ask the client store whether this client exists already, before anybody's data is read.
#[derive(Clone)]
pub struct Outline {
    matter: MatterHead,
    client_id: Id<Contact>,
    relationships: Vec<RelationshipRow>,
}

impl Outline {
    /// Reads the matter and its relationships, both at once.
    ///
    /// # Errors
    /// When the matter has no client or hides it, when `clio` is not of the United States (nothing is sent then), or when Clio fails.
    pub async fn read(clio: &Clio, matter: Id<Matter>) -> Result<Self, ReadError> {
        if clio.region() != Region::Us {
            return Err(ReadError::OtherRegion);
        }
        read::outline(clio, matter).await
    }

    /// The matter.
    pub fn matter(&self) -> &MatterHead {
        &self.matter
    }

    /// The matter's client.
    pub fn client_contact_id(&self) -> Id<Contact> {
        self.client_id
    }

    /// How many people [`read_people`](Self::read_people) asks for: the client and everybody related, each once.
    pub fn people(&self) -> usize {
        read::ids_of(std::iter::once(self)).len()
    }

    /// Reads the people: the second round trip. Everybody by id, 200 a request, all at once.
    ///
    /// The firm's fields are read only when a value needs them: for a picklist's label, or because `rules` find a field by its name. `now`
    /// is the caller's clock: nobody is born after it.
    ///
    /// # Errors
    /// When Clio hides the client from this user, or fails.
    pub async fn read_people(
        self,
        clio: &Clio,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Family, ReadError> {
        read::people(self, clio, rules, now).await
    }
}

/// Why a family cannot be read. Nothing was changed anywhere.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such matter, or none this user may see.
    #[error("there is no such matter in Clio, or this user may not see it")]
    NoMatter,
    /// The matter has no client.
    #[error("the matter has no client in Clio")]
    NoClient,
    /// This user may not see the matter's client.
    #[error("Clio hides the matter's client from this user")]
    ClientHidden,
    /// The handle is for another region than the United States.
    #[error("ILS works with Clio in the United States only")]
    OtherRegion,
    /// Clio refuses or fails.
    #[error("the family could not be read")]
    Clio(#[from] clio_api::Error),
}

impl ReadError {
    /// Whether there is no such matter, or none this user may see.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::NoMatter => true,
            Self::Clio(error) => error.kind() == ErrorKind::NotFound,
            _ => false,
        }
    }
}

debug_hidden!(
    MatterHead { id },
    RelationshipRow { id, contact_id },
    Family { matter, client_id },
    Outline { matter, client_id }
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a token nothing can be sent: past the check it would be another error.
    #[tokio::test]
    async fn another_region_is_never_asked() {
        for region in Region::ALL {
            let clio = Clio::builder().region(region).build().unwrap();
            let (matter, rules) = (Id::new(1_843_000_412), Rules::default());
            let read = [
                Outline::read(&clio, matter).await.err(),
                read_many(&clio, &[matter], &rules, Timestamp::UNIX_EPOCH)
                    .await
                    .err(),
            ];
            for error in read {
                let is_refused = matches!(error, Some(ReadError::OtherRegion));
                assert_eq!(is_refused, region != Region::Us, "{region:?}: {error:?}");
            }
        }
    }
}
