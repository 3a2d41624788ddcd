//! A stand-in that answers any operation and compares what came with what Clio's document says.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::list::Operation;

/// Where files are: not below the API, and never asked for with the bearer.
const STORAGE: &str = "/storage/file";

pub(super) struct Stand {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answer: Option<ResponseTemplate>,
    met: Vec<Request>,
}

impl Stand {
    pub(super) async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        Mock::given(any())
            .respond_with(move |request: &Request| {
                let mut state = shared.lock().unwrap();
                if request.url.path() == STORAGE {
                    assert!(!request.headers.contains_key("authorization"));
                    return ResponseTemplate::new(200).set_body_bytes(b"bytes".to_vec());
                }
                state.met.push(request.clone());
                state.answer.clone().unwrap()
            })
            .mount(&server)
            .await;
        Self { server, state }
    }

    pub(super) fn address(&self) -> String {
        self.server.uri()
    }

    /// What comes next is this operation.
    pub(super) fn expect(&self, operation: &Operation) {
        let action = operation.id.split('#').nth(1).unwrap_or_default();
        let file = format!("{}{STORAGE}", self.server.uri());
        let empty = operation.method == "DELETE" && operation.body.is_empty();
        let many = operation.query.contains("page_token");
        let answer = match action {
            "download" => ResponseTemplate::new(303).insert_header("location", file),
            "preview" if operation.id.starts_with("MatterDocket") => {
                ResponseTemplate::new(303).insert_header("location", file)
            }
            "preview" => ResponseTemplate::new(200).set_body_string("<html></html>"),
            _ if empty => ResponseTemplate::new(204),
            _ if many => ResponseTemplate::new(200).set_body_json(json!({ "data": [] })),
            "create" => ResponseTemplate::new(201).set_body_json(json!({ "data": {} })),
            _ => ResponseTemplate::new(200).set_body_json(json!({ "data": {} })),
        };
        let answer = answer.insert_header("x-api-version", "4.0.13");
        let mut state = self.state.lock().unwrap();
        state.answer = Some(answer);
        state.met.clear();
    }

    /// What differs from the document.
    pub(super) fn compare(&self, operation: &Operation) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let id = &operation.id;
        let [request] = state.met.as_slice() else {
            return vec![format!("{id}: {} requests", state.met.len())];
        };
        let mut wrong = Vec::new();
        if request.method.as_str() != operation.method {
            wrong.push(format!("{id}: sent as {}", request.method));
        }
        if !fits(&operation.path, request.url.path()) {
            wrong.push(format!("{id}: sent to {}", request.url.path()));
        }
        let sent: BTreeSet<String> = request
            .url
            .query_pairs()
            .map(
                |(name, _)| match name.strip_prefix("custom_field_values[") {
                    Some(_) => "custom_field_values".to_owned(),
                    None => name.into_owned(),
                },
            )
            .collect();
        // A page token is Clio's to give; resuming has tests of its own.
        let said: BTreeSet<String> = operation
            .query
            .iter()
            .filter(|name| *name != "page_token")
            .cloned()
            .collect();
        if sent != said {
            wrong.push(format!("{id}: sent {sent:?}, the document says {said:?}"));
        }
        for header in &operation.headers {
            if !request
                .headers
                .contains_key(header.to_ascii_lowercase().as_str())
            {
                wrong.push(format!("{id}: {header} was not sent"));
            }
        }
        let members: BTreeSet<String> = serde_json::from_slice::<Value>(&request.body)
            .ok()
            .and_then(|body| Some(body.get("data")?.as_object()?.keys().cloned().collect()))
            .unwrap_or_default();
        if members != operation.body {
            wrong.push(format!(
                "{id}: the body has {members:?}, the document says {:?}",
                operation.body
            ));
        }
        wrong
    }
}

/// Whether a path is this template with something in each place.
fn fits(template: &str, path: &str) -> bool {
    let Some(path) = path.strip_prefix("/api/v4") else {
        return false;
    };
    let (template, path) = (segments(template), segments(path));
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(said, sent)| match said.strip_prefix('{') {
                Some(place) => {
                    let suffix = place.split_once('}').map_or("", |(_, suffix)| suffix);
                    sent.strip_suffix(suffix)
                        .is_some_and(|id| !id.is_empty() && !id.contains('{'))
                }
                None => said == sent,
            })
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').collect()
}
