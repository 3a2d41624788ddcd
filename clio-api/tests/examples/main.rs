//! The examples run, against a stand-in for Clio on this computer, and print what they should.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a failed set-up is a failed test"
)]

#[path = "../../examples/create_contact_and_relationship.rs"]
#[expect(dead_code, reason = "`main` asks the environment")]
mod create_contact_and_relationship;
#[path = "../../examples/custom_ca_or_proxy.rs"]
#[expect(dead_code, reason = "`main` asks the environment")]
mod custom_ca_or_proxy;
#[path = "../../examples/resume_a_walk.rs"]
#[expect(dead_code, reason = "`main` asks the environment")]
mod resume_a_walk;
#[path = "../../examples/search_contacts.rs"]
#[expect(dead_code, reason = "`main` asks the environment")]
mod search_contacts;
#[path = "../../examples/verify_webhook.rs"]
#[expect(dead_code, reason = "`main` prints")]
mod verify_webhook;
#[path = "../../examples/walk_a_firm.rs"]
#[expect(dead_code, reason = "`main` asks the environment")]
mod walk_a_firm;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;

use clio_api::{AccessToken, Clio, ErrorKind, Id};

include!("stand_in.rs");

/// What an example printed.
fn text(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap()
}

/// The kind of the error an example ended with.
fn kind(error: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    error
        .downcast_ref::<clio_api::Error>()
        .map(clio_api::Error::kind)
}

#[tokio::test]
async fn search_contacts_prints_who_is_found() {
    let found = r#"{"data":[
        {"id":2575000001,"name":"Dana Hollis","primary_email_address":"dana@example.test"},
        {"id":2575000002,"redacted":true},
        {"id":2575000003,"name":"Hollis & Sons","primary_email_address":null}]}"#;
    let asked =
        "GET /contacts.json?fields=id,name,primary_email_address&query=Hollis Street&order=id(asc)";
    let (_server, builder) = stand_in(&[(asked, 200, found)]).await;
    let mut out = Vec::new();
    search_contacts::search(&builder.build().unwrap(), "Hollis Street", &mut out)
        .await
        .unwrap();
    assert_eq!(
        text(out),
        "2575000001  Dana Hollis  dana@example.test\n2575000002  (not visible to this user)\n\
         2575000003  Hollis & Sons  \n3 found\n"
    );
}

/// What the walk told of itself.
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[tokio::test]
async fn walk_a_firm_joins_three_lists() {
    let next = r#"{"data":[{"id":11,"display_number":"00412-Hollis","client":{"id":1,"etag":"\"a\""}}],
        "meta":{"paging":{"next":"{server}/api/v4/matters.json?page_token=x"}}}"#;
    let (server, builder) = stand_in(&[
        ("GET /matters.json?fields=id,display_number,client", 200, next),
        (
            "GET /matters.json?page_token=x",
            200,
            r#"{"data":[{"id":12,"display_number":"00413-Reyes","client":{"id":9,"redacted":true}}]}"#,
        ),
        (
            "GET /relationships.json?fields=matter,contact,description",
            200,
            r#"{"data":[{"matter":{"id":11},"contact":{"id":2},"description":"Wife"},
                {"matter":{"id":13,"redacted":true},"contact":{"id":2},"description":null}]}"#,
        ),
        (
            "GET /contacts.json?fields=id,name",
            200,
            r#"{"data":[{"id":1,"name":"Dana Hollis"},{"id":2,"name":"Lee Hollis"}]}"#,
        ),
    ])
    .await;
    let builder = walk_a_firm::told(builder, |line| HEARD.lock().unwrap().push(line.to_owned()));
    let mut out = Vec::new();
    walk_a_firm::walk(&builder.build().unwrap(), &mut out)
        .await
        .unwrap();
    assert_eq!(
        text(out),
        "00412-Hollis: client Dana Hollis\n00413-Reyes: client (not visible to this user)\n\
         00412-Hollis: Wife Lee Hollis\n(not visible to this user):  Lee Hollis\n"
    );
    assert_eq!(
        *HEARD.lock().unwrap(),
        [
            "contacts.list: 2",
            "matters.list: 1",
            "matters.list: 2",
            "relationships.list: 2"
        ]
    );
    assert_eq!(server.received_requests().await.unwrap().len(), 4);
}

#[tokio::test]
async fn resume_a_walk_goes_on_in_another_run() {
    let place =
        Place(std::env::temp_dir().join(format!("clio-api-example-{}", std::process::id())));
    let page = |id: i64, next: &str| {
        format!(
            r#"{{"data":[{{"id":{id},"name":"Person {id}"}}],"meta":{{"paging":{{"next":"{{server}}/api/v4/contacts.json?page_token={next}"}}}}}}"#
        )
    };
    let (server, builder) = stand_in(&[
        (
            "GET /contacts.json?fields=id,name&limit=200",
            200,
            &page(1, "b"),
        ),
        ("GET /contacts.json?page_token=b", 200, &page(2, "c")),
        (
            "GET /contacts.json?page_token=c",
            200,
            r#"{"data":[{"id":3,"name":null}]}"#,
        ),
    ])
    .await;
    let clio = builder.build().unwrap();
    let mut printed = Vec::new();
    for _ in 0..2 {
        let mut out = Vec::new();
        resume_a_walk::walk(&clio, &place.0, 2, &mut out)
            .await
            .unwrap();
        printed.push(text(out));
    }
    assert_eq!(
        printed,
        [
            "1  Person 1\n2  Person 2\nthere is more: run it again\n",
            "3  \nthat was all\n"
        ]
    );
    assert!(!place.0.exists(), "the next run begins anew");
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

/// A file that goes away with the test.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn create_contact_and_relationship_says_what_was_made() {
    let person = r#"{"data":{"id":2575000009,"name":"Lee Hollis"}}"#;
    let contact = ("POST /contacts.json?fields=id,name", 201, person);
    let (server, builder) = stand_in(&[
        contact,
        (
            "POST /relationships.json",
            201,
            r#"{"data":{"id":725000001}}"#,
        ),
    ])
    .await;
    let mut out = Vec::new();
    let matter = Id::new(1_843_000_412);
    create_contact_and_relationship::create(
        &builder.build().unwrap(),
        matter,
        "Lee",
        "Hollis",
        "Wife",
        &mut out,
    )
    .await
    .unwrap();
    assert_eq!(
        text(out),
        "Lee Hollis is contact 2575000009\nLee Hollis is Wife in matter 1843000412\n"
    );
    let sent: Vec<String> = server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .map(|request| String::from_utf8(request.body.clone()).unwrap())
        .collect();
    assert_eq!(
        sent,
        [
            r#"{"data":{"first_name":"Lee","last_name":"Hollis","type":"Person"}}"#,
            r#"{"data":{"contact":{"id":2575000009},"description":"Wife","matter":{"id":1843000412}}}"#
        ]
    );

    // A relationship that is refused, and an answer that is lost.
    for (answers, printed, ended) in [
        (
            &[contact, ("POST /relationships.json", 403, "<html>")][..],
            "Lee Hollis is contact 2575000009\nLee Hollis stays in Clio, not related to the matter.\n",
            ErrorKind::Forbidden,
        ),
        (
            &[("POST /contacts.json", 502, "")],
            "Look in Clio whether Lee Hollis was made.\n",
            ErrorKind::Server,
        ),
    ] {
        let (server, builder) = stand_in(answers).await;
        let mut out = Vec::new();
        let clio = builder.build().unwrap();
        let error = create_contact_and_relationship::create(
            &clio, matter, "Lee", "Hollis", "Wife", &mut out,
        )
        .await
        .unwrap_err();
        assert_eq!((text(out).as_str(), kind(&*error)), (printed, Some(ended)));
        assert_eq!(
            server.received_requests().await.unwrap().len(),
            answers.len()
        );
    }
}

#[tokio::test]
async fn custom_ca_or_proxy_says_who_is_connected() {
    for (status, answer, printed) in [
        (
            200,
            r#"{"data":{"name":"Pat Paralegal"}}"#,
            "connected as Pat Paralegal\n",
        ),
        (403, "", "connected\n"),
    ] {
        let (_server, builder) =
            stand_in(&[("GET /users/who_am_i.json?fields=name", status, answer)]).await;
        let mut out = Vec::new();
        let clio = custom_ca_or_proxy::through(builder, None, None)
            .build()
            .unwrap();
        custom_ca_or_proxy::ask(&clio, &mut out).await.unwrap();
        assert_eq!(text(out), printed);
    }
}

#[tokio::test]
async fn custom_ca_or_proxy_goes_through_what_it_is_given() {
    // A proxy that lets nothing through: what it is asked for is meant for Clio, and goes no further.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line
    });
    let authority = include_bytes!("../http/tls/ca.pem");
    let builder = Clio::builder().token_source(AccessToken::new("CANARY_access_5c2f71e0"));
    let builder = custom_ca_or_proxy::through(builder, Some(authority), Some(&proxy));
    let mut out = Vec::new();
    let error = custom_ca_or_proxy::ask(&builder.build().unwrap(), &mut out)
        .await
        .unwrap_err();
    assert_eq!(kind(&*error), Some(ErrorKind::Transport));
    assert_eq!(
        text(out),
        "no way to Clio: is there a proxy, a certificate, a wrong clock?\n"
    );
    assert_eq!(
        asked.join().unwrap(),
        "CONNECT app.clio.com:443 HTTP/1.1\r\n"
    );

    let broken = custom_ca_or_proxy::through(Clio::builder(), Some(b"no certificate"), None);
    assert_eq!(broken.build().unwrap_err().kind(), ErrorKind::Usage);
}

#[test]
fn verify_webhook_believes_only_what_is_signed() {
    let mut out = Vec::new();
    verify_webhook::judge(&mut out).unwrap();
    assert_eq!(
        text(out),
        "a handshake: 200 \n\
         the same handshake again: 409 there was a handshake for webhook 1234 already\n\
         an event: 200 created 2575000001 Dana Hollis\n\
         the same event again: 200 seen already\n\
         a forged event: 401 the delivery's signature is wrong\n"
    );
}
