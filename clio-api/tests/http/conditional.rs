use clio_api::Fetched;

use super::*;

/// Answers what is unchanged with 304, as the headers that reach it say.
async fn unchanged_for(name: &'static str, value: &'static str) -> MockServer {
    let server = MockServer::start().await;
    // wiremock's own matcher takes the comma of a date for the end of a value.
    let is_sent = move |request: &wiremock::Request| {
        request.headers.get(name).is_some_and(|sent| sent == value)
    };
    Mock::given(is_sent)
        .respond_with(ResponseTemplate::new(304))
        .with_priority(1)
        .mount(&server)
        .await;
    let person = json!({"data": {"id": 7}});
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(person))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_version_that_is_known_is_not_sent_again() {
    let server = unchanged_for("if-none-match", "\"v1\"").await;
    let contacts = clio(&server).contacts();
    for (etag, is_known) in [("\"v1\"", true), ("\"v2\"", false)] {
        let request = contacts.get(Id::new(7)).select::<Person>();
        match request.if_none_match(etag).send().await.unwrap() {
            Fetched::NotModified => assert!(is_known, "{etag}"),
            Fetched::Modified(person) => {
                assert_eq!((is_known, person.id), (false, Id::new(7)));
            }
        }
    }
}

/// The one form of a date that may be sent (RFC 9110 section 5.6.7), in Greenwich's time whatever the moment came in.
#[tokio::test]
async fn a_moment_is_sent_as_headers_write_it() {
    let server = unchanged_for("if-modified-since", "Sun, 01 Mar 2026 03:04:05 GMT").await;
    let contacts = clio(&server).contacts();
    for (moment, is_known) in [
        ("2026-02-28T22:04:05-05:00", true),
        ("2026-02-28T22:04:05Z", false),
    ] {
        let request = contacts.get(Id::new(7)).select::<Person>();
        let request = request.if_modified_since(moment.parse().unwrap());
        let fetched = request.send().await.unwrap();
        let is_unchanged = matches!(fetched, Fetched::NotModified);
        assert_eq!(is_unchanged, is_known, "{moment}");
    }
}

#[tokio::test]
async fn an_etag_that_is_no_header_is_not_sent() {
    let server = unchanged_for("if-none-match", "\"v1\"").await;
    for etag in ["", "a\r\nAuthorization: b"] {
        let request = clio(&server).contacts().get(Id::new(7));
        let error = request.if_none_match(etag).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Usage, 0));
    }
    assert!(addresses(&server).await.is_empty());
}
