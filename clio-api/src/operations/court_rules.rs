//! Court rules: the triggers of a jurisdiction, and a docket before it is made.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::download;
use crate::exchange::Exchange;
use crate::filter::Query;
use crate::{
    Clio, Collection, Download, GetRequest, Id, Jurisdiction, JurisdictionsToTrigger, ListRequest,
    MatterDocket, Resource, Result, ServiceType,
};

impl Clio {
    /// What hangs on one jurisdiction.
    pub fn jurisdiction(&self, id: Id<Jurisdiction>) -> JurisdictionTriggers {
        JurisdictionTriggers {
            exchange: Arc::clone(self.exchange()),
            jurisdiction: id,
        }
    }
}

/// The triggers of one jurisdiction: `clio.jurisdiction(id)`.
#[derive(Clone, Debug)]
pub struct JurisdictionTriggers {
    exchange: Arc<Exchange>,
    jurisdiction: Id<Jurisdiction>,
}

impl JurisdictionTriggers {
    /// Its triggers.
    pub fn triggers(&self) -> ListRequest<JurisdictionsToTrigger> {
        ListRequest::new(Arc::clone(&self.exchange), self.path())
    }

    /// One of its triggers.
    pub fn trigger(&self, id: Id<JurisdictionsToTrigger>) -> GetRequest<JurisdictionsToTrigger> {
        let path = format!("{}/{id}", self.path());
        GetRequest::new(
            Arc::clone(&self.exchange),
            "court_rules.jurisdictions.triggers.get",
            path,
        )
    }

    fn path(&self) -> String {
        let own = JurisdictionsToTrigger::PATH;
        format!("{}/{}/{own}", Jurisdiction::PATH, self.jurisdiction)
    }
}

/// A docket that is looked at before it is made. Clio wants all of it but the prefix.
#[derive(Clone)]
pub struct MatterDocketPreview {
    /// The jurisdiction.
    pub jurisdiction: Id<Jurisdiction>,
    /// The trigger.
    pub trigger: Id<JurisdictionsToTrigger>,
    /// How papers are served.
    pub service_type: Id<ServiceType>,
    /// The day the docket starts.
    pub start_date: Timestamp,
    /// The time it starts.
    pub start_time: Timestamp,
    /// What the titles of its events begin with.
    pub event_prefix: Option<String>,
}

impl fmt::Debug for MatterDocketPreview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MatterDocketPreview")
            .finish_non_exhaustive()
    }
}

impl Collection<MatterDocket> {
    /// The days a docket would put into the calendar, as a file.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn preview(&self, docket: &MatterDocketPreview) -> Result<Download> {
        let mut query = Query::default();
        query.one("event_prefix", docket.event_prefix.as_ref());
        query.one("jurisdiction[id]", Some(&docket.jurisdiction));
        query.one("service_type[id]", Some(&docket.service_type));
        query.one("start_date", Some(&docket.start_date));
        query.one("start_time", Some(&docket.start_time));
        query.one("trigger[id]", Some(&docket.trigger));
        let path = format!("{}/preview", MatterDocket::PATH);
        download(
            self.exchange(),
            "court_rules.matter_dockets.preview",
            &path,
            query,
        )
        .await
    }
}
