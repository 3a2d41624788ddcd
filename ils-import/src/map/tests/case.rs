//! One named case of a table: a family, and everything that the mapping makes of it.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};

use super::super::{Draft, map};
use super::family;
use crate::{Family, Rules};

/// A family and the rules to read it with.
pub(super) struct Case {
    family: Family,
    rules: Rules,
}

/// A person whose name has its parts.
pub(super) fn person(first: &str, more: Value) -> Value {
    let mut person = json!({"type": "Person", "name": format!("{first} Lee"), "first_name": first, "last_name": "Lee"});
    let more = more.as_object().unwrap().clone();
    person.as_object_mut().unwrap().extend(more);
    person
}

impl Case {
    /// The family of contact 10, Dana Hollis. A row is a contact and a text; contact 0 and an empty text are Clio's `null`.
    pub(super) fn new(rows: &[(i64, &str)], people: Value) -> Self {
        let rows: Vec<(Option<i64>, Option<&str>)> = rows
            .iter()
            .map(|(id, text)| {
                (
                    Some(*id).filter(|id| *id != 0),
                    Some(*text).filter(|text| !text.is_empty()),
                )
            })
            .collect();
        Self {
            family: family(&rows, people),
            rules: Rules::default(),
        }
    }

    /// With a firm's file of rules.
    pub(super) fn rules(self, toml: &str) -> Self {
        let rules = Rules::from_toml(toml).unwrap();
        Self { rules, ..self }
    }

    /// Read on this day.
    pub(super) fn on(mut self, day: &str) -> Self {
        self.family.read_on = Some(day.parse().unwrap());
        self
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Family)) -> Self {
        change(&mut self.family);
        self
    }

    pub(super) fn draft(&self) -> Draft {
        map(self.family.clone(), &self.rules)
    }

    /// What stands where in the draft (JSON pointers), and all that is told: the findings, then `?` and the suggestions.
    #[track_caller]
    pub(super) fn gives(self, name: &str, expected: Value, told: &[&str]) {
        let draft = self.draft();
        let json = serde_json::to_value(&draft).unwrap();
        for (place, expected) in expected.as_object().unwrap() {
            let found = json.pointer(place).unwrap_or(&Value::Null);
            assert_eq!(found, expected, "{name}: {place}");
        }
        let findings = draft.findings.iter().map(|found| word(&found.code));
        let suggestions = draft.suggestions.iter();
        let suggestions = suggestions.map(|found| format!("?{}", word(&found.kind)));
        let all: Vec<String> = findings.chain(suggestions).collect();
        assert_eq!(all, told, "{name}");
        let sentences = draft.findings.iter().map(crate::Finding::sentence);
        let suggestions = draft.suggestions.iter().map(crate::Suggestion::sentence);
        for sentence in sentences.chain(suggestions) {
            let is_plain = !sentence.contains("null") && !sentence.contains("None");
            assert!(is_plain && sentence.len() > 20, "{name}: {sentence}");
        }
        for finding in &draft.findings {
            assert!(!finding.what_to_do.is_empty(), "{name}");
        }
    }
}

fn word(code: &(impl Serialize + Debug)) -> String {
    let word = serde_json::to_value(code).unwrap();
    word.as_str().unwrap_or_default().to_owned()
}
