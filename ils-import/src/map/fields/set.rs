//! One value into one place of the record.

use jiff::civil::Date;

use super::choose::Placing;
use super::value;
use crate::SavedAs;
use crate::client::{
    Email, Gender, Kind, Kinship, Living, MaritalStatus, Parentage, Provenance, ProvenanceKind,
    RelatedPerson, SocialSecurityNumber,
};
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
    read: &'a CustomRead,
    target: Target,
    rule: Option<&'a FieldRule>,
    facts: &'a Facts<'a>,
}

/// Puts a word's meaning into a place, unless a field is there already that says otherwise.
macro_rules! put {
    ($setting:ident, $path:literal, $($place:ident).+, $new:expr, $is_set:expr) => {{
        let new = $new;
        match $setting.settled($path, $setting.related.$($place).+ == new, $is_set) {
            Outcome::Against(against) => Outcome::Against(against),
            outcome => {
                let is_clios_own = $is_set && !$setting.related.person.provenance.contains_key($path);
                $setting.related.$($place).+ = new;
                if !is_clios_own {
                    $setting.told($path);
                }
                outcome
            }
        }
    }};
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        related: &'a mut RelatedPerson,
        saved_as: SavedAs,
        read: &'a CustomRead,
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
            Target::County => self.related.person.residence_at().is_some(),
            Target::Role => self.saved_as != SavedAs::Client,
            Target::Email | Target::SocialSecurityNumber => true,
            Target::Kinship | Target::Adopted => {
                is_person && matches!(self.saved_as, SavedAs::Child | SavedAs::Grandchild)
            }
            Target::Parentage => is_person && self.saved_as == SavedAs::Child,
            Target::Parent => is_person && self.saved_as == SavedAs::Grandchild,
            _ => is_person,
        }
    }

    fn word(&mut self) -> Outcome {
        let Some(word) = value::word(&self.read.value, self.target, self.rule) else {
            return Outcome::Misfit;
        };
        match (self.target, word) {
            (_, "unknown") | (Target::Adopted, "no") => Outcome::SaysNothing,
            (Target::Gender, word) => {
                let gender = if word == "male" {
                    Gender::Male
                } else {
                    Gender::Female
                };
                put!(
                    self,
                    "gender",
                    person.gender,
                    gender,
                    self.related.person.gender != Gender::Unknown
                )
            }
            (Target::Living | Target::Deceased, word) => {
                let living = match word {
                    "deceased" | "yes" => Living::Deceased,
                    "incapacitated" => Living::Incapacitated,
                    _ => Living::Living,
                };
                put!(
                    self,
                    "living",
                    person.living,
                    living,
                    self.related.person.living != Living::Unknown
                )
            }
            (Target::UsCitizen, word) => {
                let is_set = self.related.person.us_citizen.is_some();
                put!(
                    self,
                    "us_citizen",
                    person.us_citizen,
                    Some(word == "yes"),
                    is_set
                )
            }
            (Target::UsResident, word) => {
                let is_set = self.related.person.us_resident.is_some();
                put!(
                    self,
                    "us_resident",
                    person.us_resident,
                    Some(word == "yes"),
                    is_set
                )
            }
            (Target::MaritalStatus, word) => {
                let is_set = self.related.person.marital_status.is_some();
                put!(
                    self,
                    "marital_status",
                    person.marital_status,
                    Some(marital_status(word)),
                    is_set
                )
            }
            (Target::Parentage, word) => {
                let parentage = match word {
                    "joint" => Parentage::Joint,
                    "client_only" => Parentage::ClientOnly,
                    _ => Parentage::SpouseOnly,
                };
                put!(
                    self,
                    "parentage",
                    parentage,
                    Some(parentage),
                    self.related.parentage.is_some()
                )
            }
            (_, word) => {
                let kinship = match word {
                    "biological" => Kinship::Biological,
                    "step" => Kinship::Step,
                    "foster" => Kinship::Foster,
                    _ => Kinship::Adopted,
                };
                put!(
                    self,
                    "kinship",
                    kinship,
                    kinship,
                    self.related.kinship != Kinship::Unknown
                )
            }
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
                let is_set = self.related.person.birth_date.is_some();
                put!(self, "birth_date", person.birth_date, text, is_set)
            }
            Target::DeathDate => {
                let is_set = self.related.person.death_date.is_some();
                put!(self, "death_date", person.death_date, text, is_set)
            }
            _ => {
                let is_set = self.related.person.married_on.is_some();
                put!(self, "married_on", person.married_on, text, is_set)
            }
        }
    }

    /// The parent of a grandchild: only somebody who is saved as a child here.
    fn parent(&mut self) -> Outcome {
        let parent = value::contact(&self.read.value).filter(|id| self.facts.children.contains(id));
        let Some(parent) = parent else {
            return Outcome::Misfit;
        };
        let is_set = self.related.parent_contact_id.is_some();
        put!(
            self,
            "parent_contact_id",
            parent_contact_id,
            Some(parent.to_string()),
            is_set
        )
    }

    fn text(&mut self) -> Outcome {
        let Some(text) = value::text(&self.read.value) else {
            return Outcome::Misfit;
        };
        match self.target {
            Target::PreferredName => {
                let is_set = self.related.person.name.preferred.is_some();
                put!(
                    self,
                    "name.preferred",
                    person.name.preferred,
                    Some(text),
                    is_set
                )
            }
            Target::Suffix => {
                let is_set = self.related.person.name.suffix.is_some();
                put!(self, "name.suffix", person.name.suffix, Some(text), is_set)
            }
            Target::SocialSecurityNumber => self.number(&text),
            Target::County => self.county(text),
            Target::Email => {
                let at = self.related.person.emails.len();
                self.related.person.emails.push(Email {
                    kind: "other".to_owned(),
                    address: text,
                    primary: false,
                });
                self.told(&format!("emails[{at}]"));
                Outcome::Placed
            }
            Target::Role => {
                let at = self.related.role_hints.len();
                self.related.role_hints.push(text);
                self.told(&format!("role_hints[{at}]"));
                Outcome::Placed
            }
            _ => {
                let at = self.related.person.name.also_known_as.len();
                self.related.person.name.also_known_as.push(text);
                self.told(&format!("name.also_known_as[{at}]"));
                Outcome::Placed
            }
        }
    }

    fn county(&mut self, text: String) -> Outcome {
        let Some(at) = self.related.person.residence_at() else {
            return Outcome::NoPlace;
        };
        let path = format!("addresses[{at}].county");
        let known = self
            .related
            .person
            .addresses
            .get(at)
            .and_then(|address| address.county.clone());
        let outcome = self.settled(&path, known.as_ref() == Some(&text), known.is_some());
        if !matches!(outcome, Outcome::Against(_)) {
            if let Some(address) = self.related.person.addresses.get_mut(at) {
                address.county = Some(text);
            }
            self.told(&path);
        }
        outcome
    }

    /// Its text goes nowhere else: not into a finding, not into the provenance.
    fn number(&mut self, text: &str) -> Outcome {
        let number = SocialSecurityNumber::Clear(text.into());
        if let Some(known) = &self.related.person.social_security_number {
            return if *known == number {
                Outcome::Placed
            } else {
                Outcome::SecretTwice
            };
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_plain = digits == 9
            && text
                .chars()
                .all(|letter| letter.is_ascii_digit() || "- ".contains(letter));
        self.related.person.social_security_number = Some(number);
        let from = self.provenance(String::new());
        self.related
            .person
            .provenance
            .insert("social_security_number".to_owned(), from);
        if is_plain {
            Outcome::Placed
        } else {
            Outcome::SecretMisfit
        }
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
            provenance.insert(path.to_owned(), from);
        }
    }

    fn provenance(&self, text: String) -> Provenance {
        Provenance {
            kind: ProvenanceKind::CustomField,
            from: format!("custom_field:{}", self.read.value.field_id),
            text,
        }
    }
}

fn marital_status(word: &str) -> MaritalStatus {
    match word {
        "single" => MaritalStatus::Single,
        "married" => MaritalStatus::Married,
        "domestic_partnership" => MaritalStatus::DomesticPartnership,
        "civil_union" => MaritalStatus::CivilUnion,
        "separated" => MaritalStatus::Separated,
        "divorced" => MaritalStatus::Divorced,
        _ => MaritalStatus::Widowed,
    }
}
