//! One value into one place of the record.

mod text;
mod word;

use jiff::civil::Date;

use super::choose::Placing;
use super::value;
use crate::SavedAs;
use crate::client::{Kind, Provenance, ProvenanceKind, RelatedPerson};
use crate::map::custom_fields::CustomRead;
use crate::map::{Facts, date};
use crate::rules::{FieldRule, Target};

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// In its place.
    Placed,
    /// In its place, but something else, which this says, says otherwise.
    PlacedAgainst(String),
    /// Says "unknown", or nothing new: it stays as an extra.
    SaysNothing,
    /// A rule says that it stays as an extra.
    Kept,
    /// Something else, which this says, is in its place.
    Against(String),
    /// Does not fit its place.
    Misfit,
    /// In its place, and does not look right, and must not be shown.
    SecretMisfit,
    /// A second number, which is not the first.
    SecretTwice,
    BadDate,
    /// The person has no such place.
    NoPlace,
    Unmapped,
    NamesHidden,
    Ambiguous,
    LeftOut,
}

impl Outcome {
    /// Whether the value stays in `custom`.
    pub(super) fn keeps(&self) -> bool {
        !matches!(
            self,
            Self::Placed
                | Self::PlacedAgainst(_)
                | Self::SecretMisfit
                | Self::SecretTwice
                | Self::LeftOut
        )
    }
}

/// A value on its way.
pub(super) struct Setting<'a> {
    related: &'a mut RelatedPerson,
    saved_as: SavedAs,
    read: &'a CustomRead<'a>,
    target: Target,
    rule: Option<&'a FieldRule>,
    facts: &'a Facts<'a>,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        related: &'a mut RelatedPerson,
        saved_as: SavedAs,
        read: &'a CustomRead<'a>,
        placing: &Placing<'a>,
        facts: &'a Facts<'a>,
    ) -> Self {
        Self {
            related,
            saved_as,
            read,
            target: placing.target,
            rule: placing.rule,
            facts,
        }
    }

    pub(super) fn set(&mut self) -> Outcome {
        if self.target == Target::Keep {
            return Outcome::Kept;
        }
        if !self.belongs() {
            return Outcome::NoPlace;
        }
        if self.read.is_odd && self.target != Target::SocialSecurityNumber {
            return Outcome::Misfit;
        }
        match self.target {
            Target::BirthDate | Target::DeathDate | Target::MarriedOn => self.date(),
            Target::Parent => self.parent(),
            target if target.words().is_empty() => self.text(),
            _ => self.word(),
        }
    }

    /// Whether somebody who is saved like this has the place at all.
    fn belongs(&self) -> bool {
        let is_person = self.related.person.kind == Kind::Person;
        match self.target {
            Target::Role => self.saved_as != SavedAs::Client,
            Target::County | Target::Email | Target::SocialSecurityNumber => true,
            Target::Kinship | Target::Adopted => {
                is_person && matches!(self.saved_as, SavedAs::Child | SavedAs::Grandchild)
            }
            Target::Parentage => is_person && self.saved_as == SavedAs::Child,
            Target::Parent => is_person && self.saved_as == SavedAs::Grandchild,
            _ => is_person,
        }
    }

    fn date(&mut self) -> Outcome {
        let Some(date) = value::date(&self.read.value) else {
            return Outcome::Misfit;
        };
        let born: Option<Date> = self
            .related
            .person
            .birth_date
            .as_ref()
            .and_then(|date| date.parse().ok());
        let is_before_birth =
            self.target != Target::BirthDate && born.is_some_and(|born| date < born);
        if is_before_birth || !date::is_possible(date, self.facts.read_on) {
            return Outcome::BadDate;
        }
        let text = Some(date.to_string());
        match self.target {
            Target::BirthDate => {
                self.put("birth_date", text, |related| &mut related.person.birth_date)
            }
            Target::DeathDate => {
                self.put("death_date", text, |related| &mut related.person.death_date)
            }
            Target::MarriedOn => {
                self.put("married_on", text, |related| &mut related.person.married_on)
            }
            _ => Outcome::NoPlace,
        }
    }

    /// The parent of a grandchild: only somebody who is saved as a child here.
    fn parent(&mut self) -> Outcome {
        let parent = value::contact(&self.read.value).filter(|id| self.facts.children.contains(id));
        match parent {
            Some(parent) => {
                let parent = Some(parent.to_string());
                self.put("parent_contact_id", parent, |related| {
                    &mut related.parent_contact_id
                })
            }
            None => Outcome::Misfit,
        }
    }

    /// Puts what a value means into its place, unless a field is there already that says otherwise. What nobody said is the place's default.
    fn put<T: Default + PartialEq>(
        &mut self,
        path: &str,
        new: T,
        place: impl Fn(&mut RelatedPerson) -> &mut T,
    ) -> Outcome {
        let known = place(self.related);
        let (is_same, is_set) = (*known == new, *known != T::default());
        let outcome = self.settled(path, is_same, is_set);
        if matches!(outcome, Outcome::Against(_)) {
            return outcome;
        }
        let is_clios_own = is_set && !self.related.person.provenance.contains_key(path);
        *place(self.related) = new;
        if !is_clios_own {
            self.told(path);
        }
        outcome
    }

    /// What becomes of a place: a field goes before a word, and the first field, or Clio's own, before another.
    fn settled(&self, path: &str, is_same: bool, is_set: bool) -> Outcome {
        if is_same || !is_set {
            return Outcome::Placed;
        }
        let from = self.related.person.provenance.get(path);
        match from {
            Some(from) if from.kind == ProvenanceKind::Implied => {
                Outcome::PlacedAgainst(from.text.clone())
            }
            Some(from) if from.kind == ProvenanceKind::CustomField => {
                Outcome::Against(from.text.clone())
            }
            _ => Outcome::Against(self.native(path)),
        }
    }

    /// What Clio's own field says.
    fn native(&self, path: &str) -> String {
        let person = &self.related.person;
        let native = match path {
            "birth_date" => person.birth_date.clone(),
            "name.suffix" => person.name.suffix.clone(),
            _ => None,
        };
        native.unwrap_or_default()
    }

    /// Says where a value came from, unless it was there already.
    fn told(&mut self, path: &str) {
        let text = value::text(&self.read.value)
            .or_else(|| value::contact(&self.read.value).map(|id| id.to_string()));
        let from = self.provenance(text.unwrap_or_default());
        let provenance = &mut self.related.person.provenance;
        let is_of_a_field = provenance
            .get(path)
            .is_some_and(|from| from.kind == ProvenanceKind::CustomField);
        if !is_of_a_field {
            provenance.insert(path.to_owned().into(), from);
        }
    }

    fn provenance(&self, text: String) -> Provenance {
        Provenance {
            kind: ProvenanceKind::CustomField,
            from: format!("custom_field:{}", self.read.value.field_id).into(),
            text,
        }
    }
}
