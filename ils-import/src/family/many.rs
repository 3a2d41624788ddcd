//! Many families in as few requests as their ids need.

use std::collections::{BTreeMap, BTreeSet};

use clio_api::{
    Clio, Id, Matter, MatterFilter, MatterStatus, Region, Relationship, RelationshipFilter,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::read::{
    BATCH, contacts, head_of, ids_of, latest_today, of_matter, outline_of, rows, visible,
};
use super::wire::{MatterOfMany, NESTED, RelationshipRead};
use super::{ClioContact, Family, Outline, ReadError, RelationshipRow, definitions};
use crate::Rules;

/// Batches on the way at once. More would only wait for the limiter.
const AT_ONCE: usize = 4;

/// Reads the families of many matters: with `k` matters, `r` relationships and `c` people it takes ⌈k/200⌉ + ⌈r/200⌉ + ⌈c/200⌉ requests,
/// never one a matter. Only a matter with 200 relationships or more, of which Clio nests no more, has one of its own.
///
/// The firm's fields are read once, and only when a value needs them. Each matter has its own answer, in the order they were asked for, a
/// matter named twice once: one that cannot be read does not cost the others. All people are in memory at once; a whole firm is better
/// read some hundred matters at a time.
///
/// # Errors
/// When `clio` is not of the United States (nothing is sent then), or when Clio fails.
pub async fn read_many(
    clio: &Clio,
    matters: &[Id<Matter>],
    rules: &Rules,
    now: Timestamp,
) -> Result<Vec<(Id<Matter>, Result<Family, ReadError>)>, ReadError> {
    if clio.region() != Region::Us {
        return Err(ReadError::OtherRegion);
    }
    let mut known = BTreeSet::new();
    let wanted: Vec<Id<Matter>> = matters
        .iter()
        .copied()
        .filter(|id| known.insert(*id))
        .collect();
    let mut outlines = outlines(clio, &wanted).await?;
    let readable = outlines
        .values()
        .filter_map(|outline| outline.as_ref().ok());
    let people = people(clio, readable).await?;
    let fields = definitions::read(clio, people.values(), rules).await?;

    let mut family = |matter: Id<Matter>| {
        let outline = outlines
            .remove(&matter)
            .unwrap_or(Err(ReadError::NoMatter))?;
        let client = outline.client_id.number();
        let related = outline
            .relationships
            .iter()
            .filter_map(|row| row.contact_id);
        let of_family: BTreeSet<i64> = related.chain([client]).collect();
        let people: BTreeMap<i64, ClioContact> = of_family
            .into_iter()
            .filter_map(|id| Some((id, people.get(&id)?.clone())))
            .collect();
        if !people.contains_key(&client) {
            return Err(ReadError::ClientHidden);
        }
        Ok(Family {
            matter: outline.matter,
            client_id: client,
            relationships: outline.relationships,
            people,
            picklist_labels: fields.labels.clone(),
            field_definitions: fields.known.clone(),
            read_on: Some(latest_today(now)),
        })
    };
    Ok(wanted
        .into_iter()
        .map(|matter| (matter, family(matter)))
        .collect())
}

type Outlines = BTreeMap<Id<Matter>, Result<Outline, ReadError>>;

async fn outlines(clio: &Clio, matters: &[Id<Matter>]) -> Result<Outlines, clio_api::Error> {
    let read: Vec<MatterOfMany> = stream::iter(matters.chunks(BATCH))
        .map(|batch| heads(clio, batch))
        .buffered(AT_ONCE)
        .try_concat()
        .await?;
    let nested = |matter: &MatterOfMany| matter.relationships.as_ref().map_or(0, Vec::len);
    let cut: Vec<Id<Matter>> = read
        .iter()
        .filter(|matter| nested(matter) >= NESTED)
        .filter_map(|matter| matter.id)
        .collect();
    let whole = read.iter().filter(|matter| nested(matter) < NESTED);
    let ids: Vec<Id<Relationship>> = whole
        .flat_map(|matter| matter.relationships.iter().flatten())
        .filter_map(|row| row.id)
        .collect();

    let found = stream::iter(ids.chunks(BATCH))
        .map(|batch| relationships(clio, batch))
        .buffered(AT_ONCE)
        .try_concat();
    let walked = stream::iter(cut)
        .map(|matter| async move { Ok((matter, rows(of_matter(clio, matter).await?))) })
        .buffered(AT_ONCE)
        .try_collect::<BTreeMap<_, _>>();
    let (found, mut walked) = futures_util::future::try_join(found, walked).await?;
    let mut found: BTreeMap<Id<Relationship>, RelationshipRead> = found
        .into_iter()
        .filter_map(|row| Some((row.id?, row)))
        .collect();

    let outline = |matter: MatterOfMany| {
        let id = matter.id?;
        let relationships = walked
            .remove(&id)
            .unwrap_or_else(|| joined(&matter, &mut found));
        let status = matter.status.as_ref().map(MatterStatus::as_str);
        let mut head = head_of(id, status, matter.open_date.as_deref());
        head.number = matter.display_number;
        head.description = matter.description;
        Some((id, outline_of(head, matter.client, relationships)))
    };
    Ok(read.into_iter().filter_map(outline).collect())
}

/// A nested row and the contact that the list of relationships has for it. A row that the list does not have stays, without a contact.
fn joined(
    matter: &MatterOfMany,
    found: &mut BTreeMap<Id<Relationship>, RelationshipRead>,
) -> Vec<RelationshipRow> {
    let nested = matter.relationships.iter().flatten();
    let read = nested.map(|row| {
        let listed = row.id.and_then(|id| found.remove(&id));
        listed.unwrap_or_else(|| RelationshipRead {
            id: row.id,
            description: row.description.clone(),
            contact: None,
        })
    });
    rows(read.collect())
}

async fn heads(clio: &Clio, batch: &[Id<Matter>]) -> Result<Vec<MatterOfMany>, clio_api::Error> {
    let filter = MatterFilter {
        ids: batch.to_vec(),
        ..MatterFilter::default()
    };
    let list = clio.matters().list().filter(filter);
    list.select::<MatterOfMany>().items().try_collect().await
}

async fn relationships(
    clio: &Clio,
    batch: &[Id<Relationship>],
) -> Result<Vec<RelationshipRead>, clio_api::Error> {
    let filter = RelationshipFilter {
        ids: batch.to_vec(),
        ..RelationshipFilter::default()
    };
    let list = clio.relationships().list().filter(filter);
    list.select::<RelationshipRead>()
        .items()
        .try_collect()
        .await
}

async fn people<'a>(
    clio: &Clio,
    outlines: impl Iterator<Item = &'a Outline>,
) -> Result<BTreeMap<i64, ClioContact>, clio_api::Error> {
    let ids = ids_of(outlines);
    let read: Vec<ClioContact> = stream::iter(ids.chunks(BATCH))
        .map(|batch| contacts(clio, batch))
        .buffered(AT_ONCE)
        .try_concat()
        .await?;
    Ok(visible(read.into_iter()))
}
