//! What is not one of the verbs: the lists that hang on a matter, and the connected user.

use std::sync::Arc;

use crate::exchange::Exchange;
use crate::{
    Clio, GetRequest, Id, ListRequest, Matter, MatterClient, MatterContact, RelatedContact,
    Resource, User,
};

impl Clio {
    /// What hangs on one matter.
    pub fn matter(&self, id: Id<Matter>) -> MatterScope {
        MatterScope {
            exchange: Arc::clone(self.exchange()),
            matter: id,
        }
    }

    /// The user whose token it is. Clio answers 403 when the app lacks the Users permission, which says nothing against the token.
    pub fn who_am_i(&self) -> GetRequest<User> {
        GetRequest::new(Arc::clone(self.exchange()), "users/who_am_i".to_owned())
    }
}

/// The people of one matter.
#[derive(Clone, Debug)]
pub struct MatterScope {
    exchange: Arc<Exchange>,
    matter: Id<Matter>,
}

impl MatterScope {
    /// The client and the related contacts.
    pub fn contacts(&self) -> ListRequest<MatterContact> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<MatterContact>())
    }

    /// The related contacts.
    pub fn related_contacts(&self) -> ListRequest<RelatedContact> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<RelatedContact>())
    }

    /// The client.
    pub fn client(&self) -> GetRequest<MatterClient> {
        GetRequest::new(Arc::clone(&self.exchange), self.path::<MatterClient>())
    }

    fn path<R: Resource>(&self) -> String {
        format!("{}/{}/{}", Matter::PATH, self.matter, R::PATH)
    }
}
