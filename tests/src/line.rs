//! A bad line between `ils` and the fake: it breaks, stalls and miscounts where a web server would not.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// How the fake tells its line what to do with an answer; it never leaves this computer.
pub(crate) const ORDER: &str = "x-fake-line";

/// What a line does to an answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) enum Trouble {
    /// A reset instead of the answer.
    Reset,
    /// A reset after so many bytes of the body.
    ResetAt(usize),
    /// The end of the connection after so many bytes of the body, of which the head promised more.
    EndAt(usize),
    /// Silence after so many bytes of the body, until the other side has had enough.
    SilentAt(usize),
    /// The head promises this many bytes more than there are (fewer, when negative).
    Miscount(i64),
    /// One byte at a time, with a pause after each.
    Drip(Duration),
    /// Other bytes in the place of the whole answer.
    Bytes(String),
}

/// The line; it ends when dropped.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) address: SocketAddr,
    _end: oneshot::Sender<()>,
}

impl Line {
    /// A line to `server`, on a thread with a clock of its own.
    #[expect(clippy::expect_used, reason = "a test without a port cannot go on")]
    pub(crate) fn to(server: SocketAddr) -> Self {
        Self::new(server).expect("a free port on 127.0.0.1")
    }

    fn new(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (end, ended) = oneshot::channel();
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ended = ended => {}
                    _failed = serve(listener, server) => {}
                }
            });
        });
        Ok(Self { address, _end: end })
    }
}

async fn serve(listener: TcpListener, server: SocketAddr) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (caller, _) = listener.accept().await?;
        drop(tokio::spawn(
            async move { one_caller(caller, server).await },
        ));
    }
}

async fn one_caller(mut caller: TcpStream, server: SocketAddr) -> io::Result<()> {
    loop {
        let Some(request) = message(&mut caller).await? else {
            return Ok(());
        };
        let mut behind = TcpStream::connect(server).await?;
        behind.write_all(&request).await?;
        let Some(answer) = message(&mut behind).await? else {
            return Ok(());
        };
        let (answer, order) = without_order(&answer);
        let Some(trouble) = order else {
            caller.write_all(&answer).await?;
            if is_last(&request) {
                return Ok(());
            }
            continue;
        };
        return spoil(caller, &answer, trouble).await;
    }
}

async fn spoil(mut caller: TcpStream, answer: &[u8], trouble: Trouble) -> io::Result<()> {
    let body = head_length(answer).unwrap_or(answer.len());
    let up_to = |bytes: usize| &answer[..(body + bytes).min(answer.len())];
    match trouble {
        Trouble::Reset => caller.set_zero_linger(),
        Trouble::ResetAt(bytes) => {
            caller.write_all(up_to(bytes)).await?;
            // Read before it breaks off: a reset discards what waits on the other side.
            tokio::time::sleep(Duration::from_millis(30)).await;
            caller.set_zero_linger()
        }
        Trouble::EndAt(bytes) => {
            caller.write_all(up_to(bytes)).await?;
            caller.shutdown().await
        }
        Trouble::SilentAt(bytes) => {
            caller.write_all(up_to(bytes)).await?;
            until_gone(&mut caller).await
        }
        Trouble::Miscount(by) => {
            caller.write_all(&miscounted(answer, by)).await?;
            caller.shutdown().await
        }
        Trouble::Drip(pause) => {
            caller.set_nodelay(true)?;
            for byte in answer {
                caller.write_all(&[*byte]).await?;
                tokio::time::sleep(pause).await;
            }
            caller.shutdown().await
        }
        Trouble::Bytes(bytes) => {
            caller.write_all(bytes.as_bytes()).await?;
            caller.shutdown().await
        }
    }
}

async fn until_gone(caller: &mut TcpStream) -> io::Result<()> {
    while caller.read(&mut [0; 64]).await? > 0 {}
    Ok(())
}

/// Whether the caller wants the connection closed behind the answer.
fn is_last(request: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&request[..head_length(request).unwrap_or(0)]).into_owned();
    head.lines()
        .any(|line| field(line, "connection") == Some("close"))
}

/// A whole request or answer; `None` when the other side hangs up before one begins.
async fn message(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(head) = head_length(&bytes)
            && bytes.len() >= head + promised(&bytes[..head])
        {
            return Ok(Some(bytes));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

/// The length of the head with its empty line.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(end + 4)
}

/// How many bytes of body a head promises.
fn promised(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head);
    let value = head.lines().find_map(|line| field(line, "content-length"));
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = line.split_once(':')?;
    key.eq_ignore_ascii_case(name).then(|| value.trim())
}

/// The answer as callers may see it, and what to do to it.
fn without_order(answer: &[u8]) -> (Vec<u8>, Option<Trouble>) {
    let head = head_length(answer).unwrap_or(0);
    let text = String::from_utf8_lossy(&answer[..head]);
    let order = text.lines().find_map(|line| field(line, ORDER));
    let order = order.and_then(|order| serde_json::from_str(order).ok());
    (
        edited(answer, |line| {
            field(line, ORDER).is_none().then(|| line.to_owned())
        }),
        order,
    )
}

fn miscounted(answer: &[u8], by: i64) -> Vec<u8> {
    edited(answer, |line| {
        let Some(length) = field(line, "content-length") else {
            return Some(line.to_owned());
        };
        let length = length.parse::<i64>().unwrap_or(0).saturating_add(by).max(0);
        Some(format!("content-length: {length}"))
    })
}

/// The answer with each line of its head changed, or left out.
fn edited(answer: &[u8], change: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let head = head_length(answer).unwrap_or(0);
    let text = String::from_utf8_lossy(&answer[..head]);
    let lines = text.trim_end().lines().filter_map(change);
    let mut whole: Vec<u8> = lines
        .flat_map(|line| format!("{line}\r\n").into_bytes())
        .collect();
    whole.extend_from_slice(b"\r\n");
    whole.extend_from_slice(&answer[head..]);
    whole
}
