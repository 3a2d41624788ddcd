//! One connection: its head is read, its answer written, and only then is it closed.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use zeroize::Zeroizing;

use super::page::Page;
use super::request::{Expected, LONGEST_HEAD, Progress, read};
use crate::{ConnectError, Pasted};

/// A browser sends its request at once.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// For a page of a few hundred bytes, on this computer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// `Some`: Clio's answer. `None`: somebody else, who has been answered or has gone.
pub(super) async fn receive(
    mut stream: TcpStream,
    expected: Expected<'_>,
) -> Option<Result<Pasted, ConnectError>> {
    let head = tokio::time::timeout(HEAD_TIMEOUT, head(&mut stream, &expected)).await;
    let (page, outcome) = match head {
        Ok(Some(Progress::Done { page, outcome })) => (page, outcome),
        Ok(_) => return None,
        Err(_) => (Page::Late, None),
    };
    if outcome.is_none() {
        tracing::debug!(
            status = &page.status()[..3],
            "refused a request to the listener"
        );
    }
    // Whoever does not take the answer does not hold up what was heard.
    drop(tokio::time::timeout(ANSWER_TIMEOUT, respond(&mut stream, page)).await);
    outcome
}

/// `None` when the peer went away.
async fn head(stream: &mut TcpStream, expected: &Expected<'_>) -> Option<Progress> {
    // It holds a code: kept in one buffer that is wiped, never moved by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_HEAD + 4096));
    let mut piece = Zeroizing::new([0_u8; 2048]);
    loop {
        let count = stream
            .read(&mut *piece)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        match read(&bytes, expected) {
            Progress::More => {}
            done @ Progress::Done { .. } => return Some(done),
        }
    }
}

async fn respond(stream: &mut TcpStream, page: Page) -> std::io::Result<()> {
    stream.write_all(page.response().as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with unread bytes would be a reset, which can overtake the page.
    let mut rest = [0_u8; 2048];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
