//! The program that `cargo xtask bench map` measures: decoding contacts, and mapping the families that were decoded.
//!
//! `count` does its work without looking at a clock, which cannot be read under valgrind; without it the CPU time of the work is printed
//! in nanoseconds, and a zero where other programs tell their memory.

#[path = "../../../clio-api/benches/measured/cpu.rs"]
mod cpu;
#[path = "../../../clio-api/benches/measured/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;

use clio_api::{Page, Projection};
use ils_import::family::{ClioContact, RelationshipRow};
use ils_import::{Family, Rules, map};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A client and nine related contacts.
const FAMILY: usize = 10;
const WORDS: [&str; FAMILY] = [
    "",
    "Husband",
    "daughter",
    "step-son",
    "Grandson",
    "Trustee",
    "stepdaughter",
    "child",
    "Attorney",
    "",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            answer(&format!("failed: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["count", how, contacts] => prepare(how, contacts.parse()?)?(),
        [how @ ("decode" | "map" | "clone"), contacts] => {
            let work = prepare(how, contacts.parse()?)?;
            let before = cpu::spent();
            work()?;
            answer(&format!("{} 0", cpu::spent() - before));
            Ok(())
        }
        _ => {
            answer("run `cargo xtask bench map`");
            Ok(())
        }
    }
}

type Work = Box<dyn FnOnce() -> Result<()>>;

/// The work on so many contacts, with everything ready that is no part of it: `decode` the bytes, `map` what was decoded, or `clone` what
/// was mapped, which is no more than to have the drafts and to let them go.
fn prepare(how: &str, contacts: usize) -> Result<Work> {
    let pages = asked_for()?;
    if how == "decode" {
        return Ok(Box::new(move || {
            for page in pages.iter().cycle().take(contacts / pages::RECORDS) {
                black_box(Page::<ClioContact>::from_json(page)?);
            }
            Ok(())
        }));
    }
    let families = families(&pages)?;
    let rules = Rules::default();
    if how == "clone" {
        let drafts: Vec<_> = families
            .into_iter()
            .map(|family| map(family, &rules))
            .collect();
        return Ok(Box::new(move || {
            for draft in drafts.iter().cycle().take(contacts / FAMILY) {
                black_box(draft.clone());
            }
            Ok(())
        }));
    }
    // As many for one count as for its double, so that the difference holds no cloning.
    let ready = contacts.next_multiple_of(READY) / FAMILY;
    let families: Vec<Family> = families.iter().cycle().take(ready).cloned().collect();
    Ok(Box::new(move || {
        let mut families = families.into_iter();
        for family in families.by_ref().take(contacts / FAMILY) {
            black_box(map(family, &rules));
        }
        // Nor does it hold the dropping of the others.
        std::mem::forget(families);
        Ok(())
    }))
}

/// Contacts that are made ready at once.
const READY: usize = 2 * pages::PAGES * pages::RECORDS;

/// The pages as Clio answers them: what was not asked for does not come.
fn asked_for() -> Result<Vec<String>> {
    let fields = Fields::read(&mut ClioContact::FIELDS.chars());
    pages::pages()
        .iter()
        .map(|page| {
            let mut page: Value = serde_json::from_str(page)?;
            if let Some(Value::Array(contacts)) = page.get_mut("data") {
                for contact in contacts {
                    fields.keep(contact);
                }
            }
            Ok(page.to_string())
        })
        .collect()
}

/// What `fields=` names: each with its own fields, or none when Clio chooses.
struct Fields(BTreeMap<String, Self>);

impl Fields {
    /// Reads `id,addresses{id,city}` up to the brace that ends it.
    fn read(text: &mut std::str::Chars<'_>) -> Self {
        let (mut fields, mut name) = (BTreeMap::new(), String::new());
        loop {
            let next = text.next();
            let nested = match next {
                Some('{') => Self::read(text),
                _ => Self(BTreeMap::new()),
            };
            match next {
                Some(letter) if !matches!(letter, ',' | '{' | '}') => name.push(letter),
                _ if name.is_empty() => {}
                _ => {
                    fields.insert(std::mem::take(&mut name), nested);
                }
            }
            if matches!(next, None | Some('}')) {
                return Self(fields);
            }
        }
    }

    fn keep(&self, value: &mut Value) {
        match value {
            _ if self.0.is_empty() => {}
            Value::Array(items) => {
                for item in items {
                    self.keep(item);
                }
            }
            Value::Object(members) => {
                members.retain(|name, _| self.0.contains_key(name));
                for (name, member) in members {
                    if let Some(nested) = self.0.get(name) {
                        nested.keep(member);
                    }
                }
            }
            _ => {}
        }
    }
}

fn families(pages: &[String]) -> Result<Vec<Family>> {
    let mut families = Vec::new();
    for page in pages {
        let people = Page::<ClioContact>::from_json(page)?.items;
        for ten in people.chunks(FAMILY) {
            families.push(family(ten)?);
        }
    }
    Ok(families)
}

fn family(people: &[ClioContact]) -> Result<Family> {
    let mut family = Family::default();
    for ((person, word), number) in people.iter().zip(WORDS).zip(1..) {
        let id = person.id.ok_or("a contact without an id")?.number();
        family.people.insert(id, person.clone());
        if family.client_id == 0 {
            family.client_id = id;
            continue;
        }
        let mut row = RelationshipRow::default();
        row.id = number;
        row.contact_id = Some(id);
        row.description = Some(word.to_owned());
        family.relationships.push(row);
    }
    Ok(family)
}

#[expect(clippy::print_stdout, reason = "answers are for `cargo xtask bench`")]
fn answer(line: &str) {
    println!("{line}");
}
