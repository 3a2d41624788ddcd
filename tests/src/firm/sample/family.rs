//! Matters whose related people are awkward.

use super::fields::choice;
use super::{
    AGES, COMPANY_PARTNER, DECEASED, DUPLICATES, Fields, GRANDCHILD_WITHOUT_CHILD, NAME_MISSING,
    RELATED_HIDDEN, RELATION_TEXTS, SAME_CLASS_TWICE, SEVERAL_SPOUSES, SHARED_EMAIL,
    SON_AND_EXECUTOR, SPOUSE_AND_CHILD, SPOUSE_CLIENT_ELSEWHERE, SPOUSE_OWN_MATTER,
    STEP_WITHOUT_SPOUSE, case, someone, someone_with,
};
use crate::firm::Firm;

pub(super) fn add(firm: &mut Firm, fields: &Fields) {
    spouses(firm);
    rows(firm);
    people(firm);
    deceased(firm, fields);
    ages(firm);
    relation_texts(firm);
}

/// A matter, its client, and more people of the same last name as `(first name, word)`.
fn family(
    firm: &mut Firm,
    id: i64,
    number: &str,
    first: &str,
    related: &[(&str, &str)],
) -> Vec<i64> {
    let last = number.split_once('-').map_or(number, |(_, last)| last);
    let client = someone(firm, first, last);
    let matter = case(firm, id, number, "Estate plan", client);
    let mut ids = vec![client];
    for (first, word) in related {
        let contact = someone(firm, first, last);
        firm.relate(matter, contact, Some(word));
        ids.push(contact);
    }
    ids
}

fn spouses(firm: &mut Firm) {
    let client = someone(firm, "Paula", "Venture");
    let matter = case(
        firm,
        COMPANY_PARTNER,
        "00502-Venture",
        "A company called partner",
        client,
    );
    let company = firm.company("Venture & Example Partners", |_| {});
    firm.relate(matter, company, Some("Partner"));

    family(
        firm,
        SEVERAL_SPOUSES,
        "00508-Twice",
        "Terry",
        &[("Wanda", "Wife"), ("Hugo", "husband"), ("Kit", "child")],
    );

    let couple = family(
        firm,
        SPOUSE_CLIENT_ELSEWHERE,
        "00509-Couple",
        "Adam",
        &[("Beth", "Wife")],
    );
    case(
        firm,
        SPOUSE_OWN_MATTER,
        "00510-Couple",
        "Her own plan",
        couple[1],
    );
    firm.relate(SPOUSE_OWN_MATTER, couple[0], Some("Husband"));

    family(
        firm,
        STEP_WITHOUT_SPOUSE,
        "00521-Stephens",
        "Joan",
        &[("Ned", "step-son"), ("Ola", "Step-Daughter")],
    );
    let grandchildren = [("Pip", "Grandchild"), ("Queenie", "granddaughter")];
    family(
        firm,
        GRANDCHILD_WITHOUT_CHILD,
        "00522-Grand",
        "Opal",
        &grandchildren,
    );
}

fn rows(firm: &mut Firm) {
    let ids = family(
        firm,
        SAME_CLASS_TWICE,
        "00513-Double",
        "Dora",
        &[("Emil", "Son")],
    );
    firm.relate(SAME_CLASS_TWICE, ids[1], Some("Child"));
    let ids = family(
        firm,
        SON_AND_EXECUTOR,
        "00514-Trusted",
        "Flora",
        &[("Gil", "Executor")],
    );
    firm.relate(SON_AND_EXECUTOR, ids[1], Some("Son"));
    firm.relate(SON_AND_EXECUTOR, ids[1], None);
    let ids = family(
        firm,
        SPOUSE_AND_CHILD,
        "00515-Tangle",
        "Hank",
        &[("Isa", "Daughter")],
    );
    firm.relate(SPOUSE_AND_CHILD, ids[1], Some("Spouse"));
}

fn people(firm: &mut Firm) {
    let ids = family(
        firm,
        NAME_MISSING,
        "00506-Nameless",
        "Nora",
        &[("Otto", "Son")],
    );
    if let Some(nobody) = firm.contact_mut(ids[1]) {
        nobody.first_name = None;
        nobody.last_name = None;
        nobody.emails.clear();
    }
    let ids = family(
        firm,
        DUPLICATES,
        "00516-Again",
        "Rita",
        &[("Sam", "Son"), ("SAM", "child"), ("Sam", "Witness")],
    );
    for id in &ids[1..] {
        if let Some(same) = firm.contact_mut(*id) {
            same.born("1990-10-10");
        }
    }
    let ids = family(
        firm,
        SHARED_EMAIL,
        "00517-Shared",
        "Tess",
        &[("Uwe", "Husband")],
    );
    for id in ids {
        if let Some(one) = firm.contact_mut(id) {
            one.emails.clear();
            one.email("Home", "theshareds@example.test");
        }
    }
    let ids = family(
        firm,
        RELATED_HIDDEN,
        "00518-Veil",
        "Vera",
        &[("Wes", "Husband"), ("Xenia", "Daughter"), ("Yul", "Son")],
    );
    firm.hide(ids[2]);
}

fn deceased(firm: &mut Firm, fields: &Fields) {
    let dead = choice(firm, fields.status, "Deceased");
    let client = someone(firm, "Willa", "Late");
    let matter = case(firm, DECEASED, "00519-Late", "The husband is dead", client);
    let husband = someone_with(firm, "Xaver", "Late", |c| {
        c.born("1940-04-04")
            .set(fields.date_of_death, "2025-12-24")
            .set(fields.deceased, true)
            .set(fields.status, dead);
    });
    let son = someone_with(firm, "Yann", "Late", |c| {
        c.set(fields.deceased, false)
            .set(fields.status, dead.to_string());
    });
    firm.relate(matter, husband, Some("Husband"));
    firm.relate(matter, son, Some("Son"));
}

fn ages(firm: &mut Firm) {
    let ids = family(
        firm,
        AGES,
        "00520-Ages",
        "Abel",
        &[
            ("Old", "Daughter"),
            ("Older", "Grandson"),
            ("Young", "Wife"),
        ],
    );
    for (id, born) in ids
        .iter()
        .zip(["1980-06-01", "1970-01-01", "1960-01-01", "2011-08-08"])
    {
        if let Some(one) = firm.contact_mut(*id) {
            one.born(born);
        }
    }
}

fn relation_texts(firm: &mut Firm) {
    let long = format!("Son {}", "and so on ".repeat(600));
    let texts = [
        long.as_str(),
        "Daughter\u{1b}[31m in red\u{7}",
        "Son\r\nExit code: 0",
        "\u{202e}noS",
        "Child\u{0}",
        "\tWife\t",
        "=HYPERLINK(\"http://example.test\")",
        "<script>alert(1)</script>",
        "\u{200f}Son\u{200f}",
    ];
    let related: Vec<(String, &str)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (format!("Person{n}"), *text))
        .collect();
    let related: Vec<(&str, &str)> = related
        .iter()
        .map(|(first, text)| (first.as_str(), *text))
        .collect();
    family(firm, RELATION_TEXTS, "00523-Verbose", "Zoe", &related);
}
