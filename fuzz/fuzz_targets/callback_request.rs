//! Whatever knocks at the listener gets one fixed page or nothing; only our address with our state is an answer, and after
//! any knock the browser's own answer is still heard.
//!
//! A first byte cuts what follows into pieces, and `STATE` and `PORT` in it stand for the attempt's own, which bytes
//! cannot know.
#![no_main]

use std::num::NonZeroU16;
use std::time::Duration;

use ils_auth::{App, Attempt, ConnectError, Listener, Pasted, Site, SystemClock};
use ils_fuzz::{assert_clean, block_on};
use libfuzzer_sys::fuzz_target;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CODE: &str = "CANARYcode1234567890";
const TEXTS: [&str; 4] = [
    "Clio has answered. You can close this page and go back to ILS.",
    "Clio was told not to allow access. Nothing was changed. You can close this page.",
    "Clio answered with a problem. You can close this page and go back to ILS.",
    "There is nothing here.",
];
const SOON: Duration = Duration::from_secs(20);

fuzz_target!(|data: &[u8]| block_on(knock(data)));

async fn knock(data: &[u8]) {
    let Some((size, data)) = data.split_first() else {
        return;
    };
    let (mut listener, attempt, port) = begin().await;
    let state = parameter(attempt.address(), "state");
    let bytes = replaced(data, b"STATE", state.as_bytes());
    let bytes = replaced(&bytes, b"PORT", port.to_string().as_bytes());
    let knocks = async {
        let page = visit(port, &bytes, usize::from(*size) + 1).await;
        let is_answer = page.starts_with(b"HTTP/1.1 200 ");
        check(&page);
        if !is_answer {
            let wanted = format!(
                "GET /callback?code={CODE}&state={state} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
            );
            let page = visit(port, wanted.as_bytes(), usize::MAX).await;
            assert!(page.starts_with(b"HTTP/1.1 200 "), "the wait goes on");
        }
        is_answer
    };
    let both = async { tokio::join!(listener.hear(&attempt, &SystemClock), knocks) };
    let (heard, was_answer) = tokio::time::timeout(SOON, both)
        .await
        .expect("nothing hangs");
    let brings_state = bytes
        .windows(state.len())
        .any(|part| part == state.as_bytes());
    assert!(
        !was_answer || brings_state || is_escaped(&bytes),
        "our state only"
    );
    match heard {
        Ok(Pasted::Code(_)) => {}
        Ok(_) => assert!(was_answer),
        Err(error) => {
            assert!(
                was_answer && matches!(error, ConnectError::Refused(_)),
                "{error}"
            );
            assert_clean(&error);
        }
    }
}

/// A listener on a port of its own: they are registered before they are bound, so a free one is looked for first.
async fn begin() -> (Listener, Attempt, u16) {
    loop {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        let site = Site::parse("http://127.0.0.1:9").expect("a stand-in");
        let port = NonZeroU16::new(port).expect("a number");
        let app = App::new(site, "key-1", "CANARY_secret".into()).with_loopback_callback(port);
        if let Ok(listener) = Listener::open(&app).await {
            let attempt = Attempt::begin_listening(&app, &listener, &SystemClock);
            return (listener, attempt.expect("random numbers"), port.get());
        }
    }
}

/// All that comes back. The peer may close before everything is sent.
async fn visit(port: u16, bytes: &[u8], piece: usize) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    for piece in bytes.chunks(piece) {
        if stream.write_all(piece).await.is_err() {
            break;
        }
        tokio::task::yield_now().await;
    }
    drop(stream.shutdown().await);
    let mut page = Vec::new();
    drop(stream.take(64 * 1024).read_to_end(&mut page).await);
    page
}

/// One of our pages, with the headers that keep it out of caches and frames, and nothing of the request in it.
fn check(page: &[u8]) {
    if page.is_empty() {
        return;
    }
    let page = std::str::from_utf8(page).expect("our own words");
    assert_eq!(page.matches("HTTP/1.1 ").count(), 1, "one answer: {page}");
    for header in [
        "Cache-Control: no-store",
        "default-src 'none'",
        "Connection: close",
    ] {
        assert!(page.contains(header), "{header}: {page}");
    }
    let text = page
        .rsplit_once("<p>")
        .and_then(|(_, rest)| rest.strip_suffix("</p></html>\n"));
    assert!(text.is_some_and(|text| TEXTS.contains(&text)), "{page}");
}

/// Percent signs can spell the state.
fn is_escaped(bytes: &[u8]) -> bool {
    bytes.contains(&b'%') || bytes.contains(&b'+')
}

fn parameter(address: &str, name: &str) -> String {
    let address = url::Url::parse(address).expect("our own address");
    let found = address.query_pairs().find(|(key, _)| key == name);
    found.expect("every attempt has one").1.into_owned()
}

fn replaced(bytes: &[u8], word: &[u8], with: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut out = Vec::with_capacity(bytes.len());
    while let Some(at) = rest.windows(word.len()).position(|part| part == word) {
        out.extend(&rest[..at]);
        out.extend(with);
        rest = &rest[at + word.len()..];
    }
    out.extend(rest);
    out
}
