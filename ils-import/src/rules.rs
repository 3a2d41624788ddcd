//! What a firm may choose, from a TOML file or built in code.

mod aliases;
mod field;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{Profile, fold};

pub use field::{FieldRule, Target};

/// What a firm may choose. The whole of it decides a draft, so it is part of a plan's digest.
///
/// ```
/// use ils_import::{Profile, Rules};
///
/// let rules = Rules::from_toml(r#"
///     profile = "guide"
///     implied_facts = false
///
///     [[fields]]
///     id = "3910000012"        # a Clio field, by the id of its definition: the sure way
///     target = "gender"
///     values = { "M" = "male", "F" = "female" }
///
///     [[fields]]
///     name = "Nick name"       # or by its name, which must be the only one of that name in Clio
///     target = "preferred_name"
/// "#)?;
/// assert_eq!(rules.profile, Profile::Guide);
/// assert_eq!(rules.fields.len(), 2);
/// # Ok::<_, ils_import::rules::RulesError>(())
/// ```
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct Rules {
    /// How strictly relationship texts are read.
    pub profile: Profile,
    /// Whether a word may say more than the class: `husband` male, `step-son` step. Always with provenance.
    pub implied_facts: bool,
    /// Whether `Jr`, `Sr`, `II`, `III` and `IV` behind a last name become the suffix. Else it is only suggested.
    pub take_suffixes: bool,
    /// Whether fields with well-known names (`Date of Death`, `Also Known As` …) find their place without a rule.
    pub usual_names: bool,
    /// What becomes of Social Security numbers.
    pub social_security_numbers: SocialSecurity,
    /// Where the firm's own fields go.
    pub fields: Vec<FieldRule>,
    /// People who are not saved, by the ids of their contacts; each is told in *not saved, and why*. A matter's client is always saved.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<String>,
}

/// What becomes of Social Security numbers. Other numbers of the kind (`EIN`, `Passport Number` …) are saved only by a rule of their own.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SocialSecurity {
    /// They are left out, and the draft says so.
    #[default]
    LeaveOut,
    /// They are saved with the client. A plan on disk and what a program prints hide them, and the digest does not cover them.
    Save,
    /// They are saved, and a plan on disk holds them in clear.
    SaveAndPlan,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            profile: Profile::Guide,
            implied_facts: true,
            take_suffixes: false,
            usual_names: true,
            social_security_numbers: SocialSecurity::LeaveOut,
            fields: Vec::new(),
            left_out: BTreeSet::new(),
        }
    }
}

/// Why a text is no file of rules.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// Not TOML, or a name or a value that is not known; says where.
    #[error("the rules cannot be read: {0}")]
    Unreadable(String),
    /// A rule that names no field, or both an id and a name.
    #[error("rule {0} for a field needs either an id or a name")]
    WhichField(usize),
    /// Two rules for one field.
    #[error("rule {0} is for a field that has a rule already")]
    Twice(usize),
    /// A value that its target cannot hold.
    #[error("rule {rule} has a value that its target does not know{}", known(.words))]
    UnknownValue {
        /// The rule, counted from 1.
        rule: usize,
        /// The words of its target; none where a target has no words, and its rule no `values`.
        words: &'static [&'static str],
    },
}

fn known(words: &[&str]) -> String {
    if words.is_empty() {
        return ": it has no words, so the rule needs no `values`".to_owned();
    }
    format!(": it knows {}", words.join(", "))
}

impl Rules {
    /// Reads a firm's file.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown name, or a rule makes no sense; rules are counted from 1.
    pub fn from_toml(text: &str) -> Result<Self, RulesError> {
        let rules: Self = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        rules.check()?;
        Ok(rules)
    }

    /// Whether every rule makes sense. The mapping takes the first of two rules for one field.
    ///
    /// # Errors
    /// The first rule that does not.
    pub fn check(&self) -> Result<(), RulesError> {
        let mut known = BTreeSet::new();
        for (rule, number) in self.fields.iter().zip(1..) {
            let key = match (&rule.id, &rule.name) {
                (Some(id), None) if !id.trim().is_empty() => ("id", id.trim().to_owned()),
                (None, Some(name)) if !fold(name).is_empty() => ("name", fold(name)),
                _ => return Err(RulesError::WhichField(number)),
            };
            if !known.insert(key) {
                return Err(RulesError::Twice(number));
            }
            if !rule.values.values().all(|value| rule.target.knows(value)) {
                return Err(RulesError::UnknownValue {
                    rule: number,
                    words: rule.target.words(),
                });
            }
        }
        Ok(())
    }

    /// Whether this contact is not saved.
    pub(crate) fn leave_out(&self, id: i64) -> bool {
        !self.left_out.is_empty() && self.left_out.contains(&id.to_string())
    }

    /// The rule for the field with this definition id.
    pub(crate) fn by_id(&self, id: &str) -> Option<&FieldRule> {
        self.fields
            .iter()
            .find(|rule| rule.id.as_deref().is_some_and(|known| known.trim() == id))
    }

    /// The rule for fields of this folded name: the firm's, else the usual one.
    pub(crate) fn by_folded_name(&self, folded: &str) -> Option<(Target, Option<&FieldRule>)> {
        let own = self.fields.iter().find(|rule| {
            rule.name
                .as_deref()
                .is_some_and(|known| fold(known) == folded)
        });
        match own {
            Some(rule) => Some((rule.target, Some(rule))),
            None if self.usual_names => Some((aliases::target(folded)?, None)),
            None => None,
        }
    }
}

/// One line: the crate's own drawing of the place needs a terminal of its own.
fn unreadable(text: &str, error: &toml::de::Error) -> RulesError {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| format!("line {}: ", before.matches('\n').count() + 1));
    RulesError::Unreadable(line.unwrap_or_default() + error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_makes_no_sense_is_refused() {
        let unknown = |words| Err(RulesError::UnknownValue { rule: 1, words });
        for (text, expected) in [
            ("", Ok(())),
            (
                "[[fields]]\ntarget = \"gender\"",
                Err(RulesError::WhichField(1)),
            ),
            (
                "[[fields]]\nid = \"7\"\nname = \"F\"\ntarget = \"gender\"",
                Err(RulesError::WhichField(1)),
            ),
            (
                "[[fields]]\nname = \" \"\ntarget = \"gender\"",
                Err(RulesError::WhichField(1)),
            ),
            (
                "[[fields]]\nid = \"7\"\ntarget = \"gender\"\n[[fields]]\nid = \" 7\"\ntarget = \"suffix\"",
                Err(RulesError::Twice(2)),
            ),
            (
                "[[fields]]\nname = \"Sex\"\ntarget = \"gender\"\n[[fields]]\nname = \" SEX\"\ntarget = \"suffix\"",
                Err(RulesError::Twice(2)),
            ),
            (
                "[[fields]]\nid = \"7\"\ntarget = \"gender\"\nvalues = {M = \"man\"}",
                unknown(&["male", "female", "unknown"]),
            ),
            (
                "[[fields]]\nid = \"7\"\ntarget = \"suffix\"\nvalues = {M = \"male\"}",
                unknown(&[]),
            ),
            (
                "[[fields]]\nid = \"7\"\ntarget = \"us_citizen\"\nvalues = {LPR = \"no\"}",
                Ok(()),
            ),
        ] {
            assert_eq!(Rules::from_toml(text).map(|_| ()), expected, "{text}");
        }
        for (words, told) in [
            (
                &["yes", "no"][..],
                "rule 1 has a value that its target does not know: it knows yes, no",
            ),
            (
                &[],
                "rule 1 has a value that its target does not know: it has no words, so the rule needs no `values`",
            ),
        ] {
            assert_eq!(
                RulesError::UnknownValue { rule: 1, words }.to_string(),
                told
            );
        }
        for text in [
            "profile = \"loose\"",
            "implied = true",
            "[[fields]]\nid = \"7\"\ntarget = \"blood_group\"",
            "fields = 7",
        ] {
            assert!(
                matches!(Rules::from_toml(text), Err(RulesError::Unreadable(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_in_one_line_that_names_the_line() {
        for (text, line, part) in [
            (
                "[[fields]]\nid = 7\ntarget = \"nickname\"\n",
                3,
                "unknown variant `nickname`, expected one of `also_known_as`, `preferred_name`",
            ),
            ("\nimplied = true", 2, "unknown field `implied`"),
            ("[[fields]]\nid = 7\ntarget = \"suffix\n", 3, "string"),
            ("[[fields]]\nid = 7\n", 1, "missing field `target`"),
        ] {
            let told = Rules::from_toml(text).unwrap_err().to_string();
            let start = format!("the rules cannot be read: line {line}: ");
            assert!(told.starts_with(&start) && told.contains(part), "{told}");
            assert_eq!(told.lines().count(), 1, "{told}");
        }
    }

    #[test]
    fn an_id_may_be_written_as_a_number() {
        let rules = Rules::from_toml("[[fields]]\nid = 3910000012\ntarget = \"gender\"").unwrap();
        assert!(rules.by_id("3910000012").is_some());
    }

    #[test]
    fn the_firms_rule_goes_before_the_usual_name() {
        let rules = Rules::from_toml("[[fields]]\nname = \"Sex\"\ntarget = \"keep\"").unwrap();
        assert_eq!(
            rules.by_folded_name("sex").map(|(target, _)| target),
            Some(Target::Keep)
        );
        assert_eq!(
            rules.by_folded_name("gender").map(|(target, _)| target),
            Some(Target::Gender)
        );
        let bare = Rules {
            usual_names: false,
            ..rules
        };
        assert_eq!(bare.by_folded_name("gender"), None);
    }
}
