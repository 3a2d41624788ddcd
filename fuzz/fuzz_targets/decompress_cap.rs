//! However an answer is packed: no more of it than the cap is ever held.
#![no_main]

use std::io::Write;
use std::sync::OnceLock;

use clio_api::{Clio, Contact, ErrorKind, Id, Limiter, Projection};
use ils_fuzz::{answer, assert_clean, block_on, clio};
use libfuzzer_sys::fuzz_target;

const CAP: usize = 64 * 1024;

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Bare {
    #[serde(rename = "id")]
    _id: Option<Id<Contact>>,
}

fuzz_target!(|data: &[u8]| {
    static CLIO: OnceLock<Clio> = OnceLock::new();
    let clio = CLIO.get_or_init(|| {
        let clio = clio().limiter(Limiter::new()).largest_answer(CAP);
        clio.build().expect("a handle")
    });
    let Some((mode, data)) = data.split_first() else {
        return;
    };
    // Bytes as they are; a page that is blown up by blanks; the same packed twice.
    let blown = usize::from(*mode) * 1024;
    let (body, length) = match mode % 3 {
        0 => (data.to_vec(), None),
        1 => (gzip(&page(blown)), Some(page(blown).len())),
        _ => (gzip(&[gzip(&page(blown)), data.to_vec()].concat()), None),
    };
    let headers: [(&str, &[u8]); 2] = [
        ("Content-Type", b"application/json"),
        ("Content-Encoding", b"gzip"),
    ];
    answer(200, &headers, &body);
    let read = block_on(clio.contacts().list().select::<Bare>().send());
    match read {
        Ok(page) => assert!(page.items.len() <= CAP && length.is_none_or(|length| length <= CAP)),
        Err(error) => {
            assert_clean(&error);
            assert!(length.is_none_or(|length| length > CAP), "{error:?}");
            let is_known = matches!(error.kind(), ErrorKind::Decode | ErrorKind::Transport);
            assert!(is_known, "{error:?}");
        }
    }
});

fn page(blanks: usize) -> Vec<u8> {
    format!(r#"{{"data":[{{"id":1}}]{}}}"#, " ".repeat(blanks)).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}
