//! What the targets share: a token endpoint on this computer that answers whatever it is told, and tokens.
//!
//! The targets use the public interface of `ils-auth` only, so what reads an answer is reached through a real request.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use clio_api::{AccessToken, Clio, ClioBuilder, Origin, RetryPolicy};
use ils_auth::{App, Endpoint, Site, Tokens};
use jiff::Timestamp;

pub const NOW: i64 = 1_795_000_000;

/// The next answer, as bytes on the wire.
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LAST_FORM: Mutex<String> = Mutex::new(String::new());
static LAST_TARGET: Mutex<String> = Mutex::new(String::new());
static SPLIT: AtomicUsize = AtomicUsize::new(usize::MAX);
static REQUESTS: AtomicUsize = AtomicUsize::new(0);
static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);
static MOST_UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// An app whose Clio is the endpoint of this process.
pub fn app() -> App {
    App::new(
        Site::parse(origin()).expect("a stand-in"),
        "key-1",
        "CANARY_secret".into(),
    )
}

/// A handle on Clio's API that asks the endpoint of this process, once a call.
pub fn clio() -> ClioBuilder {
    Clio::builder()
        .origin(Origin::parse(origin()).expect("a stand-in"))
        .token_source(AccessToken::new("CANARY_bearer"))
        .retry(RetryPolicy::never())
}

/// The endpoint of this process.
pub fn origin() -> &'static str {
    static ORIGIN: OnceLock<String> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this computer");
        let port = listener.local_addr().expect("its number").port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let now = UNDER_WAY.fetch_add(1, Ordering::SeqCst) + 1;
                MOST_UNDER_WAY.fetch_max(now, Ordering::SeqCst);
                // A client that has gone is no concern of the target's.
                drop(serve(stream));
                UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
            }
        });
        format!("http://127.0.0.1:{port}")
    })
}

/// Made once: reading the settings for TLS takes longer than a hundred requests.
pub fn endpoint() -> Endpoint {
    static ENDPOINT: OnceLock<Endpoint> = OnceLock::new();
    ENDPOINT.get_or_init(|| Endpoint::new(app())).clone()
}

/// From now on an answer comes in two pieces, the second one from here on.
pub fn split(at: usize) {
    SPLIT.store(at, Ordering::SeqCst);
}

/// What every request gets from now on.
pub fn answer(status: u16, headers: &[(&str, &[u8])], body: &[u8]) {
    let mut bytes = format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\n",
        body.len()
    )
    .into_bytes();
    for (name, value) in headers {
        bytes.extend(name.as_bytes());
        bytes.extend(b": ");
        // A header ends at its line; what else may stand in it is the target's choice.
        bytes.extend(
            value
                .iter()
                .filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)),
        );
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"Connection: close\r\n\r\n");
    bytes.extend(body);
    *ANSWER.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
}

/// The path and query of the last request.
pub fn last_target() -> String {
    let target = LAST_TARGET.lock().unwrap_or_else(PoisonError::into_inner);
    target.clone()
}

pub fn requests() -> usize {
    REQUESTS.load(Ordering::SeqCst)
}

/// The most requests that were open at one time since the process began.
pub fn most_under_way() -> usize {
    MOST_UNDER_WAY.load(Ordering::SeqCst)
}

/// A field of the last request's form.
pub fn sent(field: &str) -> Option<String> {
    let form = LAST_FORM.lock().unwrap_or_else(PoisonError::into_inner);
    let found = url::form_urlencoded::parse(form.as_bytes()).find(|(name, _)| name == field);
    found.map(|(_, value)| value.into_owned())
}

pub fn tokens(name: &str, left: i64) -> Tokens {
    let at = |second| Timestamp::from_second(second).expect("a second");
    Tokens::new(
        AccessToken::new(format!("CANARY_access_{name}")),
        Some(format!("CANARY_refresh_{name}").into()),
        at(NOW + left - 2_592_000),
        Some(at(NOW + left)),
    )
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<Mutex<tokio::runtime::Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let built = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Mutex::new(built.expect("a runtime"))
    });
    runtime
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .block_on(future)
}

/// Neither Debug nor Display of an error, nor of its causes, holds a secret.
pub fn assert_clean(error: &(dyn std::error::Error + 'static)) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let text = format!("{error} {error:?}");
        assert!(!text.contains("CANARY"), "{text}");
        cause = error.source();
    }
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    let form = loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        request.extend(&piece[..read]);
        if let Some(form) = whole_form(&request) {
            break form;
        }
    };
    *LAST_FORM.lock().unwrap_or_else(PoisonError::into_inner) = form;
    let head = String::from_utf8_lossy(&request);
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    *LAST_TARGET.lock().unwrap_or_else(PoisonError::into_inner) = target;
    REQUESTS.fetch_add(1, Ordering::SeqCst);
    let answer = ANSWER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let (first, rest) = answer.split_at(answer.len().min(SPLIT.load(Ordering::SeqCst)));
    stream.set_nodelay(true)?;
    stream.write_all(first)?;
    stream.flush()?;
    stream.write_all(rest)
}

fn whole_form(request: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(request);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    (body.len() >= length.unwrap_or(0)).then(|| body.to_owned())
}
