//! Every vector of the relationship table, in the three profiles.

use SavedAs::{Child, Grandchild, Party, Spouse};

use super::*;

/// A text, and its class in `exact`, `guide` and `extended`; whether `guide` reports a near miss.
type Vector = (&'static str, SavedAs, SavedAs, SavedAs, bool);

const fn plain(text: &'static str, exact: SavedAs, guide: SavedAs, extended: SavedAs) -> Vector {
    (text, exact, guide, extended, false)
}

/// A party to the guide, with a suggestion, and more to `extended`.
const fn near(text: &'static str, extended: SavedAs) -> Vector {
    (text, Party, Party, extended, true)
}

const fn party(text: &'static str) -> Vector {
    plain(text, Party, Party, Party)
}

#[rustfmt::skip]
const VECTORS: &[Vector] = &[
    // Blank.
    party(""), party("   "), party("\u{A0}"), party("\u{200B}"),
    // The sixteen words.
    plain("husband", Spouse, Spouse, Spouse), plain("wife", Spouse, Spouse, Spouse),
    plain("spouse", Spouse, Spouse, Spouse), plain("partner", Spouse, Spouse, Spouse),
    plain("son", Child, Child, Child), plain("step-son", Child, Child, Child),
    plain("daughter", Child, Child, Child), plain("step-daughter", Child, Child, Child),
    plain("child", Child, Child, Child), plain("children", Child, Child, Child),
    plain("step-child", Child, Child, Child), plain("step-children", Child, Child, Child),
    plain("grandchild", Grandchild, Grandchild, Grandchild), plain("grandchildren", Grandchild, Grandchild, Grandchild),
    plain("granddaughter", Grandchild, Grandchild, Grandchild), plain("grandson", Grandchild, Grandchild, Grandchild),
    // Case, space, dashes, invisible characters.
    plain("Spouse", Party, Spouse, Spouse), plain("WIFE", Party, Spouse, Spouse),
    plain(" Son ", Party, Child, Child), plain("Wife\u{A0}", Party, Spouse, Spouse),
    plain("Step-Son", Party, Child, Child), plain("step\u{2011}son", Party, Child, Child),
    plain("step\u{2013}son", Party, Child, Child), plain("Step - Child", Party, Child, Child),
    plain("step  -  children", Party, Child, Child), plain("grand\u{200B}son", Party, Grandchild, Grandchild),
    // Spellings the guide does not list.
    near("stepson", Child), near("Step Son", Child), near("stepdaughter", Child), near("Step Children", Child),
    near("grand-son", Grandchild), near("Grand Daughter", Grandchild),
    near("sons", Child), near("Kids", Child),
    near("Domestic Partner", Spouse), near("Life partner", Spouse), near("Civil partner", Spouse),
    near("Common-law spouse", Spouse), near("common law spouse", Spouse), near("Spouse/Partner", Spouse),
    // Other partners.
    party("Business Partner"), party("Law Partner"), party("Partner (business)"),
    // Not married, not any more, not alive.
    party("Fiancé"), party("Girlfriend"), party("Widow"),
    party("Ex-Wife"), party("former spouse"), party("Late Husband"), party("Spouse (deceased)"),
    near("deceased son", Child),
    // Words that only contain a listed word.
    party("Son-in-law"), party("Stepmother"), party("Godson"), party("Foster son"), party("Great-grandson"), party("step-grandson"),
    near("Adopted daughter", Child), near("Biological son", Child), near("natural daughter", Child),
    near("minor child", Child), near("Adult son", Child), near("eldest daughter", Child), near("youngest grandson", Grandchild),
    near("Son/Executor", Child), near("Daughter, POA", Child),
    near("Client's wife", Spouse), near("Son of client", Child),
    party("Client"), party("Joint client"), party("Executor"), party("Trustee"), party("Witness"), party("Mother"), party("Nephew"),
    party("Son's wife"), party("Spouse of son"), party("hija"), party("“wife”"),
];

fn vectors_in(profile: Profile, expected: impl Fn(&Vector) -> SavedAs) {
    for vector in VECTORS {
        assert_eq!(
            classify(vector.0, profile).saved_as,
            expected(vector),
            "{:?} in {profile:?}",
            vector.0
        );
    }
}

#[test]
fn every_vector_in_exact() {
    vectors_in(Profile::Exact, |vector| vector.1);
}

#[test]
fn every_vector_in_guide() {
    vectors_in(Profile::Guide, |vector| vector.2);
}

#[test]
fn every_vector_in_extended() {
    vectors_in(Profile::Extended, |vector| vector.3);
}

#[test]
fn near_misses_are_those_that_extended_would_catch() {
    for (text, _, _, _, near) in VECTORS {
        let did_you_mean = classify(text, Profile::Guide).did_you_mean;
        assert_eq!(did_you_mean.is_some(), *near, "{text:?}: {did_you_mean:?}");
        assert_eq!(
            classify(text, Profile::Extended).did_you_mean,
            None,
            "{text:?}"
        );
    }
}

#[test]
fn a_suggestion_is_a_word_of_the_class_it_promises() {
    for (text, word) in [
        ("stepson", "step-son"),
        ("Step Children", "step-children"),
        ("grand-son", "grandson"),
        ("Grand Daughter", "granddaughter"),
        ("sons", "son"),
        ("stepdaughters", "step-daughter"),
        ("Kids", "children"),
        ("kid", "child"),
        ("Domestic Partner", "partner"),
        ("husband/wife", "spouse"),
        ("Adopted stepson", "step-son"),
        ("deceased son", "son"),
        ("son (deceased)", "son"),
        ("Son/Executor", "son"),
        ("Trustee and wife", "wife"),
        ("Grandson, Son", "son"),
        ("Client\u{2019}s wife", "wife"),
        ("Doughter", "daughter"),
    ] {
        assert_eq!(
            classify(text, Profile::Guide).did_you_mean,
            Some(word),
            "{text}"
        );
        assert_eq!(classify(word, Profile::Exact).rule, format!("word:{word}"));
    }
}

#[test]
fn a_typo_is_never_more_than_a_suggestion() {
    assert_eq!(classify("doughter", Profile::Extended).saved_as, Party);
}

#[test]
fn a_word_says_no_more_than_it_says() {
    for (text, gender, kinship, living) in [
        ("husband", Gender::Male, Kinship::Unknown, Living::Unknown),
        ("wife", Gender::Female, Kinship::Unknown, Living::Unknown),
        ("spouse", Gender::Unknown, Kinship::Unknown, Living::Unknown),
        (
            "partner",
            Gender::Unknown,
            Kinship::Unknown,
            Living::Unknown,
        ),
        (
            "daughter",
            Gender::Female,
            Kinship::Unknown,
            Living::Unknown,
        ),
        ("grandson", Gender::Male, Kinship::Unknown, Living::Unknown),
        (
            "children",
            Gender::Unknown,
            Kinship::Unknown,
            Living::Unknown,
        ),
        (
            "step-daughter",
            Gender::Female,
            Kinship::Step,
            Living::Unknown,
        ),
        (
            "step-child",
            Gender::Unknown,
            Kinship::Step,
            Living::Unknown,
        ),
        (
            "adopted daughter",
            Gender::Female,
            Kinship::Adopted,
            Living::Unknown,
        ),
        (
            "deceased son",
            Gender::Male,
            Kinship::Unknown,
            Living::Deceased,
        ),
        (
            "trustee",
            Gender::Unknown,
            Kinship::Unknown,
            Living::Unknown,
        ),
    ] {
        let implied = classify(text, Profile::Extended).implied;
        assert_eq!(
            (implied.gender, implied.kinship, implied.living),
            (gender, kinship, living),
            "{text}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_text_has_a_class(text in "\\PC*") {
        for profile in [Profile::Exact, Profile::Guide, Profile::Extended] {
            let classified = classify(&text, profile);
            proptest::prop_assert_ne!(classified.saved_as, SavedAs::Client);
        }
    }

    #[test]
    fn what_is_before_or_after_a_word_makes_it_another_text(word in "(husband|wife|spouse|partner|son|child|grandson)", other in "[a-z]{1,8}") {
        let before = classify(&format!("{other}{word}"), Profile::Guide);
        let after = classify(&format!("{word}{other}"), Profile::Guide);
        for classified in [before, after] {
            let listed = classified.rule.starts_with("word:");
            proptest::prop_assert_eq!(classified.saved_as != SavedAs::Party, listed);
        }
    }
}

/// Which pattern of `extended` it was, and what else the text says.
#[test]
fn extended_tells_its_pattern_and_the_other_roles() {
    for (text, class, rule, hints) in [
        ("Ex-Wife", Party, "extended:E6", &["former_spouse"][..]),
        ("Late Husband", Party, "extended:E5", &["deceased_spouse"]),
        ("Client's wife", Spouse, "extended:E7", &[]),
        ("Son/Executor", Child, "extended:E8", &["executor"]),
        (
            "Executor, son, POA",
            Child,
            "extended:E8",
            &["executor", "poa"],
        ),
        ("Son/Executor/", Child, "extended:E8", &["executor"]),
        ("Trustee and wife", Spouse, "extended:E8", &["trustee"]),
    ] {
        let read = classify(text, Profile::Extended);
        assert_eq!((read.saved_as, read.rule), (class, rule), "{text}");
        assert_eq!(read.role_hints, hints, "{text}");
        // Whoever is no spouse any more says nothing about a marriage of today.
        let says_married = read.implied.marital_status.is_some();
        assert!(!(class == Party && says_married), "{text}");
    }
}

#[test]
fn the_list_is_the_guides() {
    let listed: Vec<&str> = list().map(|word| word.word).collect();
    assert_eq!(listed.len(), 16);
    for word in listed {
        assert!(
            classify(word, Profile::Exact).rule.starts_with("word:"),
            "{word}"
        );
    }
}
