//! The handle.

mod builder;

use std::sync::Arc;

pub use builder::ClioBuilder;

use crate::exchange::Exchange;
use crate::{Collection, Contact, CustomField, Matter, Origin, Region, Relationship};

/// A connection to one Clio. Clones are cheap and share the limiter and the connections.
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
