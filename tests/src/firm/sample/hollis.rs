//! The family of the demo.

use super::fields::choice;
use super::{Fields, HOLLIS, case, someone, someone_with};
use crate::firm::Firm;

/// Ids of the people on matter `00412-Hollis`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is who its name says")]
pub struct Hollis {
    pub dana: i64,
    pub husband: i64,
    pub daughter: i64,
    pub step_son: i64,
    pub grandson: i64,
    pub trust_company: i64,
    /// Carries the misspelled word "stepdaughter".
    pub misspelled: i64,
    /// A row without a word.
    pub no_word: i64,
    /// This user may not see the executor.
    pub hidden_executor: i64,
}

impl Hollis {
    pub(super) fn add(firm: &mut Firm, fields: &Fields) -> Self {
        let female = choice(firm, fields.gender, "Female").to_string();
        let home = ["1 Elm Street\nUnit 2", "Salem", "OR", "97301"];
        let dana = firm.person("Dana", "Hollis", |c| {
            c.born("1951-03-09")
                .email("Home", "dana@example.test")
                .phone("Mobile", "503-555-0100")
                .address("Home", home);
            c.set(fields.golf_club, "Eastmoreland")
                .set(fields.gender, female);
        });
        let husband = someone_with(firm, "Marcus", "Hollis", |c| {
            c.born("1949-11-30").address("Home", home);
        });
        let daughter = someone_with(firm, "Renée", "Hollis-Ortega", |c| {
            c.born("1978-07-02")
                .address("Home", ["88 Alder Court", "Portland", "OR", "97205"])
                .set(fields.also_known_as, "Nay");
        });
        let step_son = someone_with(firm, "Theo", "Brandt", |c| {
            c.born("1974-01-15")
                .address("Work", ["400 Mill Road", "Bend", "OR", "97701"]);
        });
        let grandson = someone_with(firm, "Jonah", "Ortega", |c| {
            c.born("2009-05-21");
        });
        let trust_company = firm.company("Cascade Example Trust Company", |c| {
            c.email("Work", "trust@example.test")
                .phone("Work", "503-555-0142");
            c.address("Work", ["9 Harbor Plaza", "Portland", "OR", "97209"]);
        });
        let misspelled = someone_with(firm, "Mia", "Brandt", |c| {
            c.born("1976-09-12");
        });
        let no_word = someone(firm, "Lou", "Fenn");
        let hidden_executor = someone(firm, "Ines", "Quill");
        let matter = case(
            firm,
            HOLLIS,
            "00412-Hollis",
            "Estate plan for Dana Hollis",
            dana,
        );
        let rows = [
            (husband, Some("Husband")),
            (daughter, Some("Daughter")),
            (step_son, Some("Step-Son")),
            (grandson, Some("grandson")),
            (trust_company, Some("Trustee")),
            (misspelled, Some("stepdaughter")),
            (no_word, None),
            (hidden_executor, Some("Executor")),
        ];
        for (contact, word) in rows {
            firm.relate(matter, contact, word);
        }
        firm.hide(hidden_executor);
        Self {
            dana,
            husband,
            daughter,
            step_son,
            grandson,
            trust_company,
            misspelled,
            no_word,
            hidden_executor,
        }
    }

    /// The sample firm's ids, for tests.
    pub fn of_sample() -> Self {
        let mut firm = Firm::empty();
        let fields = Fields::define(&mut firm);
        Self::add(&mut firm, &fields)
    }
}
