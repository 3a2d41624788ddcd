//! Large families, and the many matters with nothing special about them.

use super::{FAMILY_OF_60, FAMILY_OF_130, FAMILY_OF_260, FIRST_PLAIN, case, someone, someone_with};
use crate::firm::Firm;

const FIRST: [&str; 12] = [
    "Alma", "Boris", "Cleo", "Dirk", "Edda", "Felix", "Gwen", "Hari", "Ilse", "Jorge", "Kaya",
    "Liam",
];
const LAST: [&str; 26] = [
    "Abbott",
    "Barlow",
    "Castellan",
    "Drummond",
    "Eastwick",
    "Farrow",
    "Gardiner",
    "Hawthorn",
    "Ingram",
    "Jessop",
    "Kingsley",
    "Lockhart",
    "Merriman",
    "Norwood",
    "Oakley",
    "Prescott",
    "Quincey",
    "Radcliff",
    "Stanhope",
    "Thackery",
    "Underhill",
    "Vance",
    "Whitlock",
    "Xander",
    "Yardley",
    "Zeller",
];
const WORDS: [&str; 10] = [
    "Wife",
    "Son",
    "Daughter",
    "Grandson",
    "Granddaughter",
    "Step-Child",
    "Executor",
    "Trustee",
    "Guardian",
    "Child",
];

pub(super) fn add(firm: &mut Firm) {
    large(firm, FAMILY_OF_60, "00536-Sixty", 60);
    large(firm, FAMILY_OF_130, "00537-Many", 130);
    large(firm, FAMILY_OF_260, "00538-Throng", 260);
    for (n, last) in (0..).zip(LAST) {
        plain(firm, n, last);
    }
}

/// A matter with so many people, the client among them. Only the first row is a spouse.
fn large(firm: &mut Firm, id: i64, number: &str, people: usize) {
    let last = number.split_once('-').map_or(number, |(_, last)| last);
    let client = someone(firm, "Matriarch", last);
    let matter = case(firm, id, number, "A large family", client);
    for n in 1..people {
        let contact = someone_with(
            firm,
            &format!("{}{n:03}", FIRST[n % FIRST.len()]),
            last,
            |c| {
                c.born(&format!(
                    "{}-{:02}-{:02}",
                    1950 + n % 70,
                    1 + n % 12,
                    1 + n % 28
                ));
                c.address(
                    "Home",
                    [&format!("{n} Throng Road"), "Eugene", "OR", "97401"],
                );
            },
        );
        let word = if n == 1 {
            WORDS[0]
        } else {
            WORDS[1 + n % (WORDS.len() - 1)]
        };
        firm.relate(matter, contact, Some(word));
    }
}

fn plain(firm: &mut Firm, n: i64, last: &str) {
    let place = usize::try_from(n).unwrap_or_default();
    let name = |offset: usize| FIRST[(place + offset) % FIRST.len()];
    let client = someone(firm, name(0), last);
    let number = format!("{:05}-{last}", 601 + n);
    let matter = case(
        firm,
        FIRST_PLAIN + n,
        &number,
        "Wills and powers of attorney",
        client,
    );
    for (offset, word) in ["Spouse", "Son", "Witness"]
        .into_iter()
        .enumerate()
        .take(1 + place % 3)
    {
        let contact = someone(firm, name(offset + 1), last);
        firm.relate(matter, contact, Some(word));
    }
}
