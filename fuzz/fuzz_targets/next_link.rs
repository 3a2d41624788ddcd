//! Whatever an answer gives as its next page: it is asked for at our origin below `/api/v4/`, or the walk ends with an error.
#![no_main]

use std::sync::OnceLock;

use clio_api::{Clio, Contact, ErrorKind, Id, Limiter, Projection};
use futures_util::TryStreamExt;
use ils_fuzz::{answer, assert_clean, block_on, clio, last_target, origin, requests};
use libfuzzer_sys::fuzz_target;
use url::Url;

#[derive(serde::Deserialize, Projection)]
#[projection(resource = Contact)]
struct Bare {
    #[serde(rename = "id")]
    _id: Id<Contact>,
}

fuzz_target!(|text: &str| {
    static CLIO: OnceLock<Clio> = OnceLock::new();
    let clio = CLIO.get_or_init(|| clio().limiter(Limiter::new()).build().expect("a handle"));
    // `@` stands for our own origin: no seed can know the port.
    let link = text.replacen('@', origin(), 1);
    let body = serde_json::json!({"data": [{"id": 1}], "meta": {"paging": {"next": link}}});
    answer(
        200,
        &[("Content-Type", b"application/json")],
        body.to_string().as_bytes(),
    );
    let before = requests();
    let (pages, error) = block_on(async {
        let mut pages = clio
            .contacts()
            .list()
            .select::<Bare>()
            .most_pages(2)
            .pages();
        let mut count = 0;
        loop {
            match pages.try_next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => return (count, None),
                Err(error) => return (count, Some(error)),
            }
        }
    });
    let sent = requests() - before;
    assert!(sent <= 2 && pages <= 2);
    let error = error.expect("a list without an end is no list");
    assert_clean(&error);
    if sent == 2 {
        // It was followed: both parsers must take it for ours, and no trick may hide in the path.
        let url = Url::parse(&link).expect("an address");
        assert_eq!(url.origin().ascii_serialization(), origin());
        assert!(url.username().is_empty() && url.password().is_none());
        let uri: http::Uri = url.as_str().parse().expect("the other parser takes it");
        let host = format!("http://{}", uri.authority().expect("a host"));
        assert_eq!(host, origin());
        let target = last_target();
        let target = target.split('?').next().unwrap_or_default();
        assert!(
            target.starts_with("/api/v4/") && !target.contains("/../"),
            "{target}"
        );
    } else {
        assert!(
            matches!(
                error.kind(),
                ErrorKind::Decode | ErrorKind::Limit | ErrorKind::Usage
            ),
            "{error:?}"
        );
    }
});
