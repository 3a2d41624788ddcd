//! What is not one of the verbs of a collection: what hangs on one record, singletons, copies and files.

mod billing;
mod contacts;
mod court_rules;
mod documents;
mod matters;
mod reports;
mod tasks;
mod timer;
mod users;

use std::sync::Arc;

pub use contacts::ContactLists;
pub use court_rules::{JurisdictionTriggers, MatterDocketPreview};
pub use documents::{DocumentCopy, DocumentFiles};
pub use matters::MatterPeople;
pub use tasks::TaskTemplateListCopy;
pub use timer::Timers;

use crate::exchange::{Call, Exchange};
use crate::filter::Query;
use crate::request::address;
use crate::{Collection, Download, Result};

/// A file that Clio answers with the address of (303), or with its bytes.
async fn download(
    exchange: &Arc<Exchange>,
    operation: &'static str,
    path: &str,
    query: Query,
) -> Result<Download> {
    let url = address(&exchange.origin, operation, path, query)?;
    exchange.download(operation, url).await
}

/// A write without a body whose answer is of no use.
async fn act(
    exchange: &Arc<Exchange>,
    operation: &'static str,
    method: http::Method,
    path: &str,
) -> Result<()> {
    let url = address(&exchange.origin, operation, path, Query::default())?;
    let call = Call::write(operation, method, url, Vec::new());
    exchange.send(call).await.map(drop)
}

impl<R> Collection<R> {
    fn shared(&self) -> Arc<Exchange> {
        Arc::clone(self.exchange())
    }
}
