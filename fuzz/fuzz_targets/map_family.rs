//! Any family that can be read is mapped: nobody is dropped, and a plan of it comes back from its text.
#![no_main]

use ils_import::{Family, Plan, Rules, map};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (rules, family) = text.split_once("\n---\n").unwrap_or(("", text));
    let Ok(family) = serde_json::from_str::<Family>(family) else {
        return;
    };
    let rules = Rules::from_toml(rules).unwrap_or_default();
    let draft = map(family.clone(), &rules);
    assert_eq!(draft.people.len(), draft.counts().total());
    for finding in &draft.findings {
        assert!(!finding.sentence().is_empty());
    }
    let plan = Plan::new(family.clone(), &rules, None);
    let again = Plan::new(family, &rules, None);
    assert_eq!(plan.digest, again.digest, "the same family, the same plan");
    assert_eq!(plan.to_json(), again.to_json());
    let back = Plan::from_json(&plan.to_json()).expect("our own plan");
    assert_eq!(back.digest, plan.digest);
    assert!(plan.changes(&back).is_empty());
});
