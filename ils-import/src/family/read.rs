//! The requests.

use std::collections::{BTreeMap, BTreeSet};

use clio_api::{
    Clio, ContactFilter, CustomField, CustomFieldFilter, ErrorKind, FieldValue, Id, Matter,
    RelationshipFilter,
};
use futures_util::TryStreamExt;
use futures_util::future::{try_join, try_join_all};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz;

use super::wire::{ClioContact, ClioCustomValue, MatterRead, Picklist, RelationshipRead};
use super::{Family, MatterHead, Outline, ReadError, RelationshipRow};

/// As many ids as a page holds records: an answer is never longer than one page.
const BATCH: usize = 200;

pub(super) async fn outline(clio: &Clio, matter: Id<Matter>) -> Result<Outline, ReadError> {
    let relationships = clio
        .relationships()
        .list()
        .filter(RelationshipFilter {
            matter_id: Some(matter),
            ..RelationshipFilter::default()
        })
        .select::<RelationshipRead>()
        .items()
        .try_collect::<Vec<_>>();
    let head = clio.matters().get(matter).select::<MatterRead>().send();
    let (head, relationships) = try_join(head, relationships).await?;

    let client = head.client.ok_or(ReadError::NoClient)?;
    if client.redacted == Some(true) {
        return Err(ReadError::ClientHidden);
    }
    Ok(Outline {
        client_id: client.id.ok_or(ReadError::NoClient)?,
        matter: MatterHead {
            id: head.id.unwrap_or(matter).to_string(),
            number: head.display_number,
            description: head.description,
            status: head.status.map(|status| status.as_str().to_owned()),
            opened_on: head.open_date.and_then(|date| date.parse().ok()),
            client_name: client.name,
        },
        relationships: rows(relationships),
    })
}

pub(super) async fn people(outline: Outline, clio: &Clio) -> Result<Family, ReadError> {
    let client = outline.client_id;
    let mut ids = vec![client];
    let mut known = BTreeSet::from([client]);
    let related = outline
        .relationships
        .iter()
        .filter_map(|row| row.contact_id);
    ids.extend(related.map(Id::new).filter(|id| known.insert(*id)));

    let batches = ids.chunks(BATCH).map(|batch| {
        clio.contacts()
            .list()
            .filter(ContactFilter {
                ids: batch.to_vec(),
                ..ContactFilter::default()
            })
            .select::<ClioContact>()
            .items()
            .try_collect::<Vec<_>>()
    });
    let people: BTreeMap<i64, ClioContact> = try_join_all(batches)
        .await?
        .into_iter()
        .flatten()
        .filter(|contact| contact.redacted != Some(true))
        .filter_map(|contact| Some((contact.id?.number(), contact)))
        .collect();
    if !people.contains_key(&client.number()) {
        return Err(ReadError::ClientHidden);
    }
    Ok(Family {
        picklist_labels: labels(clio, &people).await?,
        matter: outline.matter,
        client_id: client.number(),
        relationships: outline.relationships,
        people,
        read_on: Some(latest_today()),
    })
}

fn latest_today() -> Date {
    tz::offset(14).to_datetime(Timestamp::now()).date()
}

/// The endpoint has no order, and a walk can repeat a row: sorted and unique by relationship id.
fn rows(read: Vec<RelationshipRead>) -> Vec<RelationshipRow> {
    let last = i64::MAX - i64::try_from(read.len()).unwrap_or_default();
    let rows = read.into_iter().zip(1..).map(|(row, at)| {
        // A row without an id cannot be told from another: it keeps its place behind the others.
        let id = row.id.map_or_else(|| last + at, Id::number);
        let contact_id = row.contact.and_then(|contact| contact.id).map(Id::number);
        (
            id,
            RelationshipRow {
                id,
                contact_id,
                description: row.description,
            },
        )
    });
    rows.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// Labels of the picklist options in use that came without one. Without the permission for custom fields there are none.
async fn labels(
    clio: &Clio,
    people: &BTreeMap<i64, ClioContact>,
) -> Result<BTreeMap<String, String>, ReadError> {
    let values = people
        .values()
        .flat_map(|contact| contact.custom_field_values.iter().flatten());
    let definitions: BTreeSet<Id<CustomField>> = values.filter_map(unlabelled).collect();
    let definitions: Vec<_> = definitions.into_iter().collect();
    let batches = definitions.chunks(BATCH).map(|batch| {
        clio.custom_fields()
            .list()
            .filter(CustomFieldFilter {
                ids: batch.to_vec(),
                ..CustomFieldFilter::default()
            })
            .select::<Picklist>()
            .items()
            .try_collect::<Vec<_>>()
    });
    match try_join_all(batches).await {
        Ok(picklists) => Ok(picklists
            .into_iter()
            .flatten()
            .flat_map(|picklist| picklist.picklist_options.unwrap_or_default())
            .filter_map(|option| Some((option.id?.to_string(), option.option?)))
            .collect()),
        Err(error) if error.kind() == ErrorKind::Forbidden => Ok(BTreeMap::new()),
        Err(error) => Err(error.into()),
    }
}

/// The definition of a set picklist value whose label did not come with it.
fn unlabelled(value: &ClioCustomValue) -> Option<Id<CustomField>> {
    let is_set = match value.value.as_ref()? {
        FieldValue::Text(text) => !text.trim().is_empty(),
        _ => true,
    };
    let labelled = value
        .picklist_option
        .as_ref()
        .is_some_and(|option| option.option.is_some());
    let wanted = is_set
        && !labelled
        && value.field_type.as_deref() == Some("picklist")
        && value.soft_deleted != Some(true);
    value.custom_field.as_ref().filter(|_| wanted)?.id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_an_id_keep_their_place_behind_the_others() {
        let row = |id: Option<i64>, description: &str| RelationshipRead {
            id: id.map(Id::new),
            description: Some(description.to_owned()),
            contact: None,
        };
        let read = vec![
            row(None, "third"),
            row(Some(8), "second"),
            row(None, "fourth"),
            row(Some(7), "first"),
            row(Some(8), "second"),
            row(None, "fifth"),
        ];
        let rows: Vec<_> = rows(read)
            .into_iter()
            .filter_map(|row| row.description)
            .collect();
        assert_eq!(rows, ["first", "second", "third", "fourth", "fifth"]);
    }
}
