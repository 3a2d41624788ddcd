//! The people of one matter, and the ids of matters that can be billed.

use std::sync::Arc;

use serde::Deserialize;

use crate::exchange::{Call, Exchange};
use crate::filter::{Filter, Query};
use crate::page::Single;
use crate::request::address;
use crate::{
    BillableMatter, BillableMatterFilter, Clio, Collection, GetRequest, Id, ListRequest, Matter,
    MatterClient, MatterContact, RelatedContact, Resource, Result,
};

impl Clio {
    /// What hangs on one matter.
    pub fn matter(&self, id: Id<Matter>) -> MatterPeople {
        MatterPeople {
            exchange: Arc::clone(self.exchange()),
            matter: id,
        }
    }
}

impl Resource for MatterClient {
    type Id = Id<Self>;
    const NAME: &'static str = "MatterClient";
    const PATH: &'static str = "client";
}

/// The people of one matter: `clio.matter(id)`.
#[derive(Clone, Debug)]
pub struct MatterPeople {
    exchange: Arc<Exchange>,
    matter: Id<Matter>,
}

impl MatterPeople {
    /// The client and the related contacts. The ids are the records' own: whether they are the contacts' is not documented.
    pub fn contacts(&self) -> ListRequest<MatterContact> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<MatterContact>())
    }

    /// The related contacts. Prefer their `contact_id` to their `id`.
    pub fn related_contacts(&self) -> ListRequest<RelatedContact> {
        ListRequest::new(Arc::clone(&self.exchange), self.path::<RelatedContact>())
    }

    /// The client.
    pub fn client(&self) -> GetRequest<MatterClient> {
        let exchange = Arc::clone(&self.exchange);
        GetRequest::new(exchange, "matters.client", self.path::<MatterClient>())
    }

    fn path<R: Resource>(&self) -> String {
        format!("{}/{}/{}", Matter::PATH, self.matter, R::PATH)
    }
}

impl Collection<BillableMatter> {
    /// The ids of all of them that the filter lets through, in one answer.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn ids(&self, filter: &BillableMatterFilter) -> Result<Vec<Id<Matter>>> {
        #[derive(Deserialize)]
        struct Record {
            id: Id<Matter>,
        }

        const OPERATION: &str = "billable_matters.ids";
        let exchange = self.exchange();
        let mut query = Query::default();
        query.push("fields", "id");
        query.push("limit", "1000");
        filter.write(&mut query);
        let url = address(&exchange.origin, OPERATION, "billable_matters/ids", query)?;
        let answer = exchange.send(Call::read(OPERATION, url)).await?;
        // The document shows a record here and describes a list of numbers elsewhere: both are taken.
        if let Ok(ids) = answer.decode::<Single<Vec<Id<Matter>>>>(OPERATION) {
            return Ok(ids.data);
        }
        let records = answer.decode::<Single<Vec<Record>>>(OPERATION)?.data;
        Ok(records.into_iter().map(|record| record.id).collect())
    }
}
