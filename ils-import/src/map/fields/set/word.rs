//! A value that is one of a target's words.

use super::super::value;
use super::{Outcome, Setting};
use crate::client::{Gender, Kinship, Living, MaritalStatus, Parentage};
use crate::rules::Target;

impl Setting<'_> {
    pub(super) fn word(&mut self) -> Outcome {
        let Some(word) = value::word(&self.read.value, self.target, self.rule) else {
            return Outcome::Misfit;
        };
        let is_yes = word == "yes";
        match self.target {
            _ if word == "unknown" => Outcome::SaysNothing,
            // Whoever is not adopted can be anything else.
            Target::Adopted if !is_yes => Outcome::SaysNothing,
            Target::Gender => {
                self.put("gender", gender(word), |related| &mut related.person.gender)
            }
            Target::Living | Target::Deceased => {
                self.put("living", living(word), |related| &mut related.person.living)
            }
            Target::UsCitizen => self.put("us_citizen", Some(is_yes), |related| {
                &mut related.person.us_citizen
            }),
            Target::UsResident => self.put("us_resident", Some(is_yes), |related| {
                &mut related.person.us_resident
            }),
            Target::MaritalStatus => {
                self.put("marital_status", Some(marital_status(word)), |related| {
                    &mut related.person.marital_status
                })
            }
            Target::Parentage => self.put("parentage", Some(parentage(word)), |related| {
                &mut related.parentage
            }),
            Target::Kinship | Target::Adopted => {
                self.put("kinship", kinship(word), |related| &mut related.kinship)
            }
            _ => Outcome::NoPlace,
        }
    }
}

fn gender(word: &str) -> Gender {
    match word {
        "male" => Gender::Male,
        _ => Gender::Female,
    }
}

/// Of a field that asks whether somebody lives, or whether somebody is dead.
fn living(word: &str) -> Living {
    match word {
        "deceased" | "yes" => Living::Deceased,
        "incapacitated" => Living::Incapacitated,
        _ => Living::Living,
    }
}

fn parentage(word: &str) -> Parentage {
    match word {
        "joint" => Parentage::Joint,
        "client_only" => Parentage::ClientOnly,
        _ => Parentage::SpouseOnly,
    }
}

/// Of a field that asks for the kind of a child, or whether it is adopted.
fn kinship(word: &str) -> Kinship {
    match word {
        "biological" => Kinship::Biological,
        "step" => Kinship::Step,
        "foster" => Kinship::Foster,
        _ => Kinship::Adopted,
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
