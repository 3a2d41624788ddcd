//! The late answer to a handshake.

use http::{HeaderValue, Method};

use super::Secret;
use crate::exchange::Call;
use crate::filter::Query;
use crate::request::address;
use crate::{Collection, Error, ErrorKind, Id, Resource, Result, Webhook};

impl Collection<Webhook> {
    /// Answers a handshake late: the webhook is enabled with the secret that came with it (Clio: Webhooks, "Option 2: Delayed").
    ///
    /// # Errors
    /// Any [`ErrorKind`]; `Usage` when the secret cannot be a header.
    pub async fn activate(&self, id: Id<Webhook>, secret: &Secret) -> Result<()> {
        const OPERATION: &str = "webhooks.activate";
        let mut header = HeaderValue::from_str(secret.expose()).map_err(|_| {
            Error::new(ErrorKind::Usage, OPERATION).with_detail("the secret is none of Clio's")
        })?;
        header.set_sensitive(true);
        let exchange = self.exchange();
        let path = format!("{}/{id}/activate", Webhook::PATH);
        let url = address(&exchange.origin, OPERATION, &path, Query::default())?;
        let call = Call::write(OPERATION, Method::PUT, url, Vec::new()).hook_secret(header);
        exchange.send(call).await.map(drop)
    }
}
