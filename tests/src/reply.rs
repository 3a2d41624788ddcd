//! An answer before it goes out.

use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::line::{ORDER, Trouble};

/// Status, headers and body. Later steps (rate headers, faults) still change it.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: &'static str,
    pub(crate) delay: Duration,
    /// What a bad line does to it on its way.
    pub(crate) trouble: Option<Trouble>,
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::of(status, body.to_string(), JSON)
    }

    pub(crate) fn html(status: u16, title: &str, body: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}\n</body></html>\n",
            title = escape(title)
        );
        Self::of(status, page, HTML)
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self::of(status, String::new(), "")
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(302).header("Location", location)
    }

    /// The nested error of API calls (API document: `Error`, `ErrorDetail`).
    pub(crate) fn api_error(status: u16, kind: &str, message: &str) -> Self {
        Self::json(
            status,
            &json!({"error": {"type": kind, "message": message}}),
        )
    }

    /// The flat error of the OAuth endpoints and of a bad bearer token.
    pub(crate) fn flat_error(status: u16, error: &str, description: &str) -> Self {
        Self::json(
            status,
            &json!({"error": error, "error_description": description}),
        )
    }

    /// A bad parameter. The type is Clio's for those (seen live with dates where timestamps are needed).
    pub(crate) fn bad_parameter(message: &str) -> Self {
        Self::api_error(400, "ArgumentError", message)
    }

    /// A missing permission (Clio's page on permissions).
    pub(crate) fn forbidden() -> Self {
        let message = "User is forbidden from taking that action";
        Self::api_error(403, "ForbiddenError", message)
    }

    /// No such record. The exact type is unknown; this is the one third parties report.
    pub(crate) fn not_found() -> Self {
        Self::api_error(404, "RecordNotFound", "Record not found")
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn of(status: u16, body: impl Into<Vec<u8>>, content_type: &'static str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            content_type,
            delay: Duration::ZERO,
            trouble: None,
        }
    }

    pub(crate) fn into_template(self) -> ResponseTemplate {
        let mut template = ResponseTemplate::new(self.status);
        for (name, value) in self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
                template = template.insert_header(name, value);
            }
        }
        let order = self
            .trouble
            .and_then(|trouble| serde_json::to_string(&trouble).ok());
        if let Some(order) = order.and_then(|order| HeaderValue::from_str(&order).ok()) {
            template = template.insert_header(ORDER, order);
        }
        if !self.content_type.is_empty() {
            template = template.set_body_raw(self.body, self.content_type);
        }
        if self.delay.is_zero() {
            template
        } else {
            template.set_delay(self.delay)
        }
    }
}

/// Text made safe for HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
