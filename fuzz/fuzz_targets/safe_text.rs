//! A stranger's text in a list for a spreadsheet or an address book: one row, one card, nothing that acts.
#![no_main]

use ils_import::export::vcard::Vcards;
use ils_import::export::{Csv, CsvOptions, Exporter, Sensitive, visible};
use ils_import::{Family, Rules, map};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (String, String, String)| {
    let (name, street, says) = texts;
    let family = serde_json::json!({
        "matter": {"id": "1", "number": says}, "client_id": 1,
        "relationships": [{"id": 1, "contact_id": 2, "description": says}],
        "people": {
            "1": {"id": 1, "type": "Person", "first_name": name, "name": name,
                  "addresses": [{"name": "Home", "street": street, "city": says, "postal_code": name}],
                  "phone_numbers": [{"name": says, "number": street}],
                  "email_addresses": [{"name": "Work", "address": name}]},
            "2": {"id": 2, "type": "Company", "name": street}
        }
    });
    let family: Family = serde_json::from_value(family).expect("a family");
    let draft = map(family, &Rules::default());
    let people = draft.counts().total();
    assert_eq!(people + draft.not_saved().count(), 2, "nobody is lost");

    for text in [&name, &street, &says] {
        let shown = visible(text);
        assert_eq!(visible(&shown), shown, "the same when shown again");
        assert!(
            !shown
                .chars()
                .any(|letter| letter.is_control() && letter != '\n')
        );
    }

    let mut bytes = Vec::new();
    let mut list = Box::new(Csv::new(&mut bytes, CsvOptions::excel()).expect("memory"));
    list.add(&draft.client).expect("memory");
    list.finish().expect("memory");
    let text = String::from_utf8(bytes).expect("text");
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), people);
    for cell in rows.iter().flat_map(csv::StringRecord::iter) {
        assert!(!cell.chars().any(char::is_control), "{cell:?}");
        let first = cell.trim_start().chars().next();
        assert!(
            !first.is_some_and(|letter| "=+-@".contains(letter)),
            "{cell:?}"
        );
    }

    let mut bytes = Vec::new();
    let mut cards = Box::new(Vcards::new(&mut bytes, Sensitive::LeftOut));
    cards.add(&draft.client).expect("memory");
    cards.finish().expect("memory");
    let text = String::from_utf8(bytes).expect("text");
    assert!(
        text.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains(['\n', '\r']))
    );
    for mark in ["BEGIN:VCARD", "END:VCARD"] {
        assert_eq!(
            text.split("\r\n").filter(|line| *line == mark).count(),
            people,
            "{text}"
        );
    }
});
