//! Writes and conditional reads: what the operations stand on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use http::{HeaderValue, Method};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::{any, body_string, header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::{Clio, TokenError};

const JSON: &str = r#"{"data":{"name":"Dana"}}"#;

fn clio(address: &str) -> Clio {
    Clio::builder()
        .origin(Origin::parse(address).unwrap())
        .token_source(AccessToken::new("CANARY_access_0123456789abcdef"))
        .build()
        .unwrap()
}

fn url(clio: &Clio) -> PinnedUrl {
    PinnedUrl::new(clio.origin(), "contacts/1", "fields=id").unwrap()
}

fn write(clio: &Clio, method: Method) -> Call {
    let body = if method == Method::DELETE { "" } else { JSON };
    Call::write("contacts.write", method, url(clio), body)
}

#[tokio::test]
async fn each_verb_is_sent_as_it_is() {
    for (verb, status) in [
        (Method::POST, 201),
        (Method::PATCH, 200),
        (Method::PUT, 200),
    ] {
        let server = MockServer::start().await;
        Mock::given(method(verb.as_str()))
            .and(header("content-type", "application/json"))
            .and(header("accept", "application/json"))
            .and(header("x-api-version", "4.0.13"))
            .and(header("if-match", "\"v1\""))
            .and(body_string(JSON))
            .respond_with(ResponseTemplate::new(status).set_body_string("{}"))
            .expect(1)
            .mount(&server)
            .await;
        let clio = clio(&server.uri());
        let call = write(&clio, verb).if_match(HeaderValue::from_static("\"v1\""));
        let answer = clio.exchange().send(call).await.unwrap();
        assert_eq!((answer.status.as_u16(), &*answer.body), (status, "{}"));
    }
    let server = MockServer::start().await;
    Mock::given(method("DELETE"))
        .and(body_string(""))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let clio = clio(&server.uri());
    let call = write(&clio, Method::DELETE);
    let answer = clio.exchange().send(call).await.unwrap();
    assert_eq!((answer.status.as_u16(), &*answer.body), (204, ""));
}

#[tokio::test]
async fn a_304_answers_only_who_asked_for_it() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(304).insert_header("etag", "\"v2\""))
        .mount(&server)
        .await;
    let clio = clio(&server.uri());
    let call = Call::read("contacts.get", url(&clio));
    let asked = call.if_none_match(HeaderValue::from_static("\"v2\""));
    let answer = clio.exchange().send(asked).await.unwrap();
    assert_eq!(answer.status, StatusCode::NOT_MODIFIED);
    assert_eq!(answer.headers["etag"], "\"v2\"");
    let unasked = Call::read("contacts.get", url(&clio));
    let error = clio.exchange().send(unasked).await.map(|_| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
}

/// T42.
#[tokio::test]
async fn a_write_that_may_have_been_done_is_never_sent_again() {
    for verb in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE] {
        for (status, doubt) in [
            (500, true),
            (502, true),
            (503, true),
            (504, true),
            (408, true),
            (307, false),
            (400, false),
            (403, false),
            (404, false),
            (409, false),
            (412, false),
            (422, false),
        ] {
            let server = MockServer::start().await;
            Mock::given(any())
                .respond_with(ResponseTemplate::new(status))
                .expect(1)
                .mount(&server)
                .await;
            let clio = clio(&server.uri());
            let call = write(&clio, verb.clone());
            let error = clio.exchange().send(call).await.map(|_| ()).unwrap_err();
            assert_eq!(error.may_have_taken_effect(), doubt, "{verb} {status}");
            assert_eq!(error.attempts(), 1);
        }
    }
}

#[tokio::test]
async fn a_write_without_effect_is_sent_again() {
    // Refused by the limit: nothing was done.
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "0"))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(201))
        .expect(1)
        .mount(&server)
        .await;
    let limited = clio(&server.uri());
    let call = write(&limited, Method::POST);
    assert_eq!(
        limited.exchange().send(call).await.unwrap().status,
        StatusCode::CREATED
    );

    // Never sent: nobody listens.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let unheard = clio(&address);
    let call = write(&unheard, Method::POST);
    let error = unheard.exchange().send(call).await.map(|_| ()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
    assert!(!error.may_have_taken_effect());
}

#[derive(Debug, Default)]
struct Renewing(AtomicU32);

#[async_trait]
impl TokenSource for Arc<Renewing> {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        if let Demand::NewerThan(_) = demand {
            self.0.fetch_add(1, Ordering::SeqCst);
            return Ok(AccessToken::new("new"));
        }
        Ok(AccessToken::new("old"))
    }
}

/// T35.
#[tokio::test]
async fn a_401_renews_once_for_writes_too_and_a_403_never() {
    for (second, status, renewals) in [(201, 401, 1), (401, 401, 1), (403, 403, 0)] {
        let server = MockServer::start().await;
        Mock::given(header("authorization", "Bearer old"))
            .respond_with(ResponseTemplate::new(status))
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(header("authorization", "Bearer new"))
            .respond_with(ResponseTemplate::new(second))
            .expect(u64::from(renewals))
            .mount(&server)
            .await;
        let tokens = Arc::new(Renewing::default());
        let clio = Clio::builder()
            .origin(Origin::parse(&server.uri()).unwrap())
            .token_source(Arc::clone(&tokens))
            .build()
            .unwrap();
        let call = write(&clio, Method::POST);
        let outcome = clio.exchange().send(call).await;
        assert_eq!(outcome.is_ok(), second == 201);
        if let Err(error) = outcome {
            assert!(!error.may_have_taken_effect());
        }
        assert_eq!(tokens.0.load(Ordering::SeqCst), renewals);
    }
}

/// Answers the first request of each connection, and closes on the second without a word.
async fn tired_server(requests: Arc<Mutex<Vec<String>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            for turn in 0..2 {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => break,
                    }
                }
                let method = String::from_utf8_lossy(&head)
                    .split(' ')
                    .next()
                    .map(ToOwned::to_owned);
                requests.lock().unwrap().extend(method);
                if turn == 0 {
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                    stream.write_all(answer).await.unwrap();
                }
            }
        }
    });
    address
}

#[tokio::test]
async fn on_a_connection_that_the_peer_closed_a_read_goes_on_and_a_write_does_not() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let clio = clio(&tired_server(Arc::clone(&requests)).await);
    let read = || Call::read("contacts.get", url(&clio));
    clio.exchange().send(read()).await.unwrap();
    clio.exchange().send(read()).await.unwrap();
    assert_eq!(*requests.lock().unwrap(), ["GET", "GET", "GET"]);

    let call = Call::write("contacts.delete", Method::DELETE, url(&clio), "");
    let error = clio.exchange().send(call).await.map(|_| ()).unwrap_err();
    assert!(error.may_have_taken_effect(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let deletes = |requests: &Mutex<Vec<String>>| {
        let requests = requests.lock().unwrap();
        requests.iter().filter(|method| *method == "DELETE").count()
    };
    assert_eq!(deletes(&requests), 1);
}

#[tokio::test]
async fn a_write_whose_answer_cannot_be_read_leaves_doubt() {
    for answer in [
        &b"HTTP/1.1 201 Created\r\ncontent-length: 50\r\n\r\n{"[..],
        b"HTTP/1.1 201 Created\r\ncontent-length: 1\r\n\r\n\xff",
        b"HTTP/1.1 201 Created\r\ncontent-length: 99999999999\r\n\r\n",
        b"nonsense",
        b"",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clio = clio(&format!("http://{}", listener.local_addr().unwrap()));
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut seen = vec![0; 4_096];
            let _count = stream.read(&mut seen).await.unwrap();
            stream.write_all(answer).await.unwrap();
            drop(stream);
            // Whoever asks again waits here, and the test would see a second connection.
            listener
        });
        let call = write(&clio, Method::POST);
        let error = clio.exchange().send(call).await.map(|_| ()).unwrap_err();
        assert!(error.may_have_taken_effect(), "{error:?}");
        assert_eq!(error.attempts(), 1);
        drop(served.await.unwrap());
    }
}
