//! Reports: what a preset makes, and the finished file.

use http::Method;

use super::download;
use crate::exchange::Call;
use crate::filter::Query;
use crate::page::Single;
use crate::request::address;
use crate::{Collection, Download, Id, Report, ReportPreset, Resource, Result};

impl Collection<Report> {
    /// The bytes of a report whose `state` says that it is completed.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn download(&self, id: Id<Report>) -> Result<Download> {
        let path = format!("{}/{id}/download", Report::PATH);
        download(self.exchange(), "reports.download", &path, Query::default()).await
    }
}

impl Collection<ReportPreset> {
    /// Starts a report from a preset. Clio takes no `fields` here: read the report again for its `state`.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn generate_report(&self, id: Id<ReportPreset>) -> Result<Report> {
        const OPERATION: &str = "report_presets.generate_report";
        let exchange = self.exchange();
        let path = format!("{}/{id}/generate_report", ReportPreset::PATH);
        let url = address(&exchange.origin, OPERATION, &path, Query::default())?;
        let call = Call::write(OPERATION, Method::POST, url, Vec::new());
        let answer = exchange.send(call).await?;
        answer
            .decode::<Single<Report>>(OPERATION)
            .map(|single| single.data)
            .map_err(|error| error.with_doubt(true))
    }
}
