//! Which place a field's value goes to.

use std::collections::{BTreeMap, BTreeSet};

use crate::Family;
use crate::map::Facts;
use crate::map::custom_fields::CustomRead;
use crate::rules::{FieldRule, SocialSecurity, Target};
use crate::words::fold;

/// The firm's fields by their folded names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    ids: BTreeMap<String, BTreeSet<String>>,
    hidden: bool,
}

impl Names {
    /// Of the definitions that were read; when none was needed, of the values themselves.
    pub(crate) fn of(family: &Family) -> Self {
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if let Some(known) = &family.field_definitions {
            for field in known {
                ids.entry(fold(&field.name))
                    .or_default()
                    .insert(field.id.clone());
            }
            return Self {
                ids,
                hidden: known.is_empty(),
            };
        }
        let values = family
            .people
            .values()
            .flat_map(|contact| contact.custom_field_values.iter().flatten());
        // Everybody has the same few fields: each is folded once.
        let fields: BTreeSet<(&str, Option<i64>)> = values
            .filter(|value| value.soft_deleted != Some(true))
            .map(|value| {
                let id = value.custom_field.as_ref().and_then(|field| field.id);
                let id = id.map(clio_api::Id::number);
                (value.field_name.as_deref().unwrap_or_default(), id)
            })
            .collect();
        for (name, id) in fields {
            ids.entry(fold(name))
                .or_default()
                .insert(id.map(|id| id.to_string()).unwrap_or_default());
        }
        Self { ids, hidden: false }
    }
}

#[derive(Debug)]
pub(super) enum Choice<'a> {
    Place(Placing<'a>),
    /// Several fields have the name.
    Ambiguous,
    /// No rule.
    Unmapped,
    /// A name would decide, but this user may not see the firm's fields.
    NamesHidden,
    /// A number that nobody asked for.
    LeaveOut,
}

#[derive(Debug)]
pub(super) struct Placing<'a> {
    pub(super) target: Target,
    pub(super) rule: Option<&'a FieldRule>,
    /// A usual name that also means other things: what does not fit is then no mistake.
    pub(super) is_unsure: bool,
    rank: u8,
}

impl Choice<'_> {
    /// Rules by id go first, then the firm's names, then the usual ones in their order: the first value of a place stays.
    pub(super) fn rank(&self) -> (u8, Option<Target>) {
        match self {
            Self::Place(placing) => (placing.rank, Some(placing.target)),
            _ => (u8::MAX, None),
        }
    }
}

pub(super) fn choose<'a>(read: &CustomRead, facts: &Facts<'a>) -> Choice<'a> {
    let (value, name) = (&read.value, read.name.as_str());
    let rules = facts.rules;
    let asks_for_numbers = rules.social_security_numbers != SocialSecurity::LeaveOut;
    let place = |target, rule: Option<&'a FieldRule>, rank| {
        if target == Target::SocialSecurityNumber && !asks_for_numbers {
            return Choice::LeaveOut;
        }
        Choice::Place(Placing {
            target,
            rule,
            is_unsure: rule.is_none() && name == "status",
            rank,
        })
    };
    if let Some(rule) = rules
        .by_id(&value.field_id)
        .filter(|_| !value.field_id.is_empty())
    {
        return place(rule.target, Some(rule), 0);
    }
    let Some((target, rule)) = rules.by_folded_name(name) else {
        return Choice::Unmapped;
    };
    if facts.names.hidden {
        return Choice::NamesHidden;
    }
    let named = facts.names.ids.get(name);
    let is_one_of_them =
        named.is_some_and(|ids| value.field_id.is_empty() || ids.contains(&value.field_id));
    match named.map_or(0, BTreeSet::len) {
        1 if rule.is_none()
            && target != Target::SocialSecurityNumber
            && read.is_number_of_the_kind() =>
        {
            Choice::LeaveOut
        }
        1 if is_one_of_them => place(target, rule, if rule.is_some() { 1 } else { 2 }),
        2.. if is_one_of_them => Choice::Ambiguous,
        // The value of a deleted field: the name belongs to another one now.
        _ => Choice::Unmapped,
    }
}
