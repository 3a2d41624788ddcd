//! One related person for each relation text that a mapping has to decide on.

use super::{WORDS, case, someone};
use crate::firm::Firm;

/// Relation texts, in the order of the rows of [`WORDS`]; `None` is a row left blank.
pub const TEXTS: &[Option<&str>] = &[
    None,
    Some(""),
    Some("   "),
    Some("\u{a0}"),
    // The sixteen words of the guide.
    Some("husband"),
    Some("wife"),
    Some("spouse"),
    Some("partner"),
    Some("son"),
    Some("step-son"),
    Some("daughter"),
    Some("step-daughter"),
    Some("child"),
    Some("children"),
    Some("step-child"),
    Some("step-children"),
    Some("grandchild"),
    Some("grandchildren"),
    Some("granddaughter"),
    Some("grandson"),
    // Case, white space, dashes, invisible letters.
    Some("Spouse"),
    Some("WIFE"),
    Some(" Son "),
    Some("Wife\u{a0}"),
    Some("Step-Son"),
    Some("step\u{2011}son"),
    Some("step\u{2013}son"),
    Some("Step - Child"),
    Some("step  -  children"),
    Some("grand\u{200b}son"),
    // Near misses.
    Some("stepson"),
    Some("Step Son"),
    Some("stepdaughter"),
    Some("Step Children"),
    Some("grand-son"),
    Some("Grand Daughter"),
    Some("sons"),
    Some("Kids"),
    Some("Domestic Partner"),
    Some("Life partner"),
    Some("deceased son"),
    Some("Adopted daughter"),
    Some("Son/Executor"),
    Some("Daughter, POA"),
    Some("Client's wife"),
    Some("Son of client"),
    // Never family.
    Some("Business Partner"),
    Some("Law Partner"),
    Some("Partner (business)"),
    Some("Fiancé"),
    Some("Girlfriend"),
    Some("Widow"),
    Some("Ex-Wife"),
    Some("former spouse"),
    Some("Late Husband"),
    Some("Spouse (deceased)"),
    Some("Son-in-law"),
    Some("Stepmother"),
    Some("Godson"),
    Some("Foster son"),
    Some("Great-grandson"),
    Some("step-grandson"),
    Some("Client"),
    Some("Joint client"),
    Some("Executor"),
    Some("Trustee"),
    Some("Witness"),
    Some("Mother"),
    Some("Nephew"),
    Some("Son's wife"),
    Some("Spouse of son"),
    Some("hija"),
    Some("“wife”"),
];

pub(super) fn add(firm: &mut Firm) {
    let client = someone(firm, "Webster", "Words");
    let matter = case(
        firm,
        WORDS,
        "00532-Words",
        "One person for each relation text",
        client,
    );
    for (n, text) in TEXTS.iter().enumerate() {
        let contact = someone(firm, &format!("Word{n:02}"), "Words");
        firm.relate(matter, contact, *text);
    }
}
