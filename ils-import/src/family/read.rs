//! The requests for one family.

use std::collections::{BTreeMap, BTreeSet};

use clio_api::{Clio, Contact, ContactFilter, Id, Matter, MatterStatus, RelationshipFilter};
use futures_util::future::{BoxFuture, try_join, try_join_all};
use futures_util::{FutureExt, TryStreamExt};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz;

use super::wire::{ClioContact, ClioReference, MatterRead, RelationshipRead};
use super::{Family, MatterHead, Outline, ReadError, RelationshipRow, definitions};
use crate::Rules;

/// As many ids as a page holds records: an answer is never longer than one page.
pub(super) const BATCH: usize = 200;

pub(super) async fn outline(clio: &Clio, matter: Id<Matter>) -> Result<Outline, ReadError> {
    let relationships = of_matter(clio, matter);
    let head = clio.matters().get(matter).select::<MatterRead>().send();
    let (read, relationships) = try_join(head, relationships).await?;
    let id = read.id.unwrap_or(matter);
    let status = read.status.as_ref().map(MatterStatus::as_str);
    let mut head = head_of(id, status, read.open_date.as_deref());
    head.number = read.display_number;
    head.description = read.description;
    outline_of(head, read.client, rows(relationships))
}

/// Every relationship of one matter.
pub(super) async fn of_matter(
    clio: &Clio,
    matter: Id<Matter>,
) -> Result<Vec<RelationshipRead>, clio_api::Error> {
    let filter = RelationshipFilter {
        matter_id: Some(matter),
        ..RelationshipFilter::default()
    };
    let list = clio.relationships().list().filter(filter);
    list.select::<RelationshipRead>()
        .items()
        .try_collect()
        .await
}

pub(super) fn head_of(id: Id<Matter>, status: Option<&str>, opened_on: Option<&str>) -> MatterHead {
    MatterHead {
        id: id.to_string(),
        status: status.map(ToOwned::to_owned),
        opened_on: opened_on.and_then(|date| date.parse().ok()),
        ..MatterHead::default()
    }
}

/// A matter whose client this user may see.
pub(super) fn outline_of(
    head: MatterHead,
    client: Option<ClioReference>,
    relationships: Vec<RelationshipRow>,
) -> Result<Outline, ReadError> {
    let client = client.ok_or(ReadError::NoClient)?;
    if client.redacted == Some(true) {
        return Err(ReadError::ClientHidden);
    }
    Ok(Outline {
        client_id: client.id.ok_or(ReadError::NoClient)?,
        matter: MatterHead {
            client_name: client.name,
            ..head
        },
        relationships,
    })
}

pub(super) async fn people(
    outline: Outline,
    clio: &Clio,
    rules: &Rules,
    now: Timestamp,
) -> Result<Family, ReadError> {
    let people = by_id(clio, &ids_of(std::iter::once(&outline))).await?;
    if !people.contains_key(&outline.client_id.number()) {
        return Err(ReadError::ClientHidden);
    }
    let fields = definitions::read(clio, people.values(), rules).await?;
    Ok(Family {
        matter: outline.matter,
        client_id: outline.client_id.number(),
        relationships: outline.relationships,
        people,
        picklist_labels: fields.labels,
        field_definitions: fields.known,
        read_on: Some(latest_today(now)),
    })
}

/// Everybody on these matters, each once.
pub(super) fn ids_of<'a>(outlines: impl Iterator<Item = &'a Outline>) -> Vec<Id<Contact>> {
    let mut known = BTreeSet::new();
    let mut ids = Vec::new();
    for outline in outlines {
        let rows = outline.relationships.iter();
        let related = rows.filter_map(|row| row.contact_id).map(Id::new);
        let of_matter = std::iter::once(outline.client_id).chain(related);
        ids.extend(of_matter.filter(|id| known.insert(*id)));
    }
    ids
}

/// The contacts that this user may see, all batches at once.
async fn by_id(
    clio: &Clio,
    ids: &[Id<Contact>],
) -> Result<BTreeMap<i64, ClioContact>, clio_api::Error> {
    let batches = ids.chunks(BATCH).map(|batch| contacts(clio, batch));
    Ok(visible(try_join_all(batches).await?.into_iter().flatten()))
}

/// The contacts of these ids. When the address of so many is too long for whoever is on the way (414), they are asked for in halves: how long
/// it may be, Clio's documents do not say.
pub(super) fn contacts<'a>(
    clio: &'a Clio,
    batch: &'a [Id<Contact>],
) -> BoxFuture<'a, Result<Vec<ClioContact>, clio_api::Error>> {
    async move {
        let filter = ContactFilter {
            ids: batch.to_vec(),
            ..ContactFilter::default()
        };
        let list = clio.contacts().list().filter(filter);
        let read = list.select::<ClioContact>().items().try_collect().await;
        match read {
            Err(error) if batch.len() > 1 && is_too_long(&error) => {
                let (first, second) = batch.split_at(batch.len() / 2);
                let halves = try_join(contacts(clio, first), contacts(clio, second));
                let (mut read, rest) = halves.await?;
                read.extend(rest);
                Ok(read)
            }
            read => read,
        }
    }
    .boxed()
}

fn is_too_long(error: &clio_api::Error) -> bool {
    error.status().is_some_and(|status| status.as_u16() == 414)
}

pub(super) fn visible(read: impl Iterator<Item = ClioContact>) -> BTreeMap<i64, ClioContact> {
    read.filter(|contact| contact.redacted != Some(true))
        .filter_map(|contact| Some((contact.id?.number(), contact)))
        .collect()
}

/// The day where on earth it is latest: whoever is born after it is not born.
pub(super) fn latest_today(now: Timestamp) -> Date {
    tz::offset(14).to_datetime(now).date()
}

/// The endpoint has no order, and a walk can repeat a row: sorted and unique by relationship id.
pub(super) fn rows(read: Vec<RelationshipRead>) -> Vec<RelationshipRow> {
    let last = i64::MAX - i64::try_from(read.len()).unwrap_or_default();
    let rows = read.into_iter().zip(1..).map(|(row, at)| {
        // A row without an id cannot be told from another: it keeps its place behind the others.
        let id = row.id.map_or_else(|| last + at, Id::number);
        let contact_id = row.contact.and_then(|contact| contact.id).map(Id::number);
        let description = row.description;
        (
            id,
            RelationshipRow {
                id,
                contact_id,
                description,
            },
        )
    });
    rows.collect::<BTreeMap<_, _>>().into_values().collect()
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

    #[test]
    fn today_is_where_the_day_begins() {
        for (now, today) in [
            ("2026-11-24T09:59:59Z", "2026-11-24"),
            ("2026-11-24T10:00:00Z", "2026-11-25"),
        ] {
            assert_eq!(latest_today(now.parse().unwrap()).to_string(), today);
        }
    }
}
