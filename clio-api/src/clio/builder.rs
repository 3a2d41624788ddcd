//! How a handle is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::Clio;
use crate::exchange::Exchange;
use crate::observe::Observers;
use crate::transport::{Proxy, Settings, Transport};
use crate::{
    Error, ErrorKind, Limiter, Origin, OtherVersion, Progress, Region, Result, RetryPolicy,
    TokenSource, Wait,
};

/// The version this crate's models follow (Clio: API changelog). Without the header Clio would choose.
const API_VERSION: &str = "4.0.13";

/// Builds a [`Clio`].
#[must_use = "a builder does nothing until `build`"]
#[derive(Default)]
pub struct ClioBuilder {
    region: Region,
    origin: Option<Origin>,
    tokens: Option<Arc<dyn TokenSource>>,
    settings: Settings,
    limiter: Limiter,
    retry: RetryPolicy,
    observers: Observers,
    /// What was wrong with an earlier setting.
    wrong: Option<&'static str>,
}

impl ClioBuilder {
    /// The region; the United States when not set.
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// A stand-in for the region's Clio, on this computer. Elsewhere only the region's own origin is taken: to reach another region, say
    /// [`region`](Self::region).
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Where bearer tokens come from: an [`AccessToken`](crate::AccessToken) that is good for a while, or a connection that renews
    /// itself. Without one, every call ends as `Unauthorized`.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.tokens = Some(Arc::new(source));
        self
    }

    /// A limiter that is shared with other handles on the same token. Clones of a handle share theirs without this.
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = limiter;
        self
    }

    /// How stubborn calls are; [`RetryPolicy::new`] when not set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one request may take from its start to the last byte; 30 seconds when not set. Waits, for Clio's limit or between
    /// attempts, do not count. A download has no such limit, but the other two.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.settings.total = total;
        self
    }

    /// How long a connection may take to be made; 10 seconds when not set.
    pub fn connect_timeout(mut self, connect: Duration) -> Self {
        self.settings.connect = connect;
        self
    }

    /// How long an answer may stay away, and then pause between two pieces; 15 seconds when not set.
    pub fn read_timeout(mut self, idle: Duration) -> Self {
        self.settings.idle = idle;
        self
    }

    /// The largest answer in bytes, after decompression; 64 MiB when not set. A larger one ends as `Decode`.
    pub fn largest_answer(mut self, bytes: usize) -> Self {
        self.settings.largest_body = bytes;
        self
    }

    /// The largest file a [`Download`](crate::Download) gives, in bytes, after decompression; 1 GiB when not set.
    pub fn largest_download(mut self, bytes: u64) -> Self {
        self.settings.largest_download = bytes;
        self
    }

    /// Trusts the certificates of a PEM text too, beside those of the system: for a firm whose network opens encrypted traffic.
    /// Text without a certificate makes [`ClioBuilder::build`] fail.
    pub fn root_certificate_pem(mut self, pem: &[u8]) -> Self {
        if self.settings.trust(pem).is_none() {
            self.wrong = Some("the PEM text holds no certificate, or a broken one");
        }
        self
    }

    /// Goes through this proxy: `http://` or `https://`, with a user name and password if need be. When not set, the system's proxy
    /// is used, as its settings or the usual environment variables name it. Encrypted traffic is tunnelled: a proxy never sees the
    /// bearer token. To this computer no proxy is used, whatever is set.
    pub fn proxy(mut self, address: &str) -> Self {
        match Proxy::parse(address) {
            Some(proxy) => self.settings.proxy = proxy,
            None => self.wrong = Some("the proxy is not an http or https address"),
        }
        self
    }

    /// Uses no proxy, the system's neither.
    pub fn no_proxy(mut self) -> Self {
        self.settings.proxy = Proxy::None;
        self
    }

    /// Called before each wait for Clio's limit or for another attempt: "Clio asked us to wait 23 seconds". It must return at once.
    pub fn on_wait(mut self, observer: impl Fn(Wait) + Send + Sync + 'static) -> Self {
        self.observers.wait = Some(Arc::new(observer));
        self
    }

    /// Called after each page of a list. It must return at once.
    pub fn on_progress(mut self, observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observers.progress = Some(Arc::new(observer));
        self
    }

    /// Called for each answer that names another API version than was asked for (Clio: API versioning). Such an answer is used all
    /// the same, and a warning is logged. It must return at once.
    pub fn on_other_version(
        mut self,
        observer: impl Fn(OtherVersion) + Send + Sync + 'static,
    ) -> Self {
        self.observers.other_version = Some(Arc::new(observer));
        self
    }

    /// Builds the handle. No socket is opened and no certificate of the system read before the first request.
    ///
    /// # Errors
    /// `Usage` when the origin is neither the region's own nor on this computer, or a certificate or proxy cannot be used.
    pub fn build(self) -> Result<Clio> {
        let usage = |detail| Error::new(ErrorKind::Usage, "build").with_detail(detail);
        if let Some(wrong) = self.wrong {
            return Err(usage(wrong));
        }
        let origin = match self.origin {
            Some(origin) if origin == self.region.origin() || origin.is_loopback() => origin,
            Some(_) => {
                return Err(usage(
                    "the origin is neither the region's own nor on this computer",
                ));
            }
            None => self.region.origin(),
        };
        let version = HeaderValue::from_static(API_VERSION);
        Ok(Clio(Arc::new(Exchange {
            region: self.region,
            transport: Transport::new(origin.clone(), version, self.settings),
            origin,
            tokens: self.tokens,
            limiter: self.limiter,
            retry: self.retry,
            observers: self.observers,
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
