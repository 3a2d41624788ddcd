//! A draft, and the digest of everything that decided it: what was previewed is what is saved, or nothing is.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::compare::compare;
use crate::export::json;
use crate::map::{Draft, map};
use crate::rules::SocialSecurity;
use crate::{Family, Rules};

/// The name and major version of a plan.
pub const SCHEMA: &str = "ils-plan/1";

/// What will be saved, exactly.
///
/// It holds personal data: whoever writes it to a file keeps that file private.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// Always `ils-plan/1`.
    pub schema: String,
    /// `sha256:` and 64 digits, over everything else in the plan.
    pub digest: String,
    /// The matter's id.
    pub matter_id: String,
    /// The matter's display number.
    pub matter_number: Option<String>,
    /// The firm's id at Clio; `null` when Clio does not tell.
    pub firm_id: Option<String>,
    /// The rules it was made with.
    pub rules: Rules,
    /// The client and the findings.
    pub draft: Draft,
}

/// What a document calls itself.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    schema: Cow<'a, str>,
}

/// Why a text is no plan that can be followed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Not a plan at all.
    #[error("this is not an ILS plan")]
    NotAPlan,
    /// A plan of a version this one does not read.
    #[error("this plan is of another version of ILS")]
    OtherVersion,
    /// The content does not give the digest.
    #[error("this plan was changed after it was made")]
    Altered,
}

impl Plan {
    /// Maps the family, whose texts move into the plan, and seals the result.
    pub fn new(family: Family, rules: &Rules, firm_id: Option<String>) -> Self {
        let matter_id = family.matter.id.clone();
        let draft = map(family, rules);
        let mut plan = Self {
            schema: SCHEMA.to_owned(),
            digest: String::new(),
            matter_id,
            matter_number: draft.client.source.matter_number.clone(),
            firm_id,
            rules: rules.clone(),
            draft,
        };
        plan.digest = plan.computed_digest();
        plan
    }

    /// The plan as a JSON document. Social Security numbers are hidden in it, unless its rules let a plan hold them.
    pub fn to_json(&self) -> String {
        json::pretty(&self.sealed()).unwrap_or_default()
    }

    /// Reads a plan back. What was hidden in it stays hidden: map the family again with the plan's rules, and save that plan when its
    /// digest is the same.
    ///
    /// # Errors
    /// When it is none, of another version, or changed by hand.
    pub fn from_json(text: &str) -> Result<Self, PlanError> {
        let named: Named<'_> = serde_json::from_str(text).map_err(|_| PlanError::NotAPlan)?;
        match &*named.schema {
            SCHEMA => {}
            other if other.starts_with("ils-plan/") => return Err(PlanError::OtherVersion),
            _ => return Err(PlanError::NotAPlan),
        }
        let plan: Self = serde_json::from_str(text).map_err(|_| PlanError::Altered)?;
        if plan.digest != plan.computed_digest() {
            return Err(PlanError::Altered);
        }
        Ok(plan)
    }

    /// What is different in a plan made later, in plain words; empty when it is the same plan.
    ///
    /// The lines hold names as Clio has them: clean them before a terminal sees them.
    pub fn changes(&self, now: &Self) -> Vec<String> {
        if self.digest == now.digest {
            return Vec::new();
        }
        let (before, after) = (self.sealed().draft.client, now.sealed().draft.client);
        let mut lines: Vec<String> = compare(&before, &after)
            .iter()
            .map(ToString::to_string)
            .collect();
        if self.matter_number != now.matter_number {
            lines.push("Changed: the matter's number.".to_owned());
        }
        if lines.is_empty() && self.order() != now.order() {
            lines.push("Changed: the order of the people.".to_owned());
        }
        if lines.is_empty() {
            lines.push("Changed: what to check, or how people are read.".to_owned());
        }
        lines
    }

    /// What may be written down, and what the digest is over.
    fn sealed(&self) -> Self {
        let plan = self.clone();
        match self.rules.social_security_numbers {
            SocialSecurity::SaveAndPlan => plan,
            _ => Self {
                draft: plan.draft.without_secrets(),
                ..plan
            },
        }
    }

    fn computed_digest(&self) -> String {
        let sealed = Self {
            digest: String::new(),
            ..self.sealed()
        };
        // Struct fields have a fixed order and maps are sorted, so equal plans give equal bytes.
        let bytes = serde_json::to_vec(&sealed).unwrap_or_default();
        let hash = Sha256::digest(&bytes);
        hash.iter().fold("sha256:".to_owned(), |text, byte| {
            format!("{text}{byte:02x}")
        })
    }

    fn order(&self) -> Vec<&str> {
        let people = self.draft.people.iter();
        people.map(|line| &*line.clio_contact_id).collect()
    }
}

debug_hidden!(Plan { digest, matter_id });

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[expect(
        clippy::needless_pass_by_value,
        reason = "calls read better with values in them"
    )]
    fn plan(people: Value, rows: Value) -> Plan {
        let family = json!({"matter": {"id": "1", "number": "00412-Hollis"}, "client_id": 10, "relationships": rows, "people": people});
        Plan::new(
            serde_json::from_value(family).unwrap(),
            &Rules::default(),
            Some("7".to_owned()),
        )
    }

    fn hollis() -> Plan {
        plan(
            json!({"10": {"name": "Dana Hollis"}, "11": {"name": "Ann Hollis", "date_of_birth": "1978-06-02"}}),
            json!([{"id": 1, "contact_id": 11, "description": "daughter"}]),
        )
    }

    #[test]
    fn a_plan_comes_back_as_it_was() {
        let plan = hollis();
        assert!(
            plan.digest.starts_with("sha256:") && plan.digest.len() == 71,
            "{}",
            plan.digest
        );
        assert_eq!(hollis().digest, plan.digest);
        assert_eq!(Plan::from_json(&plan.to_json()).unwrap(), plan);
    }

    #[test]
    fn a_plan_changed_by_hand_is_refused() {
        let text = hollis().to_json();
        for (from, to) in [
            ("Ann Hollis", "Eve Hollis"),
            ("\"daughter\"", "\"wife\""),
            ("\"firm_id\": \"7\"", "\"firm_id\": \"8\""),
        ] {
            assert!(text.contains(from));
            assert_eq!(
                Plan::from_json(&text.replace(from, to)),
                Err(PlanError::Altered),
                "{from}"
            );
        }
        assert_eq!(
            Plan::from_json(&text.replace("ils-plan/1", "ils-plan/2")),
            Err(PlanError::OtherVersion)
        );
        for other in ["", "{}", "[]", "{\"schema\":\"ils-client/1\"}"] {
            assert_eq!(Plan::from_json(other), Err(PlanError::NotAPlan), "{other}");
        }
    }

    /// Whatever decided the draft is in the plan, and nothing in a plan can be touched.
    #[test]
    fn a_plan_changed_in_any_place_is_refused() {
        let whole: Value = serde_json::from_str(&hollis().to_json()).unwrap();
        let mut places = Vec::new();
        leaves(&whole, String::new(), &mut places);
        assert!(places.len() > 60, "{}", places.len());
        for place in places {
            let mut altered = whole.clone();
            let leaf = altered.pointer_mut(&place).unwrap();
            *leaf = match leaf {
                Value::Bool(old) => json!(!*old),
                Value::Number(old) => json!(old.as_i64().unwrap() + 1),
                Value::String(old) => json!(format!("{old}x")),
                Value::Null => json!("x"),
                _ => json!([{}]),
            };
            assert!(Plan::from_json(&altered.to_string()).is_err(), "{place}");
        }
        // Other white space and another order of members are the same plan.
        assert_eq!(Plan::from_json(&whole.to_string()).unwrap(), hollis());
    }

    /// Every value that holds no other.
    fn leaves(value: &Value, place: String, places: &mut Vec<String>) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (name, member) in members {
                    leaves(member, format!("{place}/{name}"), places);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    leaves(item, format!("{place}/{at}"), places);
                }
            }
            _ => places.push(place),
        }
    }

    #[test]
    fn changes_are_told_in_words() {
        let now = plan(
            json!({"10": {"name": "Dana Hollis"}, "11": {"name": "Ann Hollis", "date_of_birth": "1978-06-03",
                "email_addresses": [{"address": "ann@example.test"}]}, "12": {"name": "Lee Hollis"}}),
            json!([{"id": 1, "contact_id": 11, "description": "daughter"}, {"id": 2, "contact_id": 12, "description": "son"}]),
        );
        assert_eq!(
            hollis().changes(&now),
            [
                "Changed: Ann Hollis, date of birth, email address.",
                "New: Lee Hollis (son)."
            ]
        );
        assert_eq!(
            now.changes(&hollis()),
            [
                "Changed: Ann Hollis, date of birth, email address.",
                "Gone: Lee Hollis (son)."
            ]
        );
        assert!(hollis().changes(&hollis()).is_empty());
        let hidden = plan(
            json!({"10": {"name": "Dana Hollis"}, "11": {"name": "Ann Hollis", "date_of_birth": "1978-06-02"}}),
            json!([{"id": 1, "contact_id": 11, "description": "daughter"}, {"id": 2, "contact_id": 12}]),
        );
        assert_eq!(hollis().changes(&hidden).len(), 1);

        let twins = |first: i64, second: i64| {
            plan(
                json!({"10": {"name": "Dana"}, "11": {"name": "Ann"}, "12": {"name": "Lee"}}),
                json!([{"id": 1, "contact_id": first, "description": "child"}, {"id": 2, "contact_id": second, "description": "child"}]),
            )
        };
        assert_eq!(
            twins(11, 12).changes(&twins(12, 11)),
            ["Changed: the order of the people."]
        );
        let renumbered = Plan {
            matter_number: Some("00413-Hollis".to_owned()),
            digest: String::new(),
            ..hollis()
        };
        assert_eq!(
            hollis().changes(&renumbered),
            ["Changed: the matter's number."]
        );
    }
}
