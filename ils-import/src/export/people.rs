//! The list of people: one row a person, the same for every kind of table.

use super::facts::{self, Fact};
use super::{Sensitive, sensitive};
use crate::client::{
    Address, CustomContent, Gender, Kind, Kinship, Living, Person, Phone, RelatedPerson,
};
use crate::{ImportedClient, SavedAs};

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Holds {
    /// Text.
    Text,
    /// Digits that are no number: a ZIP code, a phone number, an id.
    Digits,
}

/// Name for machines, heading for people, content.
pub(super) const COLUMNS: [(&str, &str, Holds); 43] = [
    ("client_id", "Client no.", Holds::Digits),
    ("matter_number", "Matter", Holds::Digits),
    ("saved_as", "Saved as", Holds::Text),
    ("relationship", "Clio says", Holds::Text),
    ("full_name", "Name", Holds::Text),
    ("prefix", "Prefix", Holds::Text),
    ("first_name", "First name", Holds::Text),
    ("middle_name", "Middle name", Holds::Text),
    ("last_name", "Last name", Holds::Text),
    ("suffix", "Suffix", Holds::Text),
    ("kind", "Person or company", Holds::Text),
    ("gender", "Gender", Holds::Text),
    ("birth_date", "Born", Holds::Text),
    ("death_date", "Died", Holds::Text),
    ("living", "Living", Holds::Text),
    ("kinship", "Kinship", Holds::Text),
    ("address_kind", "Address", Holds::Text),
    ("street", "Street", Holds::Text),
    ("city", "City", Holds::Text),
    ("county", "County", Holds::Text),
    ("state", "State", Holds::Text),
    ("postal_code", "ZIP", Holds::Digits),
    ("country", "Country", Holds::Text),
    ("other_addresses", "Other addresses", Holds::Text),
    ("home_phone", "Home phone", Holds::Digits),
    ("mobile_phone", "Mobile phone", Holds::Digits),
    ("work_phone", "Work phone", Holds::Digits),
    ("other_phones", "Other phones", Holds::Text),
    ("emails", "Email", Holds::Text),
    ("employer", "Employer", Holds::Text),
    ("other_fields", "Other fields", Holds::Text),
    ("clio_contact_id", "Clio contact", Holds::Digits),
    ("preferred_name", "Preferred name", Holds::Text),
    ("also_known_as", "Also known as", Holds::Text),
    ("marital_status", "Marital status", Holds::Text),
    ("married_on", "Married on", Holds::Text),
    ("us_citizen", "US citizen", Holds::Text),
    ("us_resident", "US resident", Holds::Text),
    ("parentage", "Child of", Holds::Text),
    ("parent_contact_id", "Parent, Clio contact", Holds::Digits),
    ("role_hints", "Also", Holds::Text),
    ("web_sites", "Web sites", Holds::Text),
    (
        "social_security_number",
        "Social Security number",
        Holds::Digits,
    ),
];

/// One cell a column, as Clio has the texts.
pub(super) type Row = [String; COLUMNS.len()];

/// Everybody of a client, the client first.
pub(super) fn rows(record: &ImportedClient, sensitive: Sensitive) -> impl Iterator<Item = Row> {
    let classes = [
        (SavedAs::Spouse, &record.spouses),
        (SavedAs::Child, &record.children),
        (SavedAs::Grandchild, &record.grandchildren),
        (SavedAs::Party, &record.parties),
    ];
    let related = classes.into_iter().flat_map(move |(saved_as, class)| {
        class
            .iter()
            .map(move |related| row(record, saved_as, &related.person, Some(related), sensitive))
    });
    let client =
        std::iter::once_with(move || row(record, SavedAs::Client, &record.client, None, sensitive));
    client.chain(related)
}

/// `1 Elm Street, Unit 2, Salem, OR 97301, US`
pub(super) fn on_one_line(address: &Address) -> String {
    let state = joined(
        " ",
        [&address.state, &address.postal_code].into_iter().flatten(),
    );
    let street = address
        .street
        .as_deref()
        .map(lines_joined)
        .unwrap_or_default();
    let texts = [
        street.as_str(),
        address.city.as_deref().unwrap_or_default(),
        address.county.as_deref().unwrap_or_default(),
        state.as_str(),
        address.country.as_deref().unwrap_or_default(),
    ];
    joined(", ", texts.into_iter().filter(|text| !text.is_empty()))
}

/// What a person calls the fact of this column.
pub(super) fn heading(column: &str) -> &str {
    let found = COLUMNS.iter().find(|(name, _, _)| *name == column);
    found.map_or(column, |(_, heading, _)| *heading)
}

/// The word that the record has too.
pub(super) fn class(saved_as: SavedAs) -> &'static str {
    match saved_as {
        SavedAs::Client => "client",
        SavedAs::Spouse => "spouse",
        SavedAs::Child => "child",
        SavedAs::Grandchild => "grandchild",
        SavedAs::Party => "party",
    }
}

fn row(
    record: &ImportedClient,
    saved_as: SavedAs,
    person: &Person,
    related: Option<&RelatedPerson>,
    sensitive: Sensitive,
) -> Row {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let shown = person.residence().or_else(|| person.addresses.first());
    let address = shown.cloned().unwrap_or_default();
    let others = person
        .addresses
        .iter()
        .filter(|other| shown.is_none_or(|shown| !std::ptr::eq(shown, *other)));
    let is_person = person.kind == Kind::Person;
    let of_person = |word: &str| {
        if is_person {
            word.to_owned()
        } else {
            String::new()
        }
    };
    let employer = person.employer.clone().unwrap_or_default();
    let facts: Vec<Fact> = facts::of_person(person, sensitive)
        .chain(related.into_iter().flat_map(facts::of_relation))
        .collect();
    let fact = |column: &str| {
        let found = facts.iter().find(|(name, _)| *name == column);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    [
        record.id.clone(),
        text(&record.source.matter_number),
        class(saved_as).to_owned(),
        related
            .and_then(|related| related.relationship.clone())
            .unwrap_or_default(),
        person.name.full.clone(),
        text(&person.name.prefix),
        text(&person.name.first),
        text(&person.name.middle),
        text(&person.name.last),
        text(&person.name.suffix),
        if is_person { "person" } else { "company" }.to_owned(),
        of_person(gender(person.gender)),
        text(&person.birth_date),
        text(&person.death_date),
        of_person(living(person.living)),
        related
            .map(|related| kinship(related.kinship).to_owned())
            .unwrap_or_default(),
        address.kind.into_owned(),
        address
            .street
            .as_deref()
            .map(lines_joined)
            .unwrap_or_default(),
        text(&address.city),
        text(&address.county),
        text(&address.state),
        text(&address.postal_code),
        text(&address.country),
        joined(
            "; ",
            others.map(|other| format!("{}: {}", other.kind, on_one_line(other))),
        ),
        phones(person, "home"),
        phones(person, "mobile"),
        phones(person, "work"),
        other_phones(person),
        joined("; ", person.emails.iter().map(|email| &email.address)),
        joined(
            ", ",
            [employer.job_title, employer.name].into_iter().flatten(),
        ),
        custom(person, sensitive),
        person.clio_contact_id.clone(),
        fact("preferred_name"),
        fact("also_known_as"),
        fact("marital_status"),
        fact("married_on"),
        fact("us_citizen"),
        fact("us_resident"),
        fact("parentage"),
        fact("parent_contact_id"),
        fact("role_hints"),
        fact("web_sites"),
        fact("social_security_number"),
    ]
}

fn phones(person: &Person, kind: &str) -> String {
    joined(
        "; ",
        person
            .phones
            .iter()
            .filter(|phone| phone.kind == kind)
            .map(|phone| &phone.number),
    )
}

fn other_phones(person: &Person) -> String {
    let is_other = |phone: &&Phone| !["home", "mobile", "work"].contains(&&*phone.kind);
    joined(
        "; ",
        person
            .phones
            .iter()
            .filter(is_other)
            .map(|phone| format!("{}: {}", phone.kind, phone.number)),
    )
}

fn custom(person: &Person, sensitive: Sensitive) -> String {
    let shown = person
        .custom
        .iter()
        .filter(|value| sensitive == Sensitive::Written || !sensitive::is_left_out(value));
    joined(
        "; ",
        shown.map(|value| format!("{}: {}", value.name, content(&value.value))),
    )
}

/// A checkbox is yes or no.
pub(super) fn content(value: &CustomContent) -> &str {
    match value {
        CustomContent::Flag(true) => "yes",
        CustomContent::Flag(false) => "no",
        CustomContent::Text(text) => text,
    }
}

fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "female",
        Gender::Male => "male",
        Gender::Unknown => "unknown",
    }
}

fn living(living: Living) -> &'static str {
    match living {
        Living::Living => "living",
        Living::Deceased => "deceased",
        Living::Incapacitated => "incapacitated",
        Living::Unknown => "unknown",
    }
}

fn kinship(kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::Biological => "biological",
        Kinship::Adopted => "adopted",
        Kinship::Step => "step",
        Kinship::Foster => "foster",
        Kinship::Unknown => "unknown",
    }
}

fn lines_joined(text: &str) -> String {
    joined(
        ", ",
        text.lines().map(str::trim).filter(|line| !line.is_empty()),
    )
}

fn joined(between: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let texts: Vec<_> = texts.into_iter().collect();
    texts
        .iter()
        .map(AsRef::as_ref)
        .collect::<Vec<&str>>()
        .join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_fits_on_a_line() {
        let text = |text: &str| Some(text.to_owned());
        let address = Address {
            street: text("1 Elm Street\r\nUnit 2\n"),
            city: text("Salem"),
            state: text("OR"),
            postal_code: text("97301"),
            ..Address::default()
        };
        assert_eq!(
            on_one_line(&address),
            "1 Elm Street, Unit 2, Salem, OR 97301"
        );
        assert_eq!(on_one_line(&Address::default()), "");
    }

    /// The words of the record, which its schema holds to: an export says no other.
    #[test]
    fn the_words_are_the_records() {
        let word = |value: serde_json::Result<serde_json::Value>| value.unwrap();
        for one in [Gender::Female, Gender::Male, Gender::Unknown] {
            assert_eq!(word(serde_json::to_value(one)), gender(one));
        }
        for one in [
            Living::Living,
            Living::Deceased,
            Living::Incapacitated,
            Living::Unknown,
        ] {
            assert_eq!(word(serde_json::to_value(one)), living(one));
        }
        for one in [
            Kinship::Biological,
            Kinship::Adopted,
            Kinship::Step,
            Kinship::Foster,
            Kinship::Unknown,
        ] {
            assert_eq!(word(serde_json::to_value(one)), kinship(one));
        }
    }

    #[test]
    fn a_ticked_box_is_yes() {
        assert_eq!(content(&CustomContent::Flag(true)), "yes");
        assert_eq!(content(&CustomContent::Flag(false)), "no");
    }
}
