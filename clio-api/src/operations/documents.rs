//! Files: documents, their versions and copies, templates and archives.

use std::fmt;
use std::sync::Arc;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use super::{act, download};
use crate::exchange::Exchange;
use crate::filter::Query;
use crate::request::body;
use crate::{
    Clio, Collection, Communication, Document, DocumentArchive, DocumentCategory, DocumentTemplate,
    DocumentVersion, Download, ExternalPropertyInput, Id, Link, ListRequest, ParentInput, Resource,
    Result, WriteRequest,
};

impl Clio {
    /// What hangs on one document.
    pub fn document(&self, id: Id<Document>) -> DocumentFiles {
        DocumentFiles {
            exchange: Arc::clone(self.exchange()),
            document: id,
        }
    }
}

/// The versions, the copies and the bytes of one document: `clio.document(id)`.
#[derive(Clone, Debug)]
pub struct DocumentFiles {
    exchange: Arc<Exchange>,
    document: Id<Document>,
}

impl DocumentFiles {
    /// Its versions.
    pub fn versions(&self) -> ListRequest<DocumentVersion> {
        // Clio's document wants the id in the path and in the query.
        ListRequest::new(Arc::clone(&self.exchange), self.path("versions"))
            .parameter("id", self.document)
    }

    /// Its bytes: those of the latest version, or of the one given.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn download(&self, version: Option<Id<DocumentVersion>>) -> Result<Download> {
        let mut query = Query::default();
        query.one("document_version_id", version.as_ref());
        download(
            &self.exchange,
            "documents.download",
            &self.path("download"),
            query,
        )
        .await
    }

    /// Copies it.
    pub fn copy(&self, copy: &DocumentCopy) -> WriteRequest<Document> {
        const OPERATION: &str = "documents.copy";
        WriteRequest::new(
            Arc::clone(&self.exchange),
            OPERATION,
            Method::POST,
            self.path("copy"),
            body(OPERATION, copy),
        )
    }

    /// Makes an older version the latest one.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn save_as_latest_version(&self, version: Id<DocumentVersion>) -> Result<()> {
        let path = self.path(&format!("versions/{version}/save_as_latest_version"));
        act(
            &self.exchange,
            "documents.versions.save_as_latest_version",
            Method::POST,
            &path,
        )
        .await
    }

    fn path(&self, last: &str) -> String {
        format!("{}/{}/{last}", Document::PATH, self.document)
    }
}

/// Where a copy of a document goes, and what it is called there.
#[derive(Clone, Serialize)]
pub struct DocumentCopy {
    /// Where it goes.
    pub parent: ParentInput,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its file's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// When it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// Its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_category: Option<Link<DocumentCategory>>,
    /// The communication it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication_id: Option<Id<Communication>>,
    /// Properties for other programs; 5 at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_properties: Vec<ExternalPropertyInput>,
}

impl DocumentCopy {
    /// A copy in this place, with everything else as it was.
    pub fn new(parent: ParentInput) -> Self {
        Self {
            parent,
            name: None,
            filename: None,
            received_at: None,
            document_category: None,
            communication_id: None,
            external_properties: Vec::new(),
        }
    }
}

impl fmt::Debug for DocumentCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentCopy").finish_non_exhaustive()
    }
}

impl Collection<DocumentArchive> {
    /// The bytes of an archive that is ready.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn download(&self, id: Id<DocumentArchive>) -> Result<Download> {
        let path = format!("{}/{id}/download", DocumentArchive::PATH);
        download(
            self.exchange(),
            "document_archives.download",
            &path,
            Query::default(),
        )
        .await
    }
}

impl Collection<DocumentTemplate> {
    /// The bytes of a template.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn download(&self, id: Id<DocumentTemplate>) -> Result<Download> {
        let path = format!("{}/{id}/download", DocumentTemplate::PATH);
        download(
            self.exchange(),
            "document_templates.download",
            &path,
            Query::default(),
        )
        .await
    }
}
