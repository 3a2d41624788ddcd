//! The firm's own fields, read only when a value needs them.

use std::collections::{BTreeMap, BTreeSet};

use clio_api::{Clio, CustomField, CustomFieldFilter, CustomFieldParentType, ErrorKind, Id};
use futures_util::TryStreamExt;
use futures_util::future::try_join_all;

use super::read::BATCH;
use super::wire::{ClioContact, ClioCustomValue, Definition};
use super::{FieldDefinition, ReadError};
use crate::Rules;
use crate::words::fold;

/// What values need to know of their fields.
#[derive(Clone, Default)]
pub(super) struct Definitions {
    pub(super) labels: BTreeMap<String, String>,
    pub(super) known: Option<Vec<FieldDefinition>>,
}

/// One list of all fields when a name decides; else those whose labels are missing, by id; nothing when neither is so. Deleted fields
/// come only when asked for, and only those that a value still carries. Without the permission for custom fields there are none.
pub(super) async fn read<'a>(
    clio: &Clio,
    people: impl Iterator<Item = &'a ClioContact>,
    rules: &Rules,
) -> Result<Definitions, ReadError> {
    let (mut unlabelled, mut by_name) = (BTreeSet::new(), false);
    for value in people.flat_map(|contact| contact.custom_field_values.iter().flatten()) {
        if value.soft_deleted != Some(true) && value.is_set() {
            unlabelled.extend(unlabelled_in(value));
            by_name |= is_found_by_name(value, rules);
        }
    }
    match fetch(clio, unlabelled, by_name).await {
        Err(error) if error.kind() == ErrorKind::Forbidden => Ok(Definitions {
            known: by_name.then(Vec::new),
            ..Definitions::default()
        }),
        read => Ok(read?),
    }
}

async fn fetch(
    clio: &Clio,
    mut unlabelled: BTreeSet<Id<CustomField>>,
    by_name: bool,
) -> Result<Definitions, clio_api::Error> {
    let mut read: Vec<Definition> = if by_name {
        let filter = CustomFieldFilter {
            parent_type: Some(CustomFieldParentType::Contact),
            ..CustomFieldFilter::default()
        };
        list(clio, filter).await?
    } else {
        by_id(clio, &unlabelled, None).await?
    };
    let known = by_name.then(|| {
        read.iter()
            .filter(|field| field.deleted != Some(true))
            .map(|field| FieldDefinition {
                id: field.id.map(|id| id.to_string()).unwrap_or_default(),
                name: field.name.clone().unwrap_or_default(),
            })
            .collect()
    });
    for field in &read {
        field.id.map(|id| unlabelled.remove(&id));
    }
    read.extend(by_id(clio, &unlabelled, Some(true)).await?);
    let options = read
        .into_iter()
        .flat_map(|field| field.picklist_options.unwrap_or_default());
    Ok(Definitions {
        labels: options
            .filter_map(|option| Some((option.id?.to_string(), option.option?)))
            .collect(),
        known,
    })
}

async fn by_id(
    clio: &Clio,
    ids: &BTreeSet<Id<CustomField>>,
    deleted: Option<bool>,
) -> Result<Vec<Definition>, clio_api::Error> {
    let ids: Vec<_> = ids.iter().copied().collect();
    let batches = ids.chunks(BATCH).map(|batch| {
        let filter = CustomFieldFilter {
            ids: batch.to_vec(),
            deleted,
            ..CustomFieldFilter::default()
        };
        list(clio, filter)
    });
    Ok(try_join_all(batches).await?.into_iter().flatten().collect())
}

async fn list(clio: &Clio, filter: CustomFieldFilter) -> Result<Vec<Definition>, clio_api::Error> {
    let fields = clio.custom_fields().list().filter(filter);
    fields.select::<Definition>().items().try_collect().await
}

/// The definition of a picklist value whose label did not come with it.
fn unlabelled_in(value: &ClioCustomValue) -> Option<Id<CustomField>> {
    let labelled = value
        .picklist_option
        .as_ref()
        .is_some_and(|option| option.option.is_some());
    let wanted = !labelled && value.field_type.as_deref() == Some("picklist");
    value.custom_field.as_ref().filter(|_| wanted)?.id
}

fn is_found_by_name(value: &ClioCustomValue, rules: &Rules) -> bool {
    let id = value.custom_field.as_ref().and_then(|field| field.id);
    let has_own_rule = id.is_some_and(|id| rules.by_id(&id.to_string()).is_some());
    let name = value.field_name.as_deref().unwrap_or_default();
    !has_own_rule && rules.by_folded_name(&fold(name)).is_some()
}
