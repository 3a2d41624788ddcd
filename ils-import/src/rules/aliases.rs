//! Names that firms give to their fields, folded.
//!
//! First the labels that `DecisionVault` asks Clio firms to create, so that they are likely to be there; the others are ours. ILS's own
//! list, its Custom Fields Guide, is not public.

use super::Target;

#[rustfmt::skip]
const USUAL: [(&str, Target); 40] = [
    ("also known as", Target::AlsoKnownAs), ("aka", Target::AlsoKnownAs), ("alias", Target::AlsoKnownAs),
    ("preferred name", Target::PreferredName), ("nickname", Target::PreferredName), ("goes by", Target::PreferredName),
    ("gender", Target::Gender), ("sex", Target::Gender),
    ("date of birth", Target::BirthDate), ("dob", Target::BirthDate), ("birthdate", Target::BirthDate),
    ("date of death", Target::DeathDate), ("dod", Target::DeathDate),
    ("social security number", Target::SocialSecurityNumber), ("ssn", Target::SocialSecurityNumber),
    ("status (living or deceased)", Target::Living), ("status", Target::Living), ("deceased", Target::Deceased),
    ("united states citizen", Target::UsCitizen), ("us citizen", Target::UsCitizen), ("citizenship", Target::UsCitizen),
    ("united states resident", Target::UsResident), ("us resident", Target::UsResident),
    ("suffix", Target::Suffix),
    ("county", Target::County), ("county of residence", Target::County), ("parish", Target::County),
    ("marital status", Target::MaritalStatus),
    ("date of marriage", Target::MarriedOn), ("marriage date", Target::MarriedOn),
    ("adopted", Target::Adopted), ("child type", Target::Kinship),
    ("child of", Target::Parentage), ("parents", Target::Parentage),
    ("parent", Target::Parent),
    ("role", Target::Role), ("fiduciary role", Target::Role),
    ("social security no", Target::SocialSecurityNumber), ("social security #", Target::SocialSecurityNumber),
    ("ss#", Target::SocialSecurityNumber),
];

pub(super) fn target(folded: &str) -> Option<Target> {
    USUAL
        .into_iter()
        .find(|(name, _)| *name == folded)
        .map(|(_, target)| target)
}
