//! The handle, and how it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::exchange::{Exchange, OnWait};
use crate::pace::Pace;
use crate::transport::Transport;
use crate::{
    Collection, Contact, CustomField, Error, ErrorKind, Matter, Origin, Region, Relationship,
    Result, TokenSource, Wait,
};

/// The version this crate's models follow (Clio: API changelog). Without the header Clio would choose.
const API_VERSION: &str = "4.0.13";
const TOTAL: Duration = Duration::from_secs(30);
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// A connection to one Clio. Clones are cheap and share the limiter and the connections.
///
/// It is not called a client, because a client is a person in this field.
#[derive(Clone, Debug)]
pub struct Clio(Arc<Exchange>);

impl Clio {
    /// Starts building a handle.
    pub fn builder() -> ClioBuilder {
        ClioBuilder {
            region: Region::default(),
            origin: None,
            tokens: None,
            total: TOTAL,
            on_wait: None,
        }
    }

    /// The region it was built for; a stand-in on this computer stands for that region.
    pub fn region(&self) -> Region {
        self.0.region
    }

    /// The only place the bearer token goes to.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Contacts: people and companies.
    pub fn contacts(&self) -> Collection<Contact> {
        Collection::new(Arc::clone(&self.0))
    }

    /// Matters.
    pub fn matters(&self) -> Collection<Matter> {
        Collection::new(Arc::clone(&self.0))
    }

    /// Relationships: what a contact is to a matter.
    pub fn relationships(&self) -> Collection<Relationship> {
        Collection::new(Arc::clone(&self.0))
    }

    /// Definitions of the firm's own fields.
    pub fn custom_fields(&self) -> Collection<CustomField> {
        Collection::new(Arc::clone(&self.0))
    }

    pub(crate) fn exchange(&self) -> &Arc<Exchange> {
        &self.0
    }
}

/// Builds a [`Clio`].
#[must_use = "a builder does nothing until `build`"]
pub struct ClioBuilder {
    region: Region,
    origin: Option<Origin>,
    tokens: Option<Arc<dyn TokenSource>>,
    total: Duration,
    on_wait: Option<OnWait>,
}

impl ClioBuilder {
    /// The region; the United States when not set.
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// A stand-in for the region's Clio, on this computer.
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Where bearer tokens come from. Without one, every call ends as `Unauthorized`.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.tokens = Some(Arc::new(source));
        self
    }

    /// How long one request may take from first to last byte; 30 seconds when not set. Waits for Clio's limit do not count.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Called before each wait for Clio's limit or for another attempt: "Clio asked us to wait 23 seconds".
    pub fn on_wait(mut self, observer: impl Fn(Wait) + Send + Sync + 'static) -> Self {
        self.on_wait = Some(Arc::new(observer));
        self
    }

    /// Builds the handle. No socket is opened and no certificate read before the first request.
    ///
    /// # Errors
    /// `Usage` when the origin is neither the region's own nor on this computer.
    pub fn build(self) -> Result<Clio> {
        let origin = match self.origin {
            Some(origin) if origin == self.region.origin() || origin.is_loopback() => origin,
            Some(_) => {
                return Err(Error::new(ErrorKind::Usage, "build")
                    .with_detail("the origin is neither the region's own nor on this computer"));
            }
            None => self.region.origin(),
        };
        let version = HeaderValue::from_static(API_VERSION);
        Ok(Clio(Arc::new(Exchange {
            region: self.region,
            transport: Transport::new(origin.clone(), version, self.total, LARGEST_BODY),
            origin,
            tokens: self.tokens,
            pace: Pace::default(),
            on_wait: self.on_wait,
        })))
    }
}

impl fmt::Debug for ClioBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClioBuilder")
            .field("region", &self.region)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
