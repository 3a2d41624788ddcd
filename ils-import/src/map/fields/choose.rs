//! Which place a field's value goes to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::family::ClioCustomValue;
use crate::map::Facts;
use crate::map::custom_fields::CustomRead;
use crate::map::text::trimmed;
use crate::rules::{FieldRule, SocialSecurity, Target};
use crate::sensitive::is_named_so;
use crate::words::fold;
use crate::{Family, Rules};

/// What is known of a field by its name, worked out once a family.
#[derive(Debug)]
pub(crate) struct FieldName<'a> {
    /// Folded.
    folded: String,
    /// As it is told.
    pub(crate) told: Arc<str>,
    /// Whether a number of the kind is expected in it.
    pub(crate) is_sensitive: bool,
    /// Where the rules send fields of this name.
    target: Option<(Target, Option<&'a FieldRule>)>,
}

/// The names of the firm's fields.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    /// By the name as Clio writes it.
    known: BTreeMap<String, FieldName<'a>>,
    /// The fields that have a name, folded.
    ids: BTreeMap<String, BTreeSet<String>>,
    hidden: bool,
}

impl<'a> Names<'a> {
    /// Of the definitions that were read; when none was needed, of the values themselves.
    pub(crate) fn of(family: &Family, rules: &'a Rules) -> Self {
        let mut names = Self::default();
        let people = family.people.values();
        for value in people.flat_map(|contact| contact.custom_field_values.iter().flatten()) {
            if value.soft_deleted != Some(true) {
                names.meet(value, rules, family.field_definitions.is_none());
            }
        }
        for field in family.field_definitions.iter().flatten() {
            let ids = names.ids.entry(fold(&field.name)).or_default();
            ids.insert(field.id.clone());
        }
        let definitions = family.field_definitions.as_ref();
        names.hidden = definitions.is_some_and(Vec::is_empty);
        names
    }

    /// What is known of the field of this name, which a value of the family has.
    pub(crate) fn get(&self, name: Option<&str>) -> Option<&FieldName<'a>> {
        self.known.get(name.unwrap_or_default())
    }

    fn meet(&mut self, value: &ClioCustomValue, rules: &'a Rules, is_its_own_definition: bool) {
        let written = value.field_name.as_deref().unwrap_or_default();
        let name = if let Some(name) = self.known.get(written) {
            name
        } else {
            let name = FieldName::new(written, rules);
            self.known.entry(written.to_owned()).or_insert(name)
        };
        if is_its_own_definition && name.target.is_some() {
            let id = value.custom_field.as_ref().and_then(|field| field.id);
            let ids = self.ids.entry(name.folded.clone()).or_default();
            ids.insert(id.map(|id| id.to_string()).unwrap_or_default());
        }
    }
}

impl<'a> FieldName<'a> {
    pub(crate) fn new(written: &str, rules: &'a Rules) -> Self {
        let folded = fold(written);
        let told = trimmed(Some(written.to_owned())).unwrap_or_default();
        Self {
            told: told.into(),
            is_sensitive: is_named_so(&folded),
            target: rules.by_folded_name(&folded),
            folded,
        }
    }

    /// Whether both are one name to a reader.
    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        self.folded == other.folded
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

impl Placing<'_> {
    /// Rules by id go first, then the firm's names, then the usual ones in their order: the first value of a place stays.
    pub(super) fn order(&self) -> (u8, Target) {
        (self.rank, self.target)
    }
}

pub(super) fn choose<'a>(read: &CustomRead<'a>, facts: &Facts<'a>) -> Choice<'a> {
    let (value, name) = (&read.value, read.name);
    let rules = facts.rules;
    let asks_for_numbers = rules.social_security_numbers != SocialSecurity::LeaveOut;
    let place = |target, rule: Option<&'a FieldRule>, rank| {
        if target == Target::SocialSecurityNumber && !asks_for_numbers {
            return Choice::LeaveOut;
        }
        Choice::Place(Placing {
            target,
            rule,
            is_unsure: rule.is_none() && name.folded == "status",
            rank,
        })
    };
    if let Some(rule) = rules
        .by_id(&value.field_id)
        .filter(|_| !value.field_id.is_empty())
    {
        return place(rule.target, Some(rule), 0);
    }
    let Some((target, rule)) = name.target else {
        return Choice::Unmapped;
    };
    if facts.names.hidden {
        return Choice::NamesHidden;
    }
    let named = facts.names.ids.get(&name.folded);
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
