//! Lists that hang on one contact.

use std::sync::Arc;

use crate::exchange::Exchange;
use crate::{Clio, Contact, EmailAddress, Id, ListRequest, PhoneNumber, Resource};

impl Clio {
    /// What hangs on one contact.
    pub fn contact(&self, id: Id<Contact>) -> ContactLists {
        ContactLists {
            exchange: Arc::clone(self.exchange()),
            contact: id,
        }
    }
}

/// The lists of one contact: `clio.contact(id)`.
#[derive(Clone, Debug)]
pub struct ContactLists {
    exchange: Arc<Exchange>,
    contact: Id<Contact>,
}

impl ContactLists {
    /// Its email addresses; 20 at most (Clio: API changelog 4.0.13).
    pub fn email_addresses(&self) -> ListRequest<EmailAddress> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<EmailAddress>())
    }

    /// Its phone numbers; 20 at most (Clio: API changelog 4.0.13).
    pub fn phone_numbers(&self) -> ListRequest<PhoneNumber> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<PhoneNumber>())
    }

    fn path<R: Resource>(&self) -> String {
        format!("{}/{}/{}", Contact::PATH, self.contact, R::PATH)
    }
}
