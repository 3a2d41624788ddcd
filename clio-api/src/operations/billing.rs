//! Bills as pages, the firm's billing settings, and what is deleted with a body.

use std::sync::Arc;

use http::Method;

use crate::exchange::Call;
use crate::filter::Query;
use crate::request::{address, body};
use crate::{
    Bill, BillingSetting, Clio, Collection, GetRequest, GrantFundingSource, Id, Projection,
    Resource, Result, WriteRequest,
};

impl Resource for BillingSetting {
    type Id = Id<Self>;
    const NAME: &'static str = "BillingSetting";
    const PATH: &'static str = "settings/billing";
}

impl Clio {
    /// The firm's billing settings.
    pub fn billing_settings(&self) -> GetRequest<BillingSetting> {
        let exchange = Arc::clone(self.exchange());
        GetRequest::new(
            exchange,
            "settings.billing.get",
            BillingSetting::PATH.to_owned(),
        )
    }
}

impl<P: Projection<BillingSetting>> GetRequest<BillingSetting, P> {
    /// `duration`: a length of time that the settings are applied to, as text.
    pub fn duration(self, duration: &str) -> Self {
        self.parameter("duration", duration)
    }
}

impl<P: Projection<Bill>> GetRequest<Bill, P> {
    /// The bills before and after this one, in a list that is shown beside it.
    pub fn between(self, previous: Id<Bill>, next: Id<Bill>) -> Self {
        self.parameter("navigation.previous", previous)
            .parameter("navigation.next", next)
    }
}

impl Collection<Bill> {
    /// A bill as a page: HTML, as Clio has made it.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn preview(&self, id: Id<Bill>) -> Result<String> {
        const OPERATION: &str = "bills.preview";
        let exchange = self.exchange();
        let path = format!("{}/{id}/preview", Bill::PATH);
        let url = address(&exchange.origin, OPERATION, &path, Query::default())?;
        let answer = exchange.send(Call::read(OPERATION, url)).await?;
        Ok(answer.body)
    }
}

impl Collection<GrantFundingSource> {
    /// Deletes one, with `If-Match` if wanted; Clio answers what it was. With a name, Clio is told which name it had.
    pub fn destroy(
        &self,
        id: Id<GrantFundingSource>,
        name: Option<&str>,
    ) -> WriteRequest<GrantFundingSource> {
        const OPERATION: &str = "grant_funding_sources.delete";
        #[derive(serde::Serialize)]
        struct Named<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            name: Option<&'a str>,
        }

        let path = format!("{}/{id}", GrantFundingSource::PATH);
        WriteRequest::new(
            self.shared(),
            OPERATION,
            Method::DELETE,
            path,
            body(OPERATION, &Named { name }),
        )
    }
}
