//! A file that Clio stores, as a stream.

mod file_name;
#[cfg(test)]
mod tests;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};

use crate::exchange::{Answer, Call, Content, Exchange, broken};
use crate::pinned::{FileUrl, PinnedUrl};
use crate::retry::{Budget, Failure, retry_after};
use crate::transport::{Body, Chunks, Head, TransportFault};
use crate::{Error, ErrorKind, Result};

/// How many addresses a storage may send on to.
const MOST_HOPS: usize = 3;

/// A file: its name and kind, and its bytes as a stream.
///
/// Clio answers with the file, or with 303 and a signed address of where it is stored (Clio: Documents, Reports). That address is
/// fetched by a client of its own that has no bearer token; it must be encrypted, and it is in no error and no log.
///
/// The stream ends after the first error: `Transport` or `Timeout` when the connection fails in the middle, `Decode` when the file is
/// larger than [`ClioBuilder::largest_download`](crate::ClioBuilder::largest_download). Only an end without an error is the whole file.
#[must_use = "streams do nothing unless polled"]
pub struct Download {
    operation: &'static str,
    content_type: Option<String>,
    length: Option<u64>,
    file_name: Option<String>,
    chunks: Option<Chunks>,
    room: u64,
}

impl Download {
    /// The `Content-Type`, as the storage tells it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes the file has, if that is known beforehand.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The file's own name, made harmless: no folders, no control characters, no name that a system reserves, 200 bytes at most.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    fn new(operation: &'static str, headers: &HeaderMap, body: Body, most: u64) -> Result<Self> {
        let length = body.length();
        if length.is_some_and(|length| length > most) {
            return Err(broken(operation, TransportFault::TooLarge));
        }
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .map(|kind| kind.chars().take(255).collect());
        Ok(Self {
            operation,
            content_type,
            length,
            file_name: headers
                .get(header::CONTENT_DISPOSITION)
                .and_then(|disposition| file_name::read(disposition.as_bytes())),
            chunks: Some(body.chunks()),
            room: most,
        })
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        let chunk = match ready!(chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => {
                let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                match self.room.checked_sub(size) {
                    Some(room) => {
                        self.room = room;
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    None => Some(TransportFault::TooLarge),
                }
            }
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        self.chunks = None;
        Poll::Ready(chunk.map(|fault| Err(broken(self.operation, fault))))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name may be a person's.
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    /// Asks Clio for a file and opens it, wherever it is.
    pub(crate) async fn download(
        &self,
        operation: &'static str,
        url: PinnedUrl,
    ) -> Result<Download> {
        let most = self.transport.largest_download();
        let base = url.url().clone();
        let Answer {
            status,
            headers,
            body,
            ..
        } = self.run(Call::download(operation, url)).await?;
        match body {
            Content::File(body) if status.is_success() => {
                Download::new(operation, &headers, body, most)
            }
            _ => {
                let stored = self.location(operation, &base, &headers)?;
                let head = Box::pin(self.open(operation, stored)).await?;
                Download::new(operation, &head.headers, head.body, most)
            }
        }
    }

    /// Asks a storage, without the bearer token, until it gives the file or its failure is final.
    async fn open(&self, operation: &'static str, mut stored: FileUrl) -> Result<Head> {
        let mut budget = Budget::new(self.retry, true);
        let mut attempts = 0;
        let mut hops = 0;
        loop {
            attempts += 1;
            let (failure, error) = match self.transport.fetch(&stored).await {
                Ok(head) if head.status == StatusCode::OK => return Ok(head),
                Ok(head) if sends_on(head.status) && hops < MOST_HOPS => {
                    hops += 1;
                    attempts -= 1;
                    stored = self.location(operation, stored.url(), &head.headers)?;
                    continue;
                }
                Ok(head) => {
                    let asked = retry_after(&head.headers);
                    let error = Error::new(ErrorKind::Server, operation)
                        .with_status(head.status)
                        .with_retry_after(asked)
                        .with_detail("Clio's storage does not give the file");
                    (Failure::Status(head.status, asked), error)
                }
                Err(fault) => (Failure::Transport(fault), broken(operation, fault)),
            };
            match budget.next(failure) {
                Some(wait) => self.pause(wait).await,
                None => return Err(error.with_attempts(attempts)),
            }
        }
    }

    fn location(
        &self,
        operation: &'static str,
        base: &url::Url,
        headers: &HeaderMap,
    ) -> Result<FileUrl> {
        headers
            .get(header::LOCATION)
            .and_then(|location| FileUrl::parse(&self.origin, base, location.as_bytes()))
            .ok_or_else(|| {
                Error::new(ErrorKind::Decode, operation).with_detail(
                    "the file is said to be at an address that is not safe; nothing was sent there",
                )
            })
    }
}

fn sends_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
