//! A server of bytes, for what no well-behaved server sends.

use std::sync::{Arc, Mutex};

use clio_api::{AccessToken, Clio, ClioBuilder, Origin, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::TOKEN;

/// What happens after the last byte.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    Close,
    Reset,
    Hold,
    /// The last piece again and again.
    Repeat,
}

pub(super) struct Raw {
    pub(super) address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Raw {
    /// Gives the same pieces to every request, one connection each.
    pub(super) async fn serve(pieces: Vec<Vec<u8>>, then: Then) -> Self {
        Self::serve_each(move |_| pieces.clone(), then).await
    }

    /// Gives the pieces of the nth request.
    pub(super) async fn serve_each(
        pieces: impl Fn(usize) -> Vec<Vec<u8>> + Send + 'static,
        then: Then,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(head) = head(&mut stream).await else {
                    continue;
                };
                let count = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(head);
                    seen.len() - 1
                };
                tokio::spawn(answer(stream, pieces(count), then));
            }
        });
        Self { address, requests }
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(super) fn builder(&self) -> ClioBuilder {
        Clio::builder()
            .origin(Origin::parse(&self.address).unwrap())
            .token_source(AccessToken::new(TOKEN))
            .retry(RetryPolicy::never())
    }

    pub(super) fn clio(&self) -> Clio {
        self.builder().build().unwrap()
    }
}

async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

async fn answer(mut stream: TcpStream, pieces: Vec<Vec<u8>>, then: Then) {
    let last = pieces.last().cloned().unwrap_or_default();
    for piece in pieces {
        if stream.write_all(&piece).await.is_err() || stream.flush().await.is_err() {
            return;
        }
    }
    match then {
        Then::Close => {}
        Then::Reset => stream.set_zero_linger().unwrap(),
        Then::Hold => std::future::pending().await,
        Then::Repeat => while stream.write_all(&last).await.is_ok() {},
    }
}

/// A 200 with a length.
pub(super) fn plain(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A 200 in chunks of these sizes; what is left over is the last one.
pub(super) fn chunked(body: &str, sizes: &[usize]) -> Vec<Vec<u8>> {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut pieces = vec![head.as_bytes().to_vec()];
    let mut rest = body.as_bytes();
    let mut sizes = sizes.iter();
    while !rest.is_empty() {
        let size = sizes
            .next()
            .map_or(rest.len(), |size| (*size).clamp(1, rest.len()));
        let (chunk, after) = rest.split_at(size);
        let mut piece = format!("{size:x}\r\n").into_bytes();
        piece.extend(chunk);
        piece.extend(b"\r\n");
        pieces.push(piece);
        rest = after;
    }
    pieces.push(b"0\r\n\r\n".to_vec());
    pieces
}
