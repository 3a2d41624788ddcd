//! Who may be the same person under another Clio id.

use crate::client::Person;
use crate::words::fold;

/// What makes a person look like another: the folded name with the birth date, and with each email address. An email address alone says
/// nothing, because couples share one; nor does a name alone.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Lookalike {
    keys: Vec<String>,
}

impl Lookalike {
    /// Of a person or a company.
    pub fn of(person: &Person) -> Self {
        let name = fold(&person.name.full);
        if name.is_empty() {
            return Self::default();
        }
        let born = person.birth_date.iter().map(|date| format!("born {date}"));
        let emails = person.emails.iter().map(|email| fold(&email.address));
        let mails = emails
            .filter(|address| !address.is_empty())
            .map(|address| format!("mail {address}"));
        let mut keys: Vec<String> = born
            .chain(mails)
            .map(|mark| format!("{mark}\n{name}"))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        Self { keys }
    }

    /// The keys to keep beside a client: whoever shares one may be the same person. They hold personal data.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Whether both may be the same person.
    pub fn resembles(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
    }
}

debug_hidden!(Lookalike {});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Email;

    fn person(name: &str, born: Option<&str>, emails: &[&str]) -> Lookalike {
        let mut person = Person::default();
        name.clone_into(&mut person.name.full);
        person.birth_date = born.map(ToOwned::to_owned);
        person.emails = emails
            .iter()
            .map(|address| Email {
                address: (*address).to_owned(),
                ..Email::default()
            })
            .collect();
        Lookalike::of(&person)
    }

    #[test]
    fn a_name_needs_a_witness() {
        let dana = person("Dana Hollis", Some("1951-03-09"), &["d@example.test"]);
        for (other, resembles) in [
            (person("DANA  hollis", Some("1951-03-09"), &[]), true),
            (
                person("Dana Hollis", Some("1980-01-01"), &["D@Example.test"]),
                true,
            ),
            (
                person("Dana Hollis", None, &["x@example.test", "d@example.test"]),
                true,
            ),
            (person("Dana Hollis", None, &[]), false),
            (person("Dana Hollis", Some("1951-03-10"), &[]), false),
            (
                person("Robert Kay", Some("1951-03-09"), &["d@example.test"]),
                false,
            ),
            (person("", Some("1951-03-09"), &["d@example.test"]), false),
        ] {
            assert_eq!(dana.resembles(&other), resembles);
            assert_eq!(other.resembles(&dana), resembles);
        }
        let nobody = person("", Some("1951-03-09"), &[]);
        assert!(!nobody.resembles(&nobody), "no name is nobody's name");
    }
}
