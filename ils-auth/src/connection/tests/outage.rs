//! Every way Clio can fail, with a token that still works and with one that does not (T17).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use super::*;
use crate::stand_in::app_at;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// A person has to act.
    Connect,
    /// Trying later may help.
    Later,
}

async fn expect(rig: &Rig, connection: &Connection, left: i64, outcome: Outcome, what: &str) {
    for _ in 0..3 {
        let token = connection.token(Demand::Any).await;
        match (left > 0, token) {
            (true, token) => assert_eq!(token.unwrap().expose(), access("old"), "{what}"),
            (false, token) => {
                let error = token.unwrap_err();
                assert_clean_error(&error);
                let kind = match outcome {
                    Outcome::Connect => TokenErrorKind::NotConnected,
                    Outcome::Later => TokenErrorKind::Temporary,
                };
                assert_eq!(error.kind(), kind, "{what}");
            }
        }
    }
    let (stored, generation) = rig.store.load(&rig.key).await.unwrap().unwrap();
    assert_eq!(stored.access().expose(), access("old"), "{what}: wiped");
    assert_eq!(generation, Generation(1), "{what}");
}

#[tokio::test]
async fn t17_every_answer_keeps_what_works_and_wipes_nothing() {
    use Outcome::{Connect, Later};
    let html = |status| ResponseTemplate::new(status).set_body_raw("<html>CANARY", "text/html");
    let text_grant =
        ResponseTemplate::new(400).set_body_raw(r#"{"error":"invalid_grant"}"#, "text/plain");
    let cases = [
        (refused(400, "invalid_grant"), Connect),
        (refused(401, "invalid_grant"), Connect),
        (refused(400, "invalid_client"), Connect),
        (refused(401, "invalid_client"), Connect),
        (refused(400, "temporarily_odd"), Later),
        // Not JSON, not 400: no word of the standard, whatever it looks like.
        (text_grant, Later),
        (refused(500, "invalid_grant"), Later),
        (html(400), Later),
        (html(401), Later),
        (html(403), Later),
        (html(408), Later),
        (html(200), Later),
        (html(204), Later),
        (html(302), Later),
        (html(500), Later),
        (html(502), Later),
        (html(503), Later),
        (
            ResponseTemplate::new(429).insert_header("retry-after", "7"),
            Later,
        ),
        (ResponseTemplate::new(429), Later),
    ];
    for (n, (response, outcome)) in cases.into_iter().enumerate() {
        for left in [30, -30] {
            let rig = Rig::new(left).await;
            token_answer(&rig.server, response.clone()).await;
            let what = format!("case {n}, {left} seconds left");
            expect(&rig, &rig.connection, left, outcome, &what).await;
            assert_eq!(rig.posts().await, 1, "{what}");
        }
    }
}

/// What a server does with a connection.
type Treatment = fn(TcpStream);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t17_every_broken_connection_keeps_what_works_and_wipes_nothing() {
    let treatments: [(&str, &str, Treatment); 5] = [
        ("reset before the request is read", "http", |_| {}),
        ("reset after it was read", "http", |mut stream| {
            drop(stream.read(&mut [0; 4096]));
        }),
        ("half an answer", "http", |mut stream| {
            drop(stream.read(&mut [0; 4096]));
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"acc"));
        }),
        ("no HTTP", "http", |mut stream| {
            drop(stream.read(&mut [0; 4096]));
            drop(stream.write_all(b"CANARY\r\n\r\n"));
        }),
        ("no TLS", "https", |mut stream| {
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }),
    ];
    for (what, scheme, treatment) in treatments {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                treatment(stream);
            }
        });
        broken(&format!("{scheme}://127.0.0.1:{port}"), what).await;
    }
    broken("http://127.0.0.1:9", "nobody listens").await;
}

#[tokio::test(start_paused = true)]
async fn t17_a_clio_that_never_answers_keeps_what_works_and_wipes_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    broken(&format!("http://127.0.0.1:{port}"), "time-out").await;
}

async fn broken(origin: &str, what: &str) {
    for left in [30, -30] {
        let rig = Rig::new(left).await;
        let connection = Connection::new(
            Endpoint::new(app_at(origin)),
            rig.key.clone(),
            Arc::clone(&rig.store) as Arc<dyn TokenStore>,
            Arc::clone(&rig.clock) as Arc<dyn Clock>,
        );
        expect(&rig, &connection, left, Outcome::Later, what).await;
    }
}
