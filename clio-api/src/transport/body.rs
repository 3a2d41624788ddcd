//! An answer's body: read whole, or chunk by chunk.

use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use http::header;

use super::{TransportFault, fault};

/// Nothing of it is read yet.
pub(crate) struct Body(reqwest::Response);

pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportFault>> + Send>>;

impl Body {
    pub(super) fn new(response: reqwest::Response) -> Self {
        Self(response)
    }

    /// Its length on the wire; unknown when it comes compressed.
    pub(crate) fn length(&self) -> Option<u64> {
        self.0.content_length()
    }

    /// Reads chunk by chunk, so that a small answer cannot unpack into a large one.
    pub(crate) async fn text(mut self, largest: usize) -> Result<String, TransportFault> {
        let told = self
            .length()
            .map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
        if told > largest {
            return Err(TransportFault::TooLarge);
        }
        self.check_encoding()?;
        // A length is a claim: no more than this is set aside for it.
        let mut body = Vec::with_capacity(told.min(1024 * 1024));
        while let Some(chunk) = self.0.chunk().await.map_err(|error| fault(&error))? {
            if chunk.len() > largest - body.len() {
                return Err(TransportFault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        String::from_utf8(body).map_err(|_| TransportFault::NotText)
    }

    pub(crate) fn chunks(self) -> Chunks {
        Box::pin(futures_util::stream::unfold(
            Some(self.0),
            |response| async {
                let mut response = response?;
                match response.chunk().await {
                    Ok(chunk) => chunk.map(|chunk| (Ok(chunk), Some(response))),
                    Err(error) => Some((Err(fault(&error)), None)),
                }
            },
        ))
    }

    /// gzip is undone by now and its header gone; whatever is still named was not asked for.
    fn check_encoding(&self) -> Result<(), TransportFault> {
        let encoded = self.0.headers().get_all(header::CONTENT_ENCODING);
        if encoded.iter().all(|encoding| encoding == "identity") {
            Ok(())
        } else {
            Err(TransportFault::NotText)
        }
    }
}
