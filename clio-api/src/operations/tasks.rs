//! Copies of task lists.

use std::fmt;

use http::Method;
use serde::Serialize;

use crate::request::body;
use crate::{Collection, Id, Link, PracticeArea, Resource, TaskTemplateList, WriteRequest};

/// What a copy of a task list is called.
#[derive(Clone, Default, Serialize)]
pub struct TaskTemplateListCopy {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its practice area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice_area: Option<Link<PracticeArea>>,
}

impl fmt::Debug for TaskTemplateListCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskTemplateListCopy")
            .finish_non_exhaustive()
    }
}

impl Collection<TaskTemplateList> {
    /// Copies one.
    pub fn copy(
        &self,
        id: Id<TaskTemplateList>,
        copy: &TaskTemplateListCopy,
    ) -> WriteRequest<TaskTemplateList> {
        const OPERATION: &str = "task_template_lists.copy";
        let path = format!("{}/{id}/copy", TaskTemplateList::PATH);
        WriteRequest::new(
            self.shared(),
            OPERATION,
            Method::POST,
            path,
            body(OPERATION, copy),
        )
    }
}
