//! `--without`: people of the matter who are not saved.

use ils_import::{Family, Rules};

use crate::exit::Exit;
use crate::message::Problem;
use crate::shell;

/// The rules, and that these people stay out: each named by the id of the contact or by the whole name, upper or lower case.
pub(super) fn leave_out(
    mut rules: Rules,
    family: &Family,
    people: &[String],
) -> Result<Rules, Problem> {
    for person in people {
        let ids = found(family, person);
        match ids.as_slice() {
            [id] if *id == family.client_id => return Err(client(person)),
            [id] => {
                rules.left_out.insert(id.to_string());
            }
            [] => return Err(nobody(family, person)),
            several => return Err(ambiguous(person, several)),
        }
    }
    Ok(rules)
}

/// How it is typed again.
pub(super) fn typed(people: &[String]) -> String {
    let word = |person: &String| shell::word(person).unwrap_or_else(|| "PERSON".to_owned());
    let flags = people.iter().map(word);
    flags.map(|word| format!(" --without {word}")).collect()
}

fn found(family: &Family, person: &str) -> Vec<i64> {
    let person = person.trim();
    if let Some(id) = person
        .parse()
        .ok()
        .filter(|id| family.people.contains_key(id))
    {
        return vec![id];
    }
    let wanted = folded(person);
    let people = family.people.iter();
    people
        .filter(|(_, contact)| {
            contact
                .name
                .as_deref()
                .is_some_and(|name| folded(name) == wanted)
        })
        .map(|(id, _)| *id)
        .collect()
}

fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn nobody(family: &Family, person: &str) -> Problem {
    let matter = shell::matter(family.matter.number.as_deref(), &family.matter.id);
    let message = format!("Nobody on this matter is called {person}.");
    Problem::new("person_not_found", Exit::NotFound, &message)
        .changed("Nothing was saved.")
        .advice([
            format!("See who is on it:  ils preview {matter}"),
            "Name the person as Clio does, or by the id of the contact".to_owned(),
        ])
}

fn ambiguous(person: &str, ids: &[i64]) -> Problem {
    let message = format!("Several people on this matter are called {person}.");
    Problem::new("person_ambiguous", Exit::Usage, &message)
        .changed("Nothing was saved.")
        .advice(ids.iter().map(|id| format!("--without {id}")))
}

fn client(person: &str) -> Problem {
    let message = format!("{person} is the client of this matter and cannot be left out.");
    Problem::new("client_left_out", Exit::Usage, &message)
        .changed("Nothing was saved.")
        .advice(["Leave out people who are related to the client".to_owned()])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn family() -> Family {
        serde_json::from_value(json!({
            "matter": {"id": "1", "number": "00412-Hollis"},
            "client_id": 10,
            "people": {
                "10": {"id": 10, "name": "Dana Hollis"},
                "11": {"id": 11, "name": "Robert  Kay"},
                "12": {"id": 12, "name": "Ann Lee"},
                "13": {"id": 13, "name": "ann lee"},
                "14": {"id": 14},
            },
        }))
        .unwrap()
    }

    #[test]
    fn a_person_is_named_by_name_or_by_id() {
        let left_out = |people: &[&str]| {
            let people: Vec<String> = people.iter().map(|&person| person.to_owned()).collect();
            let rules = leave_out(Rules::default(), &family(), &people);
            rules.map(|rules| rules.left_out.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(left_out(&[]).unwrap(), [""; 0]);
        assert_eq!(left_out(&[" robert kay ", "13"]).unwrap(), ["11", "13"]);
        assert_eq!(left_out(&["14"]).unwrap(), ["14"]);
        for (person, code) in [
            ("Ann Lee", "person_ambiguous"),
            ("Ann", "person_not_found"),
            ("", "person_not_found"),
            ("15", "person_not_found"),
            ("Dana Hollis", "client_left_out"),
            ("10", "client_left_out"),
        ] {
            assert_eq!(
                left_out(&["12", person]).unwrap_err().code,
                code,
                "{person}"
            );
        }
    }

    #[test]
    fn it_is_typed_again_as_a_shell_reads_it() {
        assert_eq!(typed(&[]), "");
        assert!(
            typed(&["11".to_owned(), "Robert Kay".to_owned()])
                .starts_with(" --without 11 --without ")
        );
    }
}
