//! What only a firm's own field or a word can say, in words. What nobody said is left out.

use secrecy::ExposeSecret;

use super::Sensitive;
use crate::client::{MaritalStatus, Parentage, Person, RelatedPerson, SocialSecurityNumber};

/// A column's name, and the words.
pub(super) type Fact = (&'static str, String);

pub(super) fn of_person(person: &Person, sensitive: Sensitive) -> impl Iterator<Item = Fact> {
    let yes_no = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let number = person.social_security_number.as_ref();
    let number = number.filter(|_| sensitive == Sensitive::Written);
    let facts = [
        ("preferred_name", person.name.preferred.clone()),
        ("also_known_as", joined(&person.name.also_known_as)),
        ("marital_status", person.marital_status.map(marital_status)),
        ("married_on", person.married_on.clone()),
        ("us_citizen", person.us_citizen.map(yes_no)),
        ("us_resident", person.us_resident.map(yes_no)),
        (
            "web_sites",
            joined(person.web_sites.iter().map(|site| &site.address)),
        ),
        ("social_security_number", number.map(in_clear)),
    ];
    said(facts)
}

pub(super) fn of_relation(related: &RelatedPerson) -> impl Iterator<Item = Fact> {
    let facts = [
        ("parentage", related.parentage.map(parentage)),
        ("parent_contact_id", related.parent_contact_id.clone()),
        ("role_hints", joined(&related.role_hints)),
    ];
    said(facts)
}

fn said<const N: usize>(facts: [(&'static str, Option<String>); N]) -> impl Iterator<Item = Fact> {
    let facts = facts.into_iter();
    facts.filter_map(|(column, words)| Some((column, words?)))
}

fn joined<'a>(texts: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let texts: Vec<&str> = texts.into_iter().map(String::as_str).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn in_clear(number: &SocialSecurityNumber) -> String {
    match number {
        SocialSecurityNumber::Clear(number) => number.expose_secret().to_owned(),
        SocialSecurityNumber::Hidden => "hidden".to_owned(),
    }
}

fn marital_status(status: MaritalStatus) -> String {
    match status {
        MaritalStatus::Single => "single",
        MaritalStatus::Married => "married",
        MaritalStatus::DomesticPartnership => "domestic partnership",
        MaritalStatus::CivilUnion => "civil union",
        MaritalStatus::Separated => "separated",
        MaritalStatus::Divorced => "divorced",
        MaritalStatus::Widowed => "widowed",
    }
    .to_owned()
}

fn parentage(parentage: Parentage) -> String {
    match parentage {
        Parentage::Joint => "client and spouse",
        Parentage::ClientOnly => "client only",
        Parentage::SpouseOnly => "spouse only",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the record, which its schema holds to: an export says no other.
    fn word(value: impl serde::Serialize) -> String {
        let value = serde_json::to_value(value).unwrap();
        value.as_str().unwrap().replace('_', " ")
    }

    #[test]
    fn the_words_are_the_records() {
        for status in [
            MaritalStatus::Single,
            MaritalStatus::Married,
            MaritalStatus::DomesticPartnership,
            MaritalStatus::CivilUnion,
            MaritalStatus::Separated,
            MaritalStatus::Divorced,
            MaritalStatus::Widowed,
        ] {
            assert_eq!(marital_status(status), word(status));
        }
        for only in [Parentage::ClientOnly, Parentage::SpouseOnly] {
            assert_eq!(parentage(only), word(only));
        }
        assert_eq!(parentage(Parentage::Joint), "client and spouse");
    }

    #[test]
    fn a_number_is_written_only_where_it_is_wanted() {
        let told = |number, sensitive| {
            let person = Person {
                social_security_number: Some(number),
                us_citizen: Some(false),
                ..Person::default()
            };
            of_person(&person, sensitive).collect::<Vec<Fact>>()
        };
        let citizen = ("us_citizen", "no".to_owned());
        let clear = || SocialSecurityNumber::Clear("536-22-9041".into());
        let without = told(clear(), Sensitive::LeftOut);
        assert_eq!(without, std::slice::from_ref(&citizen));
        for (number, written) in [
            (clear(), "536-22-9041"),
            (SocialSecurityNumber::Hidden, "hidden"),
        ] {
            let fact = ("social_security_number", written.to_owned());
            assert_eq!(told(number, Sensitive::Written), [citizen.clone(), fact]);
        }
    }
}
