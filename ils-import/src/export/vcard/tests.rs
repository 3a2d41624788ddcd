//! Cards, line by line.

use super::*;
use crate::client::{CustomContent, CustomValue, Email, Employer, Parentage, Phone, RelatedPerson};

#[expect(
    clippy::unnecessary_wraps,
    reason = "members of the record are options"
)]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn hollis() -> ImportedClient {
    let mut record = ImportedClient::default();
    record.source.region = "us".to_owned();
    record.source.imported_at = Some(jiff::Timestamp::constant(1_795_546_960, 0));
    let client = &mut record.client;
    client.clio_contact_id = "2575000001".to_owned();
    client.name.full = "Dr. Dana Hollis; née Kay, Jr.".to_owned();
    client.name.prefix = text("Dr.");
    client.name.first = text("Dana");
    client.name.last = text("Hollis");
    client.birth_date = text("1951-03-09");
    client.death_date = text("no date");
    client.gender = Gender::Female;
    client.addresses.push(Address {
        kind: "home".into(),
        street: text("1 Elm Street\nUnit 2"),
        city: text("Salem"),
        county: text("Marion"),
        state: text("OR"),
        postal_code: text("97301"),
        country: text("US"),
        primary: true,
    });
    client.phones.push(Phone {
        kind: "mobile".into(),
        number: "503-555-0100".to_owned(),
        primary: false,
    });
    client.emails.push(Email {
        kind: "work".into(),
        address: "dana@example.test".to_owned(),
        primary: true,
    });
    client.employer = Some(Employer {
        name: text("Hollis, Inc."),
        job_title: text("Owner"),
    });
    for (name, value) in [("Golf club", "Eastmoreland"), ("SSN", "123-45-6789")] {
        client.custom.push(CustomValue {
            name: name.to_owned(),
            value: CustomContent::Text(value.to_owned()),
            ..CustomValue::default()
        });
    }
    let mut party = RelatedPerson {
        labels: vec!["trustee".to_owned()],
        ..RelatedPerson::default()
    };
    party.person.kind = Kind::Company;
    party.person.clio_contact_id = "9".to_owned();
    party.person.name.full = "First Trust Co.\u{1b}".to_owned();
    record.parties.push(party);
    record
}

fn cards(record: &ImportedClient, sensitive: Sensitive) -> String {
    let mut bytes = Vec::new();
    let mut cards = Box::new(Vcards::new(&mut bytes, sensitive));
    cards.add(record).unwrap();
    cards.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_family_is_a_stack_of_cards() {
    let record = hollis();
    let (dana, trust) = (
        uid(&record, &record.client),
        uid(&record, &record.parties[0].person),
    );
    let expected = format!(
        "BEGIN:VCARD|VERSION:4.0|PRODID:-//InterActive LegalSuite//Clio import//EN|FN:Dr. Dana Hollis\\; née Kay\\, Jr.|KIND:individual|\
         N:Hollis;Dana;;Dr.;|GENDER:F|BDAY:19510309|ADR;TYPE=home;PREF=1:;;1 Elm Street\\nUnit 2;Salem;OR;97301;US|NOTE:County: Marion|\
         TEL;VALUE=text;TYPE=cell:503-555-0100|EMAIL;TYPE=work;PREF=1:dana@example.test|ORG:Hollis\\, Inc.|TITLE:Owner|\
         NOTE:Golf club: Eastmoreland|UID:{dana}|CATEGORIES:client|REV:20261124T190240Z|RELATED;TYPE=contact:{trust}|END:VCARD|\
         BEGIN:VCARD|VERSION:4.0|PRODID:-//InterActive LegalSuite//Clio import//EN|FN:First Trust Co.⟨U+001B⟩|KIND:org|\
         ORG:First Trust Co.⟨U+001B⟩|UID:{trust}|CATEGORIES:party|REV:20261124T190240Z|NOTE:Clio says: trustee|END:VCARD|"
    );
    let written = cards(&record, Sensitive::LeftOut)
        .replace("\r\n ", "")
        .replace("\r\n", "|");
    assert_eq!(written, expected);
    assert!(cards(&record, Sensitive::Written).contains("SSN: 123-45-6789"));
}

#[test]
fn lines_are_folded_between_characters() {
    for text in [
        "x".repeat(75),
        "x".repeat(76),
        "é".repeat(200),
        "a🌲".repeat(100),
        String::new(),
    ] {
        let mut bytes = Vec::new();
        line(&mut bytes, &text).unwrap();
        let folded = String::from_utf8(bytes).unwrap();
        assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST));
        assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), text);
    }
}

#[test]
fn a_card_without_a_name_says_so() {
    let card = cards(&ImportedClient::default(), Sensitive::LeftOut);
    assert!(
        card.contains("\r\nFN:(no name)\r\n") && !card.contains("\r\nN:"),
        "{card}"
    );
    assert!(
        card.contains("\r\nUID:urn:uuid:") && card.contains("-8"),
        "{card}"
    );
}

#[test]
fn each_kind_of_reaching_somebody_has_its_type() {
    let mut record = ImportedClient::default();
    let kinds = ["home", "work", "mobile", "fax", "pager", "other", "Skype"];
    for (at, kind) in kinds.into_iter().enumerate() {
        record.client.phones.push(Phone {
            kind: kind.into(),
            number: "503".to_owned(),
            primary: at == 3,
        });
        record.client.emails.push(Email {
            kind: kind.into(),
            address: "a@b.test".to_owned(),
            primary: at == 0,
        });
        record.client.addresses.push(Address {
            kind: kind.into(),
            city: text("Salem"),
            ..Address::default()
        });
    }
    let cards = cards(&record, Sensitive::LeftOut);
    let of = |property: &str, content: &str| -> Vec<&str> {
        cards
            .lines()
            .filter_map(|line| line.strip_prefix(property)?.strip_suffix(content))
            .collect()
    };
    assert_eq!(
        of("TEL;VALUE=text", ":503"),
        [
            ";TYPE=home",
            ";TYPE=work",
            ";TYPE=cell",
            ";TYPE=fax;PREF=1",
            ";TYPE=pager",
            "",
            ""
        ]
    );
    assert_eq!(
        of("EMAIL", ":a@b.test"),
        [";TYPE=home;PREF=1", ";TYPE=work", "", "", "", "", ""]
    );
    assert_eq!(
        of("ADR", ":;;;Salem;;;"),
        [";TYPE=home", ";TYPE=work", "", "", "", "", ""]
    );
}

#[test]
fn what_a_field_says_of_the_relation_is_a_note() {
    let mut record = ImportedClient::default();
    record.grandchildren.push(RelatedPerson {
        parentage: Some(Parentage::SpouseOnly),
        parent_contact_id: text("12"),
        role_hints: vec!["executor".to_owned(), "trustee".to_owned()],
        ..RelatedPerson::default()
    });
    let cards = cards(&record, Sensitive::LeftOut);
    for note in [
        "NOTE:Child of: spouse only",
        "NOTE:Parent\\, Clio contact: 12",
        "NOTE:Also: executor\\; trustee",
    ] {
        assert!(
            cards.contains(&format!("\r\n{note}\r\n")),
            "{note}: {cards}"
        );
    }
}
