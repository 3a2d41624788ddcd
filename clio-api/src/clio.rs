//! The handle.

mod builder;
mod reach;

use std::sync::Arc;

pub use builder::ClioBuilder;
pub use reach::Reached;

use crate::exchange::Exchange;
use crate::{Origin, Region};

/// A handle on one region's Clio, for one user: whose token it is. Clones are cheap and share the limiter and the connections.
///
/// Make it with [`Clio::builder`], keep it, and ask it for [`Collection`](crate::Collection)s: `clio.contacts()`.
///
/// It is not called a client, because a client is a person in this field.
#[derive(Clone, Debug)]
pub struct Clio(Arc<Exchange>);

impl Clio {
    /// Starts building a handle.
    pub fn builder() -> ClioBuilder {
        ClioBuilder::default()
    }

    /// The region it was built for; a stand-in on this computer stands for that region.
    pub fn region(&self) -> Region {
        self.0.region
    }

    /// The only place the bearer token goes to.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    pub(crate) fn exchange(&self) -> &Arc<Exchange> {
        &self.0
    }
}
