//! Names that firms give to their fields, folded.
//!
//! First the labels that `DecisionVault` asks Clio firms to create, so that they are likely to be there; the others are ours. ILS's own
//! list, its Custom Fields Guide, is not public.

use super::Target;

#[rustfmt::skip]
const USUAL: &[(&str, Target)] = &[
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
        .iter()
        .find(|(name, _)| *name == folded)
        .map(|(_, target)| *target)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_page_for_firms_has_every_name_and_no_other() {
        let page = include_str!("../../../docs/custom-field-rules.md");
        let (_, names) = page.split_once("## Names that need no rule").unwrap();
        let (names, _) = names.split_once("\n## ").unwrap();
        let mut said: Vec<(&str, &str)> = Vec::new();
        for row in names.lines().filter(|line| line.starts_with("| `")) {
            let mut words = row.split('`').skip(1).step_by(2);
            let target = words.next().unwrap();
            said.extend(words.map(|name| (target, name)));
        }
        said.sort_unstable();
        let word = |target: Target| serde_json::to_string(&target).unwrap();
        let known: Vec<(String, &str)> = USUAL
            .iter()
            .map(|(name, target)| (word(*target), *name))
            .collect();
        let mut known: Vec<(&str, &str)> = known
            .iter()
            .map(|(target, name)| (target.trim_matches('"'), *name))
            .collect();
        known.sort_unstable();
        assert_eq!(said, known);
    }

    #[test]
    fn every_name_is_tried() {
        let tests = [
            include_str!("../map/tests/usual_names.rs"),
            include_str!("../map/tests/secrets.rs"),
        ];
        let tests = tests.concat().to_lowercase();
        for (name, _) in USUAL {
            assert!(tests.contains(&format!("\"{name}\"")), "{name}");
        }
    }

    #[test]
    fn the_page_for_firms_has_every_key_target_and_word() {
        let page = include_str!("../../../docs/custom-field-rules.md");
        let (_, targets) = page.split_once("## All targets").unwrap();
        let (targets, _) = targets.split_once("\n## ").unwrap();
        let schema = serde_json::to_value(schemars::schema_for!(crate::Rules)).unwrap();
        let mut missing = String::new();
        let mut look = |word: &str| {
            if !page.contains(&format!("`{word}`")) {
                writeln!(missing, "{word}").unwrap();
            }
        };
        let of = |place: &str| schema.pointer(place).cloned().unwrap();
        for key in of("/properties").as_object().unwrap().keys() {
            look(if key == "fields" { "[[fields]]" } else { key });
        }
        for key in of("/$defs/FieldRule/properties")
            .as_object()
            .unwrap()
            .keys()
        {
            look(key);
        }
        for kind in ["Target", "Profile", "SocialSecurity"] {
            let words = of(&format!("/$defs/{kind}/oneOf"));
            for word in words.as_array().unwrap() {
                let name = word["const"].as_str().unwrap();
                if kind != "Target" {
                    look(name);
                    continue;
                }
                let target: Target = serde_json::from_value(word["const"].clone()).unwrap();
                let start = format!("| `{name}` |");
                let row = targets.lines().find(|line| line.starts_with(&start));
                let row = row.unwrap_or_else(|| panic!("no row for {name}"));
                for word in target.words().iter().filter(|word| **word != "unknown") {
                    assert!(row.contains(&format!("`{word}`")), "{name}: {word}");
                }
            }
        }
        assert_eq!(missing, "");
    }
}
