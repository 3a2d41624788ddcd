//! Any bytes as a page: records, or an error without a word of them; the same wherever the network cuts it.
#![no_main]

use std::sync::OnceLock;

use clio_api::{Clio, ErrorKind, FieldValue, Limiter, Projection};
use clio_api::{Contact, CustomFieldValue, Id};
use ils_fuzz::{answer, assert_clean, block_on, clio, split};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq, serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Option<Id<Contact>>,
    name: Option<String>,
    custom_field_values: Option<Vec<Held>>,
}

#[derive(Debug, PartialEq, serde::Deserialize, Projection)]
#[projection(resource = CustomFieldValue)]
struct Held {
    field_type: Option<String>,
    value: Option<FieldValue>,
}

fuzz_target!(|data: &[u8]| {
    static CLIO: OnceLock<Clio> = OnceLock::new();
    let clio = CLIO.get_or_init(|| clio().limiter(Limiter::new()).build().expect("a handle"));
    let Some((cut, body)) = data.split_first() else {
        return;
    };
    answer(200, &[("Content-Type", b"application/json")], body);
    let read = |at: usize| {
        split(at);
        block_on(clio.contacts().list().select::<Person>().send())
    };
    let whole = read(usize::MAX);
    let cut = read(usize::from(*cut));
    match (whole, cut) {
        (Ok(whole), Ok(cut)) => assert_eq!(whole.items, cut.items),
        (Err(whole), Err(cut)) => {
            assert_clean(&whole);
            assert_eq!(whole.kind(), ErrorKind::Decode, "{whole:?}");
            assert_eq!(whole.to_string(), cut.to_string());
            let said = format!("{whole} {whole:?}");
            for text in String::from_utf8_lossy(body)
                .split('"')
                .filter(|text| text.len() > 40)
            {
                assert!(!said.contains(text), "{said}");
            }
        }
        (whole, cut) => panic!("{:?} and {:?}", whole.map(|_| ()), cut.map(|_| ())),
    }
});
